from collections.abc import Sequence

import pytest

from chatserver.doors.netcat import TOLD_AFTER_S
from chatserver.effects import Effect, Report, Warn
from chatserver.log.memory import MemoryLog
from chatserver.runtime import BATCH
from chatserver.turnstile import COMMANDS_PER_PEER
from shared.chat import Entry, Mistake, Say
from tests.support.house import House, home
from tests.support.playbook import LateLog


def test_a_batch_is_committed_once_and_applied_before_commit_returns() -> None:
    batches: list[int] = []

    class CountingLog(MemoryLog):
        def append(self, entries: Sequence[Entry]) -> None:
            batches.append(len(entries))
            super().append(entries)

    house = House(log=CountingLog())
    house.gets("hello\n", home(4001))
    batches.clear()
    (person,) = house.hub.people
    for _ in range(3):
        house.runtime.command(person.peer, Say(("everyone",), "x"), house.now)
    assert not house.lobby.out
    house.runtime.commit(house.now)
    assert batches == [3]
    assert len(house.lobby.out) == 3


def test_an_answer_stands_behind_what_was_said_before() -> None:
    house = House()
    house.gets("/nick bob\n", home(4001))
    (person,) = house.hub.people
    for command in (Say(("everyone",), "first"), Mistake("what?"), Say(("everyone",), "last")):
        house.runtime.command(person.peer, command, house.now)
    house.runtime.commit(house.now)
    told = [datagram for datagram, _ in house.lobby.out]
    assert told == [b"bob: first\n", b"error - what?\n", b"bob: last\n"]


def test_a_batch_that_grows_is_committed_before_the_turn_is_over() -> None:
    house = House()
    house.gets("/nick bob\n", home(4001))
    (person,) = house.hub.people
    for n in range(BATCH + 1):
        assert bool(house.lobby.out) == (n == BATCH)
        house.runtime.command(person.peer, Say(("everyone",), "x"), house.now)
    assert len(house.lobby.out) == BATCH


def test_at_the_end_all_that_was_said_is_settled() -> None:
    class SlowLog(LateLog):
        def close(self) -> None:
            self.settle()

    log = SlowLog()
    house = House(log=log)
    house.gets("\n", home(4001))
    log.settle()
    house.gets("hello\n", home(4001))
    assert house.runtime.is_waiting
    house.runtime.finish(house.now)
    assert not house.runtime.is_waiting
    assert [datagram[5:] for datagram, _ in house.lobby.out] == [b": hello\n"]


def test_a_log_that_never_answers_does_not_keep_the_server() -> None:
    class DeadLog(LateLog):
        def close(self) -> None:
            pass

    house = House(log=DeadLog())
    house.gets("hello\n", home(4001))
    house.runtime.finish(house.now)
    assert house.runtime.is_waiting


def test_what_follows_from_an_outcome_is_committed_in_the_same_turn() -> None:
    house = House()
    assert house.gets("/nick bob\nhi\n", home(4001))[-1] == b"bob: hi\n"


def test_nothing_happens_until_a_late_log_answers() -> None:
    log = LateLog()
    house = House(log=log)
    assert house.gets("hello\n", home(4001)) == []
    assert house.names() == []
    log.settle()
    house.turn()
    assert len(house.names()) == 1
    log.settle()
    assert house.turn()[home(4001)][0].endswith(b": hello\n")


def test_whoever_waits_for_what_was_done_hears_when_it_has_happened() -> None:
    log = LateLog()
    house = House(log=log)
    told: list[list[str]] = []
    house.runtime.settle(lambda: told.append(house.names()), house.now)
    assert told == [[]], "nothing was on its way"
    house.gets("/nick bob\n", home(4001))
    while log.held:
        log.settle()
        house.turn()
    (bob,) = house.hub.people
    house.runtime.perform(house.hub.dismiss(bob, "kicked"), house.now)
    house.runtime.settle(lambda: told.append(house.names()), house.now)
    house.turn()
    assert told == [[]]
    log.settle()
    house.turn()
    assert told == [[], []]
    house.runtime.settle(lambda: told.append(["again"]), house.now)
    assert told == [[], [], ["again"]]


def test_what_a_newcomer_says_while_the_log_is_late_waits_and_what_is_dropped_is_told() -> None:
    log = LateLog()
    house = House(log=log)
    sent = [str(number) for number in range(COMMANDS_PER_PEER + 6)]
    for at in range(0, len(sent), 14):
        house.gets("\n".join(sent[at : at + 14]) + "\n", home(4001))
    assert house.names() == []
    told = b"".join(house.wait(TOLD_AFTER_S).get(home(4001), []))
    heard = b""
    while log.held:
        log.settle()
        heard += b"".join(house.turn().get(home(4001), []))
    said = [line.split(b": ")[1] for line in heard.splitlines()]
    assert said == [text.encode() for text in sent[: len(said)]]
    assert told == b"error - too fast, %d lines dropped\n" % (len(sent) - len(said))
    assert len(said) >= COMMANDS_PER_PEER - 1, "the sign of life is a command, too"


def test_who_was_not_let_in_is_told_so_once_whatever_they_said_meanwhile() -> None:
    log = LateLog()
    house = House(log=log)
    house.gets(b"hello\nis anybody here?\n", home(4001))
    log.settle(fails=lambda entry: True)
    assert house.turn() == {home(4001): [b"error - server full\n"]}
    assert not house.turnstile.waiting


def test_a_failed_entry_is_told_to_its_author() -> None:
    log = LateLog()
    house = House(log=log)
    house.gets("\n", home(4001))
    log.settle()
    house.turn()
    house.gets("hello\n", home(4001))
    log.settle(fails=lambda entry: True)
    assert house.turn()[home(4001)] == [b"not saved, please send it again later\n"]


def test_lines_go_where_they_belong() -> None:
    house = House()
    house.runtime.perform([Report("join: bob"), Warn("full")], 0.0)
    assert (house.reports, house.warnings) == (["join: bob"], ["full"])


def test_an_effect_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="no such effect: Effect"):
        House().runtime.perform([Effect()], 0.0)
