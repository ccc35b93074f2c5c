"""What somebody on the network can do to an established session: nothing.

PARLEY_LONG=1: a million mutated datagrams.
"""

import os
from random import Random

import pytest

from shared.session import established
from shared.session.established import Established
from shared.session.events import Arrived, Event
from shared.transport.lanes import EARLY_FROM_CLIENT
from shared.transport.outbox import FROM_CLIENT, cut
from shared.wire import BadPacket, frames
from tests.support.fakenet import FakeNet, Link
from tests.support.pair import World, make_pair
from tests.support.state import snapshot, weigh

CLIENT, SERVER, EVIL = ("10.0.0.1", 1), ("10.0.0.9", 15000), ("10.6.6.6", 666)
MUTATIONS = 1_000_000 if os.environ.get("PARLEY_LONG") == "1" else 50_000
FORGERIES = MUTATIONS // 5


def packets_of(session: Established) -> list[bytes]:
    """One DATA packet of each kind that chat is made of: alone, packed, a fragment, an ACK."""
    out = []
    for record in (b"hello", b"x" * 2000):
        session.send(1, record)
        out += [data for data, _ in session.datagrams(1.0, 10)]
    session.ping()
    out += [data for data, _ in session.datagrams(1.0, 10)]
    return out


def refuses(session: Established, datagram: bytes) -> bool:
    try:
        session.receive_untrusted(datagram, EVIL, 2.0)
    except BadPacket:
        return True
    return False


def test_every_bit_flip_of_every_packet_changes_nothing() -> None:
    client, server = make_pair(CLIENT, SERVER, Random(1))
    server.receive_untrusted(packets_of(client)[0], CLIENT, 1.0)
    before = snapshot(server)
    for packet in packets_of(client):
        for bit in range(8 * len(packet)):
            at = bit // 8
            flipped = packet[:at] + bytes((packet[at] ^ 1 << bit % 8,)) + packet[at + 1 :]
            assert refuses(server, flipped)
        assert snapshot(server) == before


def test_every_replay_of_a_recorded_session_changes_nothing() -> None:
    world = World(FakeNet(1))
    client, server = world.pair(CLIENT, SERVER, Random(1))
    recorded: list[bytes] = []
    send = world.net.send

    def tap(now: float, sender: tuple[str, int], to: tuple[str, int], data: bytes) -> None:
        recorded.append(data)
        send(now, sender, to, data)

    world.net.send = tap  # type: ignore[method-assign]
    for n in range(200):
        client.session.send(1, b"%d" % n)
        server.session.send(1, b"%d" % n)
        world.run(world.now + 0.02)
    world.run(world.now + 2.0)
    before = snapshot(client.session), snapshot(server.session)
    assert len(recorded) > 400
    for data in recorded:
        assert refuses(client.session, data)
        assert refuses(server.session, data)
    assert (snapshot(client.session), snapshot(server.session)) == before


@pytest.mark.parametrize("kind", [0xFD, 0xFE])
def test_forged_closes_close_nothing(kind: int) -> None:
    client, server = make_pair(CLIENT, SERVER, Random(1))
    server.receive_untrusted(packets_of(client)[0], CLIENT, 1.0)
    before = snapshot(server)
    rng = Random(2)
    close = frames.encode_close(0, "bye").ljust(31, b"\0")
    for _ in range(FORGERIES):
        number = rng.randrange(2**64) if rng.random() < 0.5 else rng.randrange(2000)
        header = bytes((kind,)) + server.cid + number.to_bytes(8)
        assert refuses(server, header + close + rng.randbytes(16))
    assert snapshot(server) == before


def mutate(packet: bytes, rng: Random) -> bytes:
    kind = rng.randrange(5)
    at = rng.randrange(len(packet))
    if kind == 0:
        return packet[:at]
    if kind == 1:
        return packet + rng.randbytes(rng.randrange(1, 100))
    if kind == 2:
        return packet[:at] + rng.randbytes(1 + rng.randrange(8)) + packet[at + 9 :]
    if kind == 3:
        return rng.randbytes(rng.randrange(1500))
    return packet[:17] + rng.randbytes(rng.randrange(1200))


def test_mutated_datagrams_escape_nothing_and_leave_nothing() -> None:
    client, server = make_pair(CLIENT, SERVER, Random(1))
    packets = packets_of(client)
    before, weight = snapshot(server), weigh(server)
    rng = Random(3)
    for n in range(MUTATIONS):
        packet = packets[n % len(packets)]
        mutated = mutate(packet, rng)
        assert mutated == packet or refuses(server, mutated)
    assert snapshot(server) == before
    assert weigh(server) == weight
    for packet in packets:
        server.receive_untrusted(packet, CLIENT, 3.0)
    records = [event.record for event in server.events() if isinstance(event, Arrived)]
    assert records == [b"hello", b"x" * 2000], "and the honest peer is heard"


def test_authentic_nonsense_raises_nothing() -> None:
    rng = Random(4)
    for _ in range(3000):
        client, server = make_pair(CLIENT, SERVER, rng)
        base = frames.encode_run(1, 0, cut(b"hi")) + frames.encode_ack(0, 0.1, 0)
        payload = bytearray(base + rng.randbytes(rng.randrange(40)))
        payload[rng.randrange(len(payload))] = rng.randrange(256)
        datagram = client._sealed.seal(bytes(payload), -1, 0.0)
        server.receive_untrusted(datagram, CLIENT, 1.0)
        server.datagrams(1.0, 10)
        server.events()


def test_an_idle_session_after_chat_is_small() -> None:
    world = World(FakeNet(1, Link(loss=0.1)))
    client, server = world.pair(CLIENT, SERVER, Random(1))
    for n in range(500):
        client.session.send(1, b"%d" % n)
        server.session.send(1, b"%d" % n)
        world.run(world.now + 0.02)
    world.run(world.now + 30.0)
    for host in (client, server):
        assert not [k for k in snapshot(host.session) if ".0" in k and "._flight" in k]
        assert weigh(host.session) < 5_000


def test_a_client_that_leaves_out_the_first_piece_of_each_lane_pins_little() -> None:
    client, server = make_pair(CLIENT, SERVER, Random(1))
    before = weigh(server)
    for lane, window in enumerate(FROM_CLIENT):
        for sequence in range(1, window):
            frame = frames.encode_run(lane, sequence, cut(bytes(1100)))
            server.receive_untrusted(client._sealed.seal(frame, -1, 0.0), CLIENT, 1.0)
            server.datagrams(1.0, 10)
    assert not server.is_closed
    assert weigh(server) - before < EARLY_FROM_CLIENT + 20_000


def test_large_records_of_an_honest_client_arrive_over_a_bad_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More of them at once than the server holds before their turn."""
    monkeypatch.setattr(established, "EARLY_FROM_CLIENT", 20_000)  # a fifth, and full
    world = World(FakeNet(5, Link(loss=0.3)))
    client, server = world.pair(CLIENT, SERVER, Random(1))
    records = [bytes([n]) * 60_000 for n in range(20)]
    got: list[bytes] = []
    waiting = list(records)

    def note(event: Event, now: float) -> None:
        if isinstance(event, Arrived):
            got.append(event.record)

    server.on_event = note
    while len(got) < len(records) and world.now < 120.0:
        while waiting and client.session.send(1, waiting[0]):
            waiting.pop(0)
        world.run(world.now + 0.1)
    assert got == records
    assert world.now < 30.0
