"""Whether a Parley server is at an address, and which: half a handshake, the half that proves its
key. Nobody is joined, and nothing is told of who asks; the server forgets it within seconds.

A search gives hearsay, and anybody who shares this computer or this network can answer one.
"""

import os
import queue
import socket
import threading
import time
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chatgui.uplink import Place, is_numeric, look_up, open_socket
from shared.net.path import bracketed
from shared.net.udp import LARGEST
from shared.session.client_opening import ClientOpening, Stage
from shared.text import one_line
from shared.wire import BadPacket

HERE_S: Final = 0.2
"""On loopback an answer takes a millisecond, and a closed port says so at once."""

ANSWER_S: Final = 1.0
"""Elsewhere: the first datagram may be lost, and the line be slow."""

LOOK_UP_S: Final = 1.0
"""A name server that cannot be reached takes its time."""

PROOF_S: Final = 2.0
"""For who has answered: a server on a busy computer takes its time to reckon."""


class Proof(NamedTuple):
    """`key` is proved; what else the server says of itself is not."""

    key: bytes
    name: str
    is_private: bool


def prove(host: str, port: int, answer_s: float = ANSWER_S) -> Proof | None:
    """None: no server there, or none that answers within `answer_s` and then proves itself in time;
    nor where a name leads nowhere, or is not looked up in time."""
    opening = ClientOpening(
        static=X25519PrivateKey.generate(),
        greet=lambda key: None,  # nobody is joined
        random_bytes=os.urandom,
        now=time.monotonic(),
    )
    try:
        with open_socket(_look_up(host, port)) as sock:
            _ask(sock, opening, answer_s)
    except OSError:
        return None
    if opening.refused_key is None or opening.met is None:
        return None
    name = one_line(opening.met.name).strip() or f"{bracketed(host)}:{port}"
    return Proof(opening.refused_key, name, opening.newcomers_need_invite)


def _look_up(host: str, port: int) -> Place:
    """OSError if it leads nowhere, or that takes too long."""
    if is_numeric(host):
        return look_up(host, port)
    found: queue.SimpleQueue[Place | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            found.put(look_up(host, port))
        except (OSError, UnicodeError):
            found.put(None)

    threading.Thread(target=run, name="lookup", daemon=True).start()
    try:
        place = found.get(timeout=LOOK_UP_S)
    except queue.Empty:
        raise TimeoutError from None
    if place is None:
        raise OSError
    return place


def _ask(sock: socket.socket, opening: ClientOpening, answer_s: float) -> None:
    """Until it is known; OSError if nobody listens there, or patience has an end."""
    began = time.monotonic()
    while opening.stage is not Stage.REFUSED:
        now = time.monotonic()
        due = opening.poll(now)
        if due is not None:
            sock.send(due)
        left_s = began + (answer_s if opening.stage is Stage.HELLO else PROOF_S) - now
        if left_s <= 0:
            raise TimeoutError
        _hear(sock, opening, min(left_s, max(0.001, (opening.wake_at or now) - now)))


def _hear(sock: socket.socket, opening: ClientOpening, wait_s: float) -> None:
    """One datagram, if one comes in time; whatever makes no sense changes nothing."""
    sock.settimeout(wait_s)
    try:
        answer = opening.receive_untrusted(sock.recv(LARGEST), time.monotonic())
    except (TimeoutError, BadPacket):
        return
    if answer is not None:
        sock.send(answer)
