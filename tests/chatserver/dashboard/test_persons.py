"""A person in words."""

import pytest
from msgspec.structs import replace

from chatserver.dashboard.persons import describe_person, host_of, judge_line, network_of
from tests.support.tiny_owner import NOON_MS, make_people

ALICE, BOB, CAROL, DAVE = make_people(4)


@pytest.mark.parametrize(
    ("rtt_ms", "loss", "quality"),
    [
        (1.0, 0.0, "good"),
        (80.0, 0.02, "good"),
        (81.0, 0.0, "fair"),
        (5.0, 0.03, "fair"),
        (301.0, 0.0, "poor"),
        (5.0, 0.11, "poor"),
        (5.0, None, "good"),
        (None, None, "unknown"),
    ],
)
def test_lines_are_judged(rtt_ms: float | None, loss: float | None, quality: str):
    assert judge_line(rtt_ms, loss) == quality


def test_who_came_by_our_own_client_is_verified_and_measured():
    line = describe_person(CAROL, NOON_MS)
    assert (line.name, line.who, line.is_verified) == ("carol", "Parley, verified", True)
    assert (line.line, line.figures) == ("fair line", "140 ms · 6 % lost")
    assert describe_person(ALICE, NOON_MS).figures == "1.2 ms · 0 % lost"


def test_a_guest_is_neither():
    line = describe_person(DAVE, NOON_MS)
    assert (line.who, line.is_verified) == ("netcat, unverified", False)
    assert (line.line, line.figures) == ("not measured", "")


def test_nothing_breaks_out_of_its_line():
    line = describe_person(replace(BOB, name="b\nob\u202e", address="1.2.3.4\x1b:5"), NOON_MS)
    assert line.name == "b / ob"
    assert "\x1b" not in line.address


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("192.168.7.9:50412", "192.168.7.9"),
        ("[fe80::1%eth0]:50412", "fe80::1%eth0"),
        ("192.168.7.9", "192.168.7.9"),
        ("fd00::20", "fd00::20"),
        ("", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str):
    assert host_of(address) == host


def test_the_network_of_an_address_is_that_host_alone():
    assert network_of("10.81.0.5:4000") == "10.81.0.5/32"
    assert network_of("[fe80::1%eth0]:4000") == "fe80::1/128"
