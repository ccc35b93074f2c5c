from ipaddress import ip_network

import pytest

from chatserver.discovery.about import About
from chatserver.discovery.answers import BURST, HOST_BURST, HOSTS_KEPT, Answers
from chatserver.guests.networks import Networks
from shared.net.path import Path, SocketAddress
from shared.wire.probes import Here, encode_probe

NONCE = b"12345678"
ID = b"i" * 15
LAN = [("eth0", ip_network("10.0.0.0/8")), ("eth0", ip_network("fe80::/64"))]
PROBE = encode_probe(NONCE)


class Server:
    def __init__(self, *trust: str) -> None:
        self.about = About(ID, "Front desk")
        self.people = 3
        self.answers = Answers(
            self.about, Networks(trust, lambda: LAN), lambda: self.people, 0.0, lambda now: 7_000
        )

    def answers_to(self, remote: SocketAddress, data: bytes = PROBE, now: float = 0.0) -> bool:
        return self.answers.answer(data, Path(remote), now) is not None


def test_says_who_it_is_as_it_is_now() -> None:
    server = Server()
    server.about.name, server.about.is_private, server.people = "Back office", True, 7
    answer = server.answers.answer(PROBE, Path(("10.0.0.5", 4001), b"\x0a\0\0\1"), 0.0)
    assert answer is not None
    assert answer[1] == Path(("10.0.0.5", 4001), b"\x0a\0\0\1")
    assert Here.decode_untrusted(answer[0]) == Here(NONCE, ID, "Back office", 7, True, 7_000)


@pytest.mark.parametrize(
    ("remote", "is_answered"),
    [
        (("127.0.0.1", 4001), True),
        (("::1", 4001, 0, 0), True),
        (("10.0.0.5", 4001), True),
        (("fe80::5%eth0", 4001, 0, 2), True),
        (("198.51.100.7", 4001), True),  # named by --trust
        (("203.0.113.7", 4001), False),
        (("2001:db8::1", 4001, 0, 0), False),
        (("10.255.255.255", 4001), False),
        (("255.255.255.255", 4001), False),
        (("224.0.0.1", 4001), False),
        (("10.0.0.5", 19), False),
        (("10.0.0.5", 15000), False),
    ],
)
def test_whom_it_answers(remote: SocketAddress, is_answered: bool) -> None:
    assert Server("198.51.100.0/24").answers_to(remote) is is_answered


@pytest.mark.parametrize(
    "data",
    [PROBE[:-1], PROBE[:100], Here(NONCE, ID, "x", 1, False).encode(), b"\xf7parley", b""],
)
def test_what_is_no_question_has_no_answer(data: bytes) -> None:
    assert not Server().answers_to(("10.0.0.5", 4001), data)


def test_nobody_is_answered_too_often_from_whatever_ports() -> None:
    server = Server()
    asked = [server.answers_to(("10.0.0.5", 4000 + n)) for n in range(200)]
    assert asked.count(True) == HOST_BURST
    assert server.answers_to(("10.0.0.6", 4000))
    assert server.answers_to(("10.0.0.5", 4000), now=1.0)


def test_all_together_are_not_answered_too_often() -> None:
    server = Server()
    hosts = [f"10.{n % 200}.{n // 200 % 200}.9" for n in range(10_000)]
    assert [server.answers_to((host, 4000)) for host in hosts].count(True) == BURST
    assert HOSTS_KEPT < 10_000
    assert server.answers_to(("10.0.0.5", 4000), now=1.0)


def test_what_came_by_multicast_is_answered_from_an_address_of_ours() -> None:
    local = bytes.fromhex("ff02") + bytes(13) + b"\1" + b"\0\0\0\2"
    remote = ("fe80::5%eth0", 4001, 0, 2)
    answer = Server().answers.answer(PROBE, Path(remote, local), 0.0)
    assert answer is not None
    assert answer[1] == Path(remote, bytes(16) + b"\0\0\0\2")
