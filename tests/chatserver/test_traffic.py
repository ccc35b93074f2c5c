import pytest

from chatserver.traffic import LOOKED_AT, Addresses, Traffic
from shared.net.path import Path
from shared.net.udp import Datagram

OWN = ["192.168.7.20", "fe80::1", "127.0.0.1", "::1"]


def comes(host: str, data: bytes = b"x") -> Datagram:
    return data, Path((host, 9) if ":" not in host else (host, 9, 0, 0))


def traffic() -> Traffic:
    return Traffic(Addresses(lambda: OWN, lambda: OWN[:1]))


def test_datagrams_and_bytes_are_counted() -> None:
    counted = traffic()
    counted.take([comes("127.0.0.1", b"123"), comes("127.0.0.1", b"")], 1.0)
    counted.give([comes("127.0.0.1", b"12345")])
    assert (counted.received, counted.received_bytes) == (2, 3)
    assert (counted.sent, counted.sent_bytes) == (1, 5)


@pytest.mark.parametrize(
    ("host", "is_outside"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("192.168.7.20", False),
        ("fe80::1%eth0", False),
        ("192.168.7.21", True),
        ("fe80::2%eth0", True),
    ],
)
def test_what_is_of_another_computer(host: str, is_outside: bool) -> None:
    counted = traffic()
    counted.take([comes(host), comes(host)], 7.0)
    assert counted.outside_at == (7.0 if is_outside else None)


def test_one_from_outside_is_seen_among_our_own_and_looked_for_again_later() -> None:
    counted = traffic()
    counted.take([comes("127.0.0.1")] * (LOOKED_AT - 1) + [comes("10.0.0.9")], 1.0)
    assert counted.outside_at == 1.0
    counted.take([comes("10.0.0.9")], 1.5)
    assert counted.outside_at == 1.0
    counted.take([comes("10.0.0.9")], 2.0)
    assert counted.outside_at == 2.0


def test_addresses_are_looked_up_now_and_then() -> None:
    asked: list[int] = []

    def every() -> list[str]:
        asked.append(1)
        return OWN

    addresses = Addresses(every, lambda: OWN[:1])
    assert addresses.useful(0.0) == OWN[:1]
    assert addresses.every(29.0) == OWN
    assert len(asked) == 1
    addresses.every(30.0)
    assert len(asked) == 2
