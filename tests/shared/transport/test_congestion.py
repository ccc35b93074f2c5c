from shared.transport.congestion import CEILING, FLOOR, START, Congestion

FINE = (0.005, 0.005)
QUEUED = (0.021, 0.005)


def rounds(
    congestion: Congestion, count: int, lost: int, rtt: tuple[float, float], load: int = 1000
) -> None:
    """Each round acknowledges 10 packets in one ACK and loses some."""
    for n in range(count):
        congestion.lost(lost)
        congestion.acked(10, 10 * n + 9, load, rtt, 10 * n + 10)


def test_slow_start_grows_by_what_is_acknowledged_up_to_the_ceiling() -> None:
    congestion = Congestion()
    rounds(congestion, 3, 0, FINE)
    assert congestion.window == START + 30
    rounds(congestion, 100, 0, FINE)
    assert congestion.window == CEILING


def test_a_window_that_is_not_used_does_not_grow() -> None:
    congestion = Congestion()
    rounds(congestion, 50, 0, FINE, load=2)
    assert congestion.window == START


def test_a_tenth_lost_is_no_signal_more_is() -> None:
    congestion = Congestion()
    rounds(congestion, 3, 1, FINE)
    assert congestion.window == START + 30
    congestion = Congestion()
    rounds(congestion, 3, 3, FINE)
    assert congestion.window < START + 30


def test_loss_of_thin_traffic_is_no_signal() -> None:
    congestion = Congestion()
    rounds(congestion, 50, 9, FINE, load=2)
    assert congestion.window == START


def test_delay_that_every_packet_met_is_a_signal_down_to_the_floor() -> None:
    congestion = Congestion()
    rounds(congestion, 1, 0, QUEUED, load=2)
    assert congestion.window == START * 0.7
    rounds(congestion, 100, 0, QUEUED, load=2)
    assert congestion.window == FLOOR


def test_one_lucky_packet_clears_the_round() -> None:
    congestion = Congestion()
    congestion.acked(1, -1, 2, FINE, 1)  # round open: largest is before its end
    congestion.acked(1, 0, 2, QUEUED, 1)
    assert congestion.window == START


def test_reduced_once_per_round() -> None:
    congestion = Congestion()
    rounds(congestion, 1, 0, FINE, load=2)  # the next round ends at packet 10
    for number in range(10):
        congestion.lost(1)
        congestion.acked(1, number, 2, QUEUED, 20)
    assert congestion.window == START
    congestion.acked(1, 10, 2, QUEUED, 20)
    assert congestion.window == START * 0.7


def test_a_window_that_shrank_for_packets_that_arrived_after_all_comes_back() -> None:
    congestion = Congestion()
    rounds(congestion, 1, 5, FINE)
    shrunk = congestion.window
    assert shrunk < START + 10
    congestion.unsay(2)
    assert congestion.window == shrunk
    congestion.unsay(1)
    assert congestion.window == START + 10
    rounds(congestion, 1, 0, FINE)
    assert START + 10 < congestion.window < START + 12, "slowly from here on"


def test_what_is_unsaid_in_its_round_shrinks_nothing() -> None:
    congestion = Congestion()
    congestion.lost(5)
    congestion.unsay(5)
    rounds(congestion, 1, 0, FINE)
    assert congestion.window == START + 10
