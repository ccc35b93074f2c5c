"""A link that is made later: what is wanted meanwhile, and what is said."""

import queue
from collections.abc import Callable
from typing import Any

import pytest

from chatgui.app.messages import AskPeople, Event, Intent, Joined, Quit, Say
from chatgui.knock import Events, MakeLink
from chatgui.options import BadArgument
from chatgui.tk import late_link
from chatgui.tk.late_link import END_LOOK_MS, END_S, RETRY_MS, LateLink
from shared.disk import DiskError
from tests.support.processes import PATIENCE_S


class Clock:
    """Of `Timers` and of the module, both: time passes when a timer is waited for."""

    def __init__(self) -> None:
        self.now_ms = 0.0
        self.set_: dict[str, tuple[float, Callable[[], object]]] = {}

    def monotonic(self) -> float:
        return self.now_ms / 1000

    def set(self, name: str, wait_ms: int, act: Callable[[], object]) -> None:
        self.set_[name] = self.now_ms + wait_ms, act

    def go_on(self) -> None:
        """To the next timer."""
        name = min(self.set_, key=lambda name: self.set_[name][0])
        self.now_ms, act = self.set_.pop(name)
        act()


class Line:
    def __init__(self) -> None:
        self.posted: list[Intent] = []
        self.is_on = False

    def start(self) -> None:
        self.is_on = True

    def post(self, intent: Intent) -> None:
        assert not self.is_on or isinstance(intent, Quit), "what was early comes first"
        self.posted.append(intent)

    def is_alive(self) -> bool:
        return self.is_on


class Owner:
    """The program around it. `troubles`: why it cannot be prepared; `faults`: why not made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock, self.line = Clock(), Line()
        monkeypatch.setattr(late_link, "time", self.clock)
        self.troubles: list[str] = []
        self.faults: list[Exception] = []
        self.said: list[str] = []
        self.held: list[int] = []
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        timers: Any = self.clock
        self.link = LateLink(timers, self.events, self._prepare, self.held.append, self.said.append)

    def _prepare(self) -> MakeLink:
        if self.troubles:
            raise BadArgument(self.troubles.pop(0))
        return self._make

    def _make(self, events: Events) -> Line:
        assert events is self.events
        if self.faults:
            raise self.faults.pop(0)
        return self.line

    def hear(self) -> bool:
        return self.link.hear(self.events.get(timeout=PATIENCE_S))


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Owner:
    return Owner(monkeypatch)


def test_what_is_wanted_before_goes_first(owner: Owner) -> None:
    early = [Say((1,), "one"), AskPeople("", ""), Say((1,), "two")]
    for intent in early:
        owner.link.post(intent)
    assert owner.held == [1, 1, 2]
    assert not owner.link.is_made
    owner.link.begin()
    assert owner.hear()
    assert owner.line.posted == early
    assert owner.line.is_on
    assert (owner.held[-1], owner.said) == (0, [""])
    assert owner.link.is_alive
    owner.link.post(Quit())
    assert owner.line.posted[-1] == Quit()


@pytest.mark.parametrize("fault", [BadArgument("No network."), DiskError("No network.")])
def test_why_there_is_none_yet_is_said_and_it_is_tried_again(
    owner: Owner, fault: Exception
) -> None:
    owner.troubles, owner.faults = ["No such computer."], [fault]
    owner.link.begin()
    assert owner.hear()
    assert owner.said == ["No such computer."]
    owner.clock.go_on()
    assert owner.clock.now_ms == RETRY_MS
    assert owner.hear()
    assert owner.said[1:] == ["No network."]
    assert not owner.link.is_made
    owner.clock.go_on()
    assert owner.hear()
    assert owner.said[2:] == [""]
    assert owner.link.is_alive


def test_what_the_link_tells_is_not_about_it(owner: Owner) -> None:
    assert not owner.link.hear(Joined("ann"))


def test_the_end_waits_for_its_thread(owner: Owner) -> None:
    ends: list[bool] = []
    owner.link.begin()
    owner.hear()
    owner.link.end(lambda: ends.append(owner.link.is_alive))
    owner.clock.go_on()
    assert not ends
    owner.line.is_on = False
    owner.clock.go_on()
    assert ends == [False]
    assert owner.clock.now_ms == 2 * END_LOOK_MS


def test_one_that_hangs_is_left_to_itself(owner: Owner) -> None:
    ends: list[bool] = []
    owner.link.begin()
    owner.hear()
    owner.link.end(lambda: ends.append(owner.link.is_alive))
    while not ends:
        owner.clock.go_on()
    assert ends == [True]
    assert owner.clock.monotonic() == pytest.approx(END_S)


def test_where_there_is_none_the_end_is_at_once(owner: Owner) -> None:
    ends: list[bool] = []
    owner.link.end(lambda: ends.append(owner.link.is_alive))
    assert ends == [False]
    assert not owner.clock.set_
