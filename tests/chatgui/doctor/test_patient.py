"""What is known of the server that is meant."""

from chatgui.doctor.patient import Patient
from shared.server_link import Place

KEY, OTHER = bytes(32), bytes([1]) * 32
DESK = Place("Desk", 15000)


def test_a_link_says_more_than_what_was_there_before():
    patient = Patient(keys={"desk:15000": KEY})
    assert patient.expected_key(DESK) == KEY
    assert patient.expected_key(Place("desk", 15000, OTHER)) == OTHER
    assert patient.expected_key(Place("desk", 9)) == b""
    assert patient.address_of(KEY) == "desk:15000"
    assert patient.address_of(OTHER) == ""
