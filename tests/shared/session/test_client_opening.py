import copy
import os
import random
from itertools import combinations, pairwise

import pytest

from shared.crypto.identity import Identity, ServerKeys, private_key
from shared.crypto.noise import Handshake
from shared.session.client_opening import (
    FIN_PATIENCE_S,
    QUEUED_FIN_PATIENCE_S,
    QUICK_FINS,
    QUICK_FOR_S,
    Stage,
)
from shared.session.opened import Opened
from shared.wire import BadPacket
from shared.wire.greetings import ServerGreeting
from shared.wire.packets import FIN, HELLO, INIT, Hello, Mode, Resp, Retry
from tests.support.openings import (
    INVITE,
    ONE_WAY_S,
    SOURCE,
    Line,
    answered,
    handshake_done,
    make_client,
    make_server,
    sent,
    shake_hands,
)

LONG = bool(os.environ.get("PARLEY_LONG"))
INVITES = pytest.mark.parametrize("invite", [None, INVITE], ids=["open", "invite"])
LOSABLE = [(to_server, number) for to_server in (True, False) for number in range(6)]
LOSSES = [pattern for size in (0, 1, 2) for pattern in combinations(LOSABLE, size)]


def flips(datagram: bytes) -> list[bytes]:
    number, size = int.from_bytes(datagram, "big"), len(datagram)
    return [(number ^ 1 << bit).to_bytes(size, "big") for bit in range(8 * size)]


def cookie_of(cid: bytes, cookie: bytes, mode: Mode = Mode.OPEN, version: int = 2) -> bytes:
    return Retry(int.from_bytes(cid, "big"), mode, cookie, version).encode()


@pytest.mark.parametrize("pattern", LOSSES, ids=str)
def test_every_loss_of_one_or_two_packets(pattern: tuple[tuple[bool, int], ...]) -> None:
    line = Line(make_server(), lambda to_server, number: (to_server, number) in pattern)
    client = make_client()
    ended_at = line.run({SOURCE: client}, until=30.0)
    assert client.stage is Stage.OPEN
    assert len(line.opened) == 1
    # Six ways, and each loss costs one repeat: 0.2 s, then 0.3 s, with jitter.
    assert ended_at <= 6 * ONE_WAY_S + (0.0, 0.24, 0.60)[len(pattern)] + 1e-9


def test_a_third_of_all_packets_lost_each_way() -> None:
    seeds = 10_000 if LONG else 2_000
    late = 0
    for seed in range(1, seeds + 1):
        rng = random.Random(seed)
        line = Line(make_server(seed), lambda *_, rng=rng: rng.random() < 0.3)
        client = make_client(seed)
        late += line.run({SOURCE: client}, until=10.0) > 10.0
        assert len(line.opened) <= 4
    assert late <= seeds * 0.001


@pytest.mark.parametrize("loss", [0.0, 0.1])
def test_a_school_behind_one_address_is_in_within_5_s(loss: float) -> None:
    rng = random.Random(3)
    line = Line(make_server(), lambda *_: rng.random() < loss)
    clients = {(SOURCE[0], seed): make_client(seed) for seed in range(1, 201)}
    assert line.run(clients, until=20.0) <= 5.0
    assert all(client.stage is Stage.OPEN for client in clients.values())


def test_repeats_quickly_then_slowly_for_ever() -> None:
    client = make_client()
    times = []
    while len(times) < 60:
        assert client.wake_at is not None
        now = client.wake_at
        assert client.poll(now - 1e-6) is None
        assert sent(client.poll(now))[0] == HELLO
        times.append(now)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    for gap, nominal in zip(gaps, (0.2, 0.3, 0.45, 0.5, 0.5), strict=False):
        assert 0.8 * nominal <= gap <= 1.2 * nominal
    slow = [gap for gap, at in zip(gaps, times, strict=False) if at >= QUICK_FOR_S]
    assert len(slow) > 20
    assert all(1.6 <= gap <= 2.4 for gap in slow)
    assert all(gap <= 0.6 for gap, at in zip(gaps, times, strict=False) if at < QUICK_FOR_S)
    assert len({round(gap, 6) for gap in slow}) > 10


def test_a_server_that_answers_keeps_the_client_quick_until_it_refuses_fin() -> None:
    client = make_client(invite=b"unknown invite.."[:16])
    line = Line(make_server(), lambda *_: False)
    line.run({SOURCE: client}, until=60.0)
    assert client.stage is not Stage.OPEN
    assert client.unanswered_fins > QUICK_FINS
    early = line.sent[True]
    line.run({SOURCE: client}, until=120.0)
    # A cycle of 3 s: HELLO, INIT, and FIN twice.
    assert line.sent[True] - early <= 60 / 3 * 4 + 4


def test_a_fin_that_meets_silence_begins_again_all_fresh() -> None:
    client, server = make_client(), make_server()
    hello = sent(client.poll(0.0))
    init = sent(client.receive_untrusted(answered(server, hello, SOURCE, 0.0), 0.0))
    assert client.stage is Stage.INIT
    fin = sent(client.receive_untrusted(answered(server, init, SOURCE, 0.0), 0.0))
    assert client.stage is Stage.FIN
    fins = 0
    while client.stage is Stage.FIN:
        assert client.wake_at is not None
        assert client.wake_at <= FIN_PATIENCE_S
        datagram = sent(client.poll(client.wake_at))
        fins += datagram == fin
    assert fins >= 5
    assert client.unanswered_fins == 1
    assert datagram[0] == HELLO
    assert datagram[2:10] != hello[2:10]
    assert datagram[11:43] != hello[11:43]
    retry = answered(server, datagram, SOURCE, 3.0)
    assert sent(client.receive_untrusted(retry, 3.0))[0] == INIT


@INVITES
def test_a_wrong_server_key_stops_before_fin(invite: bytes | None) -> None:
    client = make_client(invite=invite, expected=ServerKeys(b"x" * 32).public)
    server, said = make_server(), b""
    datagram = client.poll(0.0)
    while datagram is not None:
        said += datagram
        answer = answered(server, datagram, SOURCE, 0.0)
        datagram = client.receive_untrusted(answer, 0.0)
    assert client.stage is Stage.REFUSED
    assert client.refused_key == ServerKeys((1).to_bytes(32, "big")).public
    assert client.wake_at is None
    assert client.poll(1000.0) is None
    assert len(said) == 2 * 1200
    identity = Identity((1).to_bytes(32, "big"))
    assert identity.public not in said
    assert identity.static.public_key().public_bytes_raw() not in said
    with pytest.raises(BadPacket):
        client.receive_untrusted(answer, 0.0)


def test_the_expected_key_goes_through() -> None:
    client = make_client(expected=ServerKeys((1).to_bytes(32, "big")).public)
    shake_hands(client, make_server())
    assert client.refused_key is None


@INVITES
def test_flipped_bits_in_retry_delay_at_most(invite: bytes | None) -> None:
    server = make_server()
    retry = answered(server, sent(make_client(invite=invite).poll(0.0)), SOURCE, 0.0)
    for number, damaged in enumerate(flips(retry)):
        # A port each, because the client is the same person with the same random numbers.
        source = ("127.0.0.1", number + 1)
        client = make_client(invite=invite)
        hello = sent(client.poll(0.0))
        try:
            init = client.receive_untrusted(damaged, 0.0)
        except BadPacket:
            init = None
        if init is None:
            init = sent(client.receive_untrusted(answered(server, hello, source, 0.0), 0.0))
        answer = answered(server, init, source, 0.0)
        if len(answer) == len(retry):  # the cookie was not the server's: it gave another
            answer = answered(server, sent(client.receive_untrusted(answer, 0.0)), source, 0.0)
        fin = sent(client.receive_untrusted(answer, 0.0))
        assert isinstance(server.receive_untrusted(fin, source, 0.0), Opened)


@INVITES
def test_flipped_bits_in_resp_and_in_the_first_data_change_nothing(invite: bytes | None) -> None:
    client, server = make_client(invite=invite), make_server()
    retry = answered(server, sent(client.poll(0.0)), SOURCE, 0.0)
    resp = answered(server, sent(client.receive_untrusted(retry, 0.0)), SOURCE, 0.0)
    for damaged in flips(resp):
        with pytest.raises(BadPacket):
            client.receive_untrusted(damaged, 0.0)
        assert client.stage is Stage.INIT
    fin = sent(client.receive_untrusted(resp, 0.0))
    opened = server.receive_untrusted(fin, SOURCE, 0.0)
    assert isinstance(opened, Opened)
    done = handshake_done(opened)
    for damaged in flips(done):
        with pytest.raises(BadPacket):
            client.receive_untrusted(damaged, 0.0)
        assert client.stage is Stage.FIN
        assert client.opened is None
    client.receive_untrusted(done, 0.0)
    assert client.stage is Stage.OPEN


def test_a_sealed_resp_that_says_nonsense_changes_nothing() -> None:
    client, keys = make_client(), ServerKeys(b"s" * 32)
    cid = sent(client.poll(0.0))[2:10]
    hello = Hello.decode_untrusted(sent(client.receive_untrusted(cookie_of(cid, b"c" * 16), 0.0)))
    handshake = Handshake(
        initiator=False,
        prologue=hello.prologue,
        static=keys.static,
        ephemeral=private_key(random.Random(1).randbytes),
    )
    handshake.read_untrusted(hello.noise)
    right = ServerGreeting(1, bytes(16), (0, 0, 0), "server").encode()
    nonsense, resp = (
        Resp(hello.client_cid, copy.copy(handshake).write(payload)).encode()
        for payload in (b"nonsense" * 3, right)
    )
    with pytest.raises(BadPacket, match="parse"):
        client.receive_untrusted(nonsense, 0.0)
    assert client.stage is Stage.INIT
    assert sent(client.receive_untrusted(resp, 0.0))[0] == FIN


def test_a_replay_of_the_server_moves_no_new_client() -> None:
    server = make_server()
    transcript = shake_hands(make_client(1), server)
    client = make_client(2)
    client.poll(0.0)
    for datagram in (transcript.retry, transcript.resp, transcript.done):
        with pytest.raises(BadPacket):
            client.receive_untrusted(datagram, 0.0)
    assert client.stage is Stage.HELLO


def test_a_stale_cookie_is_replaced_at_once_but_not_in_a_loop() -> None:
    client = make_client()
    cid = sent(client.poll(0.0))[2:10]
    assert sent(client.receive_untrusted(cookie_of(cid, b"a" * 16), 0.0))[59:75] == b"a" * 16
    assert sent(client.receive_untrusted(cookie_of(cid, b"b" * 16), 0.1))[59:75] == b"b" * 16
    assert client.receive_untrusted(cookie_of(cid, b"c" * 16), 0.1) is None
    assert client.wake_at is not None
    assert sent(client.poll(client.wake_at))[59:75] == b"c" * 16
    with pytest.raises(BadPacket, match="new cookie"):
        client.receive_untrusted(cookie_of(cid, b"c" * 16), 0.5)


@INVITES
def test_retry_is_a_hint_and_does_not_change_the_mode(invite: bytes | None) -> None:
    client = make_client(invite=invite)
    hello = sent(client.poll(0.0))
    hint = Mode.INVITE if invite is None else Mode.OPEN
    init = sent(client.receive_untrusted(cookie_of(hello[2:10], b"a" * 16, hint), 0.0))
    assert init[10] == hello[10] == (0 if invite is None else 1)
    assert client.newcomers_need_invite == (hint is Mode.INVITE)


def test_another_version_is_noted_and_the_search_goes_on() -> None:
    client = make_client()
    cid = sent(client.poll(0.0))[2:10]
    assert client.receive_untrusted(cookie_of(cid, bytes(16), version=9), 0.0) is None
    assert client.other_version == 9
    assert client.stage is Stage.HELLO
    assert client.wake_at is not None


def test_mutated_datagrams_move_nothing() -> None:
    rng = random.Random(5)
    client, server = make_client(), make_server()
    transcript = shake_hands(make_client(9), make_server(2))
    retry = answered(server, sent(client.poll(0.0)), SOURCE, 0.0)
    resp = answered(server, sent(client.receive_untrusted(retry, 0.0)), SOURCE, 0.0)
    fin = sent(client.receive_untrusted(resp, 0.0))
    models = [retry, resp, transcript.resp, transcript.done, transcript.retry, fin]
    for _ in range(1_000_000 if LONG else 50_000):
        datagram = bytearray(rng.choice(models))
        for _ in range(rng.choice((0, 1, 2, 8))):
            datagram[rng.randrange(len(datagram))] = rng.randrange(256)
        end = rng.choice((len(datagram), len(datagram), rng.randrange(len(datagram))))
        with pytest.raises(BadPacket):
            client.receive_untrusted(bytes(datagram[:end]), 0.0)
    assert client.stage is Stage.FIN
    assert fin[0] == FIN
    opened = server.receive_untrusted(fin, SOURCE, 0.0)
    assert isinstance(opened, Opened)
    client.receive_untrusted(handshake_done(opened), 0.0)
    assert client.stage is Stage.OPEN


def test_who_is_told_to_wait_in_line_waits_longer_but_not_for_ever() -> None:
    client = make_client()
    hello = sent(client.poll(0.0))
    init = sent(client.receive_untrusted(cookie_of(hello[2:10], b"c" * 16), 0.0))
    cid = int.from_bytes(hello[2:10], "big")
    told = Retry(cid, Mode.OPEN, b"c" * 16, is_queued=True).encode()
    assert client.receive_untrusted(told, 0.1) is None
    at = client.wake_at
    assert at is not None
    assert 1.7 <= at <= 2.5
    assert client.receive_untrusted(told, 1.5) is None
    assert client.wake_at == at, "nobody can put it off again and again"
    assert client.poll(at) == init


@pytest.mark.parametrize("is_queued", [False, True])
def test_a_slow_server_is_given_longer_to_answer_fin(is_queued: bool) -> None:
    client, server = make_client(), make_server()
    retry = server.receive_untrusted(sent(client.poll(0.0)), SOURCE, 0.0)
    assert isinstance(retry, bytes)
    init = sent(client.receive_untrusted(retry, 0.0))
    if is_queued:
        client.receive_untrusted(server.ask_to_wait(init), 0.0)
    resp = server.receive_untrusted(init, SOURCE, 1.0)
    assert isinstance(resp, bytes)
    client.receive_untrusted(resp, 1.0)
    patience_s = QUEUED_FIN_PATIENCE_S if is_queued else FIN_PATIENCE_S
    client.poll(1.0 + patience_s - 0.01)
    assert client.stage is Stage.FIN
    client.poll(1.0 + patience_s)
    assert client.stage is Stage.HELLO


def test_only_what_was_said_can_wait_in_line() -> None:
    client = make_client()
    hello = sent(client.poll(0.0))
    cid = int.from_bytes(hello[2:10], "big")
    told = Retry(cid, Mode.OPEN, b"c" * 16, is_queued=True).encode()
    at = client.wake_at
    with pytest.raises(BadPacket):
        client.receive_untrusted(told, 0.0)
    client.receive_untrusted(cookie_of(hello[2:10], b"d" * 16), 0.0)
    with pytest.raises(BadPacket):
        client.receive_untrusted(told, 0.0)
    assert at is not None
