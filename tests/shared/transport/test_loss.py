import pytest

from shared.transport.loss import LossEstimate, probe_after


def test_estimate_follows_the_line() -> None:
    estimate = LossEstimate()
    for _ in range(40):
        estimate.note(acked=7, lost=3)
    assert 0.2 < estimate.share < 0.4
    estimate.note(acked=100, lost=0)
    assert estimate.share < 0.02


def test_one_loss_alone_is_between_quiet_and_redundant() -> None:
    estimate = LossEstimate()
    estimate.note(acked=0, lost=1)
    assert 0.02 < estimate.share < 0.05


@pytest.mark.parametrize(
    ("base_s", "loss", "count", "silent_s", "want_s"),
    [
        (0.006, 0.0, 0, 0.0, 0.031),  # the peer may delay its ACK
        (0.006, 0.03, 0, 0.0, 0.015),  # it will not, and 15 ms is the least
        (0.020, 0.03, 2, 0.0, 0.080),
        (0.020, 0.30, 0, 0.0, 0.020),
        (0.020, 0.30, 1, 0.0, 0.020),  # each step twice
        (0.020, 0.30, 5, 0.0, 0.080),
        (0.020, 0.51, 3, 0.0, 0.020),  # each step four times
        (0.020, 0.51, 8, 0.0, 0.080),
        (0.020, 1.00, 8, 0.0, 0.040),
        (0.020, 0.03, 9, 9.9, 1.0),
        (0.020, 0.03, 9, 10.0, 2.0),
        (0.020, 0.03, 10_000, 10.0, 2.0),
    ],
)
def test_probe_times(
    base_s: float, loss: float, count: int, silent_s: float, want_s: float
) -> None:
    assert probe_after(base_s, 0.025, loss, count, silent_s) == pytest.approx(want_s)


def test_a_loss_unsaid_leaves_next_to_nothing() -> None:
    estimate = LossEstimate()
    estimate.note(acked=0, lost=3)
    estimate.unsay(3)
    assert estimate.share < 0.01
    estimate.unsay(99)
    assert estimate.share == 0.0
