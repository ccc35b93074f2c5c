"""`chatserver --self-test`: a server on this computer alone, spoken to at two of its doors."""

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from time import monotonic
from typing import Final, TypeVar

from chatserver.config import read_config
from chatserver.data import DataFolder, default_data
from chatserver.printer import Printer
from chatserver.server import Server
from shared.crypto.identity import Identity
from shared.dialects.native import records
from shared.dialects.native.records import Record
from shared.net.batch import batched
from shared.net.udp import LARGEST, bind_udp
from shared.self_test import PATIENCE_S, import_all, run_checks, try_crypto, try_window
from shared.session.client_opening import ClientOpening, Stage
from shared.session.established import Established
from shared.session.events import Arrived
from shared.wire.greetings import ClientGreeting

HOST: Final = "127.0.0.1"
TEXT: Final = "self-test"
DATAGRAMS: Final = 64
Wanted = TypeVar("Wanted", bound=Record)


def run_self_test(words: list[str]) -> int:
    """`words`: none are needed. Exit code 0 if all that this program needs is there and works; a
    report says what does not."""
    checks = (
        ("imports", lambda: import_all("shared", "chatserver")),
        ("crypto", try_crypto),
        ("database", try_database),
        ("window", try_window),
        ("a message", try_message),
    )
    return run_checks("Parley's server", checks, default_data())


def try_database() -> str:
    with _data(0) as data:
        return data.database.path.name


def try_message() -> str:
    """From a guest to a client of ours, through a server that runs for it."""
    with _served() as port, _line(port) as guest, _line(port) as line:
        guest.settimeout(PATIENCE_S)
        guest.send(b"hello\n")
        guest.recv(LARGEST)  # the server's echo: it knows this guest
        caller = _Caller(line)
        caller.hear(records.Welcome)
        guest.send(f"{TEXT}\n".encode())
        entry = records.decode_entry_untrusted(caller.hear(records.Posted).content)
        while TEXT.encode() not in entry.body:  # the first line, which newcomers are shown
            entry = records.decode_entry_untrusted(caller.hear(records.Posted).content)
    return "came through, sealed"


@contextmanager
def _data(port: int) -> Iterator[DataFolder]:
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        data = DataFolder(Path(folder), port, SystemRandom().randbytes)
        try:
            yield data
        finally:
            data.close()


@contextmanager
def _served() -> Iterator[int]:
    """The port of a server in a thread."""
    config = read_config(["-a", HOST, "-p", "0", "--quiet"])
    sock = bind_udp(HOST, 0, any_address=False)
    with _data(sock.port) as data:
        printer = Printer(None, None)
        server = Server(config, [batched(sock)], printer, data=data)
        loop = threading.Thread(target=server.run, name="loop")
        loop.start()
        try:
            yield sock.port
        finally:
            server.stop()
            loop.join()
            printer.close()


@contextmanager
def _line(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect((HOST, port))
        yield line


class _Caller:
    """A client of ours with just enough to be let in and to listen."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._identity = Identity(os.urandom(32))
        self._opening = ClientOpening(
            static=self._identity.static,
            greet=self._greet,
            random_bytes=os.urandom,
            now=monotonic(),
            invite=None,
        )
        self._session: Established | None = None
        self._heard: list[Record] = []

    def _greet(self, server_static: bytes) -> ClientGreeting:
        return ClientGreeting(
            identity=self._identity.public,
            signature=self._identity.bind(server_static),
            name="self-test",
            installation=bytes(16),
            takeover=False,
            outbox=os.urandom(16),
            cursor=0,
            log=bytes(16),
        )

    def hear(self, kind: type[Wanted]) -> Wanted:
        """The next record of that kind; TimeoutError if none comes."""
        until = monotonic() + PATIENCE_S
        while True:
            for at, record in enumerate(self._heard):
                if isinstance(record, kind):
                    del self._heard[: at + 1]
                    return record
            self._turn(until)

    def _turn(self, until: float) -> None:
        now = monotonic()
        if now >= until:
            raise TimeoutError("the server does not answer")
        self._send(now)
        self._line.settimeout(max(min(self._wake_at(), until) - now, 0.001))
        try:
            datagram = self._line.recv(LARGEST)
        except TimeoutError:
            return
        self._receive(datagram, monotonic())

    def _wake_at(self) -> float:
        at = self._opening.wake_at if self._session is None else self._session.wake_at()
        return float("inf") if at is None else at

    def _send(self, now: float) -> None:
        if self._session is None:
            due = self._opening.poll(now)
            out = [] if due is None else [due]
        else:
            out = [datagram for datagram, _ in self._session.datagrams(now, DATAGRAMS)]
        for datagram in out:
            self._line.send(datagram)

    def _receive(self, datagram: bytes, now: float) -> None:
        """BadPacket is a failure here: nobody else writes to this line."""
        path = self._line.getpeername()
        if self._session is None:
            answer = self._opening.receive_untrusted(datagram, now)
            if answer is not None:
                self._line.send(answer)
            opened = self._opening.opened
            if self._opening.stage is not Stage.OPEN or opened is None:
                return
            self._session = opened.establish(
                is_server=False, path=path, random_bytes=os.urandom, now=now
            )
        self._session.receive_untrusted(datagram, path, now)
        for event in self._session.events():
            if isinstance(event, Arrived):
                record = records.decode_server_untrusted(event.record)
                if record is not None:
                    self._heard.append(record)
