"""Every verdict, as a table of what was measured."""

import pytest
from msgspec.structs import replace

from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import HELLOS, Measured, Refusal
from chatgui.doctor.verdicts import (
    Whereabouts,
    judge_answer,
    judge_clock,
    judge_guests,
    judge_key,
    judge_line,
    judge_search,
    judge_unknown_name,
)
from shared.discovery.found import FoundServer
from shared.server_link import Place
from tests.support.instruments import FRONT, KEY, WELL

PLACE = Place("192.168.7.9", 15000)
OTHER = replace(FRONT, id=bytes(15), name="Lab", host="192.168.7.8")
SILENCE = Measured(HELLOS)
ORDER = "On the computer 192.168.7.9, allow incoming UDP on port 15000."


@pytest.mark.parametrize(
    ("found", "place", "level", "text"),
    [
        ([FRONT], None, "ok", "Found here: Front desk at 192.168.7.9:15000."),
        ([FRONT, replace(FRONT, host="fe80::1%2")], None, "ok", "[fe80::1%2]:15000"),
        ([replace(FRONT, by="mdns")], None, "cannot tell", "but does not answer"),
        ([FRONT, OTHER], PLACE, "cannot tell", "Several servers run here: Front desk at"),
        ([], PLACE, "cannot tell", "does not cross routers"),
        ([], None, "trouble", "No server was found"),
    ],
)
def test_the_search(found: list[FoundServer], place: Place | None, level: str, text: str):
    finding = judge_search(found, place)
    assert finding.level == level
    assert text in finding.text


@pytest.mark.parametrize(
    ("measured", "level", "text"),
    [
        (WELL, "ok", "Front desk answers at 192.168.7.9:15000."),
        (replace(WELL, name="", key=b""), "ok", "A server answers"),
        (replace(WELL, needs_invite=True), "ok", "Who is new there needs an invite."),
        (replace(WELL, version=9), "trouble", "another version of Parley"),
        (Measured(HELLOS, is_foreign=True), "trouble", "not a Parley server"),
    ],
)
def test_whoever_answers(measured: Measured, level: str, text: str):
    finding = judge_answer(measured, PLACE, "near")
    assert finding.level == level
    assert text in finding.text
    assert not finding.order


@pytest.mark.parametrize(
    ("refusal", "whereabouts", "text", "advice", "order"),
    [
        ("not listening", "near", "no server listens on UDP port 15000", "Start the server", ""),
        ("not listening", "here", "of this computer", "Start one", ""),
        ("nobody", "near", "No computer is to be found at 192.168.7.9", "switched on", ""),
        ("filtered", "far", "turns Parley away", "let Parley in", ORDER),
        ("no way", "far", "No way leads from this computer", "Connect to the network", ""),
        ("forbidden", "near", "does not let Parley send", "Allow Parley", "allow outgoing UDP"),
        ("", "here", "Something holds UDP port 15000", "End what holds", ""),
        ("", "on", "The computer 192.168.7.9 is on", "its firewall", ORDER),
        ("", "near", "should be on the same network", "Guest Wi-Fi", ORDER),
        ("", "far", "not on a network of this computer", "a firewall there or between", ORDER),
    ],
)
def test_whoever_does_not_answer(
    refusal: Refusal, whereabouts: Whereabouts, text: str, advice: str, order: str
):
    finding = judge_answer(replace(SILENCE, refusal=refusal), PLACE, whereabouts)
    assert (finding.step, finding.level) == ("server", "trouble")
    assert text in finding.text
    assert advice in finding.advice
    assert finding.order.startswith(order) if order == ORDER else order in finding.order
    assert "{" not in finding.text + finding.advice + finding.order


def test_who_is_between_is_told_from_where_to_where():
    finding = judge_answer(SILENCE, PLACE, "far", "10.0.0.5")
    assert finding.order.startswith("Between 10.0.0.5 and 192.168.7.9: let UDP to port 15000")


def test_a_server_at_another_port_is_named():
    measured = replace(SILENCE, refusal="not listening")
    finding = judge_answer(measured, PLACE, "near", "", [replace(FRONT, port=12000)])
    assert finding.advice.startswith("Front desk was found at 192.168.7.9:12000: use that")
    assert "Start the server there" in finding.advice


def test_a_name_of_no_computer():
    desk = Place("desk", 15000)
    assert "'desk'" in judge_unknown_name(desk).text
    assert judge_unknown_name(desk, [FRONT]).advice.startswith("Front desk was found at")


def test_computers_that_are_kept_apart_are_thought_of():
    gone = replace(SILENCE, refusal="nobody")
    assert "Guest Wi-Fi" in judge_answer(gone, PLACE, "near").advice
    assert "Guest Wi-Fi" not in judge_answer(gone, PLACE, "far").advice


@pytest.mark.parametrize(
    ("key", "patient", "pinned", "level", "text"),
    [
        (KEY, Patient(keys={"192.168.7.9:15000": KEY}), b"", "ok", "the server that you know"),
        (KEY, Patient(), KEY, "ok", "the server that you know"),
        (KEY, Patient(keys={"desk:1": KEY}), b"", "ok", "that you know from desk:1"),
        (KEY, Patient(), b"", "cannot tell", "You have not been there yet"),
        (KEY, Patient(keys={"192.168.7.9:15000": bytes(32)}), b"", "trouble", "Another server"),
        (KEY, Patient(keys={"192.168.7.9:15000": KEY}), bytes(32), "trouble", "Another server"),
        (b"", Patient(), b"", "trouble", "It has not said which server it is."),
    ],
)
def test_the_key(key: bytes, patient: Patient, pinned: bytes, level: str, text: str):
    finding = judge_key(replace(WELL, key=key), PLACE._replace(key=pinned), patient)
    assert finding.level == level
    assert text in finding.text
    assert bool(finding.advice) == (level == "trouble")


@pytest.mark.parametrize(
    ("ahead_s", "level", "text"),
    [
        (None, "cannot tell", "has not told its time"),
        (-59.0, "ok", "agree"),
        (60.0, "trouble", "60 seconds ahead"),
        (-119.0, "trouble", "119 seconds behind"),
        (120.0, "trouble", "2 minutes ahead"),
        (-7200.5, "trouble", "2 hours behind"),
        (400 * 86_400.0, "trouble", "400 days ahead"),
    ],
)
def test_the_clocks(ahead_s: float | None, level: str, text: str):
    finding = judge_clock(ahead_s)
    assert finding.level == level
    assert text in finding.text


@pytest.mark.parametrize(
    ("count", "rtt_s", "level", "text"),
    [
        (20, 0.0004, "ok", "20 of 20 packets came back, in 0.4 ms."),
        (18, 0.012, "ok", "18 of 20 packets came back, in 12 ms."),
        (17, 0.012, "trouble", "Only 17 of 20 packets came back, in 12 ms: 15 % are lost."),
        (20, 0.4, "trouble", "that is slow"),
        (0, 0.0, "trouble", "Only 0 of 20"),
    ],
)
def test_the_line(count: int, rtt_s: float, level: str, text: str):
    finding = judge_line(Measured(HELLOS, (rtt_s,) * count, key=KEY))
    assert finding.level == level
    assert text in finding.text


@pytest.mark.parametrize(
    ("is_let_in", "is_private", "level", "text"),
    [
        (True, False, "ok", "nc -u 192.168.7.9 15000"),
        (False, False, "cannot tell", "not let in from this computer"),
        (False, True, "ok", "newcomers need an invite"),
    ],
)
def test_guests(is_let_in: bool, is_private: bool, level: str, text: str):
    finding = judge_guests(is_let_in, replace(WELL, needs_invite=is_private), PLACE)
    assert finding.level == level
    assert text in finding.text
