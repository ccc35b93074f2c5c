"""A server at work: its data folder open, its loop in a thread of its own. Whoever has begun one,
a terminal or the tray, waits for its end and passes on what the owner wants."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom

from chatserver.config import Config
from chatserver.data import DataFolder, default_data
from chatserver.discovery.announcer import Announcer, Crier
from chatserver.printer import Printer
from chatserver.server import Server
from chatserver.sieve import Sieve
from chatserver.start_lines import describe
from shared.net.batch import batched
from shared.net.udp import UdpSocket

JOIN_POLL_S = 0.5
"""Windows does not interrupt a waiting join for a signal; elsewhere this costs nothing."""


@contextmanager
def running(config: Config, sockets: list[UdpSocket], printer: Printer) -> "Iterator[Running]":
    """The server at work inside; leaving ends it, if it has not ended by itself. DiskError, with
    nothing begun, if its data folder cannot be used."""
    folder = config.data or default_data()
    data = DataFolder(folder, sockets[0].port, SystemRandom().randbytes)
    try:
        server = Server(config, [batched(sock) for sock in sockets], printer, data=data)
        begun = Running(config, sockets, server, printer)
        announcer = _announcer(begun) if config.announce else None
        try:
            yield begun
        finally:
            if begun.is_alive:
                begun.stop()
                begun.wait()
            if announcer is not None:
                announcer.close()
    finally:
        data.close()


def _announcer(begun: "Running") -> Announcer:
    """At work already. What it needs is imported by its own thread, when the server listens."""
    about, port = begun.server.parts.about, begun.port

    def make_crier() -> Crier:
        from chatserver.discovery.crier import MdnsCrier

        return MdnsCrier(about.id, port)

    announcer = Announcer(about, begun.config.addresses, make_crier, begun.warn)
    announcer.start()
    return announcer


class Running:
    def __init__(
        self, config: Config, sockets: list[UdpSocket], server: Server, printer: Printer
    ) -> None:
        self.config, self.server, self.warn = config, server, printer.warn
        self.port = sockets[0].port
        self.key = server.parts.keys.public
        native, tag = server.parts.native, server.parts.keys.cid_tag
        server.sieve = Sieve(
            sockets, tag, lambda: native.strangers_heard, printer.warn, time.monotonic()
        )
        families = " and ".join("IPv6" if s.is_ipv6 else "IPv4" for s in sockets)
        networks = server.parts.networks.described(time.monotonic())
        self.lines = [
            describe(config, self.port, families, networks, self.key, server.parts.adopted),
            server.sieve.describe(),  # before the loop, which may end at once and close them
        ]
        """What its owner wants to know at the start."""
        self._ended_well: list[bool] = []
        self._loop = threading.Thread(target=self._run, name="loop")
        self._loop.start()

    def _run(self) -> None:
        self._ended_well.append(self.server.run())

    @property
    def is_alive(self) -> bool:
        return self._loop.is_alive()

    def stop(self) -> None:
        """Everybody is told, then it ends; asked twice, it ends at once. From any thread."""
        self.server.post("quit")

    def wait(self) -> int:
        """Until it has ended: the exit code. Signals are heard while it lasts."""
        while self._loop.is_alive():
            self._loop.join(JOIN_POLL_S)
        return 0 if self._ended_well else 1

    def stop_by_signals(self) -> None:
        """Of the main thread only. Windows has no SIGHUP; nohup has it ignored."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: self.stop())
