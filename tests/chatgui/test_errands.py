import pytest

from chatgui.app.messages import AskList, Say, Send
from chatgui.errands import Addressed, Errands, Listed, Unknown
from shared.dialects.native.records import (
    AWAY,
    HERE,
    NATIVE,
    AskPeople,
    AskRoster,
    Limits,
    PeoplePage,
    Roster,
    Row,
    Welcome,
)

ANN, BOB = Row(1, "ann", NATIVE, HERE, 0), Row(2, "bob", NATIVE, AWAY, 0)


def begun(known: int) -> Errands:
    errands = Errands()
    errands.restart(welcome(known), is_new_log=False)
    return errands


def welcome(known: int) -> Welcome:
    return Welcome(1, "ann", bytes(16), 0, 0, 0, Limits(500, 65536, 300), known, 1, 1, 25, 0, 0)


@pytest.fixture
def small() -> Errands:
    return begun(known=2)


@pytest.fixture
def big() -> Errands:
    return begun(known=301)


def test_the_roster_is_asked_for_when_a_name_is_not_known(small: Errands):
    small.add(Send(("bob", "Everyone", "BOB"), "hi"))
    assert small.step() == AskRoster(0)
    assert small.step() is None
    small.take(Roster(5, True, (ANN, BOB)))
    assert small.step() == Addressed((2, 0), "hi")
    assert small.step() is None
    small.add(Send(("bob",), "known now"))
    assert small.step() == Addressed((2,), "known now")


def test_nobody_is_unknown_before_the_server_was_asked(small: Errands):
    small.take(Roster(5, True, (ANN,)))
    small.add(Send(("bob", "zoe", "ann"), "hi"))
    assert small.step() == AskRoster(5)
    small.take(Roster(6, False, (BOB,)))
    assert small.step() == Unknown(("zoe",))


def test_a_list_is_always_asked_for(small: Errands):
    small.take(Roster(5, True, (ANN, BOB)))
    for version in (5, 6):
        small.add(AskList())
        assert small.step() == AskRoster(version)
        small.take(Roster(version + 1, False, ()))
        assert small.step() == Listed(("ann",))


def test_everyone_needs_no_answer(small: Errands):
    small.add(Send(("everyone",), "hi"))
    assert small.step() == Addressed((0,), "hi")


def test_errands_are_done_in_their_order(small: Errands):
    small.add(Send(("bob",), "first"))
    small.add(Send(("everyone",), "second"))
    assert small.step() == AskRoster(0)
    assert small.step() is None
    small.take(Roster(1, True, (BOB,)))
    assert small.step() == Addressed((2,), "first")
    assert small.step() == Addressed((0,), "second")


def test_a_new_session_asks_again_and_another_log_from_the_beginning(small: Errands):
    small.take(Roster(5, True, (ANN,)))
    small.add(AskList())
    assert small.step() == AskRoster(5)
    small.restart(welcome(2), is_new_log=False)
    assert small.step() == AskRoster(5)
    small.restart(welcome(2), is_new_log=True)
    assert small.step() == AskRoster(0)


def test_a_question_that_could_not_leave_is_asked_again(small: Errands):
    small.add(AskList())
    assert small.step() == AskRoster(0)
    small.ask_again()
    assert small.step() == AskRoster(0)


def test_a_big_server_is_asked_for_each_name_until_it_is_found(big: Errands):
    big.add(Send(("Bob", "bob", "everyone", "ann"), "hi"))
    assert big.step() == AskPeople("bob", "")
    big.take(PeoplePage("bob", "", (Row(7, "bobo", NATIVE, HERE, 0),), more=True))
    assert big.step() == AskPeople("bob", "bobo")
    big.take(PeoplePage("bob", "bobo", (BOB,), more=True))
    assert big.step() == AskPeople("ann", "")
    big.take(PeoplePage("ann", "", (ANN,), more=False))
    assert big.step() == Addressed((2, 0, 1), "hi")


def test_every_errand_at_a_big_server_asks_anew(big: Errands):
    for person in (2, 3):
        big.add(Send(("bob",), "hi"))
        assert big.step() == AskPeople("bob", "")
        big.take(PeoplePage("bob", "", (Row(person, "bob", NATIVE, HERE, 0),), more=False))
        assert big.step() == Addressed((person,), "hi")


def test_answers_to_other_questions_and_empty_pages_do_not_confuse(big: Errands):
    big.add(Send(("bob",), "hi"))
    big.step()
    big.take(PeoplePage("ann", "", (ANN,), more=False))
    big.take(Roster(1, False, (BOB,)))
    assert big.step() is None
    big.take(PeoplePage("bob", "", (), more=True))
    assert big.step() == Unknown(("bob",))


def test_a_list_of_a_big_server_is_all_its_pages(big: Errands):
    big.add(AskList())
    assert big.step() == AskPeople("", "")
    big.take(PeoplePage("", "", (Row(9, "zoe", NATIVE, HERE, 0), BOB), more=True))
    assert big.step() == AskPeople("", "bob")
    big.take(PeoplePage("", "bob", (ANN,), more=False))
    assert big.step() == Listed(("ann", "zoe"))


def test_what_waits_is_counted(small: Errands):
    assert (small.waiting, small.unsent, small.size) == (0, 0, 0)
    small.add(AskList())
    small.add(Send(("bob",), "x" * 1000))
    assert (small.waiting, small.unsent) == (2, 1)
    assert small.size > 1000
    small.step()
    small.take(Roster(1, True, (BOB,)))
    small.step()
    small.step()
    assert (small.waiting, small.unsent, small.size) == (0, 0, 0)


def test_who_is_here_is_learnt_when_there_is_nothing_else_to_do(small: Errands):
    assert small.step() == AskRoster(0)
    assert small.step() is None
    small.add(Send(("zoe",), "hi"))
    small.take(Roster(5, True, (ANN,)))
    assert small.step() == AskRoster(5), "zoe may have come since"
    small.take(Roster(6, False, ()))
    assert small.step() == Unknown(("zoe",))
    assert small.step() is None


def test_a_big_server_is_asked_for_nothing_without_need(big: Errands):
    assert big.step() is None


def test_what_is_done_already_is_dropped_and_its_twin_is_not(small: Errands):
    first, second = Send(("bob",), "hi"), Send(("bob",), "hi")
    small.add(first)
    small.add(second)
    assert small.step() == AskRoster(0)
    small.drop(first)
    assert small.unsent == 1
    assert small.step() == AskRoster(0)
    small.take(Roster(1, True, (BOB,)))
    assert small.step() == Addressed((2,), "hi")
    assert small.size == 0


def test_who_is_known_by_id_is_not_asked_for(small: Errands, big: Errands):
    for errands in (small, big):
        errands.add(Say((7, 8), "hi"))
        assert errands.unsent == 1
        assert errands.step() == Addressed((7, 8), "hi")
        assert (errands.waiting, errands.size) == (0, 0)


def test_where_people_become_too_many_pages_are_turned(small: Errands):
    small.add(Send(("bob",), "hi"))
    assert small.step() == AskRoster(0)
    small.turn_pages()
    assert small.step() == AskPeople("bob", "")
    small.take(Roster(5, False, (ANN,)))  # somebody who is shown
    small.take(PeoplePage("bob", "", (BOB,), False))
    assert small.step() == Addressed((2,), "hi")
    small.restart(welcome(known=2), is_new_log=False)
    assert small.step() == AskRoster(0), "all of them"
