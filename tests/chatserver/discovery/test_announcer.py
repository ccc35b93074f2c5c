import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Interface

import pytest

from chatserver.discovery import announcer
from chatserver.discovery.about import About
from chatserver.discovery.announcer import Announcement, Announcer, announced_addresses
from shared.discovery.interfaces import Interface
from tests.support.processes import PATIENCE_S

LAN = [
    Interface("127.0.0.1", prefix=8),
    Interface("10.0.0.5", "10.0.0.255", prefix=24),
    Interface("", link=2),
]
WIDER = [LAN[0], Interface("10.0.0.5", "10.0.255.255", prefix=16)]
BOTH = ("0.0.0.0", "::")


class FakeCrier:
    def __init__(self) -> None:
        self.did: queue.SimpleQueue[Announcement | None] = queue.SimpleQueue()
        self.fails: Exception | None = None

    def announce(self, announcement: Announcement) -> None:
        if self.fails is not None:
            raise self.fails
        self.did.put(announcement)

    def withdraw(self) -> None:
        self.did.put(None)


class Site:
    def __init__(self) -> None:
        self.about = About(b"i" * 15, "desk")
        self.interfaces = LAN
        self.crier = FakeCrier()
        self.warned: queue.SimpleQueue[str] = queue.SimpleQueue()

    def announcer(self, make_crier: Callable[[], FakeCrier] | None = None) -> Announcer:
        make = make_crier or (lambda: self.crier)
        return Announcer(self.about, BOTH, make, self.warned.put, lambda: self.interfaces)

    @contextmanager
    def running(self, make_crier: Callable[[], FakeCrier] | None = None) -> Iterator[Announcer]:
        one = self.announcer(make_crier)
        one.start()
        try:
            yield one
        finally:
            one.close()
            one._thread.join(PATIENCE_S)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcer, "LOOK_S", 0.005)
    monkeypatch.setattr(announcer, "AGAIN_S", 0.005)


@pytest.fixture
def site() -> Site:
    return Site()


def test_once_and_again_when_something_changes_and_goodbye(site: Site) -> None:
    here = (IPv4Interface("10.0.0.5/24"), IPv4Interface("127.0.0.1/8"))
    with site.running():
        assert site.crier.did.get(timeout=PATIENCE_S) == Announcement("desk", False, here)
        site.about.name = "office"
        assert site.crier.did.get(timeout=PATIENCE_S) == Announcement("office", False, here)
        site.interfaces = WIDER
        wider = Announcement("office", False, (IPv4Interface("10.0.0.5/16"), here[1]))
        assert site.crier.did.get(timeout=PATIENCE_S) == wider
        site.interfaces = LAN[:1]
        moved = Announcement("office", False, here[1:])
        assert site.crier.did.get(timeout=PATIENCE_S) == moved
        assert site.crier.did.empty()
    assert site.crier.did.get(timeout=PATIENCE_S) is None
    assert site.warned.empty()


def test_a_failure_is_one_line_and_tried_again(site: Site) -> None:
    site.crier.fails = OSError("no\nsuch device")
    with site.running():
        line = site.warned.get(timeout=PATIENCE_S)
        assert "OSError no / such device" in line
        assert "\n" not in line
        site.crier.fails = ValueError()
        assert "(ValueError)" in site.warned.get(timeout=PATIENCE_S)
        site.crier.fails = None
        assert site.crier.did.get(timeout=PATIENCE_S) is not None
    assert site.warned.empty()


def test_a_library_that_is_missing_is_one_line(site: Site) -> None:
    def make() -> FakeCrier:
        raise ModuleNotFoundError("No module named 'zeroconf'")

    with site.running(make):
        assert "No module named 'zeroconf'" in site.warned.get(timeout=PATIENCE_S)
    assert site.warned.empty()


def test_close_does_not_wait_for_a_slow_goodbye(site: Site) -> None:
    released: queue.SimpleQueue[None] = queue.SimpleQueue()

    class Slow(FakeCrier):
        def withdraw(self) -> None:
            released.get(timeout=PATIENCE_S)

    slow = Slow()
    one = site.announcer(lambda: slow)
    one.start()
    assert slow.did.get(timeout=PATIENCE_S) is not None
    began = time.monotonic()
    one.close()
    assert time.monotonic() - began < PATIENCE_S / 2
    released.put(None)
    one._thread.join(PATIENCE_S)


def test_close_without_start(site: Site) -> None:
    site.announcer().close()


@pytest.mark.parametrize(
    ("listens_on", "addresses"),
    [
        (BOTH, ("10.0.0.5", "127.0.0.1")),
        (("0.0.0.0",), ("10.0.0.5", "127.0.0.1")),
        (("10.0.0.5",), ("10.0.0.5",)),
        (("127.0.0.1",), ("127.0.0.1",)),
        (("10.0.0.6",), ()),
        (("fd00::1",), ()),
    ],
)
def test_only_where_it_listens(listens_on: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    found = announced_addresses(listens_on, LAN)
    assert tuple(str(one.ip) for one in found) == addresses
