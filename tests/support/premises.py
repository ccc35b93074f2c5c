"""A whole server in virtual time: what `chatserver.server` runs, on a disk and a FakeNet.

It is the real loop, turn by turn; only its sockets, clocks, disk and console are not the system's.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from random import Random

from chatserver.config import read_config
from chatserver.data import DataFolder
from chatserver.printer import Printer, Said
from chatserver.server import Server
from shared.disk import DiskError
from shared.net.path import Path
from shared.net.udp import Datagram, UdpSocket
from tests.support.clients import SERVER_AT
from tests.support.disk import Disk, Files, Killed
from tests.support.fakenet import FakeNet

WALL_S = 1_800_000_000.0
TICK_S = 1e-6
"""No less time passes: its clock differs from ours by sleeps, which floats know but roughly."""


class Premises:
    """`start` it, let it `turn` when it `wake_at`, `crash` it as kill -9 does, `start` it again."""

    def __init__(self, net: FakeNet, disk: Disk, *words: str) -> None:
        self.disk = disk
        self.console = Console()
        self.wall_s = WALL_S  # what the wall clock says at virtual time 0
        self.asleep_until = -inf
        self._asleep_since = inf
        self._wake_at = inf
        self.now = 0.0
        self._net = net
        self._words = words
        self._slept_s = 0.0  # the system's monotonic clock stands still meanwhile
        self._starts = 0
        self._socket = NetSocket(net)
        self._data: DataFolder | None = None
        self.server: Server | None = None

    def start(self, now: float) -> bool:
        """False: it could not start, and says why on its console; or it was killed meanwhile."""
        self.wake(now)
        self.now, self._starts, self._wake_at = now, self._starts + 1, now
        random = Random(f"premises {self._net.seed} {self._starts}")
        self._socket = NetSocket(self._net)
        with self._power():
            try:
                self._data = DataFolder(self.disk.folder, SERVER_AT[1], random.randbytes)
                self.server = Server(
                    read_config(list(self._words)),
                    [self._socket],
                    self.console,
                    data=self._data,
                    random=random,
                    clock=lambda: self.now - self._slept_s,
                    wall_clock=lambda: self.wall_s + self.now,
                )
            except DiskError as trouble:
                self.console.warn(str(trouble))
                self.crash()
        return self.server is not None

    def crash(self, files: Files | None = None) -> None:
        """Nothing is closed, flushed or said. `files`: what is found on the disk afterwards, if
        somebody puts back an older copy."""
        self.disk.fail()
        server, self.server = self.server, None
        data, self._data = self._data, None
        self.disk.bury()
        self._socket.is_cut = True
        if server is not None:
            _abandon(server)
        if data is not None:
            data.close()
        self.disk.mend(files)

    def sleep(self, until: float) -> None:
        """The computer is suspended: its programs stand still, nothing reaches it."""
        self._asleep_since = min(self._asleep_since, self.now)
        self.asleep_until = max(self.asleep_until, until)

    def wake(self, now: float) -> None:
        if self._asleep_since < inf:
            self._slept_s += now - self._asleep_since
        self._asleep_since, self.asleep_until = inf, -inf

    def receive(self, data: bytes, sender: tuple[str, int]) -> None:
        if self.server is not None and self.now >= self.asleep_until:
            self._socket.inbox.append((data, Path(sender)))

    def turn(self, now: float) -> None:
        if self.server is None or now < self.asleep_until:
            return
        self.wake(now)
        self.now = self._socket.now = now
        with self._power():
            self.server._turn([self._socket, "mailbox"])
            self._look_at_clock()

    @property
    def wake_at(self) -> float:
        return inf if self.server is None else max(self._wake_at, self.asleep_until)

    def _look_at_clock(self) -> None:
        if self.server is not None:
            timeout_s = self.server._timeout()
            self._wake_at = self.now + max(timeout_s, TICK_S) if timeout_s else self.now

    @contextmanager
    def _power(self) -> Iterator[None]:
        try:
            yield
        except Killed:
            self.crash()


def _abandon(server: Server) -> None:
    """Let its threads end and its files be closed; what it still had in mind is none of ours."""
    if server.parts.archive is not None:
        with suppress(Exception):  # it was stopped in the middle of something
            server.parts.archive.close()
    server._hatch.shut()


class NetSocket(UdpSocket):
    def __init__(self, net: FakeNet) -> None:
        self.unreachable = []
        self.inbox: list[Datagram] = []
        self.now = 0.0
        self.is_cut = False
        self._net = net

    @property
    def is_ipv6(self) -> bool:
        return False

    @property
    def port(self) -> int:
        return SERVER_AT[1]

    def receive(self, limit: int) -> list[Datagram]:
        received, self.inbox = self.inbox[:limit], self.inbox[limit:]
        return received

    def send(self, datagrams: Iterable[Datagram]) -> None:
        for data, path in () if self.is_cut else datagrams:
            self._net.send(self.now, SERVER_AT, (path.remote[0], path.remote[1]), data)

    def close(self) -> None:
        pass


class Console(Printer):
    """What the owner would read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[str] = []

    @property
    def dropped(self) -> int:
        return 0

    def report(self, line: str) -> None:
        self.lines.append(line)

    def said(self, after: int = 0) -> list[Said]:
        """All of it 7 ms after 1970 began."""
        lines = enumerate([*self.lines, *self.warnings], 1)
        return [(number, 7_000_000, line) for number, line in lines][after:]

    def warn(self, text: str) -> None:
        self.warnings += text.splitlines()

    def close(self) -> bool:
        return True
