from math import inf

import pytest

from shared.session.sending import ASKS_AT, Sending
from shared.transport import Violation
from shared.transport.lanes import BULK, CHAT
from shared.transport.outbox import cut
from shared.wire import frames


def kinds(plaintext: bytes | None) -> list[int]:
    assert plaintext is not None
    return [frame[0] for frame in frames.decode_untrusted(plaintext)]


def test_silent_without_reason() -> None:
    sending = Sending(0.01)
    assert sending.compose(0, 1.0) is None
    assert sending.wake_at(1.0) == inf


def test_an_ack_waits_for_company_then_goes_alone() -> None:
    sending = Sending(0.01)
    sending.received.note(0, True, 1.0)
    assert sending.compose(0, 1.0) is None
    assert kinds(sending.compose(0, sending.wake_at(0.0))) == [frames.ACK]
    assert sending.wake_at(1.0) == inf, "an ACK asks for no ACK"
    sending.received.note(1, True, 2.0)
    sending.lanes.outboxes[CHAT].push(cut(b"x"))
    assert kinds(sending.compose(1, 2.0)) == [frames.ACK, frames.RUN]


def test_a_probe_with_nothing_to_repeat_pings() -> None:
    sending = Sending(0.01)
    sending.is_ping_due = True
    assert kinds(sending.compose(0, 1.0)) == [frames.PING]
    now = sending.wake_at(1.0)
    sending.run_timers(1, 1.0, now)
    assert kinds(sending.compose(1, now)) == [frames.PING]


def test_lossy_lines_repeat_chat_and_acks() -> None:
    sending = Sending(0.01)
    sending.recovery.loss.note(acked=0, lost=5)
    sending.received.note(0, True, 1.0)
    chat = sending.lanes.outboxes[CHAT]
    for n in range(2):
        chat.push(cut(b"%d" % n))
        last = sending.compose(n, 1.0)
    assert kinds(last) == [frames.ACK, frames.RUN, frames.RUN]


def test_bulk_fills_most_of_the_window_and_chat_still_goes() -> None:
    sending = Sending(0.01)
    bulk = sending.lanes.outboxes[BULK]
    bulk.push(cut(b"x" * 1100) * 20)
    sent = 0
    while sending.compose(sent, 1.0) is not None:
        sent += 1
    assert sent == 9
    sending.lanes.outboxes[CHAT].push(cut(b"chat"))
    assert kinds(sending.compose(sent, 1.0)) == [frames.RUN, frames.PING]


def test_an_ack_from_the_future_is_a_violation() -> None:
    with pytest.raises(Violation):
        Sending(0.01).on_ack(0, 0.0, 0, 0, 1.0)


def test_restart_sends_again_what_flew() -> None:
    sending = Sending(0.01)
    sending.lanes.outboxes[CHAT].push(cut(b"x"))
    sending.compose(0, 1.0)
    assert sending.compose(1, 1.0) is None
    sending.restart(0.02)
    assert kinds(sending.compose(1, 1.0)) == [frames.RUN]


def test_a_ping_finds_no_room_in_a_full_packet_and_needs_none() -> None:
    sending = Sending(0.01)
    sending.is_ping_due = True
    sending.lanes.outboxes[CHAT].push(
        cut(b"x" * 1100) + cut(b"y" * (frames.MAX_PAYLOAD - 1100 - 14))
    )
    plaintext = sending.compose(0, 1.0)
    assert kinds(plaintext) == [frames.RUN, frames.RUN]
    assert len(plaintext or b"") == frames.MAX_PAYLOAD


def test_says_whether_a_further_packet_is_worth_a_try() -> None:
    sending = Sending(0.01)
    chat = sending.lanes.outboxes[CHAT]
    chat.push(cut(b"x" * 1100) * 2)
    assert [kinds(sending.compose(0, 1.0)), sending.is_more] == [[frames.RUN], True]
    assert [kinds(sending.compose(1, 1.0)), sending.is_more] == [[frames.RUN], False]


def test_chat_alone_fills_its_packets_keeps_to_the_window_and_is_noted() -> None:
    sending = Sending(0.01)
    chat = sending.lanes.outboxes[CHAT]
    chat.push(cut(b"x" * 370) * 40)
    packets = []
    while (plaintext := sending.compose(len(packets), 1.0)) is not None:
        packets.append(kinds(plaintext))
        assert sending.is_more == (chat.fresh < chat.next)
    full, asking = [frames.RUN] * 3, [frames.RUN] * 3 + [frames.PING]
    assert packets == [full] * 8 + [asking] + [full] * 3, "3 in a packet, 12 in flight"
    sending.on_ack(11, 0.0, (1 << 11) - 1, 12, 1.01)
    assert (chat.base, chat.fresh) == (36, 36)
    assert kinds(sending.compose(12, 1.01)) == [frames.RUN] * 3


def test_half_a_lane_of_records_unacknowledged_asks_too() -> None:
    """Its window would be full long before that of the line."""
    sending = Sending(0.01)
    chat = sending.lanes.outboxes[CHAT]
    asked: list[bool] = []
    while len(asked) < 8:  # 256 pieces, 32 in each
        chat.push(cut(b"x") * 32)
        asked.append(kinds(sending.compose(len(asked), 1.0))[-1] == frames.PING)
    assert asked == [False] * 7 + [True]
    assert sending.recovery.ledger.load < ASKS_AT * sending.recovery.congestion.window
    sending.on_ack(7, 0.0, 0b1111111, 8, 1.01)
    again = []
    for number in range(8, 25):
        chat.push(cut(b"new"))
        again.append(kinds(sending.compose(number, 1.01))[-1] == frames.PING)
    assert again.count(True) == 1, "and once more after an ACK"
