"""What verified people ask for: the roster, pages of it, and whose changes to hear of."""

import pytest

from chatserver.handlers.verified import digest_of
from chatserver.registry import Known
from shared.chat import (
    AskPeople,
    AskRoster,
    Counted,
    Leave,
    PeopleShown,
    Post,
    Present,
    RosterShown,
    Watch,
)
from shared.constants import COUNTS_EVERY_S, ROSTER_PAGE, ROSTER_WHOLE
from tests.support.playbook import Playbook


def rosters(book: Playbook, peer: int) -> list[RosterShown]:
    return [notice for notice in book.told(peer) if isinstance(notice, RosterShown)]


def names(people: tuple[Present, ...]) -> list[str]:
    return sorted(person.name for person in people)


def crowd(book: Playbook, count: int) -> None:
    """So many who are known and away."""
    for number in range(count):
        person, name = 1_000 + number, f"away{number:04}"
        book.hub.room.registry.remember(Known(person, bytes(32), name, 1_000_000, True))


def test_a_newcomer_gets_all_who_are_known_with_their_presence() -> None:
    book = Playbook()
    book.joins(1, "zoe", "netcat")
    book.joins_verified(2, "bob")
    book.says(2, Leave())
    book.joins_verified(3, "eva")
    book.forget_told()
    book.says(3, AskRoster(0))
    (shown,) = rosters(book, 3)
    assert shown.whole
    assert shown.version == book.hub.room.roster.version
    assert {(p.name, p.presence, p.verified) for p in shown.people} == {
        ("zoe", "here", False), ("bob", "away", True), ("eva", "here", True),
    }  # fmt: skip


def test_who_comes_back_gets_what_has_changed_and_who_is_gone() -> None:
    book = Playbook()
    zoe = book.joins(1, "zoe", "netcat")
    book.joins_verified(2, "bob")
    eva = book.joins_verified(3, "eva")
    version = book.hub.room.roster.version
    book.says(1, Leave())
    book.says(3, Leave())
    book.forget_told()
    book.says(2, AskRoster(version))
    (shown,) = rosters(book, 2)
    assert not shown.whole
    assert {(p.person, p.presence) for p in shown.people} == {(zoe.id, "gone"), (eva.id, "away")}
    book.says(2, AskRoster(shown.version))
    assert rosters(book, 2) == [RosterShown(shown.version, False, ())]


@pytest.mark.parametrize("version", [1, 2**63])
def test_a_version_of_another_run_gets_all(version: int) -> None:
    book = Playbook()
    book.joins_verified(2, "bob")
    book.forget_told()
    book.says(2, AskRoster(version))
    assert rosters(book, 2)[0].whole


def test_every_change_is_told_to_verified_people_at_once() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.joins_verified(3, "eva")
    book.says(1, AskRoster(0))
    book.forget_told()
    book.joins(2, "zoe", "netcat")
    book.says(2, Leave())
    first, second = rosters(book, 1)
    assert [(p.name, p.presence) for p in (*first.people, *second.people)] == [
        ("zoe", "here"), ("-", "gone"),
    ]  # fmt: skip
    assert second.version == first.version + 1
    assert rosters(book, 2) == [], "guests have no roster"
    assert rosters(book, 3) == [], "who has not asked is not told of changes"


# --- In a crowd -------------------------------------------------------------------------------


def test_above_300_there_are_counts_instead_and_not_for_each_change() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    crowd(book, ROSTER_WHOLE)
    book.forget_told()
    book.says(1, AskRoster(0))
    assert book.told(1) == [
        RosterShown(book.hub.room.roster.version, False, ()),
        Counted(ROSTER_WHOLE + 1, 1),
    ]
    for peer in range(2, 5):
        book.joins_verified(peer, f"p{peer}")
    assert book.told(1) == []
    book.now += COUNTS_EVERY_S
    book.perform(book.hub.count(book.now))
    assert book.told(1) == [Counted(ROSTER_WHOLE + 4, 4)]
    assert book.hub.count(book.now) == [], "nothing has changed since"


def test_in_a_crowd_those_who_watch_somebody_hear_of_them_at_once() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    eva = book.joins_verified(2, "eva")
    crowd(book, ROSTER_WHOLE)
    book.forget_told()
    book.says(1, Watch((eva.id, 1_000, 5)))
    (shown,) = rosters(book, 1)
    assert [p.presence for p in shown.people] == ["here", "away", "gone"]
    book.joins_verified(3, "kim")
    assert rosters(book, 1) == []
    book.says(2, Leave())
    (shown,) = rosters(book, 1)
    assert [(p.name, p.presence) for p in shown.people] == [("eva", "away")]
    book.says(1, Watch(()))
    book.forget_told()
    book.joins_verified(4, "eva", who=2)
    assert rosters(book, 1) == []


def test_pages_are_in_the_order_of_names_and_leave_nobody_out() -> None:
    book = Playbook()
    book.joins_verified(1, "Bob")
    crowd(book, 2 * ROSTER_PAGE + 50)
    seen: list[str] = []
    after, more = "", True
    while more:
        book.forget_told()
        book.says(1, AskPeople("", after))
        (page,) = book.told(1)
        assert isinstance(page, PeopleShown)
        assert len(page.people) <= ROSTER_PAGE
        seen += [person.name for person in page.people]
        after, more = seen[-1], page.more
    assert seen == [*(f"away{n:04}" for n in range(2 * ROSTER_PAGE + 50)), "Bob"]


def test_a_filter_is_found_anywhere_in_a_name_in_any_case() -> None:
    book = Playbook()
    book.joins_verified(1, "Robert")
    book.joins(2, "zoe", "netcat")
    book.forget_told()
    book.says(1, AskPeople("OB", ""))
    (page,) = book.told(1)
    assert isinstance(page, PeopleShown)
    assert names(page.people) == ["Robert"]
    assert (page.filter, page.more) == ("OB", False)


def test_a_digest_tells_recipients_kinds_and_bodies_apart() -> None:
    posts = [
        Post(b"o", 1, to, kind, body)
        for to, kind, body in [
            ((1,), 0, b"x"),
            ((1, 2), 0, b"x"),
            ((2, 1), 0, b"x"),
            ((1,), 1, b"x"),
            ((1,), 0, b"y"),
            ((1,), 11, b":x"),
            ((1,), 1, b"1:x"),
        ]
    ]
    assert len({digest_of(post) for post in posts}) == len(posts)
    assert digest_of(posts[0]) == digest_of(Post(b"p", 2, (1,), 0, b"x"))
