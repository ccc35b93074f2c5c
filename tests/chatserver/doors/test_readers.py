"""Turns are shared, bounded, and not wasted on a log that cannot be read."""

import pytest

from chatserver.doors.readers import PAGES_EACH, PAGES_PER_TURN, STUCK_S, Read, Readers


class Shelf:
    """So many pages for each reader; `calls`: who has read, in which order."""

    def __init__(self, **left: int) -> None:
        self.left = {int(name[1:]): pages for name, pages in left.items()}
        self.calls: list[int] = []
        self.is_broken = False

    def read(self, number: int) -> Read:
        self.calls.append(number)
        if self.is_broken:
            return "stuck"
        self.left[number] -= 1
        return "more" if self.left[number] else "done"


@pytest.fixture
def readers() -> Readers:
    return Readers()


def test_they_read_in_turn(readers: Readers) -> None:
    shelf = Shelf(n1=3, n2=1, n3=2)
    for number in (1, 2, 3, 1):
        readers.add(number)
    readers.take_turns(shelf.read, 5.0)
    assert shelf.calls == [1, 2, 3, 1, 3, 1]
    assert readers.wake_at(5.0) is None


def test_one_alone_and_all_together_read_no_more_than_their_share_of_a_turn(
    readers: Readers,
) -> None:
    shelf = Shelf(n1=100)
    readers.add(1)
    readers.take_turns(shelf.read, 5.0)
    assert len(shelf.calls) == PAGES_EACH
    assert readers.wake_at(5.0) == 5.0
    shelf = Shelf(**{f"n{n}": 100 for n in range(1, 41)})
    for number in range(1, 41):
        readers.add(number)
    readers.take_turns(shelf.read, 5.0)
    assert len(shelf.calls) == PAGES_PER_TURN
    readers.take_turns(shelf.read, 5.0)
    assert len(set(shelf.calls)) == 2 * PAGES_PER_TURN, "the next ones come first"


def test_who_has_gone_reads_no_more(readers: Readers) -> None:
    shelf = Shelf(n1=9)
    readers.add(1)
    readers.remove(1)
    readers.remove(2)
    readers.take_turns(shelf.read, 5.0)
    assert shelf.calls == []


def test_a_log_that_cannot_be_read_is_tried_again_in_a_while(readers: Readers) -> None:
    shelf = Shelf(n1=1, n2=1)
    shelf.is_broken = True
    readers.add(1)
    readers.add(2)
    for _ in range(5):
        readers.take_turns(shelf.read, 5.0)
    assert shelf.calls == [1, 2]
    assert readers.wake_at(5.0) == 5.0 + STUCK_S
    readers.remove(2)
    shelf.is_broken = False
    readers.take_turns(shelf.read, 5.0 + STUCK_S)
    assert shelf.calls == [1, 2, 1]
    assert readers.wake_at(6.0) is None
