from ipaddress import ip_address, ip_network

import pytest

from chatserver.config import Policy
from chatserver.guests.admission import (
    IGNORED_AT_MOST,
    IGNORED_S,
    REFUSALS_TOLD_EVERY_S,
    REFUSED_HOSTS_TOLD,
    Admission,
    Standing,
    host_key,
)
from chatserver.guests.networks import Networks
from shared.net.path import SocketAddress

LOOPBACK, LAN, AWAY = ("127.0.0.1", 4000), ("10.0.0.5", 4000), ("198.51.100.9", 4000)
LAN_6, AWAY_6 = ("fe80::5", 4000, 0, 2), ("2a00::5", 4000, 0, 0)


def admission(policy: Policy = "lan") -> Admission:
    near = [("eth0", ip_network("10.0.0.0/24")), ("eth0", ip_network("fe80::/64"))]
    return Admission(policy, Networks((), lambda: list(near)), own_port=15_500)


@pytest.mark.parametrize(
    ("policy", "source", "standing"),
    [
        ("lan", LOOPBACK, Standing.HOME),
        ("lan", ("::1", 4000, 0, 0), Standing.HOME),
        ("lan", LAN, Standing.NEAR),
        ("lan", LAN_6, Standing.NEAR),
        ("lan", AWAY, Standing.REFUSED),
        ("lan", AWAY_6, Standing.REFUSED),
        ("loopback", LOOPBACK, Standing.HOME),
        ("loopback", LAN, Standing.REFUSED),
        ("any", LOOPBACK, Standing.HOME),
        ("any", LAN, Standing.NEAR),
        ("any", AWAY, Standing.FAR),
        ("any", AWAY_6, Standing.FAR),
        ("off", LOOPBACK, Standing.REFUSED),
        ("off", LAN, Standing.REFUSED),
    ],
)
def test_what_a_source_is_worth(policy: Policy, source: SocketAddress, standing: Standing) -> None:
    assert admission(policy).judge(source, 0.0) is standing


@pytest.mark.parametrize("port", [0, 7, 13, 17, 19, 53, 123, 1900, 5353, 15_000, 15_500])
@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5", "198.51.100.9"])
def test_ports_that_answer_anything_are_ignored(host: str, port: int) -> None:
    assert admission("any").judge((host, port), 0.0) is Standing.IGNORED


@pytest.mark.parametrize(
    "host", ["255.255.255.255", "224.0.0.1", "239.1.2.3", "10.0.0.255", "0.0.0.0", "ff02::1", "::"]
)
def test_broadcast_and_multicast_sources_are_ignored_from_the_first(host: str) -> None:
    source = (host, 4000, 0, 0) if ":" in host else (host, 4000)
    assert admission("any").judge(source, 0.0) is Standing.IGNORED


def test_an_ignored_source_is_ignored_for_10_minutes_and_only_that_port() -> None:
    doors = admission()
    doors.ignore(LAN, 0.0)
    assert doors.judge(LAN, IGNORED_S - 1) is Standing.IGNORED
    assert doors.is_ignored(LAN, IGNORED_S - 1)
    assert doors.judge(("10.0.0.5", 4001), 0.0) is Standing.NEAR
    assert doors.judge(LAN, IGNORED_S) is Standing.NEAR


def test_an_ignored_host_is_ignored_at_every_port() -> None:
    doors = admission("any")
    doors.ignore_host(AWAY, 0.0)
    assert doors.judge(("198.51.100.9", 9999), 1.0) is Standing.IGNORED
    assert doors.judge(("198.51.100.8", 4000), 1.0) is Standing.FAR
    doors.ignore_host(AWAY_6, 0.0)
    assert doors.judge(("2a00::ffff", 1, 0, 0), 1.0) is Standing.IGNORED
    assert doors.judge(("2a00:0:0:1::5", 1, 0, 0), 1.0) is Standing.FAR


def test_the_ignored_are_not_remembered_without_end() -> None:
    doors = admission()
    for port in range(IGNORED_AT_MOST + 1):
        doors.ignore(("10.0.0.6", 20_000 + port), 0.0)
    assert not doors.is_ignored(("10.0.0.6", 20_000), 1.0)
    assert doors.is_ignored(("10.0.0.6", 20_001), 1.0)


@pytest.mark.parametrize(
    ("policy", "source", "hint"),
    [
        ("lan", AWAY, "--trust 198.51.100.9/32"),
        ("lan", AWAY_6, "--trust 2a00::5/64"),
        ("loopback", LAN, "--guests lan"),
        ("off", LOOPBACK, "--guests lan"),
        ("any", AWAY, "part 1"),
    ],
)
def test_a_refusal_says_how_to_admit(policy: Policy, source: SocketAddress, hint: str) -> None:
    line = admission(policy).refusal(source, 0.0)
    assert line is not None
    assert hint in line
    assert source[0] in line


def test_of_a_private_server_no_option_is_named_that_it_refuses() -> None:
    doors = Admission("off", Networks(()), 15_000, is_private=True)
    line = doors.refusal(LAN, 0.0)
    assert line is not None
    assert line.endswith("this server is private: they join by Parley's own client and an invite.")


def test_a_refused_host_gets_one_line_an_hour() -> None:
    doors = admission()
    assert doors.refusal(AWAY, 0.0)
    assert doors.refusal(("198.51.100.9", 9999), 1.0) is None
    assert doors.refusal(AWAY, REFUSALS_TOLD_EVERY_S - 1) is None
    assert doors.refusal(AWAY, REFUSALS_TOLD_EVERY_S)


def test_forged_sources_are_no_flood_of_lines() -> None:
    doors = admission()
    lines = [doors.refusal((f"198.51.{i}.1", 4000), 0.0) for i in range(200)]
    assert sum(line is not None for line in lines) == REFUSED_HOSTS_TOLD
    assert doors.refusal(AWAY, REFUSALS_TOLD_EVERY_S)


@pytest.mark.parametrize(
    ("address", "key"),
    [("10.0.0.1", "10.0.0.1"), ("2a00:1:2:3:4:5:6:7", "2a00:1:2:3::/64")],
)
def test_what_one_party_controls(address: str, key: str) -> None:
    assert host_key(ip_address(address)) == key


def test_whom_it_ignores_it_can_heed_again() -> None:
    judge, other = admission(), ("10.0.0.6", 4000)
    for source in (LAN, other):
        judge.ignore(source, 0.0)
    judge.heed(ip_network("10.0.0.5"))
    assert judge.judge(LAN, 1.0) is Standing.NEAR
    assert judge.judge(other, 1.0) is Standing.IGNORED
