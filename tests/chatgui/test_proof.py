"""A real socket against whatever may stand at an address."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from chatgui import proof
from chatgui.proof import prove
from shared.crypto.identity import ServerKeys
from shared.net.path import Path
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


def test_a_server_proves_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as busy, standing(a_server()) as place:
        busy.setattr(proof, "ANSWER_S", PATIENCE_S)
        busy.setattr(proof, "PROOF_S", PATIENCE_S)
        found = prove(*place)
    assert found == (ServerKeys((7).to_bytes(32, "big")).public, "the server", False)
    assert prove(*place) is None, "it has gone"


@pytest.mark.parametrize("reply", [junk, half_way])
def test_who_proves_nothing_is_no_server(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "PROOF_S", 0.3)
    with standing(reply) as place:
        assert prove(*place) is None


def test_a_name_is_not_looked_up() -> None:
    assert prove("parley.invalid", 15000) is None
