import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.ratchet import (
    PACKETS_PER_PHASE,
    SECONDS_PER_PHASE,
    ReceiveRatchet,
    SendRatchet,
)
from shared.crypto.seal import SealKey
from shared.wire import BadPacket

KEY = bytes(range(32))
KEEP_S = 0.3
Packet = tuple[int, int, bytes]  # phase, number, sealed


def sealed(sender: SendRatchet, number: int, now: float, acked: int | None = None) -> Packet:
    sender.turn(number, number - 1 if acked is None else acked, now)
    return sender.phase, number, sender.seal(number, b"h", b"%d" % number)


def opens(receiver: ReceiveRatchet, packet: Packet, now: float) -> bool:
    phase, number, content = packet
    try:
        plaintext = receiver.open_untrusted(phase, number, b"h", content, now, KEEP_S)
    except BadPacket:
        return False
    return plaintext == b"%d" % number


@pytest.mark.parametrize(
    ("number", "acked", "now", "phase"),
    [
        (1, 0, SECONDS_PER_PHASE - 1, 0),
        (1, 0, SECONDS_PER_PHASE, 1),
        (PACKETS_PER_PHASE - 1, 5, 1.0, 0),
        (PACKETS_PER_PHASE, 5, 1.0, 1),
        (PACKETS_PER_PHASE, -1, 1.0, 0),  # nothing of this phase is acknowledged
        (7, -1, SECONDS_PER_PHASE * 3, 0),
    ],
)
def test_turns_when_worn_or_old_and_heard(number: int, acked: int, now: float, phase: int) -> None:
    sender = SendRatchet(SealKey(KEY), 0.0)
    sender.turn(number, acked, now)
    assert sender.phase == phase


def test_does_not_turn_twice_before_the_new_phase_is_acknowledged() -> None:
    sender = SendRatchet(SealKey(KEY), 0.0)
    sender.turn(10, 9, SECONDS_PER_PHASE)
    sender.turn(11, 9, SECONDS_PER_PHASE * 2)
    assert sender.phase == 1
    sender.turn(12, 10, SECONDS_PER_PHASE * 2)
    assert sender.phase == 0


def test_the_receiver_follows_through_many_phases() -> None:
    sender, receiver = SendRatchet(SealKey(KEY), 0.0), ReceiveRatchet(SealKey(KEY))
    for number in range(50):
        now = number * SECONDS_PER_PHASE / 3
        assert opens(receiver, sealed(sender, number, now), now)
        assert receiver.phase == sender.phase


def test_the_last_phase_opens_for_a_while() -> None:
    sender, receiver = SendRatchet(SealKey(KEY), 0.0), ReceiveRatchet(SealKey(KEY))
    late = [sealed(sender, number, 0.0) for number in range(3)]
    now = SECONDS_PER_PHASE
    assert opens(receiver, sealed(sender, 3, now), now)
    assert opens(receiver, late[1], now + KEEP_S / 2)
    assert not opens(receiver, late[2], now + KEEP_S)
    assert not opens(receiver, late[0], now + KEEP_S / 2)  # once gone it stays gone


def test_packets_of_the_new_phase_may_overtake_its_first() -> None:
    sender, receiver = SendRatchet(SealKey(KEY), 0.0), ReceiveRatchet(SealKey(KEY))
    old = sealed(sender, 0, 0.0)
    now = SECONDS_PER_PHASE
    new = [sealed(sender, number, now) for number in (1, 2, 3)]
    for packet in (new[2], new[0], old, new[1]):
        assert opens(receiver, packet, now)


@given(st.sampled_from([0, 1]), st.integers(0, 2**63), st.binary(max_size=60))
def test_a_strangers_packet_changes_nothing(phase: int, number: int, content: bytes) -> None:
    sender, receiver = SendRatchet(SealKey(KEY), 0.0), ReceiveRatchet(SealKey(KEY))
    first = sealed(sender, 0, 0.0)
    second = sealed(sender, 1, SECONDS_PER_PHASE)
    assert not opens(receiver, (phase, number, content), 0.0)
    assert receiver.phase == 0
    assert opens(receiver, first, 0.0)
    assert opens(receiver, second, SECONDS_PER_PHASE)
    assert not opens(receiver, (phase, number, content), SECONDS_PER_PHASE)
    assert receiver.phase == 1


def test_rest_keeps_both_directions_going() -> None:
    sender, receiver = SendRatchet(SealKey(KEY), 0.0), ReceiveRatchet(SealKey(KEY))
    assert opens(receiver, sealed(sender, 0, 0.0), 0.0)
    sender.rest()
    receiver.rest()
    assert opens(receiver, sealed(sender, 1, 0.0), 0.0)
