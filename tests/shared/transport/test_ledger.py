import pytest

from shared.transport.ledger import Ledger, stated


def ledger_of(*numbers: int) -> Ledger:
    ledger = Ledger()
    for number in numbers:
        ledger.note(number, ((1, number, number + 1),), float(number))
    return ledger


@pytest.mark.parametrize(
    ("largest", "bitmap", "acked"),
    [
        (0, 0, [0]),
        (3, 0, [3]),
        (3, 0b111, [0, 1, 2, 3]),
        (3, 0b101, [0, 2, 3]),
        (70, 0, []),
        (9, 1 << 8, [0]),
    ],
)
def test_acks_take_exactly_what_they_name(largest: int, bitmap: int, acked: list[int]) -> None:
    ledger = ledger_of(0, 1, 2, 3)
    assert [sent[0] for sent in ledger.take_acked(largest, bitmap)] == acked
    assert len(ledger) == 4 - len(acked)
    assert ledger.take_acked(largest, bitmap) == [], "told once"


def test_facts_come_back() -> None:
    assert ledger_of(7).take_acked(7, 0) == [(7, 7.0, ((1, 7, 8),))]


# Packets 0..4 sent at second 0..4, 4 has arrived.
@pytest.mark.parametrize(
    ("below", "delay_s", "now", "lost"),
    [
        (-1, 9.0, 4.0, []),
        (1, 9.0, 4.0, [0, 1]),
        (-1, 2.0, 4.0, [0, 1, 2]),
        (-1, 0.0, 9.0, [0, 1, 2, 3, 4]),
    ],
)
def test_losses(below: int, delay_s: float, now: float, lost: list[int]) -> None:
    ledger = ledger_of(0, 1, 2, 3, 4, 5)
    assert [sent[0] for sent in ledger.take_lost(below, delay_s, 4, now)] == lost


def test_what_is_newer_than_the_acknowledged_is_never_lost() -> None:
    assert ledger_of(5, 6).take_lost(4, 0.0, 4, 100.0) == []


def test_written_off_packets_are_no_load_but_not_forgotten() -> None:
    ledger = ledger_of(0, 1, 2)
    ledger.write_off(3)
    assert (ledger.load, len(ledger)) == (0, 3)
    ledger.note(3, (), 3.0)
    assert ledger.load == 1
    ledger.take_acked(1, 0)
    assert (ledger.load, len(ledger)) == (1, 3)
    assert len(ledger.take_all()) == 3
    assert (ledger.load, len(ledger)) == (0, 0)
    ledger.note(4, (), 4.0)
    assert ledger.load == 1


def test_oldest() -> None:
    assert ledger_of(2, 3).oldest_at(9) == 2.0
    assert ledger_of(2, 3).oldest_at(2) is None
    assert Ledger().oldest_at(9) is None


def test_runs_that_follow_one_another_are_joined() -> None:
    packets = [(1, 0.0, ((1, 3, 5), (3, 0, 1))), (2, 0.0, ((1, 5, 6),)), (4, 0.0, ((1, 6, 9),))]
    assert stated(packets) == [(1, 3, 5), (3, 0, 1), (1, 5, 9)]
    assert stated([]) == []
