"""A native client on a real socket, driven by whoever waits for something; no thread, no sleep."""

import socket
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from shared.dialects.native import records
from shared.dialects.native.records import Record
from shared.transport.lanes import BULK, CHAT, CONTROL
from shared.wire.greetings import ClientGreeting
from tests.support.clients import NativeClient
from tests.support.peers import PATIENCE_S

Wanted = TypeVar("Wanted", bound=Record)

_LANES: dict[type[Record], int] = {
    records.AskRoster: CONTROL,
    records.AskPeople: CONTROL,
    records.Watch: CONTROL,
    records.Received: CONTROL,
    records.Read: CONTROL,
    records.AskReceipts: CONTROL,
    records.AskHolders: BULK,
    records.AskHistory: BULK,
}


class _Core(NativeClient):
    """A client whose greeting can be chosen."""

    def __init__(self, seed: int, name: str, takeover: bool, now: float) -> None:
        super().__init__(seed, now=now, name=name, takeover=takeover)
        self.installation = b"i" * 16
        self.outbox = b"o" * 16
        self.cursor = 0
        self.log = bytes(16)

    def greet(self, server_static: bytes) -> ClientGreeting:
        return ClientGreeting(
            identity=self.identity.public,
            signature=self.identity.bind(server_static),
            name=self.name,
            installation=self.installation,
            takeover=self.takeover,
            outbox=self.outbox,
            cursor=self.cursor,
            log=self.log,
        )


class NativePeer:
    """One person; the same `seed` is the same person. Nothing leaves before it waits for something:
    `join` for Welcome, others for what they name. Set `core.outbox` and the like before."""

    def __init__(self, port: int, seed: int, name: str, *, takeover: bool = False) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.core = _Core(seed, name, takeover, monotonic())
        self.all_sent: list[bytes] = []
        """Every datagram that has left."""
        self.unheard: list[Record] = []
        self._decoded = 0

    def __enter__(self) -> "NativePeer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Be gone without a word."""
        self.socket.close()

    def join(self) -> records.Welcome:
        """Come in."""
        return self.hear(records.Welcome)

    def leave(self) -> None:
        assert self.core.session is not None
        self.core.session.close()
        self._send()

    def say(
        self, sequence: int, to: tuple[int, ...], text: str, kind: int = records.TEXT
    ) -> Record:
        """Say it and return the final answer."""
        self.put(records.Say(sequence, to, kind, text.encode()))
        answers = (records.Committed, records.Refused, records.NotSaved)
        return self.hear_any(lambda record: isinstance(record, answers))

    def put(self, record: Record) -> None:
        self.put_bytes(records.encode(record), _LANES.get(type(record), CHAT))

    def put_bytes(self, data: bytes, lane: int = CHAT) -> None:
        """Send it, parsing or not."""
        assert self.core.send(data, lane), "no room, or no session"
        self._send()

    def hear(self, kind: type[Wanted]) -> Wanted:
        """The oldest record of that kind not heard yet; others keep until they are asked for."""
        record = self.hear_any(lambda record: isinstance(record, kind))
        assert isinstance(record, kind)
        return record

    def hear_any(self, fits: Callable[[Record], bool]) -> Record:
        while True:
            self._decode()
            for at, record in enumerate(self.unheard):
                if fits(record):
                    return self.unheard.pop(at)
            heard = len(self.core.received)
            self.wait_for(lambda heard=heard: len(self.core.received) > heard)  # type: ignore[misc]

    def _decode(self) -> None:
        for data in self.core.received[self._decoded :]:
            record = records.decode_server_untrusted(data)
            assert record is not None
            self.unheard.append(record)
        self._decoded = len(self.core.received)

    def hear_message(self) -> tuple[records.Posted, records.MessageEntry]:
        posted = self.hear(records.Posted)
        return posted, records.decode_entry_untrusted(posted.content)

    def closing_code(self) -> int:
        """Wait until the server has closed the session."""
        self.wait_for(lambda: self.core.ending is not None)
        ending = self.core.ending
        assert ending is not None
        assert ending.by_peer
        return ending.code

    def wait_for(self, holds: Callable[[], bool]) -> None:
        until = monotonic() + PATIENCE_S
        while not holds():
            assert monotonic() < until, f"never came; heard {self.core.events}"
            self.turn(until - monotonic())

    def turn(self, longest_s: float) -> None:
        """Send what is due, wait for one datagram, take it."""
        self._send()
        wait_s = min(self.core.wake_at() - monotonic(), longest_s)
        self.socket.settimeout(max(wait_s, 0.001))
        try:
            datagram = self.socket.recv(2048)
        except (TimeoutError, ConnectionRefusedError):  # refused: no server at this moment
            return
        self.core.receive(datagram, monotonic())
        self._send()

    def _send(self) -> None:
        for datagram in self.core.datagrams(monotonic()):
            self.all_sent.append(datagram)
            try:
                self.socket.send(datagram)
            except ConnectionRefusedError:
                self.socket.send(datagram)
