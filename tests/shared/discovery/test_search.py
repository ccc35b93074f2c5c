from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.discovery import mdns
from shared.discovery.found import FoundServer
from shared.discovery.interfaces import Interface
from shared.discovery.search import (
    ALL_NODES,
    EVERYBODY,
    HERE,
    MOST_ASKED,
    MOST_PLACES,
    MOST_PORTS,
    MOST_SERVERS,
    ROUNDS_S,
    Place,
    Search,
)
from shared.wire import BadPacket
from shared.wire.probes import Here, encode_probe
from tests.shared.discovery.test_mdns import answer

RANDOM = b"12345678\0\x07"
NONCE = RANDOM[:8]
ID, OTHER = b"a" * 15, b"b" * 15
ETH0 = Interface("192.168.7.5", "192.168.7.255")
DESK: Place = ("192.168.7.20", 15000)


def search(*hosts: Place, interfaces: tuple[Interface, ...] = (ETH0,)) -> Search:
    return Search(RANDOM, interfaces, hosts, 100.0)


def here(id: bytes = ID, name: str = "Front desk", people: int = 12, nonce: bytes = NONCE) -> bytes:
    return Here(nonce, id, name, people, False).encode()


def announced(
    id: bytes = ID, addresses: tuple[str, ...] = (DESK[0],), port: int = 15000, name: str = "Mdns"
) -> bytes:
    return answer("x", mdns.describe(id, name, False), port, addresses)


def asked(one: Search, now: float) -> list[tuple[str, int, str]]:
    return [(question.host, question.port, question.source) for question in one.questions(now)]


def test_asks_everybody_three_times_and_then_nobody() -> None:
    link = Interface("", link=3)
    one = search(("10.0.0.1", 12000), interfaces=(ETH0, Interface("127.0.0.1"), link))
    everybody = [
        ("10.0.0.1", 12000, ""),
        (*HERE, ""),
        (mdns.GROUP, mdns.PORT, "192.168.7.5"),
        ("192.168.7.255", 15000, "192.168.7.5"),
        (EVERYBODY, 15000, "192.168.7.5"),
        (mdns.GROUP, mdns.PORT, "127.0.0.1"),
        (f"{ALL_NODES}%3", 15000, ""),
    ]
    for after_s in ROUNDS_S:
        assert one.wake_at == 100.0 + after_s
        assert asked(one, one.wake_at) == everybody
        assert asked(one, 100.0 + after_s) == []
    assert one.wake_at == inf
    assert ROUNDS_S[-1] < 2.0


def test_what_is_asked() -> None:
    questions = search().questions(100.0)
    probes = {question.data for question in questions if question.port == 15000}
    assert probes == {encode_probe(NONCE)}
    assert [q.data for q in questions if q.port == mdns.PORT] == [mdns.encode_question(7)]


def test_an_answer_is_a_server() -> None:
    one = search()
    found = one.receive_untrusted(here(), DESK)
    assert found == FoundServer(ID, "Front desk", *DESK, 12, False, "probe")
    assert one.found == [found]
    assert one.receive_untrusted(here(), DESK) is None


def test_who_is_announced_is_asked_directly_until_it_answers() -> None:
    one = search(interfaces=())
    one.questions(100.0)
    heard = one.receive_untrusted(announced(port=12000), (DESK[0], mdns.PORT))
    place = (DESK[0], 12000)
    assert heard == FoundServer(ID, "Mdns", *place, None, False, "mdns")
    assert one.wake_at < 100.0
    assert asked(one, 100.1) == [(*place, "")]
    assert asked(one, 100.2) == []
    assert (*place, "") in asked(one, one.wake_at)
    assert one.receive_untrusted(here(), place) == FoundServer(
        ID, "Front desk", *place, 12, False, "probe"
    )
    assert (*place, "") not in asked(one, one.wake_at)
    assert one.receive_untrusted(announced(port=12000), (DESK[0], mdns.PORT)) is None


def test_a_server_is_reached_at_its_best_address() -> None:
    dear = ("192.168.7.99", 15000)
    one = search(dear)
    others = [("fd00::20", 15000), DESK, HERE, dear]
    for count, place in enumerate(others, 1):
        assert one.receive_untrusted(here(), place) is not None
        assert len(one.found) == 1
        assert one.places(ID)[0] == place
        assert len(one.places(ID)) == count
    assert one.receive_untrusted(here(), ("192.168.7.21", 15000)) is None
    assert one.places(OTHER) == []


def test_the_dear_come_first_and_the_rest_by_name() -> None:
    one = search(("10.0.0.9", 15000))
    for number, (host, name) in enumerate(
        [("10.0.0.1", "b"), ("10.0.0.2", "A"), ("10.0.0.9", "z")]
    ):
        one.receive_untrusted(here(bytes([number + 1]) * 15, name), (host, 15000))
    assert [found.name for found in one.found] == ["z", "A", "b"]


@pytest.mark.parametrize(
    ("addresses", "sender", "hosts"),
    [
        (("10.0.0.1", "10.0.0.2"), "10.0.0.2", ["10.0.0.2", "10.0.0.1"]),
        (("10.0.0.1",), "10.0.0.254", ["10.0.0.1"]),
        ((), "10.0.0.3", ["10.0.0.3"]),
        (("127.0.0.1", "10.0.0.1"), "10.0.0.1", ["10.0.0.1"]),
        (("127.0.0.1",), "127.0.0.1", ["127.0.0.1"]),
        (("224.0.0.1", "255.255.255.255", "0.0.0.0", "fe80::1"), "10.0.0.1", []),
    ],
)
def test_where_an_announced_server_is_looked_for(
    addresses: tuple[str, ...], sender: str, hosts: list[str]
) -> None:
    one = search(interfaces=())
    one.questions(100.0)
    one.receive_untrusted(announced(addresses=addresses), (sender, mdns.PORT))
    wanted = [host for host, _, _ in asked(one, 100.1)]
    assert wanted == hosts


def test_names_are_made_safe() -> None:
    one = search()
    found = one.receive_untrusted(here(name="a\x1b[31m\nb"), DESK)
    assert found is not None
    assert found.name == "a\u241b[31m / b"


@pytest.mark.parametrize("name", ["\u200b", "\u3164", " \u200d\ufe0f "])
def test_one_whose_name_shows_nothing_is_called_by_its_place(name: str) -> None:
    one = search()
    one.receive_untrusted(here(name=name), DESK)
    one.questions(100.0)
    one.receive_untrusted(announced(OTHER, ("fd00::9",), name=name), ("fd00::9", mdns.PORT))
    assert [found.name for found in one.found] == ["192.168.7.20:15000", "[fd00::9]:15000"]


@pytest.mark.parametrize(
    ("datagram", "sender"),
    [
        (here(nonce=b"x" * 8), DESK),
        (here(id=bytes(15)), DESK),
        (here(name=" "), DESK),
        (b"", DESK),
        (b"hello\n", DESK),
        (announced(), DESK),
        (here(), (DESK[0], mdns.PORT)),
        (answer(number=8), (DESK[0], mdns.PORT)),
    ],
)
def test_what_nobody_asked_for(datagram: bytes, sender: Place) -> None:
    one = search()
    with pytest.raises(BadPacket):
        one.receive_untrusted(datagram, sender)
    assert one.found == []


def test_a_flood_of_answers_is_bounded() -> None:
    one = search(interfaces=())
    one.questions(100.0)
    for number in range(1, 500):
        id, host = number.to_bytes(15, "big"), f"10.0.{number // 250}.{number % 250 + 1}"
        one.receive_untrusted(here(id), (host, 15000))
        one.receive_untrusted(here(ID), (host, 15000))
        many = tuple(f"10.{number % 200}.1.{last}" for last in range(1, 9))
        one.receive_untrusted(announced(id, many), (host, mdns.PORT))
    assert len(one.found) == MOST_SERVERS
    assert len(one.places(ID)) == MOST_PLACES
    assert len(asked(one, 100.1)) <= MOST_ASKED


def test_the_dear_address_finds_room_among_forgeries() -> None:
    one = search(DESK)
    for last in range(30, 60):
        one.receive_untrusted(here(), (f"192.168.7.{last}", 15000))
    one.receive_untrusted(here(), DESK)
    assert one.places(ID)[0] == DESK
    assert len(one.places(ID)) == MOST_PLACES


def test_one_forger_leaves_room_for_others() -> None:
    one = search()
    for port in range(40_000, 40_020):
        one.receive_untrusted(here(), ("192.168.7.66", port))
    one.receive_untrusted(here(), DESK)
    assert len(one.places(ID)) == MOST_PORTS + 1
    assert DESK in one.places(ID)


def test_for_the_one_that_is_wanted_there_is_always_room() -> None:
    one = Search(RANDOM, (ETH0,), (), 100.0, wanted=ID)
    for number in range(1, MOST_SERVERS + 5):
        one.receive_untrusted(here(number.to_bytes(15, "big")), ("192.168.7.66", 1000 + number))
    one.receive_untrusted(here(), DESK)
    assert one.places(ID) == [DESK]
    assert len(one.found) == MOST_SERVERS + 1


@given(st.binary(max_size=300), st.sampled_from([mdns.PORT, 15000]))
def test_any_bytes_are_taken_or_bad(data: bytes, port: int) -> None:
    one = search()
    for datagram in (data, b"\0\x07\x84\0" + data, here()[:16] + data):
        try:
            one.receive_untrusted(datagram, (DESK[0], port))
        except BadPacket:
            continue
