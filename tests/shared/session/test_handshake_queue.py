import pytest

from shared.net.path import Path
from shared.session.handshake_queue import MAX_WAITING, HandshakeQueue
from shared.session.source_limits import MAX_HALF_OPEN
from shared.wire import BadPacket

HERE = Path(("192.0.2.7", 4000))
LOOPBACK = Path(("127.0.0.1", 4000))


def test_first_come_first_served() -> None:
    queue = HandshakeQueue()
    for datagram in (b"a", b"b", b"c"):
        queue.push_untrusted(datagram, HERE)
    assert [queue.pop() for _ in range(len(queue))] == [(b"a", HERE), (b"b", HERE), (b"c", HERE)]
    assert not queue


def test_a_repetition_waits_once_and_keeps_its_place() -> None:
    queue = HandshakeQueue()
    for datagram in (b"a", b"b", b"a"):
        queue.push_untrusted(datagram, HERE)
    assert queue.holds(b"a", HERE)
    assert not queue.holds(b"a", LOOPBACK)
    assert [queue.pop()[0] for _ in range(len(queue))] == [b"a", b"b"]
    assert not queue.holds(b"a", HERE)


def test_no_network_takes_all_places() -> None:
    queue = HandshakeQueue()
    for n in range(MAX_HALF_OPEN):
        queue.push_untrusted(b"%d" % n, Path((f"2001:db8::{n}", 4000)))
    with pytest.raises(BadPacket):
        queue.push_untrusted(b"one more", Path(("2001:db8::ffff", 4000)))
    queue.push_untrusted(b"another network", Path(("2001:db8:0:1::1", 4000)))
    queue.pop()
    queue.push_untrusted(b"one more", Path(("2001:db8::ffff", 4000)))


def test_when_full_the_newest_is_dropped() -> None:
    queue = HandshakeQueue()
    for n in range(MAX_WAITING):
        queue.push_untrusted(b"%d" % n, LOOPBACK)
    with pytest.raises(BadPacket):
        queue.push_untrusted(b"too late", HERE)
    assert [queue.pop()[0] for _ in range(len(queue))] == [b"%d" % n for n in range(MAX_WAITING)]
