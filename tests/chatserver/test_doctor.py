"""Every verdict of the server's doctor."""

from dataclasses import replace
from math import inf

import pytest

from chatserver.doctor import TROUBLE, UNKNOWN, WELL, Facts, diagnose, troubles
from shared.net.udp import RECEIVE_BUFFER

FINE = Facts(
    port=15_000,
    hosts=("192.168.7.20",),
    up_s=86_400.0,
    opening_line="sudo ufw allow 15000/udp",
    outside_s=30.0,
    neighbours=3,
    receive_buffer=RECEIVE_BUFFER,
    dropped=0,
    disk_free=10 * 2**30,
)


def test_where_all_is_well_it_says_so() -> None:
    lines = diagnose(FINE)
    assert all(line.startswith(WELL) for line in lines[:-1])
    assert lines[-1] == "Nothing is wrong that this server could see."
    assert troubles(FINE) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outside_s": None}, "nothing has ever come from another computer in 24 hours"),
        ({"outside_s": None}, "a firewall is likely in the way"),
        ({"outside_s": None}, "sudo ufw allow 15000/udp"),
        ({"outside_s": None, "neighbours": None}, "a firewall is likely in the way"),
        ({"hosts": ()}, "this computer is in no network"),
        ({"others": ("Lab at 10.0.0.7:15000",)}, "another server is on this network: Lab at"),
        ({"others": ("Lab",), "looked_s": 420.0}, "the other one. (It looked 7 minutes ago"),
        ({"dropped": 7, "receive_buffer": 200 * 1024}, "sysctl -w net.core.rmem_max="),
        ({"disk": "It cannot be written."}, "It cannot be written."),
        ({"disk_free": 5 * 2**20}, "has 5 MB left"),
        ({"is_flooded": True}, "somebody floods the server"),
        ({"are_guests_paused": True}, "`resume` lets them in"),
        ({"shut_doors": ("netcat",)}, "`limits --netcat 64` changes that"),
    ],
)
def test_a_trouble_comes_first_with_its_remedy(changes, told: str) -> None:
    first = diagnose(replace(FINE, **changes))[0]
    assert first.startswith(TROUBLE)
    assert told in first


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outside_s": None, "up_s": 90.0}, "the server runs for 90 seconds only"),
        ({"outside_s": None, "neighbours": 0}, "none was seen on the network either"),
        ({"dropped": None}, "this system does not say"),
        ({"looked_s": inf}, "has not looked for other servers yet"),
    ],
)
def test_what_cannot_be_told_is_no_trouble(changes, told: str) -> None:
    first = diagnose(replace(FINE, **changes))[0]
    assert first.startswith(UNKNOWN)
    assert told in first


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"port": 12_000}, "type 192.168.7.20:12000"),
        ({"is_local": True, "outside_s": None}, "for this computer only"),
        ({"dropped": 3}, "the computer was too busy"),
        ({"is_found": False}, "--no-announce"),
        ({"looked_s": 420.0}, "seen on this network. (It looked 7 minutes ago"),
        ({"outside_s": 2.0}, "came just now"),
        ({"outside_s": 7200.0}, "came 2 hours ago"),
    ],
)
def test_what_is_as_it_was_meant_is_said_and_well(changes, told: str) -> None:
    lines = diagnose(replace(FINE, **changes))
    (line,) = (line for line in lines if told in line)
    assert line.startswith(WELL)


def test_troubles_are_what_is_sure_the_gravest_first() -> None:
    facts = replace(FINE, outside_s=None, hosts=(), disk="It is full.", others=("Lab",))
    assert troubles(facts)[0] == "It is full."
    assert troubles(facts)[1].startswith("This computer is in no network")
    assert len(troubles(facts)) == 2


def test_a_list_of_lines_has_no_line_in_it() -> None:
    for line in diagnose(replace(FINE, outside_s=None, hosts=(), dropped=9)):
        assert "\n" not in line


def test_what_the_owner_has_set_needs_no_attention() -> None:
    assert troubles(replace(FINE, are_guests_paused=True, shut_doors=("netcat",))) == []
