"""Which steps are gone, with which server, in which order."""

from msgspec.structs import replace

from chatgui.doctor.examination import examine, step_after
from chatgui.doctor.finding import Finding
from chatgui.doctor.networks import Interface
from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import HELLOS, Measured
from shared.server_link import Place
from tests.support.instruments import FRONT, LAN, WELL, FakeInstruments

DESK = Place("192.168.7.9", 15000)
LAB = Place("10.0.0.9", 15000)


def steps(patient: Patient, instruments: FakeInstruments) -> dict[str, Finding]:
    return {finding.step: finding for finding in examine(patient, instruments)}


def test_a_server_that_is_well_is_looked_at_from_all_sides():
    instruments = FakeInstruments(found=[FRONT])
    found = steps(Patient(DESK), instruments)
    assert list(found) == ["network", "search", "server", "key", "clock", "line", "guests"]
    assert [step for step, one in found.items() if one.level == "trouble"] == []
    assert instruments.tried == [DESK]


def test_with_nothing_known_and_nothing_found_it_ends_with_the_search():
    instruments = FakeInstruments()
    assert list(steps(Patient(), instruments)) == ["network", "search"]
    assert instruments.tried == []


def test_the_one_that_is_named_comes_before_others():
    instruments = FakeInstruments(found=[FRONT])
    steps(Patient(LAB, (DESK,)), instruments)
    assert (instruments.asked, instruments.tried) == ([LAB, DESK], [LAB])


def test_the_last_one_is_taken_if_it_is_there_or_nobody_is():
    for found, tried in (([FRONT], DESK), ([], LAB)):
        instruments = FakeInstruments(found=list(found))
        steps(Patient(recent=(LAB, DESK)), instruments)
        assert instruments.tried == [tried]


def test_one_that_is_found_is_taken_before_old_ones():
    instruments = FakeInstruments(found=[FRONT])
    steps(Patient(recent=(LAB,)), instruments)
    assert instruments.tried == [DESK]


def test_a_name_is_looked_up_before_it_is_tried():
    instruments = FakeInstruments(names={"desk": "192.168.7.9"})
    assert "desk:15000" in steps(Patient(Place("desk", 15000)), instruments)["server"].text
    assert instruments.tried == [DESK]
    found = steps(Patient(Place("nowhere", 15000)), FakeInstruments())
    assert "'nowhere'" in found["server"].text


def test_a_silent_computer_is_told_from_one_that_is_off_and_one_elsewhere():
    silent = Measured(HELLOS)
    for place, is_on, text in (
        (DESK, True, "is on, but nothing comes back"),
        (DESK, False, "should be on the same network"),
        (LAB, False, "not on a network of this computer"),
        (Place("192.168.7.20", 15000), False, "Something holds UDP port"),
    ):
        instruments = FakeInstruments(silent, is_host_on=is_on)
        found = steps(Patient(place), instruments)
        assert text in found["server"].text
        assert list(found) == ["network", "search", "server"]


def test_a_computer_that_is_announced_is_on():
    announced = FakeInstruments(Measured(HELLOS), found=[replace(FRONT, by="mdns", people=None)])
    assert "is on, but nothing comes back" in steps(Patient(DESK), announced)["server"].text


def test_another_version_cannot_be_looked_at_further():
    found = steps(Patient(DESK), FakeInstruments(replace(WELL, version=9)))
    assert list(found)[-1] == "server"


def test_a_server_here_needs_no_network():
    lonely = FakeInstruments(networks=[Interface("lo", "127.0.0.1", 8)])
    assert steps(Patient(Place("127.0.0.1", 15000)), lonely)["network"].level == "ok"
    assert steps(Patient(DESK), lonely)["network"].level == "trouble"
    here = FakeInstruments(
        found=[replace(FRONT, host="127.0.0.1")], networks=[Interface("lo", "127.0.0.1", 8)]
    )
    assert steps(Patient(), here)["network"].level == "ok"
    assert LAN[0] == lonely.networks[0]


def test_a_network_that_leads_to_the_server_is_one():
    cable = [Interface("eth0", "169.254.1.1", 16)]
    found = FakeInstruments(found=[replace(FRONT, host="169.254.7.9")], networks=cable)
    assert steps(Patient(), found)["network"].level == "ok"


def test_a_firewall_that_plays_a_closed_port_is_seen_through():
    refused = Measured(HELLOS, refusal="not listening")
    announced = replace(FRONT, by="mdns", people=None)
    server = steps(Patient(DESK), FakeInstruments(refused, found=[announced]))["server"]
    assert "turns Parley away" in server.text
    assert server.order
    ended = steps(Patient(DESK), FakeInstruments(refused, found=[FRONT]))["server"]
    assert "no server listens" in ended.text
    assert "was found at" not in ended.advice


def test_one_that_was_found_elsewhere_is_named():
    for place in (LAB, Place("nowhere", 15000)):
        found = steps(Patient(place), FakeInstruments(Measured(HELLOS), found=[FRONT]))
        assert found["server"].advice.startswith("Front desk was found at 192.168.7.9:15000")
    silent = FakeInstruments(Measured(HELLOS), found=[replace(FRONT, by="mdns")])
    assert "was found at" not in steps(Patient(LAB), silent)["server"].advice


def test_who_waits_knows_for_what():
    assert [step_after(count) for count in (0, 2, 99)] == ["Network", "Server", "Guests"]
