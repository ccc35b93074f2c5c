import pytest

from shared.session.source_limits import (
    BURST,
    MAX_HALF_OPEN,
    MAX_NETWORKS,
    RATE,
    SourceLimits,
    network_of,
)


def begin(limits: SourceLimits, host: str, now: float, count: int) -> int:
    """How many of `count` handshakes that finish at once are admitted."""
    admitted = 0
    for _ in range(count):
        if limits.admit(host, now):
            limits.release(host)
            admitted += 1
    return admitted


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("127.0.0.1", None),
        ("127.9.9.9", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("192.0.2.7", bytes((192, 0, 2, 7))),
        ("::ffff:192.0.2.7", bytes((192, 0, 2, 7))),
        ("2001:db8:1:2::1", bytes.fromhex("20010db800010002")),
        ("2001:db8:1:2:ffff::9", bytes.fromhex("20010db800010002")),
        ("fe80::1%eth0", bytes.fromhex("fe80000000000000")),
    ],
)
def test_network_of(host: str, network: bytes | None) -> None:
    assert network_of(host) == network


@pytest.mark.parametrize(
    ("at", "admitted"),
    [(0.0, 0), (1.001, int(RATE)), (BURST / RATE + 0.001, BURST), (1000.0, BURST)],
)
def test_a_burst_then_a_rate(at: float, admitted: int) -> None:
    limits = SourceLimits()
    assert begin(limits, "192.0.2.7", 0.0, 2 * BURST) == BURST
    assert begin(limits, "192.0.2.7", at, 2 * BURST) == admitted


def test_half_open_ones_are_bounded_and_released() -> None:
    limits = SourceLimits()
    assert sum(limits.admit("2001:db8::1", 0.0) for _ in range(BURST)) == MAX_HALF_OPEN
    assert not limits.admit("2001:db8::2", 0.0)  # the same /64
    assert limits.admit("2001:db8:0:1::1", 0.0)
    limits.release("2001:db8::2")
    assert limits.admit("2001:db8::1", 0.0)


def test_loopback_is_exempt() -> None:
    limits = SourceLimits()
    assert all(limits.admit("127.0.0.1", 0.0) for _ in range(10 * BURST))
    limits.release("127.0.0.1")


def test_a_refused_network_pays_nothing() -> None:
    limits = SourceLimits()
    assert begin(limits, "192.0.2.7", 0.0, 100 * BURST) == BURST
    assert begin(limits, "192.0.2.7", 1.001, 100 * BURST) == int(RATE)


def test_networks_are_bounded_and_rested_ones_make_room() -> None:
    limits = SourceLimits()
    hosts = [f"10.{n >> 8}.{n & 255}.1" for n in range(MAX_NETWORKS)]
    assert all(begin(limits, host, 0.0, 1) for host in hosts)
    assert begin(limits, "192.0.2.7", 0.0, 1) == 0
    assert begin(limits, hosts[0], 0.0, 1) == 1
    assert begin(limits, "192.0.2.7", 1 / RATE, 1) == 1
