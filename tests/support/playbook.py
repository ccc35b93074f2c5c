"""The hub as a conversation: a peer says a command, effects come back as values.

Appends go into a log and come back applied; what is left are the effects that people notice.
"""

from collections.abc import Callable, Iterable, Sequence
from random import Random

from msgspec.structs import replace

from chatserver.effects import Append, Effect, Report, Tell
from chatserver.hub import Hub
from chatserver.log.interface import Log, Outcome
from chatserver.log.memory import MemoryLog
from chatserver.people import Person
from chatserver.registry import Registry
from chatserver.room import Places
from shared.chat import Address, Command, Credentials, Door, Entry, Join, Notice
from shared.crypto.identity import person_id
from tests.support.notices import Heard, heard

LOG_ID = b"a playbook's log"


class LateLog(MemoryLog):
    """A log that answers when the test says so, in any order, with any failures."""

    def __init__(self) -> None:
        super().__init__(LOG_ID)
        self.held: list[Entry] = []

    def append(self, entries: Sequence[Entry]) -> None:
        self.held += entries

    def settle(
        self,
        order: Iterable[int] | None = None,
        fails: Callable[[Entry], bool] = lambda entry: False,
    ) -> None:
        """Answer for the held entries with these indices, in this order; None: all in turn."""
        chosen = list(range(len(self.held)) if order is None else order)
        for index in chosen:
            entry = self.held[index]
            failed = fails(entry)
            if failed:
                self._settled.append(Outcome(entry, None))
            else:
                super().append([entry])
        self.held = [entry for index, entry in enumerate(self.held) if index not in chosen]


class Playbook:
    """Drive it with `says` (or `decides` and `settles`), look at `told` and `reports`."""

    def __init__(
        self,
        places: Places | None = None,
        log: Log | None = None,
        random: Random | None = None,
        registry: Registry | None = None,
        newcomers: int = 0,
    ) -> None:
        """`newcomers`: none, for most tests have enough of what is said from now on."""
        self.log = log or MemoryLog(LOG_ID)
        self.hub = Hub(random or Random(1), self.log, places, registry, newcomers=newcomers)
        self.now = 1000.0
        self._told: dict[int, list[Notice]] = {}
        self._waiting: list[tuple[int, Command]] = []

    def says(self, peer: int, command: Command) -> list[Effect]:
        """One command, and all that follows from it once the log has answered."""
        return [*self.decides(peer, command), *self.settles()]

    def decides(self, peer: int, *commands: Command) -> list[Effect]:
        """Commands in one batch; whatever they append waits in the log."""
        effects: list[Effect] = []
        for command in commands:
            if self.hub.is_claiming(peer):
                self._waiting.append((peer, command))
            else:
                effects += self._perform(self.hub.decide(peer, command, self.now))
        return effects

    def settles(self) -> list[Effect]:
        """Apply what the log has answered, and whatever comes of that."""
        effects: list[Effect] = []
        while outcomes := self.log.outcomes():
            for entry, position in outcomes:
                if position is None:
                    effects += self._perform(self.hub.fail(entry, self.now))
                else:
                    effects += self._perform(self.hub.apply(position, entry, self.now))
                effects += self._resume()
        return effects

    def _resume(self) -> list[Effect]:
        """What was said meanwhile, by whoever is in now or still waits."""
        waiting, self._waiting = self._waiting, []
        effects: list[Effect] = []
        for peer, command in waiting:
            if self.hub.is_claiming(peer) or self.hub.people.by_peer(peer) is not None:
                effects += self.decides(peer, command)
        return effects

    def joins(self, peer: int, name: str = "", door: Door = "netcat") -> Person:
        """A peer that comes in; AssertionError if it could not."""
        self.says(peer, Join(name, door, address_of(peer)))
        person = self.hub.people.by_peer(peer)
        assert person is not None, f"peer {peer} could not come in as {name!r}"
        return person

    def joins_verified(self, peer: int, name: str, who: int = 0, **credentials: object) -> Person:
        """As `joins`, by the native door; `who` as for `proves`, the peer's number if 0."""
        self.says(peer, join_verified(peer, name, who, **credentials))
        person = self.hub.people.by_peer(peer)
        assert person is not None, f"peer {peer} could not come in as {name!r}"
        return person

    def told(self, peer: int) -> list[Notice | Heard]:
        """What this peer has been told since the last time somebody looked."""
        return [heard(notice) for notice in self._told.pop(peer, [])]

    def forget_told(self) -> None:
        self._told.clear()

    def perform(self, effects: list[Effect]) -> list[Effect]:
        """Effects that did not come from a command: of `expire`, of `dismiss`."""
        return [*self._perform(effects), *self.settles()]

    def _perform(self, effects: list[Effect]) -> list[Effect]:
        noticed: list[Effect] = []
        for effect in effects:
            if isinstance(effect, Append):
                self.log.append([effect.entry])
                continue
            noticed.append(effect)
            if isinstance(effect, Tell):
                for peer in effect.peers:
                    if peer != effect.but:
                        self._told.setdefault(peer, []).append(effect.notice)
        return noticed


def proves(who: int, **changes: object) -> Credentials:
    """The credentials of identity number `who`; `changes`: of their fields."""
    identity = who.to_bytes(32, "big")
    number = who.to_bytes(16, "big")
    credentials = Credentials(person_id(identity), identity, number, False, number, bytes(16), 0)
    return replace(credentials, **changes)


def join_verified(peer: int, name: str, who: int = 0, **credentials: object) -> Join:
    return Join(name, "native", address_of(peer), proves(who or peer, **credentials))


def address_of(peer: int) -> Address:
    return Address("127.0.0.1", 40_000 + peer)


def reports(effects: Iterable[Effect]) -> list[str]:
    """The server's own lines among the effects."""
    return [effect.line for effect in effects if isinstance(effect, Report)]
