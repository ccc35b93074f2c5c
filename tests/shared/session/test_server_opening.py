import copy
import os
import random
import tracemalloc
from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from shared.crypto.identity import Identity, private_key
from shared.crypto.noise import Handshake, exchange_untrusted
from shared.session import server_opening, source_limits
from shared.session.client_opening import ClientOpening, Stage
from shared.session.handshake_table import FINISHED_S, HALF_OPEN_S
from shared.session.opened import Opened
from shared.session.server_opening import MAX_BAD_FINS, Repeated, ServerOpening
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting, ServerGreeting
from shared.wire.packets import (
    FIN,
    HELLO,
    INIT,
    NO_COOKIE,
    NO_TOKEN_ID,
    RETRY_SIZE,
    Fin,
    Hello,
    Mode,
    Resp,
    Retry,
)
from tests.support.openings import (
    INVITE,
    SOURCE,
    Transcript,
    answered,
    handshake_done,
    make_client,
    make_server,
    sent,
    shake_hands,
)

LONG = bool(os.environ.get("PARLEY_LONG"))
ELSEWHERE = ("192.0.2.7", SOURCE[1] + 1)
INVITES = pytest.mark.parametrize("invite", [None, INVITE], ids=["open", "invite"])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts Diffie-Hellman and key generation wherever the server could do them."""
    counter: Counter[str] = Counter()

    def exchange(*args: object) -> bytes:
        counter["exchange"] += 1
        return exchange_untrusted(*args)  # type: ignore[arg-type]

    def fresh_key(*args: object) -> object:
        counter["key"] += 1
        return private_key(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("shared.crypto.noise.exchange_untrusted", exchange)
    monkeypatch.setattr(server_opening, "private_key", fresh_key)
    return counter


def flips(datagram: bytes) -> list[bytes]:
    """The datagram with each of its bits flipped in turn."""
    number, size = int.from_bytes(datagram, "big"), len(datagram)
    return [(number ^ 1 << bit).to_bytes(size, "big") for bit in range(8 * size)]


def answers(server: ServerOpening, datagram: bytes, now: float = 0.0) -> object:
    try:
        return server.receive_untrusted(datagram, SOURCE, now)
    except BadPacket:
        return None


def up_to_fin(invite: bytes | None = None) -> tuple[ServerOpening, bytes]:
    server, client = make_server(), make_client(invite=invite)
    retry = answered(server, sent(client.poll(0.0)), SOURCE, 0.0)
    resp = answered(server, sent(client.receive_untrusted(retry, 0.0)), SOURCE, 0.0)
    return server, sent(client.receive_untrusted(resp, 0.0))


def recorded(invite: bytes | None = None) -> tuple[ServerOpening, Transcript]:
    server = make_server()
    return server, shake_hands(make_client(invite=invite), server)


@INVITES
def test_both_sides_agree(invite: bytes | None) -> None:
    server, client = make_server(), make_client(invite=invite)
    ours, theirs = shake_hands(client, server).opened, client.opened
    assert theirs is not None
    assert ours.send_key == theirs.receive_key != ours.receive_key == theirs.send_key
    assert ours.handshake_hash == theirs.handshake_hash
    assert (ours.local_cid, ours.remote_cid) == (theirs.remote_cid, theirs.local_cid)
    assert ours.token_id == theirs.token_id
    assert (ours.greeting.name, theirs.greeting.name) == ("alice", "the server")
    assert (ours.greeting.cursor, theirs.greeting.lane_credits) == (2**40, (65536,) * 3)


def test_secrets_stay_out_of_sight() -> None:
    opened = recorded()[1].opened
    assert repr(opened.send_key) not in repr(opened)
    assert repr(opened.receive_key) not in repr(opened)


@INVITES
def test_before_a_valid_cookie_nothing_is_calculated_or_kept(
    invite: bytes | None, work: Counter[str]
) -> None:
    rng = random.Random(7)
    drawn = Counter[str]()

    def random_bytes(size: int) -> bytes:
        drawn["calls"] += 1
        return rng.randbytes(size)

    server = make_server(random_bytes=random_bytes)
    at_start = drawn["calls"]
    _, transcript = recorded(invite)
    work.clear()
    init = bytearray(transcript.init)
    rounds = 50_000 if LONG else 2_000
    hello = transcript.hello
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(rounds):
            source = (f"192.0.2.{number % 256}", number % 60_000)
            init[59:75] = number.to_bytes(16, "big")  # a wrong cookie
            server.receive_untrusted(hello, source, 0.0)
            if number:
                server.receive_untrusted(bytes(init), source, 0.0)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert work == Counter()
    assert drawn["calls"] == at_start
    assert server.wake_at is None
    assert grown < 2_000  # bytes, for all of them together


def test_the_counters_do_count(work: Counter[str]) -> None:
    up_to_fin()
    # The server: a key, ee and es; the client: ee, es and se, and its own key elsewhere.
    assert work == Counter(exchange=5, key=1)


def test_strangers_get_a_tenth_at_most() -> None:
    server, transcript = make_server(), recorded()[1]
    foreign = transcript.hello[:1] + b"\x02" + transcript.hello[2:]
    for datagram in (transcript.hello, transcript.init, foreign):
        answer = answered(server, datagram, ELSEWHERE, 0.0)
        assert len(answer) == RETRY_SIZE
        assert len(answer) <= 0.1 * len(datagram)


def test_another_version_is_told_ours() -> None:
    server = make_server()
    hello = sent(make_client().poll(0.0))
    for other in (b"\x01", b"\x63"):
        answer = answered(server, hello[:1] + other + hello[2:], SOURCE, 0.0)
        retry = Retry.decode_untrusted(answer)
        assert (retry.version, retry.cookie) == (2, NO_COOKIE)
    assert retry.client_cid == int.from_bytes(hello[2:10], "big")


@INVITES
@pytest.mark.parametrize("name", ["hello", "init"])
def test_a_flipped_bit_gets_a_retry_at_most(name: str, invite: bytes | None) -> None:
    server = make_server()
    client = make_client(invite=invite)
    hello = sent(client.poll(0.0))
    init = sent(client.receive_untrusted(answered(server, hello, SOURCE, 0.0), 0.0))
    for datagram in flips(hello if name == "hello" else init):
        answer = answers(server, datagram)
        assert answer is None or (isinstance(answer, bytes) and len(answer) == RETRY_SIZE)
        assert server.wake_at is None
    assert len(answered(server, init, SOURCE, 0.0)) > RETRY_SIZE


@INVITES
def test_a_flipped_bit_in_fin_changes_nothing(invite: bytes | None) -> None:
    damaged = flips(up_to_fin(invite)[1])
    while damaged:
        server, fin = up_to_fin(invite)
        for datagram in damaged[: MAX_BAD_FINS - 1]:
            assert answers(server, datagram) is None
        assert isinstance(server.receive_untrusted(fin, SOURCE, 0.0), Opened)
        del damaged[: MAX_BAD_FINS - 1]


def test_who_sends_many_bad_fins_loses_the_handshake() -> None:
    server, fin = up_to_fin()
    for datagram in flips(fin)[:MAX_BAD_FINS]:
        assert answers(server, datagram) is None
    with pytest.raises(BadPacket, match="without a handshake"):
        server.receive_untrusted(fin, SOURCE, 0.0)
    assert server.wake_at is None


@INVITES
def test_flipped_bits_after_the_end_change_nothing(invite: bytes | None) -> None:
    server, transcript = recorded(invite)
    wake_at = server.wake_at
    for datagram in flips(transcript.init) + flips(transcript.fin):
        answer = answers(server, datagram)
        assert answer is None or (isinstance(answer, bytes) and len(answer) == RETRY_SIZE)
    assert server.wake_at == wake_at
    assert answers(server, transcript.fin) == Repeated(transcript.opened.local_cid)


@pytest.mark.parametrize("source", [SOURCE, ELSEWHERE])
@pytest.mark.parametrize("after_s", [0.0, 14.0, 16.0, 29.0, FINISHED_S, 31.0, 60.0, 3600.0])
def test_a_replay_opens_nothing(source: tuple[str, int], after_s: float) -> None:
    server, transcript = recorded()
    remembered = after_s < FINISHED_S
    for datagram in (transcript.hello, transcript.init, transcript.fin, transcript.done):
        try:
            answer = server.receive_untrusted(datagram, source, after_s)
        except BadPacket:
            answer = None
        if datagram == transcript.fin and remembered and source == SOURCE:
            assert answer == Repeated(transcript.opened.local_cid)
        else:
            assert answer is None or (isinstance(answer, bytes) and len(answer) == RETRY_SIZE)
    server.expire(after_s)
    assert (server.wake_at is not None) == remembered


def test_a_repeated_init_gets_the_same_resp_and_no_second_handshake(work: Counter[str]) -> None:
    server, client = make_server(), make_client()
    retry = answered(server, sent(client.poll(0.0)), SOURCE, 0.0)
    init = sent(client.receive_untrusted(retry, 0.0))
    first = answered(server, init, SOURCE, 0.0)
    after_one = work["exchange"]
    assert answered(server, init, SOURCE, 1.0) == first
    assert work["exchange"] == after_one


def test_a_repeated_fin_is_known_for_30_s() -> None:
    server, transcript = recorded()
    again = Repeated(transcript.opened.local_cid)
    assert server.receive_untrusted(transcript.fin, SOURCE, FINISHED_S - 1) == again
    with pytest.raises(BadPacket):
        server.receive_untrusted(transcript.fin, ELSEWHERE, FINISHED_S - 1)
    with pytest.raises(BadPacket):
        server.receive_untrusted(transcript.fin, SOURCE, FINISHED_S)


def test_half_open_ones_end() -> None:
    server, fin = up_to_fin()
    assert server.wake_at == HALF_OPEN_S
    server.expire(HALF_OPEN_S)
    assert server.wake_at is None
    with pytest.raises(BadPacket):
        server.receive_untrusted(fin, SOURCE, HALF_OPEN_S)


def test_a_fin_from_elsewhere_is_not_taken() -> None:
    server, fin = up_to_fin()
    with pytest.raises(BadPacket):
        server.receive_untrusted(fin, ELSEWHERE, 0.0)
    assert isinstance(server.receive_untrusted(fin, SOURCE, 0.0), Opened)


def test_a_sealed_fin_that_says_nonsense_changes_nothing() -> None:
    """Even a client that holds the keys cannot spoil its handshake, or bring an unsigned name."""
    server, identity = make_server(), Identity(b"i" * 32)
    ephemeral = private_key(random.Random(1).randbytes)
    hello = Hello(7, Mode.OPEN, ephemeral.public_key().public_bytes_raw())
    handshake = Handshake(
        initiator=True, prologue=hello.prologue, static=identity.static, ephemeral=ephemeral
    )
    handshake.write(b"")
    retry = Retry.decode_untrusted(answered(server, hello.encode(), SOURCE, 0.0))
    init = replace(hello, cookie=retry.cookie).encode()
    resp = Resp.decode_untrusted(answered(server, init, SOURCE, 0.0))
    theirs = ServerGreeting.decode_untrusted(handshake.read_untrusted(resp.noise))

    def fin(payload: bytes) -> bytes:
        noise = copy.copy(handshake).write(payload)
        return Fin(theirs.server_cid, NO_TOKEN_ID, noise).encode()

    right = ClientGreeting(
        identity.public,
        identity.bind(handshake.remote_static),
        "alice",
        bytes(16),
        False,
        bytes(16),
        0,
        bytes(16),
    )
    stolen = msgspec.structs.replace(right, identity=Identity(b"v" * 32).public)
    for payload, why in ((b"nonsense", "parse"), (stolen.encode(), "signed")):
        with pytest.raises(BadPacket, match=why):
            server.receive_untrusted(fin(payload), SOURCE, 0.0)
    opened = server.receive_untrusted(fin(right.encode()), SOURCE, 0.0)
    assert isinstance(opened, Opened)
    assert opened.greeting == right


def test_an_init_with_a_key_of_small_order_leaves_nothing() -> None:
    server, hello = make_server(), Hello(7, Mode.OPEN, bytes(32))
    retry = Retry.decode_untrusted(answered(server, hello.encode(), SOURCE, 0.0))
    for _ in range(source_limits.MAX_HALF_OPEN + 1):
        with pytest.raises(BadPacket, match="small order"):
            server.receive_untrusted(replace(hello, cookie=retry.cookie).encode(), SOURCE, 0.0)
    assert server.wake_at is None


def test_an_unknown_invite_does_not_open() -> None:
    server, fin = up_to_fin(invite=b"unknown invite.."[:16])
    with pytest.raises(BadPacket, match="unknown invite"):
        server.receive_untrusted(fin, SOURCE, 0.0)


def begin(server: ServerOpening, client: ClientOpening, source: tuple[str, int]) -> object:
    """Take a client to where it has sent INIT; return the server's answer."""
    retry = answered(server, sent(client.poll(0.0)), source, 0.0)
    init = sent(client.receive_untrusted(retry, 0.0))
    return answers_from(server, init, source)


def answers_from(server: ServerOpening, datagram: bytes, source: tuple[str, int]) -> object:
    try:
        return server.receive_untrusted(datagram, source, 0.0)
    except BadPacket:
        return None


def test_one_network_has_so_many_half_open_and_others_are_not_hurt() -> None:
    server = make_server()
    limit = source_limits.MAX_HALF_OPEN
    begun = [begin(server, make_client(n), ("192.0.2.7", n)) for n in range(1, limit + 10)]
    assert sum(answer is not None for answer in begun) == limit
    assert begin(server, make_client(500), ("192.0.2.8", 1)) is not None
    server.expire(HALF_OPEN_S)  # given up, so there is room again
    shake_hands(make_client(501, now=20.0), server, ("192.0.2.7", 1), 20.0)


def test_all_networks_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.session.handshake_table.MAX_HALF_OPEN", 5)
    server = make_server()
    begun = [begin(server, make_client(n), ("127.0.0.1", n)) for n in range(1, 10)]
    assert sum(answer is not None for answer in begun) == 5


def test_mutated_datagrams_do_nothing() -> None:
    """Nothing escapes, nothing opens, and what is open and half-open stays."""
    rng = random.Random(11)
    server, transcript = recorded()
    client = make_client(2)
    retry = answered(server, sent(client.poll(0.0)), SOURCE, 0.0)
    resp = answered(server, sent(client.receive_untrusted(retry, 0.0)), SOURCE, 0.0)
    fin = sent(client.receive_untrusted(resp, 0.0))
    models = [transcript.hello, transcript.init, transcript.fin, transcript.done, retry, resp]
    for _ in range(1_000_000 if LONG else 50_000):
        answer = answers(server, mutated(rng, rng.choice(models)))
        assert answer in (None, Repeated(transcript.opened.local_cid)) or len(answer) <= 27  # type: ignore[arg-type]
    opened = server.receive_untrusted(fin, SOURCE, 0.0)
    assert isinstance(opened, Opened)
    client.receive_untrusted(handshake_done(opened), 0.0)
    assert client.stage is Stage.OPEN


def mutated(rng: random.Random, model: bytes) -> bytes:
    datagram = bytearray(model)
    for _ in range(rng.choice((0, 1, 1, 2, 8))):
        datagram[rng.randrange(len(datagram))] = rng.randrange(256)
    if rng.random() < 0.2:
        datagram[0] = rng.choice((HELLO, INIT, FIN))
    if rng.random() < 0.3:
        datagram = datagram[: rng.randrange(len(datagram) + 1)]
    return bytes(datagram) + rng.randbytes(rng.choice((0, 0, 0, 1, 300)))
