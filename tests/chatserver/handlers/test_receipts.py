"""Received and Read come in, counts go out: to the sender alone, and about known messages only."""

import pytest

from chatserver.handlers.receipts import tell_receipts
from chatserver.people import Person
from shared.chat import (
    EVERYONE_ID,
    AskHolders,
    AskReceipts,
    Fade,
    Holder,
    HoldersShown,
    Leave,
    Missed,
    Post,
    Read,
    Receipt,
    Receipted,
    Received,
    Say,
)
from shared.constants import HOLDERS_PAGE
from tests.support.playbook import Playbook

EVERYONE = (EVERYONE_ID,)


class Office:
    """Ann (peer 1) and Bob (peer 2), verified; `counts` is what Ann is told after a second."""

    def __init__(self) -> None:
        self.book = Playbook()
        self.ann = self.book.joins_verified(1, "ann")
        self.bob = self.book.joins_verified(2, "bob")
        self._said = 0

    def says(self, *to: int) -> int:
        """Ann says something; its position."""
        self._said += 1
        self.book.says(1, Post(b"o" * 16, self._said, to or EVERYONE, 0, b"hi"))
        return self.book.log.head

    def does(self, person: Person, *commands: object) -> None:
        for command in commands:
            self.book.says(person.peer, command)  # type: ignore[arg-type]

    def counts(self, peer: int = 1) -> list[Receipt]:
        self.book.forget_told()
        self.book.now += 1
        self.book.perform(tell_receipts(self.book.hub.room, self.book.now))
        told = self.book.told(peer)
        return [row for n in told if isinstance(n, Receipted) for row in n.receipts]

    def answer(self, command: AskHolders | AskReceipts, peer: int = 1) -> object:
        self.book.forget_told()
        self.book.says(peer, command)
        (notice,) = self.book.told(peer)
        return notice


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_sender_hears_who_got_it_and_who_read_it(office: Office) -> None:
    at = office.says()
    assert office.counts() == [Receipt(at, 1, 0, 0, 0, 0)]
    office.does(office.bob, Received(at))
    assert office.counts() == [Receipt(at, 1, 1, 0, 0, 0)]
    office.does(office.bob, Read(at))
    assert office.counts() == [Receipt(at, 1, 1, 1, 0, 0)]
    assert not office.book.hub.receipts_due
    assert office.counts(peer=2) == []


def test_a_position_that_was_never_given_out_says_nothing(office: Office) -> None:
    at = office.says(office.bob.id)
    office.counts()
    office.does(office.bob, Received(at + 1), Received(2**64 - 1), Read(2**64 - 1))
    assert office.counts() == []
    known = office.book.hub.room.registry.by_id(office.bob.id)
    assert known is not None
    assert known.cursor < at


def test_read_is_for_the_conversation_and_by_those_it_was_said_to(office: Office) -> None:
    eva = office.book.joins_verified(3, "eva")
    first, both = office.says(office.bob.id), office.says(office.bob.id, eva.id)
    last = office.says(office.bob.id)
    office.counts()
    office.does(eva, Read(first), Read(last))  # not hers
    office.does(office.ann, Read(first))
    assert office.counts() == []
    office.does(office.bob, Read(last))
    assert [(r.position, r.read) for r in office.counts()] == [(first, 1), (last, 1)]
    office.does(eva, Read(both))
    assert office.counts() == [Receipt(both, 2, 1, 1, 0, 0)]


def test_a_cursor_in_fin_counts_like_received(office: Office) -> None:
    office.does(office.bob, Leave())
    at = office.says()
    assert office.counts() == [Receipt(at, 1, 0, 0, 0, 0)]
    office.book.joins_verified(4, "bob", who=2, log=office.book.log.id, cursor=at)
    assert office.counts() == [Receipt(at, 1, 1, 0, 0, 0)]


def test_guests_are_handed_or_confirm_or_miss_it(office: Office) -> None:
    zoe = office.book.joins(3, "zoe", "netcat")
    kim = office.book.joins(4, "kim", "classroom")
    pat = office.book.joins(5, "pat", "classroom")
    at = office.says()
    office.counts()
    office.does(zoe, Received(at, confirmed=False))
    office.does(kim, Received(at, confirmed=True))
    office.does(pat, Missed(at), Received(at, confirmed=False))
    assert office.counts() == [Receipt(at, 4, 1, 0, 1, 1)]


def test_what_a_door_says_of_a_guest_is_no_sign_of_life(office: Office) -> None:
    zoe = office.book.joins(3, "zoe", "netcat")
    heard_at = zoe.heard_at
    office.book.now += 100
    office.does(zoe, Received(1, confirmed=False), Missed(1))
    assert zoe.heard_at == heard_at
    office.book.says(99, Received(1))
    assert office.book.told(99) == [], "of somebody who has left meanwhile"


def test_a_guest_that_left_has_missed_what_it_had_not_got(office: Office) -> None:
    zoe = office.book.joins(3, "zoe", "netcat")
    first = office.says()
    office.does(zoe, Received(first, confirmed=False))
    second = office.says()
    office.does(zoe, Leave())
    third = office.says()
    assert office.counts() == [
        Receipt(first, 2, 0, 0, 1, 0),
        Receipt(second, 2, 0, 0, 0, 1),
        Receipt(third, 1, 0, 0, 0, 0),
    ]


def test_who_is_away_is_told_on_coming_back(office: Office) -> None:
    at = office.says()
    office.counts()
    office.does(office.ann, Fade(True))
    office.does(office.bob, Received(at))
    assert office.counts() == []
    office.does(office.ann, Fade(False))
    assert office.counts() == [Receipt(at, 1, 1, 0, 0, 0)]


def test_what_guests_say_is_not_followed(office: Office) -> None:
    zoe = office.book.joins(3, "zoe", "netcat")
    office.does(zoe, Say(("everyone",), "hi"))
    assert not office.book.hub.receipts_due


def test_who_asks_is_answered_at_once_about_own_messages_only(office: Office) -> None:
    mine = office.says()
    office.book.says(2, Post(b"p" * 16, 1, EVERYONE, 0, b"bob's"))
    bobs = office.book.log.head
    asked = AskReceipts((mine, bobs, mine, 4711, 2**64 - 1, 0))
    assert office.answer(asked) == Receipted((Receipt(mine, 1, 0, 0, 0, 0),))
    office.does(office.bob, Received(mine))
    assert office.counts() == [Receipt(mine, 1, 1, 0, 0, 0)]


def test_what_changes_between_an_answer_and_the_next_news_is_told(office: Office) -> None:
    at = office.says()
    office.counts()
    office.book.now += 0.9
    office.answer(AskReceipts((at,)))
    office.does(office.bob, Received(at))
    office.book.now -= 0.9
    assert office.counts() == [Receipt(at, 1, 1, 0, 0, 0)]


# --- Who exactly ------------------------------------------------------------------------------


def test_each_recipient_has_a_state_a_name_and_a_time(office: Office) -> None:
    eva = office.book.joins_verified(3, "eva")
    zoe = office.book.joins(4, "zoe", "netcat")
    kim = office.book.joins(5, "kim", "classroom")
    at = office.says()
    office.does(office.bob, Received(at))
    office.does(eva, Read(at))
    office.does(kim, Leave())
    now_ms = office.book.hub.room.wall_ms(office.book.now)
    expected = [
        Holder(office.bob.id, "bob", "delivered", now_ms),
        Holder(eva.id, "eva", "read", 0),
        Holder(zoe.id, "zoe", "waiting", 0),
        Holder(kim.id, "kim", "missed", now_ms),
    ]
    expected.sort(key=lambda holder: holder.person)
    assert office.answer(AskHolders(at, 0)) == HoldersShown(at, 0, tuple(expected), False)
    behind = expected[1].person
    page = HoldersShown(at, behind, tuple(expected[2:]), False)
    assert office.answer(AskHolders(at, behind)) == page


def test_of_people_only_those_are_shown_whom_it_was_for(office: Office) -> None:
    office.book.joins_verified(3, "eva")
    at = office.says(office.bob.id, office.ann.id, 4711)
    shown = office.answer(AskHolders(at, 0))
    assert isinstance(shown, HoldersShown)
    assert [holder.name for holder in shown.people] == ["bob"]


def test_pages_leave_nobody_out(office: Office) -> None:
    for peer in range(3, HOLDERS_PAGE + 53):
        office.book.joins_verified(peer, f"p{peer}")
    at = office.says()
    seen: list[int] = []
    more = True
    while more:
        shown = office.answer(AskHolders(at, seen[-1] if seen else 0))
        assert isinstance(shown, HoldersShown)
        assert len(shown.people) <= HOLDERS_PAGE
        seen += [holder.person for holder in shown.people]
        more = shown.more
    assert seen == sorted(p.id for p in office.book.hub.people if p is not office.ann)


@pytest.mark.parametrize("position", [0, 4711, 2**64 - 1])
def test_others_and_what_is_not_kept_get_an_empty_page(office: Office, position: int) -> None:
    at = office.says()
    assert office.answer(AskHolders(at, 0), peer=2) == HoldersShown(at, 0, (), False)
    assert office.answer(AskHolders(position, 0)) == HoldersShown(position, 0, (), False)
