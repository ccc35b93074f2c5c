"""On this computer's loopback; the network is in tests/e2e/test_finding.py."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.discovery.finder import Finder, PlaceFinder, find_servers
from shared.discovery.found import FoundServer
from shared.discovery.interfaces import Interface
from shared.discovery.search import Place, Question, Search
from shared.wire.probes import Here, decode_probe_untrusted

ID = b"a" * 15


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Interface("127.0.0.1")]
    monkeypatch.setattr("shared.discovery.finder.own_interfaces", lambda: found)


@contextmanager
def server() -> Iterator[tuple[Place, list[tuple[str, int]]]]:
    """One that answers, and who has asked it."""
    askers: list[tuple[str, int]] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def serve() -> None:
            while (received := sock.recvfrom(2000))[0]:
                nonce = decode_probe_untrusted(received[0])
                askers.append(received[1])
                sock.sendto(Here(nonce, ID, "desk", 3, False).encode(), received[1])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield sock.getsockname(), askers
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
                end.sendto(b"", sock.getsockname())
            thread.join()


def test_finds_it_and_stops_asking() -> None:
    heard: list[FoundServer] = []
    found: list[FoundServer] = []
    searches = 0
    with server() as (place, askers):
        while not [one for one in found if one.id == ID]:  # who is busy answers too late
            found, searches = find_servers(0.1, [place], heard.append), searches + 1
    assert [one for one in found if one.id == ID] == [
        FoundServer(ID, "desk", *place, 3, False, "probe")
    ]
    assert [one for one in heard if one.id == ID] == [one for one in found if one.id == ID]
    assert len(askers) == searches


def test_close_ends_it_from_within_and_from_another_thread() -> None:
    began = time.monotonic()
    with server() as (place, _):
        finder = Finder([place], lambda found: finder.close() if found.id == ID else None)
        assert ID in [one.id for one in finder.search(60.0)]
        assert finder.places(ID) == [place]
        lonely = Finder()
        threading.Timer(0.05, lonely.close).start()
        lonely.search(60.0)
    assert time.monotonic() - began < 30.0


@pytest.mark.parametrize("is_late", [False, True])
def test_nothing_is_read_behind_the_end(is_late: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10.0)

        def answer(search: Search, now: float) -> list[Question]:
            """Ten at once, which wait together."""
            asked = ask(search, now)
            own = next(iter(finder._sockets.values()))
            own.sendto(asked[0].data, sock.getsockname())
            nonce = decode_probe_untrusted((received := sock.recvfrom(2000))[0])
            for number in range(1, 11):
                here = Here(nonce, bytes([number]) * 15, "desk", 3, False).encode()
                sock.sendto(here, ("127.0.0.1", received[1][1]))
            return []

        def end(found: FoundServer) -> None:
            if is_late:
                clock.append(clock[-1] + 60.0)
            else:
                finder.close()

        clock, ask = [1000.0], Search.questions
        monkeypatch.setattr(Search, "questions", answer)
        monkeypatch.setattr("shared.discovery.finder.time.monotonic", lambda: clock[-1])
        finder = Finder(on_found=end)
        assert len(finder.search(30.0)) == 1


def test_one_that_was_closed_before_asks_nobody() -> None:
    with server() as (place, askers):
        finder = Finder([place])
        finder.close()
        assert finder.search(60.0) == []
    assert askers == []
    finder.close()


def test_all_who_say_to_be_it_are_found_if_the_search_is_thorough() -> None:
    with server() as (one, _), server() as (two, _):
        while set(PlaceFinder(ID, [one, two]).search(True, 0.2)) != {one, two}:
            pass  # who is busy answers too late
        first = PlaceFinder(ID, [one])
        began = time.monotonic()
        assert first.search(seconds=60.0) == [one]
        assert time.monotonic() - began < 30.0


def test_addresses_that_lead_nowhere_hurt_nobody() -> None:
    nowhere = [("203.0.113.1", 9), ("::1", 1), ("127.0.0.1", 1), ("fe80::1%9999", 9)]
    assert [one for one in find_servers(0.05, nowhere) if one.port in (1, 9)] == []
