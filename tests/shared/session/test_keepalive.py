import pytest

from shared.session.keepalive import AWAY_S, DROP_S, PING_S, Keepalive


@pytest.mark.parametrize(("draw", "factor"), [(b"\0\0", 0.8), (b"\xff\xff", 1.2)])
def test_pings_after_silence_and_a_spread(draw: bytes, factor: float) -> None:
    keepalive = Keepalive(True, 100.0)
    keepalive.draw_interval(lambda n: draw[:n])
    due = keepalive.wake_at(in_flight=False)
    assert due == pytest.approx(100.0 + factor * PING_S)
    assert keepalive.ping_is_due(False, due)
    assert not keepalive.ping_is_due(False, due - 0.001)
    assert not keepalive.ping_is_due(True, due)
    assert keepalive.wake_at(in_flight=True) == 100.0 + DROP_S


@pytest.mark.parametrize("silent", ["heard_at", "sent_at"])
def test_silence_in_either_direction_counts(silent: str) -> None:
    keepalive = Keepalive(True, 0.0)
    keepalive.heard_at = keepalive.sent_at = 50.0
    setattr(keepalive, silent, 40.0)
    assert keepalive.wake_at(False) == 40.0 + PING_S


def test_who_does_not_ping_notices_absence_once_and_return_once() -> None:
    keepalive = Keepalive(False, 0.0)
    assert not keepalive.ping_is_due(False, 1e9)
    assert keepalive.wake_at(False) == AWAY_S
    assert not keepalive.goes_away(AWAY_S - 1)
    assert keepalive.goes_away(AWAY_S)
    assert not keepalive.goes_away(AWAY_S)
    assert keepalive.wake_at(False) == DROP_S
    assert keepalive.heard(60.0)
    assert not keepalive.heard(61.0)
    assert keepalive.wake_at(False) == 61.0 + AWAY_S


@pytest.mark.parametrize("pings", [True, False])
def test_dead_in_the_end(pings: bool) -> None:
    keepalive = Keepalive(pings, 0.0)
    assert not keepalive.is_dead(DROP_S - 1)
    assert keepalive.is_dead(DROP_S)
