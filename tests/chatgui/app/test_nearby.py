"""Servers on the network, as they come and go."""

import pytest
from msgspec.structs import replace

from chatgui.app.nearby import Nearby
from shared.discovery.found import FoundServer

FRONT = FoundServer(b"f" * 15, "Front desk", "192.168.7.9", 15000, 12)
LAB = FoundServer(b"l" * 15, "Lab", "192.168.7.8", 12000, 1, is_private=True)


def search(nearby: Nearby, *servers: FoundServer) -> None:
    nearby.begin()
    for server in servers:
        nearby.hear(server)
    nearby.end()


def test_rows_say_who_where_and_for_whom():
    nearby = Nearby()
    search(nearby, FRONT, LAB, replace(FRONT, id=bytes(15), name="x", host="::1", people=None))
    assert [(row.title, row.typed, row.note) for row in nearby.rows] == [
        ("Front desk", "192.168.7.9:15000", "192.168.7.9 · 12 people"),
        ("Lab", "192.168.7.8:12000", "192.168.7.8 · port 12000 · 1 person · needs an invite"),
        ("x", "[::1]:15000", "This computer"),
    ]
    assert nearby.warning == "Three servers are running here: ask which one is meant."


@pytest.mark.parametrize(
    ("last", "known", "first"),
    [
        ((), (), "Front desk"),
        ((), (LAB.id,), "Lab"),
        (("192.168.7.8:12000",), (FRONT.id,), "Lab"),
        (("192.168.7.9:15000", "192.168.7.8:12000"), (LAB.id,), "Front desk"),
    ],
)
def test_the_last_one_comes_first_then_known_ones(
    last: tuple[str, ...], known: tuple[bytes, ...], first: str
):
    keys = {id: id + bytes(17) for id in known}
    nearby = Nearby(last, keys)
    search(nearby, LAB, FRONT)
    assert nearby.rows[0].title == first
    assert [row.is_known for row in nearby.rows] == [row.id in known for row in nearby.rows]
    assert [row.key for row in nearby.rows] == [keys.get(row.id, b"") for row in nearby.rows]


def test_two_on_one_computer_are_told_apart():
    nearby = Nearby()
    search(nearby, FRONT, replace(FRONT, id=LAB.id, port=15001))
    assert len({(row.title, row.note) for row in nearby.rows}) == 2


def test_what_is_known_better_takes_the_place_of_what_was():
    nearby = Nearby()
    nearby.begin()
    nearby.hear(replace(FRONT, people=None))
    nearby.hear(FRONT)
    assert [row.note for row in nearby.rows] == ["192.168.7.9 · 12 people"]
    assert nearby.warning == ""


def test_one_that_is_announced_and_silent_is_shown_so():
    nearby = Nearby()
    nearby.begin()
    nearby.hear(replace(FRONT, by="mdns", people=None))
    assert [row.note for row in nearby.rows] == ["192.168.7.9"], "it may still answer"
    nearby.end()
    assert [row.note for row in nearby.rows] == ["192.168.7.9 · does not answer"]


def test_a_server_goes_when_two_searches_miss_it():
    nearby = Nearby()
    search(nearby, FRONT, LAB)
    search(nearby, LAB)
    assert len(nearby.rows) == 2
    nearby.begin()
    assert len(nearby.rows) == 2, "nothing goes while it is looked for"
    nearby.end()
    assert [row.title for row in nearby.rows] == ["Lab"]


def test_what_the_search_does_is_said_where_there_is_nothing_else():
    nearby = Nearby()
    assert nearby.status == "Looking for servers on this network"
    search(nearby)
    assert nearby.status == "No server was found on this network."
    nearby.begin()
    assert nearby.is_searching
    assert nearby.status == "Looking for servers on this network"
    nearby.hear(FRONT)
    assert nearby.status == ""
