"""PROTOCOL 4: many sessions on one port, as conversations in virtual time."""

from collections import Counter

import pytest

from shared.crypto.identity import ServerKeys, invite_psk, invite_token_id
from shared.dialects.native import closing
from shared.net.path import Path
from shared.session.endpoint import SEND_BATCH, SESSION_BATCH, Endpoint
from shared.session.events import (
    CLOSE_SILENT,
    Arrived,
    Closed,
    Event,
    Moved,
    RoomMade,
    SessionOpened,
    WentAway,
)
from shared.session.handshake_table import FINISHED_S
from shared.session.peers import LINGER_S
from shared.transport.outbox import FROM_CLIENT, TO_CLIENT, cut
from tests.support.clients import SERVER_AT, Lan, NativeClient, make_endpoint
from tests.support.fakenet import Address, FakeNet, Link

HOST = "10.0.0.9"
AT: Address = (HOST, 4000)
FINE = Link(delay=(0.001, 0.002))


def make_lan(endpoint: Endpoint, link: Link = FINE, seed: int = 1) -> Lan:
    return Lan(FakeNet(seed, link), endpoint)


def let_in(lan: Lan, count: int, host: str = HOST, first: int = 1) -> list[NativeClient]:
    clients = [
        lan.add((host, 4000 + n), NativeClient(n, now=lan.now)) for n in range(first, first + count)
    ]
    lan.run_until(lambda: all(client.is_in for client in clients), lan.now + 20.0)
    assert all(client.is_in for client in clients), lan.net.describe()
    return clients


def log_events(lan: Lan) -> list[tuple[int, Event | SessionOpened]]:
    """What the endpoint says from now on."""
    log: list[tuple[int, Event | SessionOpened]] = []
    lan.on_event = lambda cid, event, now: log.append((cid, event))
    return log


def repeat_to_all(lan: Lan) -> None:
    """Make the server a chat: each record goes to everybody, its sender too."""

    def on_event(cid: int, event: Event | SessionOpened, now: float) -> None:
        if isinstance(event, Arrived) and lan.endpoint is not None:
            pieces = cut(event.record)
            for everybody in lan.opened:
                assert lan.endpoint.send(everybody, event.lane, pieces)

    lan.on_event = on_event


def test_an_opened_session_tells_who_it_is() -> None:
    lan = make_lan(make_endpoint())
    log = log_events(lan)
    client = lan.add(AT, NativeClient(7, name="carol"))
    lan.run(0.5)
    cid, event = log[0]
    assert isinstance(event, SessionOpened)
    assert (event.cid, event.cid) == (cid, client.server_cid)
    assert event.identity == event.greeting.identity == client.identity.public
    assert (event.greeting.name, event.path, event.token_id) == ("carol", Path(AT), bytes(16))
    assert lan.endpoint is not None
    assert lan.endpoint.session_count == 1
    line = lan.endpoint.line(cid)
    assert line is not None
    assert (line.path, line.loss) == (Path(AT), 0.0)
    assert 0.0 < line.heard_at <= lan.now
    assert 0.0 < line.rtt_s < 0.05


def test_events_that_wait_keep_the_loop_awake() -> None:
    """Handshakes are worked off in `datagrams`, which an owner may well call last in its turn."""
    lan = make_lan(make_endpoint())
    lan.add(AT, NativeClient(7))
    endpoint = lan.endpoint
    assert endpoint is not None
    while not endpoint.session_count:
        lan.run(lan.now + 0.001)
    endpoint.close(next(iter(lan.opened)))
    while endpoint.datagrams(lan.now):
        pass
    at = endpoint.wake_at()
    assert at is not None
    assert at <= lan.now
    assert [type(event) for _, event in endpoint.events()] == [Closed]
    later = endpoint.wake_at()
    assert later is not None
    assert later > lan.now


def test_an_invites_token_is_told() -> None:
    invite = bytes(range(16))
    keys = ServerKeys(bytes(31) + b"\1")
    psks = {invite_token_id(invite): invite_psk(invite, keys.public)}
    endpoint = Endpoint(
        keys=keys,
        name="private",
        random_bytes=NativeClient(99).random_bytes,
        now=0.0,
        max_sessions=10,
        is_known=lambda identity: False,
        psk_of=psks.get,
        newcomers_need_invite=True,
    )
    lan = make_lan(endpoint)
    client = lan.add(AT, NativeClient(7, invite=invite))
    lan.run(0.5)
    assert lan.opened[client.server_cid].token_id == invite_token_id(invite)


@pytest.mark.parametrize("loss", [0.0, 0.2])
def test_everybody_hears_everybody_once_and_in_order(loss: float) -> None:
    lan = make_lan(make_endpoint(), Link(loss=loss, duplicate=0.1, reorder=0.1))
    clients = let_in(lan, 20)
    repeat_to_all(lan)
    for number in range(10):
        for client in clients[:5]:
            assert client.send(b"%s %d" % (client.identity.public[:4], number))
        for address in list(lan.clients):
            lan.flush(address)
        lan.run(lan.now + 0.05)
    lan.run_until(lambda: all(len(client.received) >= 50 for client in clients), lan.now + 10)
    assert {len(client.received) for client in clients} == {50}, lan.net.describe()
    assert len({tuple(client.received) for client in clients}) == 1
    for client in clients[:5]:
        own = [
            record for record in client.received if record.startswith(client.identity.public[:4])
        ]
        assert own == [b"%s %d" % (client.identity.public[:4], number) for number in range(10)]


def test_whoever_is_not_there_gets_nothing() -> None:
    endpoint = make_endpoint()
    assert not endpoint.send(4711, 1, b"hello")
    assert endpoint.room(4711, 1) == 0
    assert endpoint.line(4711) is None
    endpoint.hold(4711, 1, True)
    endpoint.expect_ack_delay(4711, 0.2)
    endpoint.close(4711)
    assert (endpoint.datagrams(0.0), endpoint.events(), endpoint.wake_at()) == ([], [], None)


def test_a_full_window_refuses_and_room_is_told() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    log = log_events(lan)
    endpoint, cid = lan.endpoint, client.server_cid
    assert endpoint is not None
    assert endpoint.room(cid, 1) == TO_CLIENT[1]
    assert all(endpoint.send(cid, 1, b"x") for _ in range(TO_CLIENT[1]))
    assert not endpoint.send(cid, 1, b"x")
    assert endpoint.room(cid, 1) == 0
    lan.run(lan.now + 1.0)
    assert (cid, RoomMade(1)) in log
    assert len(client.received) == TO_CLIENT[1]
    assert endpoint.send(cid, 1, b"x")


def test_a_lane_on_hold_gives_no_credit() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    assert lan.endpoint is not None
    arrived: Counter[int] = Counter()
    lan.on_event = lambda cid, event, now: arrived.update([isinstance(event, Arrived)])
    lan.endpoint.hold(client.server_cid, 1, True)
    for _ in range(2 * FROM_CLIENT[1]):
        client.send(b"x")
        lan.flush((HOST, 4001))
        lan.run(lan.now + 0.01)
    assert arrived[True] == FROM_CLIENT[1]
    lan.endpoint.hold(client.server_cid, 1, False)
    lan.run(lan.now + 0.1)
    assert client.send(b"x")


def test_a_crowd_is_served_in_batches() -> None:
    lan = make_lan(make_endpoint())
    clients = let_in(lan, 300, host="127.0.0.1")
    endpoint = lan.endpoint
    assert endpoint is not None
    lan.run(lan.now + 1.0)
    assert all(endpoint.send(client.server_cid, 1, b"to everybody") for client in clients)
    at = endpoint.wake_at()
    assert at is not None
    assert at <= lan.now
    batches = []
    while batch := endpoint.datagrams(lan.now):
        batches.append(len(batch))
    assert batches == [SEND_BATCH, 300 - SEND_BATCH]
    later = endpoint.wake_at()
    assert later is not None
    assert later > lan.now


def test_who_catches_up_does_not_hold_up_who_chats() -> None:
    lan = make_lan(make_endpoint(), Link(delay=(0.001, 0.001)))
    reader, chatter = let_in(lan, 2)
    endpoint = lan.endpoint
    assert endpoint is not None
    page = bytes(1000)
    for _ in range(5):  # until the congestion window is wide
        for _ in range(100):
            assert endpoint.send(reader.server_cid, 1, page)
        lan.run(lan.now + 1.0)
    for _ in range(100):
        assert endpoint.send(reader.server_cid, 1, page)
    assert endpoint.send(chatter.server_cid, 1, b"hello")
    ports = [path.remote[1] for _, path in endpoint.datagrams(lan.now)]
    assert ports[: SESSION_BATCH + 2] == [4001] * SESSION_BATCH + [4002, 4001]


def test_the_server_closes_a_session() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    log = log_events(lan)
    endpoint, cid = lan.endpoint, client.server_cid
    assert endpoint is not None
    endpoint.close(cid, closing.KICKED, "bye")
    assert endpoint.session_count == 0
    assert not endpoint.send(cid, 1, b"too late")
    lan.run(lan.now + 1.0)
    assert client.ending == Closed(closing.KICKED, "bye", by_peer=True)
    assert log == [(cid, Closed(closing.KICKED, "bye", by_peer=False))]
    assert endpoint.changes().removed == [cid]
    lan.run(lan.now + FINISHED_S)
    assert endpoint.wake_at() is None  # all is forgotten


def test_a_lost_close_is_said_again_and_later_a_reset() -> None:
    lan = make_lan(make_endpoint())
    early, late = let_in(lan, 2)
    endpoint = lan.endpoint
    assert endpoint is not None
    for client in (early, late):
        endpoint.close(client.server_cid, closing.KICKED, "bye")
    endpoint.datagrams(lan.now)  # lost
    lan.run(lan.now + LINGER_S / 2)
    assert early.is_in
    early.send(b"still here")
    lan.flush((HOST, 4001))
    lan.run(lan.now + 0.1)
    assert early.ending == Closed(closing.KICKED, "bye", by_peer=True)
    lan.run(lan.now + LINGER_S)
    late.send(b"still here")
    lan.flush((HOST, 4002))
    lan.run(lan.now + 0.5)
    assert (late.resets, late.is_in, late.sessions) == (1, True, 2)


def test_the_client_closes_a_session() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    log = log_events(lan)
    assert client.session is not None
    client.session.close(0, "bye")
    lan.flush((HOST, 4001))
    lan.run(lan.now + 0.1)
    assert log == [(client.server_cid, Closed(0, "bye", by_peer=True))]
    assert not client.is_in
    assert lan.endpoint is not None
    assert lan.endpoint.session_count == 0


def test_silence_is_away_and_then_the_end() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    log = log_events(lan)
    lan.net.partition(SERVER_AT, (HOST, 4001))
    lan.run(lan.now + 46.0)
    assert log == [(client.server_cid, WentAway())]
    old = client.server_cid
    lan.run(lan.now + 80.0)
    assert log[1:] == [(old, Closed(CLOSE_SILENT, "nothing heard", by_peer=False))]
    lan.net.partition(SERVER_AT, (HOST, 4001), is_cut=False)
    lan.run(lan.now + 20.0)
    assert client.is_in


def test_a_client_that_moves_is_followed_and_noted() -> None:
    lan = make_lan(make_endpoint())
    (client,) = let_in(lan, 1)
    log = log_events(lan)
    endpoint, cid = lan.endpoint, client.server_cid
    assert endpoint is not None
    assert endpoint.changes() == ([(cid, Path((HOST, 4001)))], [])
    lan.move((HOST, 4001), ("10.0.0.77", 99))
    client.send(b"from elsewhere")
    lan.flush(("10.0.0.77", 99))
    lan.run(lan.now + 1.0)
    assert (cid, Moved(Path(("10.0.0.77", 99)))) in log
    assert endpoint.changes() == ([(cid, Path(("10.0.0.77", 99)))], [])
    assert endpoint.changes() == ([], [])
    endpoint.send(cid, 1, b"hello there")
    lan.run(lan.now + 0.1)
    assert client.received == [b"hello there"]


def test_a_full_server_keeps_places_for_people_it_knows() -> None:
    known = [NativeClient(n) for n in (101, 102, 103)]
    endpoint = make_endpoint(max_sessions=10, known=tuple(c.identity.public for c in known))
    lan = make_lan(endpoint)
    log = log_events(lan)
    let_in(lan, 8)
    for client in known[:2]:
        lan.add((HOST, 5000 + client.identity.public[0]), client)
    strangers = [lan.add((HOST, 6000 + n), NativeClient(200 + n, now=lan.now)) for n in range(3)]
    lan.run(lan.now + 2.0)
    assert all(client.is_in for client in known[:2])
    full = Closed(closing.FULL, "the server is full", by_peer=True)
    assert [client.ending for client in strangers] == [full] * 3
    lan.add((HOST, 7000), known[2])
    lan.run(lan.now + 2.0)
    assert known[2].ending == full
    assert endpoint.session_count == 10
    assert len(log) == 10  # of those who were sent away the owner never heard
    lan.run(lan.now + LINGER_S)
    assert len(endpoint.changes().added) == 10


def test_whoever_is_here_comes_back_to_a_full_server_from_elsewhere() -> None:
    known = NativeClient(101)
    endpoint = make_endpoint(max_sessions=5, known=(known.identity.public,))
    lan = make_lan(endpoint)
    let_in(lan, 4)
    lan.add((HOST, 5000), known)
    lan.run(lan.now + 1.0)
    first = known.server_cid
    endpoint.close(next(cid for cid in lan.opened if cid != first))
    lan.run(lan.now + 1.0)
    # Two are free: one for a stranger is gone, as 80 % are taken again.
    again = lan.add((HOST, 5001), NativeClient(101, now=lan.now))
    lan.run(lan.now + 1.0)
    assert again.is_in
    third = lan.add((HOST, 5002), NativeClient(101, now=lan.now))
    lan.run(lan.now + 1.0)
    assert third.is_in
    assert endpoint.session_count == 6  # until its owner closes the ones left behind


def test_a_fin_that_comes_again_is_answered_until_the_client_is_in() -> None:
    endpoint = make_endpoint()
    lan = make_lan(endpoint)
    client = lan.add(AT, NativeClient(7))
    while not endpoint.session_count:
        lan.run(lan.now + 0.001)
    endpoint.datagrams(lan.now)
    lan.net.partition(SERVER_AT, AT)
    lan.run(lan.now + 0.01)  # HANDSHAKE_DONE is lost
    lan.net.partition(SERVER_AT, AT, is_cut=False)
    assert not client.is_in
    lan.run(lan.now + 0.3)
    assert client.is_in
    assert endpoint.session_count == 1


def test_the_owner_may_lengthen_the_delay_of_acks() -> None:
    def time_of_ack(delay_s: float | None) -> float:
        lan = make_lan(make_endpoint())
        (client,) = let_in(lan, 1)
        assert lan.endpoint is not None
        assert client.session is not None
        lan.run(lan.now + 1.0)
        client.session.expect_ack_delay(0.5)  # no probe meanwhile
        if delay_s is not None:
            lan.endpoint.expect_ack_delay(client.server_cid, delay_s)
        client.send(b"x")
        lan.flush((HOST, 4001))
        began = lan.now
        session = client.session
        return lan.run_until(lambda: not session.in_flight, began + 1.0, 0.005) - began

    assert time_of_ack(None) == pytest.approx(0.03, abs=0.01)
    assert time_of_ack(0.2) == pytest.approx(0.205, abs=0.01)


def test_a_server_that_is_renamed_says_so_from_the_next_handshake_on() -> None:
    endpoint = make_endpoint()
    lan = make_lan(endpoint)
    (first,) = let_in(lan, 1)
    endpoint.call("Front desk")
    (second,) = let_in(lan, 1, first=2)
    assert first.opened is not None
    assert second.opened is not None
    assert first.opened.greeting.name != "Front desk"
    assert second.opened.greeting.name == "Front desk"


def test_a_limit_that_changes_sends_nobody_away() -> None:
    endpoint = make_endpoint(max_sessions=10)
    lan = make_lan(endpoint)
    inside = let_in(lan, 3)
    endpoint.limit(2)
    late = lan.add((HOST, 4009), NativeClient(9, now=lan.now))
    lan.run(1.0)
    assert [client.is_in for client in inside] == [True] * 3
    assert late.ending == Closed(closing.FULL, "the server is full", by_peer=True)
    endpoint.limit(10)
    let_in(lan, 1, first=10)
