import queue
from collections.abc import Sequence
from math import inf

import pytest

from chatserver.config import read_config
from chatserver.neighbours import (
    COMING_AND_GOING,
    GONE,
    NeighbourWatch,
    Notices,
    called,
    pause_s,
    placed,
    should_look,
)
from shared.discovery.found import FoundServer

OWN = FoundServer(b"o" * 15, "Front desk", "10.0.0.1", 15000)
ATTIC = FoundServer(b"a" * 15, "Attic", "10.0.0.9", 15000, people=1)
CELLAR = FoundServer(b"c" * 15, "Cellar", "fe80::1", 12000)
PATIENCE_S = 60.0


@pytest.mark.parametrize(
    ("people", "name"), [(None, "Attic"), (1, "Attic (1 person)"), (12, "Attic (12 people)")]
)
def test_how_a_server_is_called(people: int | None, name: str) -> None:
    assert called(FoundServer(b"a" * 15, "Attic", "h", 1, people)) == name


def test_where_it_is() -> None:
    assert placed(ATTIC) == "Attic (1 person) at 10.0.0.9:15000"
    assert placed(CELLAR) == "Cellar at [fe80::1]:12000"


@pytest.mark.parametrize(
    ("words", "looks"),
    [([], True), (["-p", "12000"], True), (["-a", "127.0.0.1"], False), (["--no-announce"], False)],
)
def test_who_keeps_to_themselves_does_not_look(words: list[str], looks: bool) -> None:
    assert should_look(read_config(words)) == looks


@pytest.mark.parametrize(
    ("looks", "sees_others", "wait_s"),
    [(1, False, 20), (8, False, 20), (9, False, 60), (9, True, 20), (500, True, 20)],
)
def test_it_looks_often_at_first_and_while_there_are_others(
    looks: int, sees_others: bool, wait_s: float
) -> None:
    assert pause_s(looks, sees_others) == wait_s


class Network:
    """`others`: what each search finds, one after the other."""

    def __init__(self, *others: Sequence[FoundServer]) -> None:
        self._others = list(others)
        self.searched: queue.Queue[None] = queue.Queue()
        self.told: queue.Queue[tuple[str, ...]] = queue.Queue()

    def search(self) -> Sequence[FoundServer]:
        self.searched.put(None)
        return self._others.pop(0) if len(self._others) > 1 else self._others[0]


def test_others_are_told_once_and_when_they_have_gone() -> None:
    network = Network([OWN], [OWN, ATTIC], [ATTIC, OWN], [OWN])
    watch = NeighbourWatch(OWN.id, network.told.put, network.search, first_s=0.0)
    for _ in range(3):
        network.searched.get(timeout=PATIENCE_S)
        watch.look()
    network.searched.get(timeout=PATIENCE_S)
    assert network.told.get(timeout=PATIENCE_S) == ("Attic (1 person) at 10.0.0.9:15000",)
    assert network.told.get(timeout=PATIENCE_S) == ()
    watch.close()
    assert network.told.empty()


def test_it_knows_how_long_ago_it_looked() -> None:
    network, now = Network([ATTIC], [OWN]), 100.0
    watch = NeighbourWatch(OWN.id, network.told.put, network.search, 0.0, lambda: now)
    network.told.get(timeout=PATIENCE_S)
    watch.look()
    network.told.get(timeout=PATIENCE_S)  # the first look is over
    now = 160.0
    assert watch.looked_s in (60.0, 0.0)
    watch.close()
    lonely = NeighbourWatch(OWN.id, network.told.put, network.search)
    lonely.close()
    assert lonely.looked_s == inf


def test_it_does_not_look_at_once() -> None:
    network = Network([ATTIC])
    watch = NeighbourWatch(OWN.id, network.told.put, network.search)
    watch.close()
    assert network.searched.empty()


def test_the_log_has_room_for_other_things_whoever_is_on_the_network() -> None:
    lines: list[str] = []
    now = 0.0
    notices = Notices(lines.append, lambda: now)
    for look in range(24 * 180):  # a day of them
        now = 20.0 * look
        notices.tell([f"{look}-{number}" for number in range(64)])
    assert sum(map(len, lines)) < 30_000
    assert lines[-1] == COMING_AND_GOING, "true whatever comes after it"
    assert "0-0, 0-1, 0-2 and 61 more" in lines[0]


def test_the_log_says_what_two_people_do_who_look_for_their_mistake() -> None:
    lines: list[str] = []
    notices = Notices(lines.append, lambda: 0.0)
    for others in [["Attic"], [], ["Attic"], ["Attic", "Cellar"], ["Cellar"], []]:
        notices.tell(others)
    assert len(lines) == 6
    assert lines[-1] == GONE
