"""Our own server as it is shipped, and native clients that do what ours does: they acknowledge,
say what they have stored, and ask for the roster."""

import contextlib
import re
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

import msgspec

from shared import __version__
from shared.dialects.native.closing import CLOSING
from shared.dialects.native.records import (
    AskRoster,
    CaughtUp,
    Posted,
    Received,
    Record,
    Say,
    Welcome,
    decode_entry_untrusted,
    decode_server_untrusted,
    encode,
)
from shared.session.events import CLOSE_LEAVING
from shared.wire.greetings import ClientGreeting
from tests.bench.crowd import host
from tests.bench.rivals.server import Server
from tests.support.clients import NativeClient

ROOT = Path(__file__).resolve().parents[3]
RECEIVED_S = 1.0
RECEIVED_SPREAD_S = 5.0
"""A client says what it has stored once a second, in a large crowd at a moment of 5 s (4.6)."""


class Parley(Server):
    title = "Parley"
    program = sys.executable
    at_once = 1_000

    @classmethod
    def version(cls) -> str:
        return __version__

    def command(self) -> list[str]:
        data = self.folder / "data"
        words = ("-p", str(self.port), "--data", str(data), "--no-announce")
        return [sys.executable, "-m", "chatserver", *words]

    def is_up(self) -> bool:
        return re.search(r"listens on UDP port", self.said()) is not None

    def client(self, number: int, *, listens: bool = True) -> "ParleyClient":
        return ParleyClient(self.port, number)


class Installation(NativeClient):
    """One that remembers how far it has heard when it comes back."""

    log = bytes(16)
    cursor = 0

    def greet(self, server_static: bytes) -> ClientGreeting:
        greeting = super().greet(server_static)
        return msgspec.structs.replace(greeting, log=self.log, cursor=self.cursor)


class ParleyClient:
    """`answers` gets every record that is neither text nor the beginning, if somebody wants it."""

    def __init__(self, port: int, number: int) -> None:
        self.number = number
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.bind((host(number), 0))
        self.sock.connect(("127.0.0.1", port))
        self.native = Installation(number + 1, now=time.monotonic(), name=f"c{number}")
        self.answers: list[Record] | None = None
        self.person = 0
        self.in_at = 0.0
        """When it was welcomed last."""

        self.reopened = 0
        self._random = Random(number)
        self._sequence = 0
        self._sessions = 0  # welcomed so far
        self._spread_s = RECEIVED_S
        self._received_at = float("inf")

    @property
    def is_in(self) -> bool:
        """Welcomed in the session that is open."""
        return self.native.is_in and self._sessions == self.native.sessions

    def receive(self, data: bytes, now: float) -> Iterable[bytes]:
        native = self.native
        native.receive(data, now)
        native.events[:-1] = []
        self._reopen(now)
        if not native.received:
            return ()
        came, native.received = native.received, []
        return [text for record in came if (text := self._hear(record, now))]

    def _reopen(self, now: float) -> None:
        """After the server's CLOSE: a FIN that came late replaces the session that came after."""
        ending = self.native.ending
        if ending is not None and ending.by_peer:
            if ending.code not in (CLOSE_LEAVING, CLOSING):
                raise RuntimeError(f"Parley sent a client away: code {ending.code}.")
            self.native.events.clear()
            self.native.begin(now)
            self.reopened += 1

    def say(self, text: bytes) -> bool:
        said = self.native.send(encode(Say(self._sequence + 1, (0,), 0, text)))
        self._sequence += said
        return said

    def ask(self, record: Record) -> None:
        """Something on the control lane; what comes back is in `answers`."""
        self.native.send(encode(record), lane=0)

    def flush(self, now: float) -> None:
        if now >= self._received_at:
            self._received_at = float("inf")
            self.ask(Received(self.native.cursor))
        for datagram in self.native.datagrams(now):
            with contextlib.suppress(OSError):  # lost, as on any network
                self.sock.send(datagram)

    def wake_at(self) -> float:
        return min(self.native.wake_at(), self._received_at)

    def _hear(self, data: bytes, now: float) -> bytes | None:
        record = decode_server_untrusted(data)
        if isinstance(record, Posted):
            self._move(record.position, now)
            return decode_entry_untrusted(record.content).body
        if isinstance(record, CaughtUp):
            self._move(record.position, now)
        elif isinstance(record, Welcome):
            self._enter(record, now)
        elif self.answers is not None and record is not None:
            self.answers.append(record)
        return None

    def _move(self, position: int, now: float) -> None:
        self.native.cursor = position
        if self._received_at == float("inf"):
            spread_s = self._spread_s
            wait_s = spread_s if spread_s == RECEIVED_S else self._random.uniform(0, spread_s)
            self._received_at = now + wait_s

    def _enter(self, welcome: Welcome, now: float) -> None:
        native = self.native
        assert native.session is not None
        native.session.expect_ack_delay(welcome.ack_delay_ms / 1000)
        self._sessions, self.person, native.log = native.sessions, welcome.person, welcome.log
        self.in_at = now
        self._sequence = max(self._sequence, welcome.sequence)
        is_large = welcome.known > welcome.limits.roster_whole
        self._spread_s = RECEIVED_SPREAD_S if is_large else RECEIVED_S
        self.ask(AskRoster(0))
