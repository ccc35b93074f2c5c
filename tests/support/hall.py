"""A whole server and its clients of all three doors over a FakeNet, in virtual time.

The server is what `chatserver.parts` builds, driven as `chatserver.server` does; clients are
programs that keep PROTOCOL's promises: they number what they say, say again what is not settled,
and know how far they have read.
"""

from collections.abc import Callable
from math import inf
from random import Random
from typing import Protocol

from chatserver.config import read_config
from chatserver.data import DataFolder
from chatserver.log.interface import Log
from chatserver.parts import Parts, build_parts
from chatserver.printer import Printer
from chatserver.receipts import TOLD_EVERY_S
from shared.dialects.classroom.message import (
    decode_message_untrusted,
    decode_names_untrusted,
    encode_message,
    encode_names,
)
from shared.dialects.classroom.packet import decode_packet_untrusted
from shared.dialects.classroom.transfer import Receiving, Sending
from shared.dialects.native import records
from shared.dialects.native.records import decode_entry_untrusted, decode_server_untrusted, encode
from shared.net.path import Path
from shared.transport.lanes import CHAT, CONTROL
from shared.wire.greetings import ClientGreeting
from tests.support.clients import SERVER_AT, NativeClient
from tests.support.fakenet import Address, FakeNet

WALL_S = 1_800_000_000.0
Heard = tuple[str, str]
"""(who, what)"""


class Client(Protocol):
    def receive(self, datagram: bytes, now: float) -> None: ...

    def datagrams(self, now: float) -> list[bytes]: ...

    def wake_at(self) -> float: ...


class Talker(NativeClient):
    """A native client that keeps what it hears. `said`: the numbers that are committed."""

    def __init__(
        self,
        seed: int,
        name: str,
        *,
        now: float = 0.0,
        installation: bytes = bytes(16),
        invite: bytes | None = None,
    ) -> None:
        self.installation = installation
        self.heard: list[Heard] = []
        self.said: list[int] = []
        self.refused_names: list[records.NameRefused] = []
        self.welcomes: list[records.Welcome] = []
        self.rows: dict[int, records.Row] = {}
        self.log, self.cursor = bytes(16), 0
        self.caught_up_at = -1
        self._unsettled: dict[int, bytes] = {}
        self._next = self._last = 1
        self._read = 0
        super().__init__(seed, now=now, name=name, invite=invite)

    def greet(self, server_static: bytes) -> ClientGreeting:
        return ClientGreeting(
            identity=self.identity.public,
            signature=self.identity.bind(server_static),
            name=self.name,
            installation=self.installation,
            takeover=self.takeover,
            outbox=self.identity.public[:16],
            cursor=self.cursor,
            log=self.log,
        )

    def say(self, text: str, to: tuple[int, ...] = (0,)) -> None:
        record = records.Say(self._last, to, records.TEXT, text.encode())
        self._unsettled[self._last] = encode(record)
        self._last += 1

    @property
    def presence(self) -> dict[str, int]:
        """Of all that are known, by name."""
        known = (row for row in self.rows.values() if row.presence != records.GONE)
        return {row.name: row.presence for row in known}

    @property
    def is_settled(self) -> bool:
        return not self._unsettled

    def stops_reading(self, stopped: bool = True) -> None:
        """Withhold credit: the server may send what it may, and no more."""
        assert self.session is not None
        self.session.hold(CHAT, stopped)

    def datagrams(self, now: float) -> list[bytes]:
        self._understand()
        while self.welcomes and self.is_in and self._next in self._unsettled:
            if not self.send(self._unsettled[self._next]):
                break
            self._next += 1
        out = super().datagrams(now)
        self._understand()
        return out

    def _understand(self) -> None:
        for data in self.received[self._read :]:
            self._read += 1
            record = decode_server_untrusted(data)
            if isinstance(record, records.Posted):
                self._hear(record)
            elif isinstance(record, records.CaughtUp):
                self.cursor = self.caught_up_at = max(self.cursor, record.position)
            elif isinstance(record, records.Welcome):
                self._enter(record)
            elif isinstance(record, records.Committed):
                self._settle(record.sequence)
            elif isinstance(record, records.NotSaved):
                self._next = min(self._next, record.sequence)
            elif isinstance(record, records.Roster):
                self.rows |= {row.person: row for row in record.people}
            elif isinstance(record, records.NameRefused):
                self.refused_names.append(record)

    def _enter(self, welcome: records.Welcome) -> None:
        if welcome.log != self.log:
            self.log, self.cursor = welcome.log, 0
        self.welcomes.append(welcome)
        for sequence in [n for n in self._unsettled if n <= welcome.sequence]:
            self._settle(sequence)
        self._next = min(self._unsettled, default=self._last)
        self.send(encode(records.AskRoster(0)), CONTROL)

    def _settle(self, sequence: int) -> None:
        if self._unsettled.pop(sequence, None) is not None:
            self.said.append(sequence)

    def _hear(self, posted: records.Posted) -> None:
        """In order, and nothing that was there before: the cursor alone would hide a repeat."""
        assert posted.position > self.cursor, f"position {posted.position} came again"
        self.cursor = posted.position
        entry = decode_entry_untrusted(posted.content)
        if entry.outbox != self.identity.public[:16]:
            self.heard.append((entry.sender_name, entry.body.decode()))


class LineClient:
    """Somebody with netcat."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._out: list[bytes] = []

    def say(self, line: str) -> None:
        self._out.append(line.encode() + b"\n")

    @property
    def heard(self) -> list[Heard]:
        said = (line.partition(": ") for line in self.lines)
        return [(who, what) for who, colon, what in said if colon]

    def receive(self, datagram: bytes, now: float) -> None:
        self.lines += datagram.decode().splitlines()

    def datagrams(self, now: float) -> list[bytes]:
        out, self._out = self._out, []
        return out

    def wake_at(self) -> float:
        return inf


class Pupil:
    """A client of the course, part 2: stop and wait."""

    def __init__(self, name: str, seed: int) -> None:
        random = Random(seed)
        self.messages: list[tuple[str, str]] = []  # (kind, body)
        self._sending = Sending(lambda: random.getrandbits(30), falls_back=False)
        self._receiving = Receiving()
        self._out: list[bytes] = []
        self._sending.send(encode_message("join", name))

    def say(self, text: str) -> None:
        self._sending.send(encode_message("send_message", encode_names(["everyone"], text)))

    @property
    def is_settled(self) -> bool:
        return self._sending.idle

    @property
    def heard(self) -> list[Heard]:
        found = [
            decode_names_untrusted(b) for kind, b in self.messages if kind == "forward_message"
        ]
        return [(names[0], text) for names, text in found]

    def receive(self, datagram: bytes, now: float) -> None:
        packet = decode_packet_untrusted(datagram)
        if packet.type == "ack":
            self._sending.receive_ack(packet.seqno, now)
            return
        ack, text = self._receiving.receive(packet, now)
        self._out += [ack] if ack else []
        if text is not None:
            message = decode_message_untrusted(text)
            self.messages.append((message.kind, message.body))

    def datagrams(self, now: float) -> list[bytes]:
        due, outcome = self._sending.datagrams(now)
        assert outcome != "gone"
        out, self._out = self._out, []
        return [*out, *due]

    def wake_at(self) -> float:
        at = self._sending.wake_at
        return inf if at is None else at


class Hall:
    """Let people in with `add`, let time pass with `run`; `stop` and `start` the server."""

    def __init__(
        self, net: FakeNet, words: str = "", data: DataFolder | None = None, log: Log | None = None
    ) -> None:
        self.net = net
        self.now = 0.0
        self.clients: dict[Address, Client] = {}
        self.parts: Parts | None = None
        self._words = words
        self._starts = 0
        self._minded_at = self._told_at = -inf
        self.start(data, log)

    def start(self, data: DataFolder | None = None, log: Log | None = None) -> None:
        self._starts += 1
        random = Random(f"hall {self.net.seed} {self._starts}")
        printer = Printer(None, None)
        config = read_config(self._words.split())
        port, wall_s = SERVER_AT[1] + 1, WALL_S + self.now
        self.parts = build_parts(config, port, printer, data, log, random, self.now, wall_s)
        printer.close()
        self._minded_at = -inf

    def stop(self) -> None:
        """As by `kill -9`: what is not on the disk is gone."""
        self.parts = None

    def add(self, address: Address, client: Client) -> None:
        self.clients[address] = client
        self._flush(address)

    def run(self, until: float) -> None:
        """Let time pass."""
        self._serve()
        while (at := self._next_at()) <= until:
            self.now = max(self.now, at)
            self._deliver()
            for address, client in self.clients.items():
                if client.wake_at() <= self.now:
                    self._flush(address)
            self._serve()
        self.now = until

    def run_until(self, holds: Callable[[], bool], until: float, step: float = 0.05) -> bool:
        """Let time pass until the condition holds; False if it never did."""
        for address in self.clients:
            self._flush(address)
        while not holds() and self.now < until:
            self.run(self.now + step)
        return holds()

    def pass_on(self) -> None:
        """Let everybody say what they have been told to say."""
        for address in self.clients:
            self._flush(address)

    def _next_at(self) -> float:
        moments = [self.net.next_at, *(client.wake_at() for client in self.clients.values())]
        if self.parts is not None:
            server = (self.parts.entrance.wake_at(), self.parts.native.wake_at())
            moments += [at for at in server if at is not None]
            moments.append(self._minded_at + 5.0)
            if self.parts.hub.receipts_due:
                moments.append(self._told_at + TOLD_EVERY_S)
        return min(moments)

    def _flush(self, address: Address) -> None:
        for datagram in self.clients[address].datagrams(self.now):
            self.net.send(self.now, address, SERVER_AT, datagram)

    def _deliver(self) -> None:
        while arrived := self.net.deliver(self.now):
            if arrived.to == SERVER_AT:
                if self.parts is not None:
                    self.parts.entrance.receive(arrived.data, Path(arrived.sender), self.now)
            elif arrived.to in self.clients:
                self.clients[arrived.to].receive(arrived.data, self.now)
                self._flush(arrived.to)

    def _serve(self) -> None:
        """One turn of the server's loop."""
        parts, now = self.parts, self.now
        if parts is None:
            return
        parts.entrance.on_time(now)
        if now >= self._minded_at + 5.0:
            self._minded_at = now
            parts.hub.set_clock(WALL_S + now, now)
            parts.runtime.perform([*parts.hub.expire(now), *parts.hub.count(now)], now)
        if now >= self._told_at + TOLD_EVERY_S and parts.hub.receipts_due:
            self._told_at = now
            parts.runtime.perform(parts.hub.tell_receipts(now), now)
        if parts.keeper is not None and parts.keeper.is_due:
            parts.keeper.save()
        while (taken := parts.turnstile.take()) is not None:
            parts.runtime.command(*taken, now)
        parts.runtime.commit(now)
        out = [*parts.lobby.out, *parts.native.datagrams(now)]
        parts.lobby.out.clear()
        for datagram, path in out:
            self.net.send(now, SERVER_AT, (path.remote[0], path.remote[1]), datagram)
