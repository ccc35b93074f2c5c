from contextlib import suppress

import pytest

from shared.crypto.cookie import SECRET_LIFE_S, CookieJar
from shared.net.path import Path
from shared.session import handshake_queue
from shared.session.client_opening import ClientOpening
from shared.session.handshake_table import FINISHED_S, HALF_OPEN_S
from shared.session.handshakes import (
    LONG_LINE,
    MOST_PER_TURN,
    PER_TURN,
    STRANGERS_PER_S,
    Handshakes,
)
from shared.session.opened import Opened
from shared.session.server_opening import Answer, Repeated
from shared.wire import BadPacket
from shared.wire.packets import INIT, RESP, Hello, Retry
from tests.support.openings import make_client, make_server, sent

NOW = 5.0


def path_of(n: int) -> Path:
    return Path(("127.0.0.1", n))


def begin(handshakes: Handshakes, n: int) -> tuple[ClientOpening, bytes]:
    """Client number n, and the INIT it sends next; its cookie is valid."""
    client = make_client(n, now=NOW)
    retry = handshakes.receive_untrusted(sent(client.poll(NOW)), path_of(n), NOW)
    assert isinstance(retry, bytes)
    assert not handshakes.are_waiting
    return client, sent(client.receive_untrusted(retry, NOW))


def answer_of(handshakes: Handshakes, datagram: bytes, n: int) -> bytes:
    assert handshakes.receive_untrusted(datagram, path_of(n), NOW) is None
    assert handshakes.are_waiting
    ((answer, path),) = handshakes.work(NOW)
    assert path == path_of(n)
    assert isinstance(answer, bytes)
    return answer


def test_so_many_in_a_turn_and_the_others_later() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    handshakes.work(NOW)
    inits = [begin(handshakes, n)[1] for n in range(100, 100 + 2 * PER_TURN + 1)]
    for n, init in enumerate(inits, 100):
        handshakes.receive_untrusted(init, path_of(n), NOW)
    assert [len(handshakes.work(NOW)) for _ in range(4)] == [PER_TURN, PER_TURN, 1, 0]
    assert not handshakes.are_waiting


def test_in_long_turns_there_are_more() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    handshakes.work(NOW)
    inits = [begin(handshakes, n)[1] for n in range(1, 2 * MOST_PER_TURN)]
    for n, init in enumerate(inits, 1):
        handshakes.receive_untrusted(init, path_of(n), NOW)
    assert len(handshakes.work(NOW + 0.0205)) == 20
    assert len(handshakes.work(NOW + 10.0)) == MOST_PER_TURN, "who chats does not wait for more"


def test_a_line_that_moves_slower_than_cookies_last_does_move() -> None:
    """Or nobody would get in at a server that is much too slow for its crowd."""
    handshakes, now, answers = Handshakes(make_server(now=NOW)), NOW, []
    inits = [begin(handshakes, n)[1] for n in range(1, 2 * MOST_PER_TURN + 1)]
    for n, init in enumerate(inits, 1):
        handshakes.receive_untrusted(init, path_of(n), now)
    while handshakes.are_waiting:
        now += 3 * SECRET_LIFE_S
        answers += handshakes.work(now)
    assert [answer[0] for answer, _ in answers if isinstance(answer, bytes)] == [RESP] * (
        2 * MOST_PER_TURN
    )


def test_fins_go_first() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    client, init = begin(handshakes, 1)
    fin = sent(client.receive_untrusted(answer_of(handshakes, init, 1), NOW))
    others = [begin(handshakes, n)[1] for n in range(2, 30)]
    for n, other in enumerate(others, 2):
        handshakes.receive_untrusted(other, path_of(n), NOW)
    handshakes.receive_untrusted(fin, path_of(1), NOW)
    (first, path), *_ = handshakes.work(NOW)
    assert path == path_of(1)
    assert isinstance(first, Opened)
    again = handshakes.receive_untrusted(fin, path_of(1), NOW)  # costs nothing: at once
    assert again == Repeated(first.local_cid)


def test_a_repeated_init_is_answered_at_once() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    _, init = begin(handshakes, 1)
    resp = answer_of(handshakes, init, 1)
    assert handshakes.receive_untrusted(init, path_of(1), NOW) == resp


def test_what_does_not_open_is_dropped_in_its_turn() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    client, init = begin(handshakes, 1)
    fin = sent(client.receive_untrusted(answer_of(handshakes, init, 1), NOW))
    handshakes.receive_untrusted(fin[:-1] + bytes((fin[-1] ^ 1,)), path_of(1), NOW)
    assert handshakes.work(NOW) == []
    handshakes.receive_untrusted(fin, path_of(1), NOW)
    assert len(handshakes.work(NOW)) == 1


@pytest.mark.parametrize("change", ["cookie", "source", "server cid"])
def test_nobody_waits_who_has_not_proved_where_it_is(change: str) -> None:
    handshakes = Handshakes(make_server(now=NOW))
    client, init = begin(handshakes, 1)
    if change == "cookie":
        forged = init[:59] + bytes((init[59] ^ 1,)) + init[60:]
        assert isinstance(handshakes.receive_untrusted(forged, path_of(1), NOW), bytes)
    elif change == "source":
        assert isinstance(handshakes.receive_untrusted(init, path_of(2), NOW), bytes)
    else:
        fin = sent(client.receive_untrusted(answer_of(handshakes, init, 1), NOW))
        with pytest.raises(BadPacket):
            handshakes.receive_untrusted(fin[:1] + bytes(8) + fin[9:], path_of(1), NOW)
        with pytest.raises(BadPacket):
            handshakes.receive_untrusted(fin, path_of(2), NOW)
    assert not handshakes.are_waiting


def test_who_waits_in_a_long_line_is_told() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    inits = [begin(handshakes, n)[1] for n in range(1, LONG_LINE + 2)]
    told = [handshakes.receive_untrusted(init, path_of(n), NOW) for n, init in enumerate(inits, 1)]
    assert set(told[:-1]) == {None}
    assert isinstance(told[-1], bytes)
    retry = Retry.decode_untrusted(told[-1])
    assert retry.is_queued
    assert retry.cookie == Hello.decode_untrusted(inits[-1]).cookie
    again = handshakes.receive_untrusted(inits[0], path_of(1), NOW)
    assert isinstance(again, bytes), "who repeats it has not heard, or came before the line grew"
    assert Retry.decode_untrusted(again).is_queued


def test_with_no_place_left_nothing_is_calculated(monkeypatch: pytest.MonkeyPatch) -> None:
    handshakes = Handshakes(make_server(now=NOW))
    _, init = begin(handshakes, 1)
    resp = answer_of(handshakes, init, 1)
    first, second = begin(handshakes, 2)[1], begin(handshakes, 3)[1]
    monkeypatch.setattr(handshake_queue, "MAX_WAITING", 1)
    handshakes.receive_untrusted(first, path_of(2), NOW)
    monkeypatch.setattr(CookieJar, "is_valid", None)
    with pytest.raises(BadPacket, match="wait"):
        handshakes.receive_untrusted(second, path_of(3), NOW)
    monkeypatch.undo()
    assert handshakes.receive_untrusted(init, path_of(1), NOW) == resp, "no newcomer any more"


def test_a_crowd_does_not_drown_in_its_own_repetitions() -> None:
    """1,000 at once at a server that lets in 500 a second, each there within its turn."""
    handshakes, now, inits = Handshakes(make_server(now=NOW)), NOW, 0
    coming = {path_of(n): make_client(n, now=NOW) for n in range(1, 1001)}

    def handle(answer: Answer, path: Path) -> None:
        if isinstance(answer, Opened):
            del coming[path]
        elif isinstance(answer, bytes):
            deliver(coming[path].receive_untrusted(answer, now), path)

    def deliver(datagram: bytes | None, path: Path) -> None:
        nonlocal inits
        if datagram is not None:
            inits += datagram[0] == INIT
            handle(handshakes.receive_untrusted(datagram, path, now), path)

    while coming and now < NOW + 10:
        for path, client in list(coming.items()):
            deliver(client.poll(now), path)
        for answer, path in handshakes.work(now):
            handle(answer, path)
        now += 0.01
    assert now - NOW < 2.5
    assert inits < 2.5 * 1000


@pytest.mark.parametrize("kind", ["hello", "init"])
def test_a_flood_of_strangers_is_answered_so_often_and_no_more(kind: str) -> None:
    handshakes, looked_at, seconds = Handshakes(make_server(now=NOW)), 0, 4
    first = bytearray(sent(make_client(1, now=NOW).poll(NOW)))
    if kind == "init":
        first[0], first[59] = INIT, 1
    for n in range(seconds * 10_000):
        with suppress(BadPacket):
            now = NOW + n / 10_000
            looked_at += handshakes.receive_untrusted(bytes(first), path_of(1), now) is not None
    heard = (handshakes.hellos_heard, handshakes.inits_heard)
    assert heard == ((seconds * 10_000, 0) if kind == "hello" else (0, seconds * 10_000))
    assert seconds * STRANGERS_PER_S <= looked_at <= (seconds + 1) * STRANGERS_PER_S
    client = make_client(2, now=NOW)
    now = NOW + seconds
    retry = handshakes.receive_untrusted(sent(client.poll(now)), path_of(2), now + 0.001)
    assert isinstance(retry, bytes)
    init = sent(client.receive_untrusted(retry, now))
    assert handshakes.receive_untrusted(init, path_of(2), now + 0.002) is None
    assert handshakes.are_waiting, "either kind has its own budget, and it fills again"


def test_it_wakes_to_forget() -> None:
    handshakes = Handshakes(make_server(now=NOW))
    assert handshakes.wake_at() == float("inf")
    client, init = begin(handshakes, 1)
    fin = sent(client.receive_untrusted(answer_of(handshakes, init, 1), NOW))
    assert handshakes.wake_at() == NOW + HALF_OPEN_S
    handshakes.receive_untrusted(fin, path_of(1), NOW)
    handshakes.work(NOW)
    assert handshakes.wake_at() == NOW + FINISHED_S
    handshakes.work(NOW + FINISHED_S)
    assert handshakes.wake_at() == float("inf")


def test_an_ipv6_path_comes_back_whole() -> None:
    """With its scope: an answer to a link-local address would not leave without."""
    handshakes = Handshakes(make_server(now=NOW))
    client, path = make_client(1, now=NOW), Path(("fe80::1", 4000, 0, 2), bytes(16))
    retry = handshakes.receive_untrusted(sent(client.poll(NOW)), path, NOW)
    assert isinstance(retry, bytes)
    handshakes.receive_untrusted(sent(client.receive_untrusted(retry, NOW)), path, NOW)
    assert [to for _, to in handshakes.work(NOW)] == [path]
