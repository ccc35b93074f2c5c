"""A server and people at our own clients on a bad network, all real but sockets, clocks and disks.

What everybody typed, was told and was shown is kept, and can be judged in the end.
"""

from collections.abc import Callable
from hashlib import blake2s
from heapq import heappop, heappush
from math import inf
from pathlib import Path

from tests.support.clients import SERVER_AT
from tests.support.disk import Disks, put_back, remember
from tests.support.fakenet import Address, FakeNet, Link
from tests.support.history import Finding, History, Said
from tests.support.inhabitant import Inhabitant
from tests.support.premises import Premises
from tests.support.records import Records, read_log

KNOWN_AFTER_S = 2.0
"""Whoever came in is on the server's disk by then, if that takes anything. A server that dies
before may meet them as newcomers, who are sent nothing that was said to them in between."""

STUCK = 10_000
"""Turns without any time passing: somebody wants to be woken up and does nothing then."""

AS_SHOWN = ("duplicated", "reordered", "phantom")


class Village:
    """Use inside `Disks`. `people` by screen; time passes in `run`."""

    def __init__(
        self, seed: int, folder: Path, disks: Disks, link: Link | None = None, *words: str
    ) -> None:
        self.seed = seed
        self.now = 100.0
        self.net = FakeNet(seed, link)
        self.premises = Premises(self.net, disks.add(folder / "server"), *words)
        self.people: dict[str, Inhabitant] = {}
        self.said: list[Said] = []
        self._folder, self._disks = folder, disks
        self._came_in: dict[str, float] = {}
        self._calls: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self.start_server()

    # --- people and the server ----------------------------------------------------------------

    def move_in(
        self,
        name: str,
        screen: str = "",
        of: Inhabitant | None = None,
        clone_of: Inhabitant | None = None,
    ) -> Inhabitant:
        """A person at a new place, where nobody was yet; or `of` whom it is another place, or with
        a copy of all that somebody has."""
        screen = screen or name
        number = len(self.people) + 1
        disk = self._disks.add(self._folder / screen)
        person = Inhabitant(name, screen, (f"127.0.1.{number}", 4000), disk, self.seed)
        self.people[screen] = person
        if of is not None:
            person.bring_identity(of)
        if clone_of is not None:
            put_back(disk.folder, remember(clone_of.disk.folder))
        person.start(self.now, takeover=of is not None or clone_of is not None)
        return person

    def start_server(self) -> None:
        """Again after a second as long as it cannot start."""
        if self.premises.server is None and not self.premises.start(self.now):
            self.call_at(self.now + 1.0, self.start_server)

    def crash_server(self) -> None:
        self._mind_newcomers()
        self.premises.crash()

    def say(self, screen: str, text: str, names: tuple[str, ...]) -> None:
        """Whoever is not running, or about to leave, says nothing."""
        speaker = self.people[screen]
        if speaker.session is None or speaker.is_leaving or speaker.asleep_until > self.now:
            return
        to_all = "everyone" in names
        named = {person.name for person in self.people.values()} if to_all else set(names)
        owed = frozenset(name for name in named - {speaker.name} if self._is_known(name))
        allowed = None if to_all else frozenset({*names, "server"})
        self.said.append(Said(screen, text, owed, allowed))
        speaker.type(text, names, self.now)

    def move(self, screen: str, address: Address) -> None:
        person = self.people[screen]
        self.net.rebind(person.address, address)
        person.address = address

    def _is_known(self, name: str) -> bool:
        return self._came_in.get(name, inf) <= self.now - KNOWN_AFTER_S

    def _mind_newcomers(self) -> None:
        """Who came in only just now may be nobody to a server that is started again."""
        for name in [name for name in self._came_in if not self._is_known(name)]:
            del self._came_in[name]

    def close(self) -> None:
        self.premises.crash()
        for person in self.people.values():
            person.close()

    # --- time ---------------------------------------------------------------------------------

    def call_at(self, at: float, call: Callable[[], None]) -> None:
        self._order += 1
        heappush(self._calls, (at, self._order, call))

    def run(self, until: float) -> None:
        """Let time pass."""
        self._turn(inf)
        turns, began = 0, self.now
        while (at := self._next_at()) <= until:
            turns, began = (turns + 1, began) if at <= began else (0, at)
            assert turns < STUCK, f"no end of things to do at {self.now}: {self._due()}"
            self.now = max(self.now, at)
            self._turn(self.now)
        self.now = until

    def run_until(self, holds: Callable[[], bool], patience_s: float, step: float = 0.25) -> bool:
        """Let time pass until the condition holds; False if it never did."""
        until = self.now + patience_s
        while not holds() and self.now < until:
            self.run(self.now + step)
        return holds()

    def _next_at(self) -> float:
        moments = [self.net.next_at, self.premises.wake_at]
        moments += [at for at, _, _ in self._calls[:1]]
        return min([*moments, *(person.wake_at for person in self.people.values())])

    def _due(self) -> dict[str, float]:
        due = {screen: person.wake_at for screen, person in self.people.items()}
        return {**due, "server": self.premises.wake_at, "net": self.net.next_at}

    def _turn(self, due: float) -> None:
        """Everything that is due by then: calls, arrivals, the server, people."""
        self.premises.now = self.now
        while self._calls and self._calls[0][0] <= self.now:
            heappop(self._calls)[2]()
        touched = self._deliver()
        was_up = self.premises.server is not None
        if SERVER_AT in touched or self.premises.wake_at <= max(due, self.now):
            self.premises.turn(self.now)
        if was_up and self.premises.server is None:  # the power went
            self._mind_newcomers()
            self.call_at(self.now + 1.0, self.start_server)
        for person in list(self.people.values()):
            if person.address in touched or person.wake_at <= max(due, self.now):
                self._let_act(person)

    def _deliver(self) -> set[Address]:
        touched: set[Address] = set()
        by_address = {person.address: person for person in self.people.values()}
        while arrived := self.net.deliver(self.now):
            touched.add(arrived.to)
            if arrived.to == SERVER_AT:
                self.premises.receive(arrived.data, arrived.sender)
            elif arrived.to in by_address:
                by_address[arrived.to].receive(arrived.data, self.now)
        return touched

    def _let_act(self, person: Inhabitant) -> None:
        for data in person.turn(self.now):
            self.net.send(self.now, person.address, SERVER_AT, data)
        if person.is_in:
            self._came_in.setdefault(person.name, self.now)

    # --- what it comes to ---------------------------------------------------------------------

    def judge(self) -> list[Finding]:
        """What is wrong with what was shown as it came, and with what people find who look back
        into their archives: there, too, is what was stored just before a kill and never shown. The
        server's log is one more screen."""
        records = {screen: person.records for screen, person in self.people.items()}
        back = self._facts(records)
        back.show("server", "the server's log", read_log(self.premises.disk.folder / "server.db"))
        for screen, person in self.people.items():
            back.show(person.name, screen, records[screen].heard)
        shown = self._facts(records)
        for person in self.people.values():
            for number, texts in enumerate(person.shown):
                shown.show(person.name, f"{person.screen}#{number}", texts)
        return [*back.judge(), *(found for found in shown.judge() if found.kind in AS_SHOWN)]

    def _facts(self, records: dict[str, Records]) -> History:
        history = History(said=list(self.said))
        for screen, person in self.people.items():
            history.committed += records[screen].committed
            history.refused.update(records[screen].refused)
            history.refused.update(self._addressed_to_nobody(person, records[screen]))
            history.unsure |= person.unsure
            history.late |= person.late
            if person.session is None:
                history.absent.add(screen)
        return history

    def _addressed_to_nobody(self, person: Inhabitant, records: Records) -> list[str]:
        """Typed names that nobody had: told to the person, and kept nowhere."""
        kept = {*records.waiting, *records.committed, *records.refused, *person.unsure}
        mine = [said.text for said in self.said if said.voice == person.screen]
        gone = [text for text in mine if text not in kept]
        return gone if len(gone) <= len(person.not_sent) else []

    def digest(self) -> str:
        """Of every datagram that arrived and every text that was shown."""
        shown = [(person.screen, person.shown) for person in self.people.values()]
        return blake2s(f"{self.net.fingerprint()} {shown}".encode()).hexdigest()
