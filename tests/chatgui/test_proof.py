"""A real socket against whatever may stand at an address."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from chatgui import proof
from chatgui.proof import prove
from chatgui.uplink import Place
from shared.crypto.identity import ServerKeys
from shared.net.path import Path
from shared.session.client_opening import FIRST_REPEAT_S
from shared.wire import BadPacket, packets
from tests.support.clients import make_endpoint
from tests.support.processes import PATIENCE_S

Reply = Callable[[bytes, tuple[str, int]], list[bytes]]


@contextmanager
def standing(reply: Reply) -> Iterator[tuple[str, int]]:
    """The address of who answers so, each datagram."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def serve() -> None:
            while len(heard := sock.recvfrom(2000)) and heard[0]:
                for answer in reply(*heard):
                    sock.sendto(answer, heard[1])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield sock.getsockname()
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", sock.getsockname())
            thread.join()


def a_server() -> Reply:
    endpoint = make_endpoint(7, now=time.monotonic())

    def reply(datagram: bytes, sender: tuple[str, int]) -> list[bytes]:
        now = time.monotonic()
        with suppress(BadPacket):
            endpoint.receive_untrusted(datagram, Path(sender), now)
        return [answer for answer, _ in endpoint.datagrams(now)]

    return reply


def junk(datagram: bytes, sender: tuple[str, int]) -> list[bytes]:
    return [bytes([packets.RETRY]) + b"20 bytes that are no"]


def half_way(datagram: bytes, sender: tuple[str, int]) -> list[bytes]:
    """A cookie, and nothing to prove."""
    if datagram[0] != packets.HELLO:
        return [bytes([packets.RESP]) + datagram[2:10] + bytes(200)]
    cid = packets.Hello.decode_untrusted(datagram).client_cid
    return [packets.Retry(cid, packets.Mode.OPEN, b"c" * 16).encode()]


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine may be busy."""
    for name in ("PROOF_S", "LOOK_UP_S"):
        monkeypatch.setattr(proof, name, PATIENCE_S)


def test_a_server_proves_its_key_though_the_first_datagram_is_lost(patient: None) -> None:
    heard: list[bytes] = []
    server = a_server()

    def lossy(datagram: bytes, sender: tuple[str, int]) -> list[bytes]:
        heard.append(datagram)
        return server(datagram, sender) if len(heard) > 1 else []

    with standing(lossy) as place:
        found = prove(*place, PATIENCE_S)
    assert found == (ServerKeys((7).to_bytes(32, "big")).public, "the server", False)
    assert proof.ANSWER_S > 4 * FIRST_REPEAT_S, "three times, by default"


def test_who_says_nothing_is_no_server() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert prove(*silent.getsockname(), 0.1) is None


@pytest.mark.parametrize("reply", [junk, half_way])
def test_who_proves_nothing_is_no_server(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "PROOF_S", 0.3)
    with standing(reply) as place:
        assert prove(*place) is None


def test_a_name_is_looked_up(patient: None) -> None:
    with standing(a_server()) as (_, port):
        assert prove("localhost", port, PATIENCE_S) is not None


@pytest.mark.parametrize("error", [OSError, UnicodeError])
def test_a_name_that_leads_nowhere_is_no_server(
    error: type[Exception], patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(host: str, port: int) -> Place:
        raise error

    monkeypatch.setattr(proof, "look_up", look_up)
    assert prove("desk", 15000) is None


def test_a_name_is_not_looked_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()

    def look_up(host: str, port: int) -> Place:
        until.wait(PATIENCE_S)
        raise OSError

    monkeypatch.setattr(proof, "look_up", look_up)
    monkeypatch.setattr(proof, "LOOK_UP_S", 0.01)
    assert prove("desk", 15000) is None
    until.set()
