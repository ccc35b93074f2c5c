import pytest

from shared.session.keys import ReceiveKeys, SendKeys
from shared.session.sealed import MAX_DATAGRAM, MIN_DATAGRAM, Sealed
from shared.wire import BadPacket
from shared.wire.frames import MAX_PAYLOAD
from tests.support.sealing import TestKey, TestReplay

A, B = b"A" * 8, b"B" * 8


def end(cid: bytes, peer_cid: bytes) -> Sealed:
    keys = SendKeys(TestKey(bytes(32)), 0.0), ReceiveKeys(TestKey(bytes(32)))
    return Sealed(cid, peer_cid, *keys, TestReplay())


def test_layout() -> None:
    datagram = end(A, B).seal(b"\x01", -1, 0.0)
    assert datagram[:17] == b"\xfd" + B + bytes(8)
    assert len(datagram) == MIN_DATAGRAM == 64


def test_sizes() -> None:
    alice, bob = end(A, B), end(B, A)
    largest = alice.seal(b"x" * MAX_PAYLOAD, -1, 0.0)
    assert len(largest) == MAX_DATAGRAM == 1200
    assert bob.open_untrusted(largest) == (0, b"x" * MAX_PAYLOAD)
    with pytest.raises(BadPacket):
        bob.open_untrusted(largest + b"x")
    with pytest.raises(BadPacket):
        bob.open_untrusted(largest[: MIN_DATAGRAM - 1])


def test_numbers_count_and_never_open_twice() -> None:
    alice, bob = end(A, B), end(B, A)
    packets = [alice.seal(b"%d" % n, -1, 0.0) for n in range(3)]
    assert [bob.open_untrusted(p)[0] for p in reversed(packets)] == [2, 1, 0]
    for packet in packets:
        with pytest.raises(BadPacket):
            bob.open_untrusted(packet)


def test_another_sessions_packet_is_refused() -> None:
    with pytest.raises(BadPacket):
        end(A, B).open_untrusted(end(A, B).seal(b"\x01", -1, 0.0))


def test_a_forged_number_does_not_use_up_the_real_one() -> None:
    alice, bob = end(A, B), end(B, A)
    packet = alice.seal(b"\x01", -1, 0.0)
    with pytest.raises(BadPacket):
        bob.open_untrusted(packet[:-1] + bytes((packet[-1] ^ 1,)))
    assert bob.open_untrusted(packet)[0] == 0
