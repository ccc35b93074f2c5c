from math import inf

import pytest

from shared.transport.recovery import Recovery
from shared.transport.rtt import Rtt


def flight(*at: float) -> Recovery:
    recovery = Recovery(Rtt(0.010))
    for number, when in enumerate(at):
        recovery.ledger.note(number, (), when)
    return recovery


def test_an_ack_settles_samples_and_stops_the_timer() -> None:
    recovery = flight(1.0)
    assert recovery.probe_at(1.0) == pytest.approx(1.0 + 0.030 + 0.025)
    acked, lost = recovery.on_ack(0, 0.0, 0, 1, 1.006)
    assert [sent[0] for sent in acked] == [0]
    assert not lost
    assert recovery.rtt.smoothed == pytest.approx(0.006)
    assert (recovery.probe_at(1.0), recovery.loss_at) == (inf, inf)


def test_three_later_packets_make_a_loss() -> None:
    recovery = flight(1.0, 1.0, 1.0, 1.0)
    assert [sent[0] for sent in recovery.on_ack(3, 0.0, 0b011, 4, 1.001)[1]] == [0]


def test_one_later_packet_makes_a_loss_after_a_while() -> None:
    recovery = flight(1.0, 1.0)
    assert recovery.on_ack(1, 0.0, 0, 2, 1.008)[1] == []
    assert recovery.loss_at == pytest.approx(1.009)
    assert [sent[0] for sent in recovery.on_loss_timer(recovery.loss_at)] == [0]
    assert (recovery.loss_at, recovery.probe_at(1.0)) == (inf, inf)


@pytest.mark.parametrize("start", [0.1 * n for n in range(1, 60)])
def test_the_loss_timer_never_fires_in_vain(start: float) -> None:
    recovery = flight(start, start)
    recovery.on_ack(1, 0.0, 0, 2, start + 0.0071)
    assert recovery.on_loss_timer(recovery.loss_at), "rounding must not make it fire for ever"


def test_probes_back_off_and_an_ack_resets_them() -> None:
    recovery = flight(1.0)
    waits = []
    for number in range(1, 5):
        now = recovery.probe_at(1.0)
        recovery.on_probe_timer(number)
        recovery.ledger.note(number, (), now)
        waits.append(recovery.probe_at(1.0) - now)
    assert waits == pytest.approx([0.110, 0.220, 0.440, 0.880])
    recovery.on_ack(4, 0.0, 0, 5, now + 0.006)
    recovery.ledger.note(5, (), now)
    assert recovery.probe_at(now) - now < 0.110


def test_lost_acks_do_not_close_the_window() -> None:
    recovery = flight(*[1.0] * 12)
    assert recovery.ledger.load == 12
    recovery.on_probe_timer(12)
    assert (recovery.ledger.load, len(recovery.ledger)) == (0, 12)


def test_an_old_packet_gives_no_sample() -> None:
    recovery = flight(1.0, 5.0)
    recovery.on_ack(7, 0.0, 1 << 6, 9, 5.006)  # its largest is a packet that elicits no ACK
    assert recovery.rtt.smoothed == 0.010


def test_restart_hands_back_what_flew_and_forgets_the_path() -> None:
    recovery = flight(1.0, 1.0)
    assert [sent[0] for sent in recovery.restart(Rtt(0.2))] == [0, 1]
    assert (recovery.probe_at(1.0), recovery.rtt.smoothed, recovery.ledger.load) == (inf, 0.2, 0)


def test_a_packet_that_was_only_overtaken_is_told_as_arrived_and_not_blamed() -> None:
    recovery = flight(*[1.0] * 6)
    assert [sent[0] for sent in recovery.on_ack(3, 0.0, 0b011, 6, 1.008)[1]] == [0]
    acked, lost = recovery.on_ack(4, 0.0, 0b1111, 6, 1.009)
    assert ([sent[0] for sent in acked], lost) == ([0, 4], [])
    assert recovery.loss.share < 0.002
    for number in range(6, 10):
        recovery.ledger.note(number, (), 1.010)
    assert recovery.on_ack(9, 0.0, 0b1000, 10, 1.014)[1] == [], "three behind means nothing here"
    assert [sent[0] for sent in recovery.on_loss_timer(recovery.loss_at)] == [6, 7, 8]
