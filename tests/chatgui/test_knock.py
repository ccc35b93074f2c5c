import queue
import threading
import time

import pytest

from chatgui.app.messages import Event, Intent, Joined, Quit, Warned
from chatgui.knock import Events, Knock, MakeLink, Unfound
from chatgui.options import BadArgument

PATIENCE_S = 60.0


class Line:
    def __init__(self, events: Events) -> None:
        self.events = events
        self.posted: list[Intent] = []
        self.starts = 0
        self.is_on = True

    def start(self) -> None:
        self.starts += 1
        self.events.put(Warned("slow"))
        self.events.put(Joined("ann"))

    def post(self, intent: Intent) -> None:
        self.posted.append(intent)
        self.is_on = not isinstance(intent, Quit)

    def is_alive(self) -> bool:
        return self.is_on


class House:
    """`waits`: the server's name is not found until `found`."""

    def __init__(self, waits: bool = False, trouble: str = "") -> None:
        self.lines: list[Line] = []
        self.trouble = trouble
        self.found = threading.Event()
        if not waits:
            self.found.set()

    def prepare(self) -> MakeLink:
        self.found.wait(PATIENCE_S)
        if self.trouble:
            raise BadArgument(self.trouble)
        return self.make

    def make(self, events: Events) -> Line:
        self.lines.append(Line(events))
        return self.lines[-1]


def told(knock: Knock, count: int) -> list[Event]:
    end = time.monotonic() + PATIENCE_S
    events: list[Event] = []
    while len(events) < count:
        events += knock.take()
        assert time.monotonic() < end
    return events


def test_the_same_link_goes_on_and_nothing_is_lost() -> None:
    house = House()
    knock = Knock(house.prepare)
    assert told(knock, 2) == [Warned("slow"), Joined("ann")]
    assert knock.take() == []
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    line = knock.hand_over()()(events)
    house.lines[0].events.put(Warned("between"))
    assert events.empty()
    line.start()
    house.lines[0].events.put(Warned("after"))
    heard = [events.get_nowait() for _ in range(4)]
    assert heard == [Warned("slow"), Joined("ann"), Warned("between"), Warned("after")]
    assert house.lines[0].starts == 1
    line.post(Quit())
    assert house.lines[0].posted == [Quit()]
    assert not line.is_alive()


def test_who_does_not_want_to_wait_leaves() -> None:
    house = House()
    knock = Knock(house.prepare)
    told(knock, 2)
    assert not knock.is_over
    knock.leave()
    assert house.lines[0].posted == [Quit()]
    assert knock.is_over


def test_it_can_be_ended_also_where_it_was_handed_over() -> None:
    house = House()
    knock = Knock(house.prepare)
    told(knock, 2)
    knock.hand_over()
    assert knock.end()
    assert house.lines[0].posted == [Quit()]


def test_left_before_the_server_is_found_no_link_is_made() -> None:
    house = House(waits=True)
    knock = Knock(house.prepare)
    knock.leave()
    assert not knock.is_over
    house.found.set()
    knock._thread.join(PATIENCE_S)
    assert knock.is_over
    assert house.lines == []


def test_a_server_that_is_not_found_yet_is_looked_for_by_whoever_takes_over() -> None:
    house = House(waits=True)
    knock = Knock(house.prepare)
    assert knock.hand_over() == house.prepare
    house.found.set()
    knock._thread.join(PATIENCE_S)
    assert house.lines == []


@pytest.mark.parametrize("trouble", ["no such name"])
def test_no_such_computer(trouble: str) -> None:
    knock = Knock(House(trouble=trouble).prepare)
    assert told(knock, 1) == [Unfound()]
