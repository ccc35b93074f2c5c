"""The board: what is asked when, and what is known then."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from chatserver.control import answers
from chatserver.control import operations as ops
from chatserver.dashboard import words
from chatserver.dashboard.board import ALL, Board
from tests.support.tiny_owner import TinyOwner


@dataclass
class Desk:
    """A board and the one it asks, in virtual time."""

    owner: TinyOwner = field(default_factory=TinyOwner)
    board: Board = field(default_factory=Board)
    now: float = 0.0

    def look(self, now: float | None = None) -> list[str]:
        """Ask what is due, and hear the answers; what was asked."""
        self.now = self.now if now is None else now
        due = self.board.take_due(self.now)
        for operation in due:
            try:
                answer = self.owner.ask(operation)
            except OSError:
                self.board.lose(operation, words.NO_SERVER)
            else:
                self.board.hear(operation, answer)
        return [type(operation).__name__ for operation in due]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_first_how_it_is_then_who_is_there_and_what_it_said(desk: Desk):
    assert desk.board.state == "Looking for the server"
    assert desk.board.take_changes() == ALL
    assert desk.look(0.0) == ["AskStatus"]
    assert desk.board.state == "Running, 8 people online"
    assert desk.look() == ["AskPeople", "AskLog"]
    assert desk.board.crowd.total == 8
    assert desk.board.take_changes() == ALL
    assert desk.look() == []


def test_status_each_second_and_people_each_second_one(desk: Desk):
    asked: list[str] = []
    for tick in range(41):
        asked += desk.look(tick / 4)
    counts = [asked.count(name) for name in ("AskStatus", "AskPeople", "AskLog")]
    assert counts == [11, 5, 10]


def test_who_looks_at_an_icon_sees_nothing_and_hardly_anything_is_asked(desk: Desk):
    desk.look(0.0)
    desk.board.hide(True)
    asked: list[str] = []
    for tick in range(1, 81):
        asked += desk.look(tick / 4)
    assert asked == ["AskStatus"] * 4
    desk.board.hide(False)
    assert desk.look(20.25) == ["AskPeople", "AskLog"]
    assert desk.board.wait_s(20.25) == pytest.approx(0.75)


def test_scrolling_asks_once_a_second_at_most():
    desk = Desk(TinyOwner(1000))
    desk.look(0.0)
    desk.look(0.0)
    asked: list[str] = []
    for tick in range(1, 41):  # a page further each tenth of a second
        desk.board.crowd.fetch(20 * tick, 10)
        asked += desk.look(tick / 10)
    assert asked.count("AskPeople") == 4


def test_typing_a_name_asks_soon(desk: Desk):
    desk.look(0.0)
    desk.look(0.0)
    desk.board.filter(" ali ")
    assert desk.board.people_note == ""
    assert desk.look(0.3) == ["AskPeople"]
    assert desk.board.people_note == "1 name fits"
    desk.board.filter("nobody")
    assert desk.board.hint == ""
    desk.look(0.7)
    assert desk.board.hint == "Nobody here is called that"


def test_of_a_server_for_this_computer_nothing_is_to_be_given_away():
    desk = Desk(TinyOwner(0))
    desk.look(0.0)
    desk.look(0.0)
    assert desk.board.hint.startswith("Give people the address")
    assert not desk.board.is_here_only
    desk.owner.status = replace(desk.owner.status, addresses=("127.0.0.1", "::1"))
    desk.look(1.0)
    assert desk.board.hint == "Only people at this computer can join: they appear here."


def test_a_server_that_goes_and_comes_back(desk: Desk):
    desk.look(0.0)
    desk.look(0.0)
    assert desk.board.title == "Front desk · Parley server"
    desk.owner.is_gone = True
    desk.look(1.0)
    board = desk.board
    assert (board.state, board.status, board.crowd.total) == ("Not running", None, 0)
    assert "This window shows the server again" in board.trouble
    assert board.name == "Front desk"
    assert desk.look(1.5) == []
    desk.owner.is_gone = False
    desk.owner.status = replace(desk.owner.status, pid=5, started_ms=7, at_s=1.0, messages=0)
    desk.owner.log = ["started again"]
    desk.board.take_changes()
    assert desk.look(2.0) == ["AskStatus"]
    assert board.trouble == ""
    assert set(desk.look(2.0)) <= {"AskPeople", "AskLog"}
    desk.look(3.0)
    assert board.tail.take_fresh()[-1].text == "started again"


def test_what_has_ended_is_started_again_only_as_it_was(desk: Desk):
    desk.owner.is_gone = True
    desk.look(0.0)
    assert not desk.board.can_start, "it was never seen: it may have been private"
    desk.owner.is_gone = False
    desk.owner.status = replace(desk.owner.status, options=("--private", "-p", "12000"))
    desk.look(1.0)
    assert not desk.board.can_start
    desk.board.lose(ops.AskStatus(), "The server has not answered for 6 seconds.")
    assert not desk.board.can_start, "it may still be there"
    desk.owner.is_gone = True
    desk.look(2.0)
    assert desk.board.can_start
    assert desk.board.options == ("--private", "-p", "12000")


def test_a_server_that_was_only_slow_goes_on_where_it_was(desk: Desk):
    for second in range(3):
        desk.look(float(second))
        desk.look(float(second))
    desk.board.lose(ops.AskStatus(), "The server has not answered for 6 seconds.")
    desk.look(9.0)
    desk.look(9.0)
    assert len(desk.board.messages.points) == 3
    assert [line.text for line in desk.board.tail.take_fresh()] == desk.owner.log, (
        "no line is said twice"
    )
    assert desk.board.crowd.total == 8


def test_a_clock_that_is_corrected_makes_no_other_server(desk: Desk):
    for second in range(3):
        desk.owner.status = replace(desk.owner.status, started_ms=535 + second % 2)
        desk.look(float(second))
        desk.look(float(second))
    assert len(desk.board.messages.points) == 2
    desk.owner.status = replace(desk.owner.status, began_s=99.0)
    desk.look(3.0)
    assert len(desk.board.messages.points) == 0, "another run in the same process"


def test_a_server_that_hangs_is_there_and_does_not_answer(desk: Desk):
    desk.look(0.0)
    desk.board.lose(ops.AskStatus(), "The server has not answered for 6 seconds.")
    assert desk.board.state == "Does not answer"
    assert desk.board.trouble.startswith("The server has not answered for 6 seconds. This window")


def test_nothing_new_about_a_server_that_is_gone_is_no_change(desk: Desk):
    desk.owner.is_gone = True
    desk.look(0.0)
    assert desk.board.take_changes() == ALL
    desk.look(1.0)
    assert desk.board.take_changes() == set()


def test_rates_and_the_processor_come_from_two_answers(desk: Desk):
    desk.look(0.0)
    assert desk.board.cpu is None
    before = desk.owner.status
    desk.look(1.0)
    after = desk.owner.status
    assert desk.board.cpu == pytest.approx(0.004)
    assert desk.board.messages.now == after.messages - before.messages
    sent_and_received = after.sent + after.received - before.sent - before.received
    assert desk.board.datagrams.now == sent_and_received


@pytest.mark.parametrize(
    ("people", "guests", "is_paused", "state", "note"),
    [
        (0, 0, False, "Running, nobody online", "Nobody is here yet"),
        (1, 0, False, "Running, 1 person online", "1 here"),
        (12, 3, False, "Running, 12 people online", "12 here, 3 of them guests"),
        (1200, 0, True, "Running, 1,200 people online; new guests wait outside", "1,200 here"),
    ],
)
def test_how_it_is_in_words(
    desk: Desk, people: int, guests: int, is_paused: bool, state: str, note: str
):
    desk.owner.status = replace(
        desk.owner.status, people=people, guests_here=guests, guests_paused=is_paused
    )
    desk.look(0.0)
    assert desk.board.state == state
    assert desk.board.people_note == note


def test_troubles_and_other_servers_are_told(desk: Desk):
    desk.owner.status = replace(
        desk.owner.status, troubles=("The disk is full.",), others=("Lab {2}", "Hall")
    )
    desk.look(0.0)
    first, second = desk.board.trouble.split("\n")
    assert first == "The disk is full."
    assert second.startswith("2 other servers are on this network: Lab {2}, Hall.")


def test_many_other_servers_do_not_fill_the_window(desk: Desk):
    others = tuple(f"Hall {number}" for number in range(63))
    desk.owner.status = replace(desk.owner.status, others=others)
    desk.look(0.0)
    assert desk.board.trouble.startswith(
        "63 other servers are on this network: Hall 0, Hall 1, Hall 2 and 60 more. People may"
    )


def test_many_troubles_do_not_fill_the_window(desk: Desk):
    told = tuple(f"Trouble {number}." for number in range(9))
    desk.owner.status = replace(desk.owner.status, troubles=told)
    desk.look(0.0)
    assert desk.board.trouble.split("\n") == [*told[:3], "And more: see what to do."]


def test_addresses_as_they_are_given_to_others(desk: Desk):
    assert desk.board.addresses == []
    desk.look(0.0)
    assert desk.board.addresses == ["192.168.7.20:15000", "10.0.0.4:15000", "[fd00::20]:15000"]


def test_a_refusal_or_another_version_changes_nothing(desk: Desk):
    desk.look(0.0)
    desk.board.take_changes()
    desk.board.hear(ops.AskPeople(), answers.Refused("Not now."))
    desk.board.hear(ops.AskLog(), answers.Told("what?"))
    assert desk.board.take_changes() == set()
