"""A server at work: its data folder open, its loop in a thread of its own. Whoever has begun one,
a terminal or the tray, waits for its end and passes on what the owner wants."""

import queue
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import SystemRandom

from chatserver.config import Config
from chatserver.control.answers import AnyAnswer
from chatserver.control.channel import open_door
from chatserver.control.operations import AnyOperation, say_again
from chatserver.control.service import Service
from chatserver.data import DataFolder, default_data
from chatserver.discovery.announcer import Announcer, Crier
from chatserver.neighbours import NeighbourWatch, Notices, should_look
from chatserver.printer import Printer
from chatserver.server import Server
from chatserver.sieve import Sieve
from chatserver.start_lines import describe
from shared.crypto.identity import server_id
from shared.net.batch import batched
from shared.net.udp import UdpSocket

ANSWER_S = 5.0

JOIN_POLL_S = 0.5
"""Windows does not interrupt a waiting join for a signal; elsewhere this costs nothing."""


@contextmanager
def running(
    config: Config, sockets: list[UdpSocket], printer: Printer, *, by_signals: bool = False
) -> "Iterator[Running]":
    """The server at work inside; leaving ends it, if it has not ended by itself. DiskError, with
    nothing begun, if its data folder cannot be used. `by_signals`: of the main thread only, see
    `Running.stop_by_signals`."""
    folder = config.data or default_data()
    with ExitStack() as stack:
        data = DataFolder(folder, sockets[0].port, SystemRandom().randbytes)
        stack.callback(data.close)
        server = Server(config, [batched(sock) for sock in sockets], printer, data=data)
        begun = Running(config, sockets, server, printer)
        if by_signals:  # before it is heard of: whoever started it may end it at once
            begun.stop_by_signals()
        if config.announce:
            stack.callback(_announcer(begun).close)
        control = _open_control(folder, server, printer)
        if control is not None:
            stack.callback(control.close)
        stack.callback(begun.end)
        begun.begin()
        if should_look(config):
            stack.callback(_watch(begun).close)
        yield begun


def _open_control(folder: Path, server: Server, printer: Printer) -> Service | None:
    """A server that its owner cannot ask is better than none."""
    try:
        return Service(open_door(folder), server.ask)
    except OSError as trouble:
        printer.warn(f"The server runs, but ctl and the dashboard cannot reach it ({trouble}).")
        return None


def _announcer(begun: "Running") -> Announcer:
    """At work already. What it needs is imported by its own thread, when the server listens."""
    about, port = begun.server.parts.about, begun.port

    def make_crier() -> Crier:
        from chatserver.discovery.crier import MdnsCrier

        return MdnsCrier(about.id, port)

    announcer = Announcer(about, begun.config.addresses, make_crier, begun.warn)
    announcer.start()
    return announcer


def _watch(begun: "Running") -> NeighbourWatch:
    notices = Notices(begun.warn, time.monotonic)

    def tell(others: tuple[str, ...]) -> None:
        begun.server.desk.others = others
        notices.tell(others)

    watch = begun.server.desk.watch = NeighbourWatch(server_id(begun.key), tell)
    return watch


class Running:
    def __init__(
        self, config: Config, sockets: list[UdpSocket], server: Server, printer: Printer
    ) -> None:
        self.config, self.server, self.warn = config, server, printer.warn
        self.port = sockets[0].port
        self.key = server.parts.keys.public
        native, tag = server.parts.native, server.parts.keys.cid_tag
        sieve = server.sieve = Sieve(
            sockets, tag, lambda: native.strangers_heard, printer.warn, time.monotonic()
        )
        families = " and ".join("IPv6" if s.is_ipv6 else "IPv4" for s in sockets)
        listens_on = () if config.every_interface else config.addresses
        networks = server.parts.networks.described(time.monotonic(), listens_on)
        settled = server.parts.settings.config  # with what is remembered
        self.lines = [
            describe(settled, self.port, families, networks, self.key, server.parts.adopted),
            sieve.describe(),  # before the loop, which may end at once and close them
        ]
        """What its owner wants to know at the start."""
        self._ended_well: list[bool] = []
        self._loop = threading.Thread(target=self._run, name="loop")

    def begin(self) -> None:
        self._loop.start()

    def end(self) -> None:
        """Unless it has ended; whoever begun it waits."""
        if self.is_alive:
            self.stop()
            self.wait()

    def _run(self) -> None:
        self._ended_well.append(self.server.run())

    @property
    def is_alive(self) -> bool:
        return self._loop.is_alive()

    def ask(self, operation: AnyOperation) -> AnyAnswer:
        """From any other thread than the loop's; waits for the answer. OSError, with a sentence,
        if there is none."""
        answers: queue.SimpleQueue[AnyAnswer] = queue.SimpleQueue()
        self.server.ask(operation, answers.put)
        try:
            return answers.get(timeout=ANSWER_S)
        except queue.Empty:
            again = say_again(operation)
            raise OSError(f"The server is too busy to answer. {again}") from None

    def stop(self) -> None:
        """Everybody is told, then it ends; asked twice, it ends at once. From any thread."""
        self.server.stop()

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
