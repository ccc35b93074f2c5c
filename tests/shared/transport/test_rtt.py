import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.transport.rtt import Rtt


def test_begins_with_what_the_handshake_saw() -> None:
    rtt = Rtt(0.1)
    assert rtt.probe_delay() == pytest.approx(0.3)
    assert rtt.loss_delay() == pytest.approx(0.1125)


# (elapsed, ack delay) -> latest, smoothed, variation; worked by hand from RFC 9002, section 5.3.
@pytest.mark.parametrize(
    ("samples", "want"),
    [
        ([(0.010, 0.0)], (0.010, 0.010, 0.005)),
        ([(0.010, 0.004)], (0.010, 0.010, 0.005)),  # never below the lowest seen
        ([(0.010, 0.0), (0.018, 0.0)], (0.018, 0.011, 0.00575)),
        ([(0.010, 0.0), (0.043, 0.025)], (0.018, 0.011, 0.00575)),  # the delay is the peer's
        ([(0.010, 0.0), (0.012, 0.5)], (0.010, 0.010, 0.00375)),  # and its lies gain nothing
    ],
)
def test_samples(samples: list[tuple[float, float]], want: tuple[float, float, float]) -> None:
    rtt = Rtt()
    for elapsed, delay in samples:
        rtt.sample(elapsed, delay)
    assert (rtt.latest, rtt.smoothed, rtt.variation) == pytest.approx(want)


@given(st.lists(st.tuples(st.floats(1e-4, 10), st.floats(0, 10)), min_size=1))
def test_stays_between_lowest_and_highest(samples: list[tuple[float, float]]) -> None:
    rtt = Rtt()
    for sample in samples:
        rtt.sample(*sample)
    elapsed = [sample[0] for sample in samples]
    assert min(elapsed) * 0.999 <= rtt.smoothed <= max(elapsed) * 1.001
    assert rtt.lowest == min(elapsed)
    assert rtt.probe_delay() > rtt.smoothed
