"""Searches and a server that is started, beside a dialog, in virtual time."""

import pytest

from chatgui.app.nearby import Nearby
from chatgui.app.starting import Starting
from chatgui.founding import Founding
from chatgui.lookout import Lookout
from chatgui.reception import AGAIN_S, LONGEST_AGAIN_S, Reception
from shared.discovery.found import FoundServer
from shared.server_link import Place, encode_link
from tests.support.instruments import FRONT

LINK = encode_link(Place("127.0.0.1", 15000, bytes(32)))


class FakeLookout(Lookout):
    """Looks until `end`."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.met: list[FoundServer] = []
        self.is_at_it = False

    @property
    def is_looking(self) -> bool:
        return self.is_at_it

    def look(self) -> bool:
        self.looks += 1
        self.is_at_it = True
        return True

    def take(self) -> list[FoundServer]:
        met, self.met = self.met, []
        return met


class FakeFounding(Founding):
    def __init__(self) -> None:
        self.link = self.trouble = ""
        self.is_cancelled = self.has_ended = False

    @property
    def is_over(self) -> bool:
        return self.has_ended if self.is_cancelled else bool(self.link or self.trouble)

    @property
    def is_running(self) -> bool:
        return bool(self.link) and not self.has_ended

    def cancel(self) -> None:
        self.is_cancelled = True

    def wait(self, patience_s: float) -> None:
        self.has_ended = patience_s > 0


class Hall:
    def __init__(self) -> None:
        self.starting = Starting((), name="ann")
        self.lookout = FakeLookout()
        self.founding = FakeFounding()
        self.started = 0
        self.reception = Reception(self.starting, Nearby(), self.lookout, self.found)

    def found(self) -> Founding:
        self.started += 1
        self.founding = FakeFounding()
        return self.founding


def test_it_searches_at_once_and_what_is_met_is_shown_before_the_end():
    hall = Hall()
    assert hall.reception.mind(0.0)
    assert hall.starting.is_searching
    assert hall.starting.searching == "Looking for servers on this network"
    hall.lookout.met = [FRONT]
    assert hall.reception.mind(0.1)
    assert [row.title for row in hall.starting.found] == ["Front desk"]
    assert not hall.reception.mind(0.2), "nothing new, nothing to be drawn"
    hall.lookout.is_at_it = False
    assert hall.reception.mind(2.0)
    assert not hall.starting.is_searching


def search_at(hall: Hall, at: float) -> bool:
    """Whether one begins then; it is over at once."""
    looks = hall.lookout.looks
    hall.reception.mind(at)
    begins = hall.lookout.looks > looks
    if begins:
        hall.lookout.is_at_it = False
        hall.reception.mind(at)
    return begins


def test_it_searches_again_after_a_while_that_grows():
    hall, at, pause_s = Hall(), 0.0, AGAIN_S
    assert search_at(hall, 0.0)
    for _ in range(6):
        assert not search_at(hall, at + pause_s - 0.1)
        at += pause_s
        assert search_at(hall, at)
        pause_s = min(2 * pause_s, LONGEST_AGAIN_S)


def test_it_searches_again_when_asked():
    hall = Hall()
    assert search_at(hall, 0.0)
    assert search_at(hall, AGAIN_S)
    hall.reception.search()
    assert search_at(hall, AGAIN_S + 1)
    assert search_at(hall, 2 * AGAIN_S + 1), "who asks is still there"


def test_nothing_is_sent_while_one_is_joined():
    hall = Hall()
    hall.starting.edit_server("desk")
    assert hall.starting.join() is not None
    assert not hall.reception.mind(0.0)
    assert hall.lookout.looks == 0
    hall.starting.back()
    hall.reception.mind(1.0)
    assert hall.lookout.looks == 1


def test_a_server_is_started_once_and_joined():
    hall = Hall()
    hall.reception.start()
    hall.reception.start()
    assert (hall.started, hall.starting.stage) == (1, "starting")
    assert hall.reception.is_busy
    hall.reception.mind(0.0)
    assert hall.reception.take_choice() is None
    hall.founding.link = LINK
    assert hall.reception.mind(0.1)
    choice = hall.reception.take_choice()
    assert choice is not None
    assert choice.place.key == bytes(32)
    assert hall.reception.take_choice() is None


def test_why_it_did_not_start_is_said():
    hall = Hall()
    hall.reception.start()
    hall.founding.trouble = "The disk is full."
    hall.reception.mind(0.0)
    assert hall.starting.problems["server"].text == "The disk is full."
    assert hall.starting.stage == "choosing"


def test_one_that_is_not_wanted_any_more_ends_also_if_it_runs_by_now():
    hall = Hall()
    hall.reception.start()
    hall.reception.mind(0.0)
    assert not hall.founding.is_cancelled
    hall.founding.link = LINK
    hall.starting.back()
    hall.reception.mind(0.1)
    assert hall.founding.is_cancelled
    assert hall.reception.is_busy, "until it is gone"
    hall.founding.has_ended = True
    hall.reception.mind(0.2)
    assert hall.reception.take_choice() is None
    assert hall.starting.server == ""
    assert not hall.reception.mind(0.3)


def test_who_wants_it_again_gets_another_one_when_the_first_is_gone():
    hall = Hall()
    hall.reception.start()
    hall.starting.back()
    hall.reception.mind(0.0)
    hall.reception.start()
    hall.reception.mind(0.1)
    assert hall.started == 1
    hall.founding.has_ended = True
    hall.reception.mind(0.2)
    assert hall.started == 2
    hall.founding.link = LINK
    hall.reception.mind(0.3)
    assert hall.reception.take_choice() is not None


def test_who_leaves_meanwhile_leaves_no_server_behind():
    hall = Hall()
    hall.reception.start()
    hall.reception.close(5.0)
    assert (hall.founding.is_cancelled, hall.founding.has_ended) == (True, True)


def join_own(hall: Hall) -> None:
    hall.starting.edit_server("desk")
    hall.reception.start()
    hall.founding.link = LINK
    hall.reception.mind(0.0)
    assert hall.starting.stage == "connecting"


def test_who_goes_back_while_it_is_joined_leaves_no_server_behind():
    hall = Hall()
    join_own(hall)
    hall.reception.back()
    assert hall.founding.is_cancelled
    assert (hall.starting.stage, hall.starting.server) == ("choosing", "desk")
    assert hall.reception.is_busy, "until it is gone"
    hall.founding.has_ended = True
    hall.reception.mind(0.1)
    hall.reception.start()
    assert hall.started == 2


def test_who_quits_while_it_is_joined_leaves_no_server_behind():
    hall = Hall()
    join_own(hall)
    hall.starting.back()
    hall.reception.close(5.0)
    assert (hall.founding.is_cancelled, hall.founding.has_ended) == (True, True)


@pytest.mark.parametrize("refusal", ["", "Somebody has that name."])
def test_who_is_in_leaves_the_server_on_also_at_another_one(refusal: str):
    hall = Hall()
    join_own(hall)
    if refusal:  # then it was another one that they joined
        hall.starting.refuse("name", refusal)
        hall.reception.mind(0.1)
    hall.reception.keep()
    hall.reception.close()
    assert not hall.founding.is_cancelled


def test_one_that_runs_and_could_not_be_joined_is_joined_at_the_next_start():
    hall = Hall()
    join_own(hall)
    hall.starting.refuse("name", "Somebody has that name.")
    hall.reception.mind(0.1)
    assert not hall.founding.is_cancelled
    hall.reception.start()
    hall.reception.mind(0.2)
    assert (hall.started, hall.starting.stage) == (1, "connecting")
    hall.founding.has_ended = True
    hall.starting.refuse("server", "It does not answer.")
    hall.reception.start()
    assert hall.started == 2


def test_who_has_no_name_starts_nothing():
    hall = Hall()
    hall.starting.edit_name("")
    hall.reception.start()
    assert hall.started == 0
    hall.reception.close()
