import pytest

from chatserver.log import highest
from chatserver.log.highest import Highest
from shared.disk import DiskError

BOX = b"b" * 16


class Disk:
    def __init__(self) -> None:
        self.numbers = {1: 5}
        self.asked = 0
        self.fails = False

    def look_up(self, person: int, outbox: bytes) -> int:
        self.asked += 1
        if self.fails:
            raise DiskError("no")
        return self.numbers.get(person, 0)


def test_the_disk_is_asked_once() -> None:
    disk = Disk()
    found = Highest(disk.look_up)
    assert [found.of(1, BOX), found.of(1, BOX), found.of(2, BOX)] == [5, 5, 0]
    found.note(1, BOX, 6)
    found.note(1, BOX, 4)
    found.note(2, BOX, 1)
    assert [found.of(1, BOX), found.of(2, BOX)] == [6, 1]
    assert disk.asked == 2


def test_what_could_not_be_asked_is_asked_again() -> None:
    disk = Disk()
    disk.fails = True
    found = Highest(disk.look_up)
    with pytest.raises(DiskError):
        found.of(1, BOX)
    disk.fails = False
    assert found.of(1, BOX) == 5


def test_what_is_noted_of_somebody_unknown_is_on_the_disk() -> None:
    disk = Disk()
    found = Highest(disk.look_up)
    disk.numbers[1] = 9
    found.note(1, BOX, 9)
    assert found.of(1, BOX) == 9


def test_those_not_asked_for_longest_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highest, "KEPT", 2)
    disk = Disk()
    found = Highest(disk.look_up)
    for person in (1, 2, 1, 3, 1):
        found.of(person, BOX)
    assert disk.asked == 3
    found.of(2, BOX)
    assert disk.asked == 4
