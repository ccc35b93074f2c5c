"""The hub as conversations: commands in, effects out, with prompt, late and failing logs."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.effects import Tell
from chatserver.hub import APPLIERS, HANDLERS, Hub
from chatserver.log.memory import MemoryLog
from chatserver.registry import Registry
from chatserver.room import Places
from shared import chat
from shared.chat import (
    Announced,
    Command,
    Departed,
    Dismissed,
    Entered,
    Entry,
    Exited,
    Help,
    Helped,
    Join,
    Joined,
    Leave,
    Listed,
    ListPeople,
    ListQueried,
    Message,
    Mistake,
    NameChanged,
    Refused,
    Rename,
    Renamed,
    Say,
    Stay,
    Vouch,
)
from tests.support.notices import Heard
from tests.support.playbook import LateLog, Playbook, address_of, reports


def join(name: str, peer: int, door: chat.Door = "netcat") -> Join:
    return Join(name, door, address_of(peer))


def below(kind: type) -> set[type]:
    return {
        found for found in vars(chat).values()
        if isinstance(found, type) and issubclass(found, kind) and found is not kind
    }  # fmt: skip


def test_there_is_a_handler_for_every_command_and_entry() -> None:
    assert set(HANDLERS) == below(Command)
    assert set(APPLIERS) == below(Entry)


def test_it_knows_people_by_the_registry_it_was_given_though_that_is_still_empty() -> None:
    registry = Registry("session")
    assert Hub(Random(1), MemoryLog(), registry=registry).room.registry is registry


# --- A log that answers at once -------------------------------------------------------------


def test_who_comes_in_is_told_the_name() -> None:
    book = Playbook()
    effects = book.says(1, join("bob", 1))
    assert reports(effects) == ["join: bob"]
    assert book.told(1) == [Joined("bob")]


def test_a_word_to_everyone_reaches_all_and_a_netcat_writer_too() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.joins(3, "kim", "classroom")
    book.forget_told()
    assert reports(book.says(1, Say(("everyone",), "hi"))) == ["msg: bob"]
    assert book.told(1) == book.told(2) == book.told(3) == [Heard("bob", "hi", to_everyone=True)]
    book.says(3, Say(("Everyone",), "hello"))
    assert book.told(1) == book.told(2) == [Heard("kim", "hello", to_everyone=True)]
    assert book.told(3) == []


def test_named_people_alone_get_it_once_however_often_named() -> None:
    book = Playbook()
    for peer, name in enumerate(["bob", "eva", "kim"], 1):
        book.joins(peer, name, "classroom")
    book.forget_told()
    book.says(1, Say(("eva", "EVA", "eva", "bob"), "psst"))
    private = Heard("bob", "psst", to_everyone=False)
    assert (book.told(1), book.told(2), book.told(3)) == ([private], [private], [])


def test_everyone_and_a_name_reach_each_once() -> None:
    book = Playbook()
    book.joins(1, "bob", "classroom")
    book.joins(2, "eva", "classroom")
    book.forget_told()
    book.says(1, Say(("eva", "everyone", "bob"), "hi"))
    assert book.told(1) == book.told(2) == [Heard("bob", "hi", to_everyone=True)]


def test_nobody_of_that_name_is_said_and_the_others_get_it() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.forget_told()
    effects = book.says(1, Say(("ghost", "eva", "x" * 60), "hi"))
    long = "x" * 32 + "..."
    assert reports(effects) == [
        "msg: bob",
        "msg: bob to non-existent user ghost",
        f"msg: bob to non-existent user {long}",
    ]
    assert book.told(1) == [
        Refused("nobody here is called ghost"),
        Refused(f"nobody here is called {long}"),
    ]
    assert book.told(2) == [Heard("bob", "hi", to_everyone=False)]


def test_a_new_name_is_told_to_all() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.forget_told()
    assert reports(book.says(1, Rename("Rob"))) == ["renamed: bob to Rob"]
    assert book.told(1) == [Renamed("bob", "Rob", own=True)]
    assert book.told(2) == [Renamed("bob", "Rob", own=False)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("eva", "eva is already used"),
        ("EVA", "EVA is already used"),
        ("server", "server is reserved"),
        ("a b", "letters, digits"),
        ("x" * 33, "32 characters"),
    ],
)
def test_a_name_not_to_be_had_is_refused_with_the_reason(name: str, reason: str) -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.forget_told()
    book.says(1, Rename(name))
    (notice,) = book.told(1)
    assert isinstance(notice, Refused)
    assert reason in notice.reason
    assert book.told(2) == []


def test_the_own_name_in_other_letters_can_be_had() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.says(1, Rename("BOB"))
    assert [person.name for person in book.hub.people] == ["BOB"]


def test_a_list_is_in_join_order_and_netcat_askers_are_named() -> None:
    book = Playbook()
    book.joins(1, "zoe")
    book.joins(2, "bob", "classroom")
    book.forget_told()
    assert reports(book.says(1, ListPeople())) == ["request_users_list: zoe"]
    (listed,) = book.told(1)
    assert isinstance(listed, Listed)
    assert [person.name for person in listed.people] == ["zoe", "bob"]
    assert listed.asker == "zoe"
    assert book.told(2) == [ListQueried("zoe")]
    book.says(2, ListPeople())
    assert len(book.told(2)) == 1
    assert book.told(1) == []


def test_a_guest_is_shown_unverified_and_quiet_after_5_minutes() -> None:
    book = Playbook()
    person = book.joins(1, "bob")
    assert not person.shown(book.now + 300).verified
    assert person.shown(book.now + 300).presence == "here"
    assert person.shown(book.now + 301).presence == "quiet"
    book.now += 301
    book.says(1, Stay())
    assert person.shown(book.now).presence == "here"


def test_who_leaves_is_told_and_the_others_too() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.forget_told()
    assert reports(book.says(1, Leave())) == ["disconnected: bob"]
    assert book.told(1) == [Dismissed("quit")]
    assert book.told(2) == [Departed("bob")]


def test_who_sends_what_nobody_understands_is_dropped() -> None:
    book = Playbook()
    book.joins(1, "bob", "classroom")
    assert reports(book.says(1, Leave("unknown"))) == ["disconnected: bob sent unknown command"]
    assert book.told(1)[-1] == Dismissed("unknown")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (Say(("everyone",), "hi"), "unknown"),
        (ListPeople(), "unknown"),
        (Rename("bob"), "unknown"),
        (Leave("unknown"), "unknown"),
        (Leave(), "quit"),
    ],
    ids=repr,
)
def test_who_has_not_joined_is_turned_away(command: Command, why: chat.Why) -> None:
    book = Playbook()
    assert book.says(1, command) == [Tell((1,), Dismissed(why))]


def test_help_and_mistakes_are_answered_to_the_asker_alone() -> None:
    book = Playbook()
    book.joins(1, "bob")
    assert book.says(1, Help()) == [Tell((1,), Helped())]
    assert book.says(1, Mistake("what?")) == [Tell((1,), Refused("what?"))]


@pytest.mark.parametrize("name", ["eva", "EVA", "server", "a b", "-"])
def test_a_name_that_is_taken_or_none_turns_a_newcomer_away(name: str) -> None:
    book = Playbook()
    book.joins(1, "eva")
    effects = book.says(2, join(name, 2, "classroom"))
    assert reports(effects) == ["disconnected: username not available"]
    assert book.told(2) == [Dismissed("name")]


def test_a_repeated_join_changes_nothing() -> None:
    book = Playbook()
    book.joins(1, "bob", "classroom")
    assert book.says(1, join("Bob", 1, "classroom")) == []


def test_another_name_from_the_same_address_is_a_rename() -> None:
    book = Playbook()
    book.joins(1, "bob", "classroom")
    book.says(1, join("rob", 1, "classroom"))
    assert [person.name for person in book.hub.people] == ["rob"]


def test_another_name_that_is_taken_ends_the_peer() -> None:
    book = Playbook()
    book.joins(1, "bob", "classroom")
    book.joins(2, "eva")
    book.says(1, join("eva", 1, "classroom"))
    assert book.told(1)[-1] == Dismissed("name")


def test_a_made_up_name_is_five_letters_that_nobody_has() -> None:
    class Stubborn(Random):
        """Draws every name twice."""

        drawn = 0

        def choices(self, letters: str, *, k: int) -> list[str]:  # type: ignore[override]
            self.drawn += 1
            return list("abcdefgh"[(self.drawn - 1) // 2] * k)

    book = Playbook(random=Stubborn(1))
    names = [book.joins(peer).name for peer in range(1, 4)]
    assert names == ["aaaaa", "bbbbb", "ccccc"]


def test_the_old_name_comes_back_to_the_same_address_and_port() -> None:
    book = Playbook()
    old = book.joins(1).name
    book.says(1, Rename("bob"))
    book.says(1, Leave())
    book.says(2, Join("", "netcat", address_of(1)))
    assert [person.name for person in book.hub.people] == ["bob"]
    book.says(2, Leave())
    assert book.joins(3).name not in ("bob", old)  # another port


def test_the_old_name_is_gone_if_somebody_else_has_it() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.says(1, Leave())
    book.joins(2, "bob")
    book.says(3, Join("", "netcat", address_of(1)))
    assert len(book.hub.people) == 2


def test_a_guest_keeps_its_place_for_12_hours_of_silence() -> None:
    book = Playbook()
    book.joins(1, "bob")
    book.joins(2, "eva")
    book.now += 6 * 3600
    book.says(2, Stay())
    book.now += 6 * 3600
    assert book.perform(book.hub.expire(book.now)) == []
    book.now += 1
    assert reports(book.perform(book.hub.expire(book.now))) == ["disconnected: bob"]
    assert book.told(1)[-1] == Dismissed("quiet")
    assert [person.name for person in book.hub.people] == ["eva"]


# --- Full rooms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "door", "option"),
    [
        (Places(netcat=2), "netcat", "--max-netcat 4"),
        (Places(classroom=2), "classroom", "--max-classroom 4"),
        (Places(clients=2), "netcat", "--max-clients 4"),
    ],
)
def test_the_first_refusal_names_the_option(places: Places, door: chat.Door, option: str) -> None:
    book = Playbook(places)
    book.joins(1, "a", door)
    book.joins(2, "b", door)
    first = book.says(3, join("c", 3, door))
    warnings = [effect.line for effect in first if hasattr(effect, "line") and "--" in effect.line]
    assert len(warnings) == 1
    assert option in warnings[0]
    assert reports(first) == ["disconnected: server full"]
    assert book.told(3) == [Dismissed("full")]
    second = book.says(4, join("d", 4, door))
    assert not [effect for effect in second if "--" in repr(effect)]


def test_no_places_at_all_can_be_raised_to_one() -> None:
    book = Playbook(Places(netcat=0))
    assert "--max-netcat 1 " in repr(book.says(1, join("", 1)))


def test_a_full_door_is_not_a_full_server() -> None:
    book = Playbook(Places(netcat=1))
    book.joins(1, "a")
    book.joins(2, "b", "classroom")


def test_a_ghost_makes_room_after_5_minutes() -> None:
    book = Playbook(Places(netcat=2))
    book.joins(1, "ghost")
    book.says(1, Say(("everyone",), "many lines"))
    book.says(1, Say(("everyone",), "of one datagram"))
    book.joins(2, "reader")
    book.says(2, Vouch())
    book.now += 300
    assert book.says(3, join("c", 3))[-1] == Tell((3,), Dismissed("full"))
    book.now += 1
    book.forget_told()
    assert reports(book.says(4, join("d", 4))) == ["disconnected: ghost", "join: d"]
    assert book.told(1) == [Dismissed("quiet")]
    assert book.says(5, join("e", 5))[-1] == Tell((5,), Dismissed("full"))  # readers stay


def test_a_ghost_gives_its_name_with_its_place() -> None:
    book = Playbook(Places(netcat=1))
    book.joins(1, "bob")
    book.now += 301
    book.joins(2, "bob")


def test_a_bad_name_does_not_cost_a_ghost_its_place() -> None:
    book = Playbook(Places(classroom=1))
    book.joins(1, "ghost", "classroom")
    book.now += 301
    book.says(2, join("a b", 2, "classroom"))
    assert [person.name for person in book.hub.people] == ["ghost"]


def test_a_sign_of_life_before_the_join_means_nothing() -> None:
    assert Playbook().says(1, Vouch()) == []


# --- Late, out of turn, and with failure ----------------------------------------------------


def late() -> tuple[Playbook, LateLog]:
    log = LateLog()
    return Playbook(Places(netcat=3), log), log


def settled(book: Playbook, log: LateLog) -> None:
    while log.held:
        log.settle()
        book.settles()


def test_two_peers_claiming_one_name_in_one_batch() -> None:
    book, log = late()
    book.decides(1, join("bob", 1))
    book.decides(2, join("Bob", 2))
    log.settle()
    effects = book.settles()
    assert reports(effects) == ["join: bob", "disconnected: username not available"]
    assert book.told(1) == [Joined("bob")]
    assert book.told(2) == [Dismissed("name")]
    assert not book.hub.room.claims


def test_whose_claim_stands_first_in_the_log_has_the_name() -> None:
    book, log = late()
    book.decides(1, join("bob", 1))
    book.decides(2, join("bob", 2))
    log.settle([1])
    book.settles()
    log.settle()
    book.settles()
    assert book.told(2) == [Joined("bob")]
    assert book.told(1) == [Dismissed("name")]


def test_a_made_up_name_taken_meanwhile_is_made_up_again() -> None:
    book, log = late()
    book.decides(1, join("", 1))
    (claim,) = log.held
    assert isinstance(claim, Entered)
    book.decides(2, join(claim.name, 2))
    log.settle([1])
    book.settles()
    settled(book, log)
    assert isinstance(book.told(1)[0], Joined)
    assert len({person.name for person in book.hub.people}) == 2


def test_two_new_names_alike_in_one_batch() -> None:
    book, log = late()
    for peer, name in ((1, "a"), (2, "b")):
        book.decides(peer, join(name, peer))
        settled(book, log)
    book.forget_told()
    book.decides(1, Rename("x"))
    book.decides(2, Rename("X"))
    settled(book, log)
    assert book.told(2)[-1] == Refused("X is already used")
    assert [person.name for person in book.hub.people] == ["x", "b"]


def test_rename_then_say_in_one_datagram_is_said_under_the_new_name() -> None:
    book, log = late()
    book.decides(1, join("", 1), Rename("bob"), Say(("everyone",), "hi"))
    settled(book, log)
    told = book.told(1)
    assert isinstance(told[1], Renamed)
    assert told[2:] == [Heard("bob", "hi", to_everyone=True)]


def test_a_rename_of_the_receiver_on_the_way_does_not_misdeliver() -> None:
    book, log = late()
    for peer, name in ((1, "a"), (2, "b"), (3, "c")):
        book.decides(peer, join(name, peer))
        settled(book, log)
    book.forget_told()
    book.decides(2, Rename("bee"))
    book.decides(1, Say(("b",), "psst"))
    book.decides(3, Rename("b"))
    settled(book, log)
    private = Heard("a", "psst", to_everyone=False)
    assert private in book.told(2)
    assert private not in book.told(3)


def test_nothing_is_said_behind_the_own_goodbye() -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join(name, peer))
        settled(book, log)
    book.forget_told()
    said = Say(("everyone",), "before")
    book.decides(1, said, Leave(), Say(("everyone",), "after"), Rename("x"), ListPeople(), Leave())
    settled(book, log)
    assert book.told(2) == [Heard("bob", "before", to_everyone=True), Departed("bob")]
    assert book.told(1) == [Heard("bob", "before", to_everyone=True), Dismissed("quit")]


def test_nothing_fans_out_before_it_is_in_the_log() -> None:
    book, log = late()
    book.decides(1, join("bob", 1))
    settled(book, log)
    book.forget_told()
    for command in (Say(("everyone",), "x"), Rename("rob"), ListPeople(), Leave()):
        assert not [e for e in book.decides(1, command) if isinstance(e, Tell)], command
    assert [person.name for person in book.hub.people] == ["bob"]


@pytest.mark.parametrize("fails", [False, True])
def test_who_is_claiming_a_name_is_known_until_the_log_has_answered(fails: bool) -> None:
    book, log = late()
    assert not book.hub.is_claiming(1)
    book.decides(1, join("bob", 1))
    assert book.hub.is_claiming(1)
    log.settle(fails=lambda entry: fails)
    book.settles()
    assert not book.hub.is_claiming(1)


def test_places_are_counted_while_claims_are_on_the_way() -> None:
    book, log = late()
    for peer in range(1, 6):
        book.decides(peer, join(f"p{peer}", peer))
    settled(book, log)
    assert len(book.hub.people) == 3
    assert book.told(4) == book.told(5) == [Dismissed("full")]


def test_one_ghost_makes_room_for_one() -> None:
    book, log = late()
    for peer in range(1, 4):
        book.decides(peer, join(f"p{peer}", peer))
        settled(book, log)
    for peer in (2, 3):
        book.decides(peer, Vouch())
    book.now += 301
    book.decides(4, join("d", 4))
    book.decides(5, join("e", 5))
    settled(book, log)
    assert [person.name for person in book.hub.people] == ["p2", "p3", "d"]


def test_a_claim_that_could_not_be_kept_ends_the_peer() -> None:
    book, log = late()
    book.decides(1, join("bob", 1), Say(("everyone",), "hi"))
    log.settle(fails=lambda entry: True)
    book.settles()
    assert book.told(1) == [Dismissed("full")]
    assert not book.hub.room.claims


@pytest.mark.parametrize(
    "command", [Say(("everyone",), "hi"), Rename("rob"), ListPeople()], ids=repr
)
def test_what_could_not_be_kept_did_not_happen_and_is_told(command: Command) -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join(name, peer))
        settled(book, log)
    book.forget_told()
    book.decides(1, command)
    log.settle(fails=lambda entry: True)
    book.settles()
    assert book.told(1) == [Announced("not saved, please send it again later")]
    assert book.told(2) == []
    assert [person.name for person in book.hub.people] == ["bob", "eva"]


def test_a_departure_needs_no_log() -> None:
    book, log = late()
    for peer, name in ((1, "bob"), (2, "eva")):
        book.decides(peer, join(name, peer))
        settled(book, log)
    book.forget_told()
    book.decides(1, Leave())
    log.settle(fails=lambda entry: isinstance(entry, Exited))
    book.settles()
    assert book.told(1) == [Dismissed("quit")]
    assert book.told(2) == [Departed("bob")]


@pytest.mark.parametrize(
    "entry",
    [
        Message(99, "x", (0,), 0, b"hi", 0),
        NameChanged(99, "x"),
        chat.ListAsked(99),
        Exited(99, "quit"),
    ],
    ids=repr,
)
def test_entries_of_people_long_gone_do_nothing(entry: Entry) -> None:
    hub = Playbook().hub
    assert hub.apply(1, entry, 0.0) == []
    assert hub.fail(entry, 0.0) == []


names = st.sampled_from(["a", "b", "c", "A", ""])
commands = st.one_of(
    st.builds(Say, st.tuples(st.sampled_from(["everyone", "a", "b", "x"])), st.just("t")),
    st.builds(Rename, names),
    st.just(ListPeople()),
    st.just(Leave()),
    st.just(Vouch()),
    st.just(Stay()),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(1, 4), names),
        st.tuples(st.just("say"), st.integers(1, 4), commands),
        st.tuples(st.just("settle"), st.randoms(use_true_random=False), st.booleans()),
    ),
    max_size=40,
)


@settings(max_examples=150)
@given(steps)
def test_names_stay_unique_and_nothing_is_left_over_whatever_the_log_does(script: list) -> None:  # type: ignore[type-arg]
    book, log = late()
    for what, one, two in script:
        if what == "join":
            book.decides(one, join(two, one))
        elif what == "say":
            book.decides(one, two)
        else:
            order = list(range(len(log.held)))
            one.shuffle(order)
            log.settle(order, lambda entry, fails=two, dice=one: fails and dice.random() < 0.3)
            book.settles()
    settled(book, log)
    people = list(book.hub.people)
    assert len({person.name.casefold() for person in people}) == len(people)
    assert len({person.peer for person in people}) == len(people) <= 3
    assert not book.hub.room.claims
    assert book.hub.people.count("netcat") == len(people)
