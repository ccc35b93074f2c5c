import pytest

from shared.transport.ledger import Sent
from shared.transport.reordering import LEAST_S, Reordering

DELAY_S = 0.010


def sent(*numbers: int) -> list[Sent]:
    return [(number, 1.0, ()) for number in numbers]


def test_who_was_lost_in_earnest_is_never_named() -> None:
    reordering = Reordering()
    reordering.doubt(sent(3, 4))
    assert reordering.take_late(9, 0, DELAY_S, 1.012) == []
    assert reordering.slack_s == 0.0


def test_who_comes_late_is_named_once_and_teaches_patience() -> None:
    reordering = Reordering()
    reordering.doubt(sent(3, 4, 5))
    assert reordering.take_late(9, 1 << 4 | 1 << 5, DELAY_S, 1.014) == sent(3, 4)
    assert reordering.slack_s == pytest.approx(0.004)
    assert reordering.take_late(9, 1 << 4 | 1 << 5, DELAY_S, 1.014) == []
    assert reordering.take_late(5, 0, DELAY_S, 1.012) == sent(5)
    assert reordering.slack_s == pytest.approx(0.004), "the slowest counts"


def test_who_comes_late_but_within_the_delay_teaches_that_order_means_nothing() -> None:
    reordering = Reordering()
    reordering.doubt(sent(3))
    reordering.take_late(3, 0, DELAY_S, 1.001)
    assert reordering.slack_s == LEAST_S


def test_patience_is_bounded_by_the_loss_delay() -> None:
    reordering = Reordering()
    reordering.doubt(sent(3))
    reordering.take_late(3, 0, DELAY_S, 9.0)
    assert reordering.slack_s == DELAY_S


def test_a_mended_line_is_found_out_by_its_losses() -> None:
    reordering = Reordering()
    reordering.doubt(sent(0))
    reordering.take_late(0, 0, DELAY_S, 9.0)
    for number in range(100, 100_000, 1000):
        reordering.doubt(sent(number))
        reordering.take_late(number + 65, 0, DELAY_S, 9.0)  # out of any ACK's sight
    assert reordering.slack_s == 0.0


def test_after_the_last_packet_nobody_is_waited_for() -> None:
    reordering = Reordering()
    reordering.doubt(sent(3))
    reordering.forget()
    assert reordering.take_late(3, 0, DELAY_S, 1.012) == []
