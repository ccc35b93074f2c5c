"""Conversations between two ends of a session on a perfect or hand-made network."""

from random import Random

import pytest

from shared.session.established import CLOSE_REPEATS, Established
from shared.session.events import (
    CLOSE_SILENT,
    CLOSE_VIOLATION,
    Arrived,
    CameBack,
    Closed,
    Confirmed,
    Event,
    Moved,
    RoomMade,
    WentAway,
)
from shared.transport.outbox import FROM_CLIENT, MAX_RECORD, cut
from shared.wire import BadPacket, frames
from tests.support.fakenet import FakeNet, Link
from tests.support.pair import Host, World, make_pair
from tests.support.state import weigh

HOME, ELSEWHERE, SERVER = ("10.0.0.1", 1), ("10.0.0.7", 7), ("10.0.0.9", 15000)
STEADY = Link(delay=(0.002, 0.002))


class Told:
    """Collects a host's events."""

    def __init__(self, host: Host) -> None:
        self.events: list[Event] = []
        host.on_event = lambda event, now: self.events.append(event)

    @property
    def records(self) -> list[bytes]:
        return [event.record for event in self.events if isinstance(event, Arrived)]

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


def make_world(link: Link = STEADY, seed: int = 1) -> tuple[World, Host, Host, Told, Told]:
    world = World(FakeNet(seed, link))
    client, server = world.pair(HOME, SERVER, Random(seed))
    return world, client, server, Told(client), Told(server)


def craft(session: Established, payload: bytes) -> bytes:
    """A datagram that is authentic for the peer of `session`, with frames of our choice."""
    return session._sealed.seal(payload, -1, 0.0)


def test_the_server_confirms_the_handshake_even_when_that_is_lost() -> None:
    world, _, _, client_told, _ = make_world(Link(loss=0.6))
    world.run(10.0)
    assert Confirmed() in client_told.events


@pytest.mark.parametrize("lane", [0, 1, 2])
@pytest.mark.parametrize("size", [1, 100, 1100, 1101, 64 * 1024, MAX_RECORD])
def test_records_of_any_size_arrive_on_any_lane(lane: int, size: int) -> None:
    world, client, server, client_told, server_told = make_world()
    record = Random(size).randbytes(size)
    assert client.session.send(lane, record)
    assert server.session.send(lane, cut(record))
    world.run(5.0)
    assert client_told.records == server_told.records == [record]


def test_a_lane_refuses_when_full_and_says_when_it_has_room() -> None:
    world, client, _, client_told, server_told = make_world()
    sent = 0
    while client.session.send(1, b"%d" % sent):
        sent += 1
    assert sent == FROM_CLIENT[1]
    assert client.session.room(1) == 0
    assert client.session.room(2) == FROM_CLIENT[2], "lanes are credited on their own"
    world.run(5.0)
    assert client_told.of(RoomMade) == [RoomMade(1)]
    assert len(server_told.records) == sent


def test_held_credit_stops_a_lane_and_release_resumes_it() -> None:
    world, client, server, client_told, server_told = make_world()
    server.session.hold(1, True)
    while client.session.send(1, b"x"):
        pass
    world.run(5.0)
    assert client.session.room(1) == 0
    assert client_told.of(RoomMade) == []
    server.session.hold(1, False)
    world.run(10.0)
    assert client_told.of(RoomMade) == [RoomMade(1)]
    assert len(server_told.records) == FROM_CLIENT[1]


def test_a_receiver_that_is_gone_costs_a_window_and_few_datagrams() -> None:
    world, client, server, _, _ = make_world()
    world.run(1.0)
    world.net.partition(HOME, SERVER)
    record = (b"x" * 100,)
    while server.session.send(1, record):
        pass
    before = server.datagrams
    world.run(60.0)
    assert server.datagrams - before < 100
    assert not server.session.send(1, record)
    assert client.session.heard_at < 2.0


def test_bulk_does_not_delay_chat() -> None:
    slow = Link(delay=(0.010, 0.010))
    world, client, _, _, server_told = make_world(slow)
    world.run(1.0)
    for _ in range(4):
        client.session.send(2, b"b" * 40_000)
    world.run(1.005)
    client.session.send(1, b"chat")
    world.flush(client)
    world.run(1.0151)
    assert b"chat" in server_told.records


def test_packs_many_small_records_into_one_datagram() -> None:
    world, client, _, _, server_told = make_world()
    world.run(1.0)
    before = client.datagrams
    for n in range(10):
        client.session.send(1, b"record %d" % n)
    world.flush(client)
    assert client.datagrams == before + 1
    world.run(2.0)
    assert len(server_told.records) == 10


def test_idle_line_pings_and_stays() -> None:
    world, client, server, client_told, server_told = make_world()
    world.run(600.0)
    assert client_told.events == [Confirmed()]
    assert server_told.events == []
    assert 600 / 18 - 1 <= client.datagrams - 1 <= 600 / 12 + 1
    assert server.datagrams == client.datagrams


def test_away_back_and_dropped() -> None:
    world, _, _, client_told, server_told = make_world()
    world.run(1.0)
    world.net.partition(HOME, SERVER)
    world.run(60.0)
    assert server_told.events == [WentAway()]
    world.net.partition(HOME, SERVER, is_cut=False)
    world.run(80.0)
    assert server_told.events == [WentAway(), CameBack()]
    world.net.partition(HOME, SERVER)
    world.run(300.0)
    gone = Closed(CLOSE_SILENT, "nothing heard", by_peer=False)
    assert server_told.events[2:] == [WentAway(), gone]
    assert client_told.events[-1] == gone


def test_close_is_told_and_repeated_to_who_goes_on_talking() -> None:
    world, client, server, client_told, server_told = make_world()
    world.run(1.0)
    world.net.partition(HOME, SERVER)
    server.session.close(16, "elsewhere")
    world.flush(server)
    assert server.session.is_closed
    assert not server.session.send(1, b"x")
    world.run(1.1)
    world.net.partition(HOME, SERVER, is_cut=False)
    client.session.send(1, b"hello?")
    world.flush(client)
    world.run(2.0)
    assert client_told.events[-1] == Closed(16, "elsewhere", by_peer=True)
    assert server_told.events == [Closed(16, "elsewhere", by_peer=False)]


def test_close_is_repeated_a_few_times_only() -> None:
    client, server = make_pair(HOME, SERVER, Random(1))
    server.close()
    closes = 0
    for _ in range(100):
        server.receive_untrusted(craft(client, b"\x01"), HOME, 1.0)
        closes += len(server.datagrams(1.0, 10))
    assert closes == CLOSE_REPEATS
    assert server.wake_at() == float("inf")


@pytest.mark.parametrize(
    "payload",
    [
        b"\x0f",
        frames.encode_ack(5, 0.0, 0),  # never sent
        frames.encode_run(1, FROM_CLIENT[1], cut(b"x")),  # beyond the credit
    ],
)
def test_an_authentic_peer_that_breaks_the_protocol_ends_the_session(payload: bytes) -> None:
    client, server = make_pair(HOME, SERVER, Random(1))
    server.receive_untrusted(craft(client, payload), HOME, 1.0)
    [closed] = server.events()
    assert isinstance(closed, Closed)
    assert closed.code == CLOSE_VIOLATION
    [(datagram, path)] = server.datagrams(1.0, 10)
    client.receive_untrusted(datagram, path, 1.0)
    assert client.is_closed


def test_frames_of_later_versions_are_skipped_and_acknowledged() -> None:
    client, server = make_pair(HOME, SERVER, Random(1))
    payload = b"\x7f\x00\x02hi" + frames.encode_run(0, 0, cut(b"known"))
    server.receive_untrusted(craft(client, payload), HOME, 1.0)
    assert list(server.events()) == [Arrived(0, b"known")]


def test_rekeys_by_time_in_both_directions_and_loses_nothing() -> None:
    world, client, server, _, server_told = make_world(Link(loss=0.2, reorder=0.2))
    n = 0
    while world.now < 4000:
        client.session.send(1, b"%d" % n)
        n += 1
        world.flush(client)
        world.run(world.now + 10)
    world.run(world.now + 10)
    assert server_told.records == [b"%d" % i for i in range(n)]
    assert server.session._sealed.receive_keys.forget_at == float("inf")
    # 15-minute phases: four changes, so an even phase, and a key four steps on.
    key = make_pair(HOME, SERVER, Random(1))[0]._sealed.send_keys.key
    for _ in range(4):
        key = key.next()
    assert key.seal(1, b"", b"") == client.session._sealed.send_keys.key.seal(1, b"", b"")


def test_moves_with_the_client_within_three_round_trips_and_200_ms() -> None:
    world, client, server, _, server_told = make_world()
    world.run(1.0)
    world.move(client, ELSEWHERE)
    client.session.send(1, b"I am here now")
    world.flush(client)
    world.run(1.0 + 3 * 0.004 + 0.200)
    assert server_told.of(Moved) == [Moved(ELSEWHERE)]
    assert server.session.path == ELSEWHERE


def test_a_copier_that_is_faster_than_the_client_moves_nothing() -> None:
    """It catches each packet of the client and delivers it first, from its own address."""
    client, server = make_pair(HOME, SERVER, Random(1))
    now, to_evil = 1.0, []
    for _ in range(200):
        now += 0.05
        client.send(1, b"hello")
        for data, _ in client.datagrams(now, 10):
            server.receive_untrusted(data, ELSEWHERE, now)
            with pytest.raises(BadPacket):
                server.receive_untrusted(data, HOME, now)
        for data, path in server.datagrams(now, 10):
            to_evil += [data] if path == ELSEWHERE else []
            client.receive_untrusted(data, SERVER, now)  # it lets the answers through
        assert server.path == HOME
    assert not [event for event in server.events() if isinstance(event, Moved)]
    assert len(to_evil) < 50, "challenges, and answers to its own, but no traffic"


def test_an_unproved_path_gets_at_most_three_times_what_it_sent() -> None:
    client, server = make_pair(HOME, SERVER, Random(1))
    [(hello, _)] = server.datagrams(0.0, 10)
    client.receive_untrusted(hello, SERVER, 0.0)
    server.send(1, b"x" * 50_000)
    datagram = craft(client, frames.encode_path(frames.PATH_CHALLENGE, bytes(8)))
    server.receive_untrusted(datagram, ELSEWHERE, 1.0)
    out = 0
    for tick in range(1000):
        for data, path in server.datagrams(1.0 + tick * 0.01, 100):
            out += len(data) if path == ELSEWHERE else 0
    assert 0 < out <= 3 * len(datagram)


def test_a_held_up_packet_from_the_old_place_does_not_move_back() -> None:
    world, client, server, _, server_told = make_world()
    world.run(1.0)
    late = craft(client.session, b"\x01")
    world.move(client, ELSEWHERE)
    client.session.send(1, b"here")
    world.flush(client)
    world.run(2.0)
    server.session.receive_untrusted(late, HOME, 2.0)
    world.run(3.0)
    assert len(server_told.of(Moved)) == 1
    assert server.session.path == ELSEWHERE


def test_ping_on_demand() -> None:
    world, client, _, _, _ = make_world()
    world.run(1.0)
    heard_at = client.session.heard_at
    client.session.ping()
    world.flush(client)
    world.run(1.1)
    assert client.session.heard_at > heard_at


def test_datagrams_keeps_to_its_limit_and_goes_on() -> None:
    client, _ = make_pair(HOME, SERVER, Random(1))
    for _ in range(8):
        client.send(1, b"x" * 1100)
    assert [len(client.datagrams(1.0, 3)) for _ in range(4)] == [3, 3, 2, 0]


def test_a_record_for_many_is_stored_once() -> None:
    pieces = cut(Random(1).randbytes(60_000))
    shared = {id(piece) for piece in pieces}
    _, server = make_pair(HOME, SERVER, Random(1))
    before = weigh(server, seen=set(shared))
    assert server.send(1, pieces)
    assert weigh(server, seen=set(shared)) - before < 4_000


def test_expected_ack_delay_moves_both_timers() -> None:
    client, server = make_pair(HOME, SERVER, Random(1))
    client.expect_ack_delay(0.2)
    server.expect_ack_delay(0.2)
    [(datagram, _)] = server.datagrams(1.0, 10)
    client.receive_untrusted(datagram, SERVER, 1.0)
    assert client.wake_at() == 1.2
    assert server.wake_at() == pytest.approx(1.0 + 0.3 + 0.2)


def test_no_secret_in_repr() -> None:
    client, _ = make_pair(HOME, SERVER, Random(1))
    assert "Established object" in repr(client)
