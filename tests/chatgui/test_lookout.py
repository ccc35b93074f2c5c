"""Searches in threads: one at a time, ended at once."""

import threading
from collections.abc import Iterable

from chatgui.lookout import Finder, Lookout, Place, Tell
from shared.discovery.found import FoundServer
from tests.support.instruments import FRONT
from tests.support.processes import PATIENCE_S


class Slow:
    """Tells of one server, and then searches until it is closed."""

    def __init__(self, hosts: Iterable[Place], tell: Tell) -> None:
        self.hosts, self._tell = list(hosts), tell
        self.has_told, self._end = threading.Event(), threading.Event()

    def search(self) -> None:
        self._tell(FRONT)
        self.has_told.set()
        assert self._end.wait(PATIENCE_S)

    def close(self) -> None:
        self._end.set()


def test_what_is_met_is_told_while_the_search_goes_on():
    made: list[Slow] = []

    def make(hosts: Iterable[Place], tell: Tell) -> Finder:
        made.append(Slow(hosts, tell))
        ready.set()
        return made[0]

    ready = threading.Event()
    lookout = Lookout([("10.0.0.1", 9)], make)
    assert lookout.take() == []
    assert lookout.look()
    assert not lookout.look(), "one is under way"
    assert ready.wait(PATIENCE_S)
    assert made[0].has_told.wait(PATIENCE_S)
    assert made[0].hosts == [("10.0.0.1", 9)]
    assert lookout.take() == [FRONT]
    assert lookout.is_looking
    lookout.close()
    assert not lookout.is_looking
    assert not lookout.look()


def test_another_search_may_follow_and_no_network_is_no_fault():
    class Broken(Slow):
        def search(self) -> None:
            raise OSError("no network")

    lookout = Lookout((), Broken)
    for _ in range(2):
        assert lookout.look()
        while lookout.is_looking:
            pass
    assert lookout.take() == []
    lookout.close()


def test_who_closes_before_it_begins_looks_for_nobody():
    begun, go_on = threading.Event(), threading.Event()

    def make(hosts: Iterable[Place], tell: Tell) -> Finder:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return Slow(hosts, tell)

    lookout = Lookout((), make)
    lookout.look()
    assert begun.wait(PATIENCE_S)
    threading.Timer(0.05, go_on.set).start()
    lookout.close()
    assert not lookout.is_looking
    assert lookout.take() == []


def test_the_real_search_ends_with_its_owner():
    lookout = Lookout()
    lookout.look()
    lookout.close()
    assert not lookout.is_looking
    assert all(isinstance(one, FoundServer) for one in lookout.take())
