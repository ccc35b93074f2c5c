"""Native clients and a tiny server on a bad network, in virtual time."""

from collections.abc import Callable
from random import Random

from chatgui.app.messages import (
    AskList,
    Ended,
    Event,
    Joined,
    ListReceived,
    MessageReceived,
    NotSent,
    Quit,
    Send,
    StatusChanged,
)
from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.caller import Caller, Invitation
from chatgui.native import NativeSession
from shared.crypto.identity import Identity, person_id, server_id
from tests.support.fakenet import Address, FakeNet, Link
from tests.support.tiny_server import TinyServer

SERVER: Address = ("10.0.0.9", 15000)


class Pins:
    """Which server is expected, as the bookmarks tell."""

    def __init__(self, expected: bytes | None = None) -> None:
        self.expected = expected
        self.remembered: list[bytes] = []

    def expected_id(self, found: bytes) -> bytes:
        return server_id(self.expected or b"")

    def accepts(self, key: bytes) -> bool:
        return self.expected in (None, key)

    def remember(self, key: bytes) -> str:
        self.remembered.append(key)
        return ""


class Resident:
    """A native session at an address, and all it has told."""

    def __init__(self, session: NativeSession, address: Address, archive: Archive) -> None:
        self.session = session
        self.archive = archive
        self.address = address
        self.told: list[Event] = []
        self.asleep_until = 0.0

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.told if type(event) is kind]

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, MessageReceived)]

    @property
    def statuses(self) -> list[str]:
        return [event.status for event in self.told if isinstance(event, StatusChanged)]

    @property
    def is_in(self) -> bool:
        return any(isinstance(event, Joined) for event in self.told)

    @property
    def lists(self) -> list[tuple[str, ...]]:
        return [event.names for event in self.told if isinstance(event, ListReceived)]

    @property
    def not_sent(self) -> list[str]:
        return [event.reason for event in self.told if isinstance(event, NotSent)]

    @property
    def ended(self) -> Ended | None:
        return next((event for event in self.told if isinstance(event, Ended)), None)


class Town:
    def __init__(self, seed: int = 1, link: Link | None = None, roster_whole: int = 300) -> None:
        self.now = 100.0
        self.net = FakeNet(seed, link)
        self.server = TinyServer(roster_whole=roster_whole)
        self.server.restart(self.now)
        self.residents: list[Resident] = []
        self.dead = 0
        self.seen: list[tuple[float, Address, bytes]] = []  # what clients sent
        self._seed = seed
        self._calls: list[tuple[float, Callable[[], None]]] = []

    def move_in(
        self,
        name: str,
        *,
        person: int = 0,
        installation: int = 0,
        takeover: bool = False,
        pins: Pins | None = None,
        archive: Archive | None = None,
        tells_read: bool = True,
        invitation: Invitation | None = None,
    ) -> Resident:
        """A client that begins now. `person` and `installation` tell namesakes and copies apart.

        `archive`: from an earlier life, else an empty one in memory.
        """
        number = len(self.residents) + self.dead + 1
        identity = Identity((person or number).to_bytes(32, "big"))
        place = (installation or number).to_bytes(16, "big")
        caller = Caller(
            identity, place, name, pins or Pins(), takeover=takeover, invitation=invitation
        )
        rng = Random(f"resident {self._seed} {number}")
        archive = archive or Archive(open_in_memory(), person_id(identity.public), self.wall_ms)
        session = NativeSession(
            caller, archive, rng.randbytes, self.now, where="tiny:15000", tells_read=tells_read
        )
        resident = Resident(session, (f"10.0.1.{number}", 4000), archive)
        self.residents.append(resident)
        return resident

    def kill(self, resident: Resident) -> Archive:
        """Its program ends at once, without a word; what is on its disk stays."""
        self.residents.remove(resident)
        self.dead += 1
        return resident.archive

    def wall_ms(self) -> int:
        return 1_700_000_000_000 + int(1000 * self.now)

    def say(self, resident: Resident, text: str, *names: str) -> None:
        resident.session.do(Send(names or ("everyone",), text), self.now)

    def ask_list(self, resident: Resident) -> None:
        resident.session.do(AskList(), self.now)

    def quit(self, resident: Resident) -> None:
        resident.session.do(Quit(), self.now)

    def move(self, resident: Resident, address: Address) -> None:
        self.net.rebind(resident.address, address)
        resident.address = address

    def sleep(self, resident: Resident, seconds: float) -> None:
        """The computer sleeps: its program stands still and nothing reaches it."""
        resident.asleep_until = self.now + seconds

    def call_at(self, at: float, call: Callable[[], None]) -> None:
        self._calls.append((at, call))
        self._calls.sort(key=lambda item: item[0])

    def run(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        self._turn()
        while (at := self._next_at()) <= until:
            self.now = max(self.now, at)
            while self._calls and self._calls[0][0] <= self.now:
                self._calls.pop(0)[1]()
            while arrived := self.net.deliver(self.now):
                self._deliver(arrived.to, arrived.sender, arrived.data)
            self._turn()
        self.now = until
        self._turn()

    def run_until(self, is_so: Callable[[], object], patience_s: float = 60.0) -> float:
        """Let time pass until something is so; the seconds it took."""
        start = self.now
        while not is_so():
            assert self.now < start + patience_s, f"never so\n{self.net.describe()}"
            self.run(0.005)
        return self.now - start

    def _next_at(self) -> float:
        moments = [self.net.next_at, self.server.wake_at()]
        moments += [at for at, _ in self._calls[:1]]
        for resident in self.residents:
            wake_at = resident.session.wake_at()
            if wake_at is not None and not resident.session.ended:
                moments.append(max(wake_at, resident.asleep_until))
        return min(moments)

    def _deliver(self, to: Address, sender: Address, data: bytes) -> None:
        if to == SERVER:
            self._send_all(self.server.receive(data, sender, self.now))
        for resident in self.residents:
            if resident.address == to and resident.asleep_until <= self.now:
                resident.session.receive(data, self.now)

    def _turn(self) -> None:
        for resident in self.residents:
            if resident.asleep_until > self.now:
                continue
            was_ended = resident.session.ended
            for data in resident.session.datagrams(self.now):
                self.seen.append((self.now, resident.address, data))
                self.net.send(self.now, resident.address, SERVER, data)
            resident.told += resident.session.events()
            if resident.session.ended and not was_ended:
                for data in resident.session.datagrams(self.now):
                    self.net.send(self.now, resident.address, SERVER, data)
        self._send_all(self.server.flush(self.now))

    def _send_all(self, out: list[tuple[bytes, Address]]) -> None:
        for data, to in out:
            self.net.send(self.now, SERVER, to, data)
