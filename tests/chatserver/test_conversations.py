"""Verified people and guests in one room, as conversations: with prompt, late and failing logs."""

import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.config import NamePolicy
from chatserver.effects import Tell
from chatserver.hub import CLOCK_SET_MS, RETURN_S
from chatserver.registry import NEVER_SAID_MS, UNUSED_MS, Known, Registry
from chatserver.room import Places
from shared.chat import (
    EVERYONE_ID,
    TEXT,
    AskRoster,
    Committed,
    Departed,
    Dismissed,
    Entry,
    Fade,
    Join,
    Leave,
    Message,
    NameRefused,
    NameReleased,
    Notice,
    NotSaved,
    Post,
    PostRefused,
    Received,
    Refused,
    Rejected,
    Rename,
    Renamed,
    RosterShown,
    Say,
    Watch,
    Welcomed,
)
from shared.crypto.identity import person_id
from tests.support.notices import Heard
from tests.support.playbook import (
    LateLog,
    Playbook,
    address_of,
    join_verified,
    reports,
)

DAY_S = 24 * 3600


def late() -> tuple[Playbook, LateLog]:
    log = LateLog()
    return Playbook(Places(), log), log


def settled(book: Playbook, log: LateLog) -> None:
    while log.held:
        log.settle()
        book.settles()


def guest(name: str, peer: int) -> Join:
    return Join(name, "classroom", address_of(peer))


def post(who: int, sequence: int, text: str = "hi", to: tuple[int, ...] = (EVERYONE_ID,)) -> Post:
    return Post(who.to_bytes(16, "big"), sequence, to, TEXT, text.encode())


def id_of(who: int) -> int:
    return person_id(who.to_bytes(32, "big"))


def answers(book: Playbook, peer: int) -> list[Notice | Heard]:
    """What a peer was told of its own messages."""
    kinds = (Committed, NotSaved, PostRefused)
    return [notice for notice in book.told(peer) if isinstance(notice, kinds)]


def without_rosters(book: Playbook, peer: int) -> list[Notice | Heard]:
    return [notice for notice in book.told(peer) if not isinstance(notice, RosterShown)]


# --- Names ------------------------------------------------------------------------------------


def test_who_comes_in_verified_is_welcomed_with_the_position_and_the_counts() -> None:
    book = Playbook()
    book.joins(1, "zoe")
    effects = book.says(2, join_verified(2, "bob"))
    assert reports(effects) == ["join: bob"]
    version = book.hub.room.roster.version
    welcomed = book.told(2)[0]
    assert welcomed == Welcomed(id_of(2), "bob", 2, 2, 0, 2, 2, version - 1)


@pytest.mark.parametrize("policy", ["keep", "session"])
def test_since_when_somebody_is_known_stays_as_it_is(policy: NamePolicy) -> None:
    book = Playbook(registry=Registry(policy))
    for name in ("bob", "bob", "rob"):
        book.joins_verified(1, name)
        welcomed = book.told(1)[0]
        assert isinstance(welcomed, Welcomed)
        assert welcomed.since == 1
        book.says(1, Leave())
        book.forget_told()


def test_two_identities_claiming_one_name_in_one_batch() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    book.decides(2, join_verified(2, "BOB"))
    settled(book, log)
    assert isinstance(book.told(1)[0], Welcomed)
    assert book.told(2) == [NameRefused("BOB", "somebody here has it", "BOB2")]
    book.says(2, join_verified(2, "BOB2"))
    settled(book, log)
    assert isinstance(book.told(2)[0], Welcomed)
    assert not book.hub.room.claims


@pytest.mark.parametrize("guest_first", [True, False])
def test_a_guest_and_a_verified_person_claiming_one_name_in_one_batch(guest_first: bool) -> None:
    book, log = late()
    book.decides(1, guest("bob", 1))
    book.decides(2, join_verified(2, "bob"))
    log.settle([0, 1] if guest_first else [1, 0])
    book.settles()
    (person,) = book.hub.people
    assert person.verified is not guest_first
    if guest_first:
        assert book.told(2) == [NameRefused("bob", "somebody here has it", "bob2")]
    else:
        assert book.told(1) == [Dismissed("name")]


@pytest.mark.parametrize("name", ["a b", "server", "-x", "\u202e"])
def test_no_name_is_refused_with_a_reason_and_one_that_will_do(name: str) -> None:
    book = Playbook()
    book.says(1, join_verified(1, name))
    (refused,) = book.told(1)
    assert isinstance(refused, NameRefused)
    assert refused.reason
    book.joins_verified(1, refused.suggestion)


def away(book: Playbook, *, said: bool) -> None:
    """Bob, identity 1, has been here and left."""
    book.joins_verified(1, "bob")
    if said:
        book.says(1, post(1, 1))
    book.says(1, Leave())
    book.forget_told()


def can_be_taken(book: Playbook, how: str) -> bool:
    if how == "classroom":
        book.says(7, guest("Bob", 7))
    elif how == "netcat":
        book.joins(7, "zoe")
        book.says(7, Rename("BOB"))
    elif how == "renaming":
        book.joins_verified(7, "zoe")
        book.says(7, Rename("bob"))
    else:
        book.says(7, join_verified(7, "bob"))
    person = book.hub.people.by_name("bob")
    return person is not None and person.peer == 7


@pytest.mark.parametrize("how", ["netcat", "classroom", "another key", "renaming"])
@pytest.mark.parametrize(("said", "lease_ms"), [(True, UNUSED_MS), (False, NEVER_SAID_MS)])
def test_the_name_of_who_is_away_is_not_to_be_had_before_its_time(
    how: str, said: bool, lease_ms: int
) -> None:
    for after_s, free in ((0.0, False), (lease_ms / 1000, False), (lease_ms / 1000 + 1, True)):
        book = Playbook()
        away(book, said=said)
        book.now += after_s
        assert can_be_taken(book, how) is free, after_s


def test_the_refusal_says_since_when_and_the_owner_comes_back_to_it() -> None:
    book = Playbook()
    away(book, said=True)
    book.now += 3 * DAY_S
    book.says(2, join_verified(2, "bob"))
    reason = "it belongs to somebody who was last here 3 days ago"
    assert book.told(2) == [NameRefused("bob", reason, "bob2")]
    book.joins_verified(1, "bob")


def test_who_lost_a_name_meanwhile_is_not_offered_it_again() -> None:
    book = Playbook()
    away(book, said=True)
    book.now += UNUSED_MS / 1000 + 1
    book.joins(2, "bob", "classroom")
    book.says(1, join_verified(1, "bob"))
    assert book.told(1)[-1] == NameRefused("bob", "somebody here has it", "bob2")


@pytest.mark.parametrize("how", ["netcat", "classroom", "another key"])
def test_where_names_last_for_a_session_they_are_free_at_once(how: str) -> None:
    book = Playbook(registry=Registry("session"))
    away(book, said=True)
    assert len(book.hub.room.registry) == 0
    assert can_be_taken(book, how)


def cut_off(*who: int) -> Playbook:
    """A server with names for a session, after a crash while these were here: p1, p2, ..."""
    known = [Known(id_of(n), n.to_bytes(32, "big"), f"p{n}", 0, since=3, cursor=7) for n in who]
    book = Playbook(registry=Registry("session", known))
    book.hub.set_clock(0.0, book.now)
    book.perform(book.hub.expire(book.now))
    return book


def test_whom_a_crash_cut_off_is_known_and_keeps_the_name_until_they_are_back() -> None:
    book = cut_off(1, 2)
    book.joins_verified(1, "p1")
    book.says(1, post(1, 1, to=(id_of(2),)))
    assert isinstance(answers(book, 1)[0], Committed), "it waited while the server was down"
    book.now += RETURN_S - 1
    book.perform(book.hub.expire(book.now))
    book.says(3, join_verified(3, "p2"))
    assert book.told(3) == [
        NameRefused("p2", "it belongs to somebody who was last here today", "p22")
    ]
    book.joins_verified(2, "p2")
    book.now += 2
    book.perform(book.hub.expire(book.now))
    assert [person.name for person in book.hub.people] == ["p1", "p2"]


def test_who_is_not_back_in_time_is_gone_and_goes_on_where_they_were() -> None:
    book = cut_off(1, 2)
    book.joins_verified(1, "p1")
    book.says(1, AskRoster(0))
    book.forget_told()
    book.now += RETURN_S
    book.perform(book.hub.expire(book.now))
    (shown,) = book.told(1)
    assert isinstance(shown, RosterShown)
    assert [(row.person, row.presence) for row in shown.people] == [(id_of(2), "gone")]
    book.joins_verified(3, "p2")
    parted = book.hub.room.registry.parted(id_of(2), (2).to_bytes(32, "big"))
    assert parted is not None
    assert (parted.name, parted.since, parted.cursor) == ("", 3, 7)


def test_lapsed_names_are_forgotten_and_struck_out_while_nobody_asks_for_them() -> None:
    book = Playbook()
    away(book, said=False)
    book.joins_verified(2, "eva")
    book.says(2, AskRoster(0))
    book.forget_told()
    book.now += NEVER_SAID_MS / 1000 + 1
    book.perform(book.hub.expire(book.now))
    assert [known.name for known in book.hub.room.registry] == ["eva"]
    (shown,) = book.told(2)
    assert isinstance(shown, RosterShown)
    assert [(row.person, row.presence) for row in shown.people] == [(id_of(1), "gone")]


def test_who_comes_back_while_their_name_lapses_keeps_it() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, Leave())
    settled(book, log)
    book.now += NEVER_SAID_MS / 1000 + 1
    book.decides(1, join_verified(1, "bob"))
    held = book.hub.expire(book.now)
    book.perform(held)
    settled(book, log)
    assert book.hub.room.registry.by_name("bob")


YEARS_S = 10 * 365 * DAY_S


@pytest.mark.parametrize("jump_s", [YEARS_S, -YEARS_S])
def test_a_wall_clock_that_jumps_frees_no_name_and_locks_nobody_out(jump_s: float) -> None:
    book = Playbook()
    wall_s = 1.8e9
    book.hub.set_clock(wall_s, book.now)
    away(book, said=True)
    book.now += 60
    book.hub.set_clock(wall_s + 60 + jump_s, book.now)
    book.perform(book.hub.expire(book.now))
    assert not can_be_taken(book, "another key")
    book.now += 60
    book.hub.set_clock(wall_s + 120, book.now)  # somebody has mended it
    book.now += UNUSED_MS / 1000
    assert can_be_taken(book, "another key")


def test_a_clock_that_drifts_is_followed_without_a_word_to_the_disk() -> None:
    book = Playbook()
    book.hub.set_clock(1.8e9, book.now)
    away(book, said=True)
    book.hub.room.registry.changes()
    book.hub.set_clock(1.8e9 + CLOCK_SET_MS / 1000 - 1, book.now)
    assert not book.hub.room.registry.is_changed
    assert book.hub.room.wall_ms(book.now) == round(1.8e12) + CLOCK_SET_MS - 1000


def test_a_released_name_is_free_but_not_of_somebody_here() -> None:
    book = Playbook()
    away(book, said=True)
    book.joins_verified(2, "eva")
    known = [person.id for person in book.hub.room.registry]
    for person in known:
        book.hub.apply(9, NameReleased(person), book.now)
    assert [person.name for person in book.hub.room.registry] == ["eva"]
    assert can_be_taken(book, "netcat")


@pytest.mark.parametrize("jump_s", [YEARS_S, -YEARS_S])
def test_a_word_said_while_the_clock_jumps_counts_as_said_now(jump_s: float) -> None:
    """Its label is of the clock before; how long its sender is absent is not."""
    book, log = late()
    book.hub.set_clock(1.8e9, book.now)
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, post(1, 1))
    book.hub.set_clock(1.8e9 + jump_s, book.now)
    settled(book, log)
    book.decides(1, Leave())
    settled(book, log)
    known = book.hub.room.registry.by_name("bob")
    assert known is not None
    assert known.seen_ms == book.hub.room.wall_ms(book.now)


@pytest.mark.parametrize("jump_s", [YEARS_S, -YEARS_S, 8 * 3600.0])
def test_a_wall_clock_that_jumps_sends_nobody_away(jump_s: float) -> None:
    """Also after sleep, where the loop's clock has stood still."""
    book = Playbook()
    book.hub.set_clock(1.8e9, book.now)
    book.joins(3, "zoe", "netcat")
    book.joins_verified(2, "eva")
    away(book, said=False)
    book.now += 60
    book.hub.set_clock(1.8e9 + 60 + jump_s, book.now)
    book.perform(book.hub.expire(book.now))
    assert {person.name for person in book.hub.people} == {"zoe", "eva"}
    assert len(book.hub.room.registry) == 2


# --- Where somebody goes on -------------------------------------------------------------------


def begin(book: Playbook, peer: int) -> tuple[int, int]:
    """(begin, since) of the welcome this peer was told."""
    (welcomed,) = [notice for notice in book.told(peer) if isinstance(notice, Welcomed)]
    return welcomed.begin, welcomed.since


def room_where_much_was_said() -> Playbook:
    """Eva, peer 9, is there, and has said five things to everyone: positions 2 to 6."""
    book = Playbook(newcomers=2)
    book.joins_verified(9, "eva")
    for sequence in range(1, 6):
        book.says(9, post(9, sequence))
    return book


@pytest.mark.parametrize("log", [bytes(16), b"an earlier log's"])
def test_a_newcomer_sees_the_last_few_whatever_they_followed_before(log: bytes) -> None:
    book = room_where_much_was_said()
    book.joins_verified(1, "bob", log=log, cursor=1)
    assert begin(book, 1) == (4, 7)


def test_a_cursor_opens_nothing_to_a_newcomer() -> None:
    book = room_where_much_was_said()
    book.joins_verified(1, "bob", log=book.log.id, cursor=1)
    assert begin(book, 1) == (4, 7)


def test_who_comes_back_goes_on_at_the_cursor_and_a_new_installation_where_all_is_known() -> None:
    book = room_where_much_was_said()
    book.joins_verified(1, "bob")  # at 7
    book.says(9, post(9, 6))
    book.says(1, Received(8))
    book.says(1, Leave())
    for sequence in (7, 8, 9):
        book.says(9, post(9, sequence))
    head = book.log.head
    book.forget_told()
    book.joins_verified(2, "bob", who=1, log=book.log.id, cursor=head - 1)
    assert begin(book, 2) == (head - 1, 7)
    book.says(2, Leave())
    book.joins_verified(3, "bob", who=1, log=b"another log's id")
    assert begin(book, 3) == (4, 7)
    book.says(3, Leave())
    book.joins_verified(4, "bob", who=1, installation=b"n" * 16)
    assert begin(book, 4) == (head - 2, 7), "the last two, though all had been received"


def test_a_new_installation_gets_what_none_has_received() -> None:
    book = room_where_much_was_said()
    book.joins_verified(1, "bob")  # at 7, has all up to there
    book.says(1, Leave())
    for sequence in range(6, 12):
        book.says(9, post(9, sequence))
    book.forget_told()
    book.joins_verified(2, "bob", who=1, installation=b"n" * 16)
    assert begin(book, 2) == (7, 7)


def test_names_for_a_session_lose_nothing_to_whoever_was_cut_off() -> None:
    """And open no more than that: what a newcomer does not see stays so."""
    book = Playbook(registry=Registry("session"), newcomers=1)
    book.joins_verified(9, "eva")
    for sequence in (1, 2, 3):
        book.says(9, post(9, sequence))
    book.joins_verified(1, "bob")  # at 5
    book.says(1, Leave("gone"))
    for sequence in (4, 5, 6):
        book.says(9, post(9, sequence))
    book.forget_told()
    book.joins_verified(2, "bob", who=1, log=book.log.id, cursor=5)
    assert begin(book, 2) == (5, 5)
    book.says(2, Leave())
    book.joins_verified(3, "bob", who=1, log=book.log.id, cursor=1)
    assert begin(book, 3) == (3, 5)


# --- One person, several sessions -------------------------------------------------------------


def test_the_same_installation_replaces_its_session_and_nobody_else_notices() -> None:
    book = Playbook()
    book.joins(1, "zoe", "netcat")
    book.joins_verified(2, "bob")
    book.forget_told()
    effects = book.says(3, join_verified(3, "bob", who=2))
    assert reports(effects) == []
    assert book.told(1) == []
    assert book.told(2) == [Dismissed("replaced")]
    assert isinstance(book.told(3)[0], Welcomed)
    book.says(2, Leave("gone"))  # the old line's last news
    assert {person.name for person in book.hub.people} == {"zoe", "bob"}


def test_another_installation_is_elsewhere_unless_it_takes_over() -> None:
    book = Playbook()
    book.joins_verified(2, "bob")
    book.forget_told()
    other = b"another computer"
    book.says(3, join_verified(3, "bob", who=2, installation=other))
    assert book.told(3) == [Dismissed("elsewhere")]
    assert without_rosters(book, 2) == []
    effects = book.says(4, join_verified(4, "bob", who=2, installation=other, takeover=True))
    assert reports(effects) == []
    assert without_rosters(book, 2) == [Dismissed("elsewhere")]
    assert isinstance(book.told(4)[0], Welcomed)
    (person,) = book.hub.people
    assert (person.peer, person.installation) == (4, other)


def test_two_installations_at_the_same_moment_do_not_fight() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob", who=5))
    book.decides(2, join_verified(2, "bob", who=5, installation=b"another computer"))
    settled(book, log)
    assert isinstance(book.told(1)[0], Welcomed)
    assert book.told(2) == [Dismissed("elsewhere")]
    assert not book.hub.room.claims


def test_another_key_with_the_same_short_id_is_refused_before_and_behind_the_log() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob", who=5))
    book.decides(2, join_verified(2, "eva", who=5, identity=b"x" * 32))
    settled(book, log)
    assert isinstance(book.told(1)[0], Welcomed)
    assert book.told(2) == [Dismissed("unknown")]
    book.decides(3, join_verified(3, "eva", who=5, identity=b"x" * 32))
    assert book.told(3) == [Dismissed("unknown")]


def test_who_comes_back_under_another_name_is_renamed_and_the_old_name_is_free() -> None:
    book = Playbook()
    book.joins(1, "zoe", "netcat")
    book.joins_verified(2, "bob")
    book.forget_told()
    effects = book.says(3, join_verified(3, "rob", who=2))
    assert reports(effects) == ["renamed: bob to rob"]
    assert book.told(1) == [Renamed("bob", "rob", own=False)]
    book.joins_verified(4, "bob")


def test_asking_for_a_used_name_while_in_is_refused_and_no_more() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.joins_verified(2, "eva")
    book.forget_told()
    book.says(2, join_verified(2, "bob"))
    assert book.told(2) == [Refused("bob is already used")]
    assert len(book.hub.people) == 2


def test_news_of_a_line_whose_owner_has_no_name_yet_ends_nothing() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.says(2, join_verified(2, "bob"))
    assert book.says(2, Fade(True)) == []
    book.joins_verified(2, "eva")


def test_a_claim_the_log_could_not_keep_is_tried_again_by_the_client() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    log.settle(fails=lambda entry: True)
    book.settles()
    assert book.told(1) == [Dismissed("closing")]


def test_a_full_server_is_full_for_those_who_are_not_here() -> None:
    book = Playbook(Places(clients=1))
    book.joins_verified(1, "bob")
    effects = book.says(2, join_verified(2, "eva"))
    assert reports(effects) == ["disconnected: server full"]
    assert book.told(2) == [Dismissed("full")]
    book.joins_verified(3, "bob", who=1)


# --- What is said -----------------------------------------------------------------------------


def test_a_post_is_committed_once_and_a_repeat_is_answered_the_same() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.joins(2, "zoe", "netcat")
    book.forget_told()
    assert reports(book.says(1, post(1, 1))) == ["msg: bob"]
    (committed,) = answers(book, 1)
    assert committed == Committed(1, 3, 1_000_000)
    book.now += 5
    book.joins_verified(3, "bob", who=1)
    book.says(3, post(1, 1))
    assert answers(book, 3) == [committed]
    assert book.told(2) == [Heard("bob", "hi", to_everyone=True)]


def test_a_repeat_on_its_way_to_the_log_is_silent() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, post(1, 1), post(1, 1))
    assert len(log.held) == 1
    assert answers(book, 1) == []
    settled(book, log)
    assert [type(answer) for answer in answers(book, 1)] == [Committed]


def test_another_body_under_the_same_number_is_refused() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.says(1, post(1, 1))
    book.forget_told()
    for other in (post(1, 1, "ho"), post(1, 1, to=(id_of(1),))):
        book.says(1, other)
        (refused,) = answers(book, 1)
        assert isinstance(refused, PostRefused)
        assert refused.code == "outbox_reused"


def test_failure_puts_off_everything_behind_it_until_it_is_said_again_in_order() -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join_verified(peer, name))
        settled(book, log)
    book.forget_told()
    book.decides(1, post(1, 1), post(1, 2))
    log.settle(fails=lambda entry: True)
    book.settles()
    book.decides(1, post(1, 3))
    assert answers(book, 1) == [NotSaved(1), NotSaved(2), NotSaved(3)]
    book.decides(1, post(1, 2))
    assert answers(book, 1) == [NotSaved(2)]
    book.decides(1, post(1, 1), post(1, 2), post(1, 3))
    settled(book, log)
    assert [type(answer) for answer in answers(book, 1)] == [Committed] * 3
    assert without_rosters(book, 2) == [Heard("bob", "hi", to_everyone=True)] * 3


def test_one_of_a_batch_that_fails_is_not_taken_for_said() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, post(1, 1, "one"), post(1, 2, "two"))
    log.settle(fails=lambda entry: isinstance(entry, Message) and entry.sequence == 1)
    book.settles()
    assert [type(answer) for answer in answers(book, 1)] == [NotSaved, Committed]
    book.decides(2, join_verified(2, "bob", who=1))
    settled(book, log)
    welcomed = book.told(2)[0]
    assert isinstance(welcomed, Welcomed)
    assert welcomed.sequence == 0, "its client would forget the first"
    book.decides(2, post(1, 1, "one"), post(1, 2, "two"))
    settled(book, log)
    assert [type(answer) for answer in answers(book, 2)] == [Committed, Committed]


def test_a_message_for_nobody_known_is_refused_for_good() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.forget_told()
    assert reports(book.says(1, post(1, 1, to=(99,)))) == []
    book.says(1, post(1, 1, to=(99,)))
    first, second = answers(book, 1)
    assert isinstance(first, PostRefused)
    assert first.code == "nobody"
    assert second == first


def test_a_refusal_stands_in_the_log_before_it_is_told_and_outlives_the_server() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, post(1, 1, to=(99,)))
    assert answers(book, 1) == []
    settled(book, log)
    (refused,) = answers(book, 1)
    assert isinstance(refused, PostRefused)
    again = Playbook(log=log)
    again.decides(1, join_verified(1, "bob"))
    settled(again, log)
    (welcomed,) = [notice for notice in again.told(1) if isinstance(notice, Welcomed)]
    assert welcomed.sequence == 1
    again.decides(1, post(1, 1, to=(99,)))
    assert answers(again, 1) == [refused]


def test_a_refusal_that_could_not_be_kept_is_not_one_yet() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, post(1, 1, to=(99,)), post(1, 2))
    log.settle(fails=lambda entry: isinstance(entry, Rejected))
    book.settles()
    book.decides(1, post(1, 3))
    assert answers(book, 1) == [NotSaved(1), Committed(2, 2, 1_000_000), NotSaved(3)]
    book.decides(1, post(1, 1, to=(99,)))
    settled(book, log)
    assert [type(answer) for answer in answers(book, 1)] == [PostRefused]


def test_recipients_are_people_whatever_they_are_called_by_now() -> None:
    book, log = late()
    for peer, name in ((1, "a"), (2, "b"), (3, "c")):
        book.decides(peer, join_verified(peer, name))
        settled(book, log)
    book.forget_told()
    book.decides(2, Rename("bee"))
    book.decides(3, Rename("b"))
    book.decides(1, post(1, 1, to=(id_of(2), id_of(2))))
    settled(book, log)
    assert without_rosters(book, 2)[1:] == [Heard("a", "hi", to_everyone=False)]
    assert [n for n in without_rosters(book, 3) if isinstance(n, Heard)] == []


def test_a_message_reaches_guests_and_the_away_by_id_and_comes_from_a_name() -> None:
    book = Playbook()
    away(book, said=True)
    zoe = book.joins(2, "zoe", "netcat")
    book.joins_verified(3, "eva")
    book.forget_told()
    book.says(3, post(3, 1, to=(zoe.id, id_of(1))))
    assert book.told(2) == [Heard("eva", "hi", to_everyone=False)]
    assert [type(answer) for answer in answers(book, 3)] == [Committed]
    book.says(2, Say(("eva",), "hello"))
    assert book.told(3) == [Heard("zoe", "hello", to_everyone=False)]


def test_the_last_words_of_a_verified_person_count_though_they_left() -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join_verified(peer, name))
        settled(book, log)
    book.forget_told()
    book.decides(1, post(1, 1), Leave())
    log.settle([1])
    log.settle()
    book.settles()
    assert without_rosters(book, 2) == [Heard("bob", "hi", to_everyone=True)]


def test_guests_hear_of_goodbyes_and_verified_people_see_them() -> None:
    book = Playbook()
    book.joins(1, "zoe", "netcat")
    book.joins_verified(2, "eva")
    book.joins_verified(3, "bob")
    book.says(2, AskRoster(0))
    book.forget_told()
    book.says(3, Leave())
    assert book.told(1) == [Departed("bob")]
    (shown,) = book.told(2)
    assert isinstance(shown, RosterShown)
    assert [(row.name, row.presence) for row in shown.people] == [("bob", "away")]


def test_away_and_back_in_one_batch_is_here() -> None:
    book, log = late()
    book.decides(1, join_verified(1, "bob"))
    settled(book, log)
    book.decides(1, AskRoster(0))
    book.forget_told()
    book.decides(1, Fade(True), Fade(False))
    settled(book, log)
    (person,) = book.hub.people
    assert not person.away
    shown = [row.presence for n in book.told(1) if isinstance(n, RosterShown) for row in n.people]
    assert shown == ["away", "here"]


def test_what_the_old_session_watched_the_next_one_does_not() -> None:
    book = Playbook()
    book.joins_verified(1, "bob")
    book.says(1, Watch((id_of(1), 5)))
    assert book.hub.room.watched
    book.joins_verified(2, "bob", who=1)
    assert not book.hub.room.watched


# --- Whatever the log does --------------------------------------------------------------------

script = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(1, 6), st.integers(1, 3)),
        st.tuples(st.just("say"), st.integers(1, 6), st.just(0)),
        st.tuples(st.just("leave"), st.integers(1, 6), st.just(0)),
        st.tuples(st.just("rename"), st.integers(1, 6), st.integers(1, 3)),
        st.tuples(st.just("settle"), st.integers(0, 2**16), st.integers(0, 3)),
    ),
    max_size=50,
)


def fails_never(entry: Entry) -> bool:
    return False


def fails_at(dice: int) -> Callable[[Entry], bool]:
    """One in three, so that neighbours in a batch differ."""
    return lambda entry: zlib.crc32(repr((entry, dice)).encode()) % 3 == 0


@settings(max_examples=150)
@given(script)
def test_each_number_stands_once_and_each_name_has_one_owner(
    steps: list[tuple[str, int, int]],
) -> None:
    """Six peers of three identities; each says the lowest of its numbers that is not committed."""
    book, log = late()
    standing: dict[int, list[int]] = {1: [], 2: [], 3: []}
    who_is = {peer: (peer + 1) // 2 for peer in range(1, 7)}

    for what, one, two in steps:
        if what == "join":
            book.decides(one, join_verified(one, "abc"[two - 1], who_is[one]))
        elif what == "say":
            who = who_is[one]
            book.decides(one, post(who, len(standing[who]) + 1, str(len(standing[who]) + 1)))
        elif what == "leave":
            book.decides(one, Leave("gone"))
        elif what == "rename":
            book.decides(one, Rename("abc"[two - 1]))
        else:
            log.settle(fails=fails_at(one) if two == 3 else fails_never)
            for entry, position in (outcomes := log.outcomes()):
                if position is not None and isinstance(entry, Message):
                    who = next(n for n in standing if id_of(n) == entry.sender)
                    standing[who].append(entry.sequence)
            log._settled = outcomes
            book.settles()
    settled(book, log)
    for numbers in standing.values():
        assert len(set(numbers)) == len(numbers)
    people = list(book.hub.people)
    assert len({person.name.casefold() for person in people}) == len(people)
    assert len({person.id for person in people}) == len(people) <= 3
    assert not book.hub.room.claims
    assert all(book.hub.room.registry.by_id(person.id) for person in people)


def test_nothing_is_told_before_it_stands_in_the_log() -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join_verified(peer, name))
        settled(book, log)
    book.forget_told()
    for command in (post(1, 1), Rename("rob"), Fade(True), Leave()):
        assert not [e for e in book.decides(1, command) if isinstance(e, Tell)], command
    assert book.told(2) == []
