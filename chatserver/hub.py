"""The heart of the server: commands in, effects out; no sockets, no clock, no threads.

    decide(peer, command, now) -> effects     what a command leads to; appends, never fans out;
                                              not while the peer `is_claiming` a name
    apply(position, entry, now) -> effects    what an entry that stands in the log leads to
    fail(entry, now) -> effects               what an entry that could not be logged leads to

Everything that more than the asker notices goes through the log and comes back by `apply`, in the
log's order. So `decide` assumes nothing about an append; a name is claimed by an entry, and
whoever's claim stands first has it, whether the log answers at once, late, or for many servers.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from chatserver.bans import Bans
from chatserver.effects import Append, Effect, Tell
from chatserver.gate import Gate
from chatserver.handlers import commands, entries, history, receipts, verified
from chatserver.log.interface import LogReader
from chatserver.people import People, Person
from chatserver.reading import ReadMarks
from chatserver.receipts import GOES_ON_AFTER_S, TOLD_EVERY_S
from chatserver.registry import Registry
from chatserver.room import Places, Room
from chatserver.roster import Roster
from chatserver.sight import NEWCOMERS
from shared.chat import (
    Announced,
    AskHistory,
    AskHolders,
    AskPeople,
    AskReceipts,
    AskRoster,
    Command,
    Dismissed,
    Entered,
    Entry,
    Exited,
    Fade,
    Faded,
    Help,
    Join,
    Leave,
    ListAsked,
    ListPeople,
    Message,
    Missed,
    Mistake,
    NameChanged,
    NameReleased,
    NotSaved,
    Post,
    Read,
    Received,
    Rejected,
    Rename,
    Say,
    Stay,
    Vouch,
    Watch,
    Why,
)

SEEN_EVERY_MS = 3600 * 1000
"""How exact it is when somebody was last seen, if the server should die while they are here."""

CLOCK_SET_MS = 60_000
"""By so much more than the loop's clock the wall clock moves only if somebody sets it, or the
computer has slept. Less is its own drift, corrected."""

RETURN_S = 60.0
"""With names that end with the session: for so long those are known, and have their names, whom the
end of the last run cut off. Our clients try again every 30 s at least; what waits for somebody must
not be refused because its author is back first."""

_VERSION_BITS = 48
"""Of a random first version: nobody has one from an earlier run that could be mistaken for ours."""

Handler = Callable[[Room, Person, Any, float], list[Effect]]
Applier = Callable[[Room, Any, int, float], list[Effect]]

HANDLERS: dict[type[Command], Handler] = {
    Say: commands.say,
    Rename: commands.rename,
    ListPeople: commands.list_people,
    Leave: commands.leave,
    Help: commands.help_out,
    Mistake: commands.answer_mistake,
    Stay: commands.stay,
    Post: verified.post,
    AskRoster: verified.ask_roster,
    AskPeople: verified.ask_people,
    Watch: verified.watch,
    Received: receipts.received,
    Missed: receipts.missed,
    Read: receipts.read,
    AskReceipts: receipts.ask_receipts,
    AskHolders: receipts.ask_holders,
    AskHistory: history.ask_history,
    Fade: verified.fade,
    Vouch: commands.vouch,
    Join: commands.join_again,
}
APPLIERS: dict[type[Entry], Applier] = {
    Entered: entries.entered,
    Message: entries.posted,
    Rejected: entries.rejected,
    NameChanged: entries.renamed,
    ListAsked: entries.listed,
    Faded: entries.faded,
    NameReleased: entries.released,
    Exited: entries.exited,
}

_OF_SENDING = (Received, Missed)
"""What becomes of what a peer is sent: of a guest, the door says it, and it is no sign of life."""

_BY_THE_DOOR = (*_OF_SENDING, Vouch, Fade)


class Hub:
    """`log`: what `apply` is told of, to be read; who appends to it is whoever performs effects.

    `newcomers`: how many of the last messages to everyone somebody is shown who was never here.
    """

    def __init__(
        self,
        random: Random,
        log: LogReader,
        places: Places | None = None,
        registry: Registry | None = None,
        marks: ReadMarks | None = None,
        newcomers: int = NEWCOMERS,
        gate: Gate | None = None,
        bans: Bans | None = None,
    ) -> None:
        self.room = Room(random, log, places or Places(), newcomers=newcomers)
        self.room.roster = Roster(random.getrandbits(_VERSION_BITS))
        if registry is not None:  # an empty one is false, and the one to be filled
            self.room.registry = registry
        if marks is not None:
            self.room.marks = marks
        if gate is not None:
            self.room.gate = gate
        if bans is not None:
            self.room.bans = bans
        self._began_at: float | None = None

    @property
    def people(self) -> People:
        return self.room.people

    def decide(self, peer: int, command: Command, now: float) -> list[Effect]:
        room = self.room
        person = room.people.by_peer(peer)
        if person is None:
            return self._decide_for_stranger(peer, command, now)
        if type(command) not in _OF_SENDING:
            person.heard_at = now
        return HANDLERS[type(command)](room, person, command, now)

    def is_claiming(self, peer: int) -> bool:
        """Whether it has asked for a name and the log has not answered yet: what it says until then
        must wait."""
        return peer in self.room.claims

    def apply(self, position: int, entry: Entry, now: float) -> list[Effect]:
        effects = APPLIERS[type(entry)](self.room, entry, position, now)
        if isinstance(entry, Entered) and self.people.by_peer(entry.peer) is not None:
            self.room.claims.pop(entry.peer, None)
        return effects

    def fail(self, entry: Entry, now: float) -> list[Effect]:
        """The log could not keep the entry: nothing of it happened, and its author is told.
        Leaving alone needs nobody's consent: the peer is gone, whatever the log says."""
        if isinstance(entry, Exited):
            return entries.exited(self.room, entry, 0, now)
        if isinstance(entry, Entered):
            self.room.claims.pop(entry.peer, None)
            # Our own clients come back by themselves after "closing"; others know no such word.
            why: Why = "closing" if entry.credentials else "full"
            return [Tell((entry.peer,), Dismissed(why))]
        if isinstance(entry, Rejected) or (isinstance(entry, Message) and entry.outbox):
            return self._fail_numbered(entry)
        author = entry.sender if isinstance(entry, Message) else getattr(entry, "person", 0)
        person = self.people.by_id(author)
        if person is None:
            return []
        return [Tell((person.peer,), Announced("not saved, please send it again later"))]

    def revive(self, guest: Person) -> bool:
        """A guest of an earlier run is here again, and nobody has noticed that they were not.
        False if there is no place for them, or somebody else has the name. Before others come."""
        room = self.room
        taken = room.people.by_name(guest.name) or room.registry.by_name(guest.name)
        known = room.people.by_id(guest.id) or room.registry.by_id(guest.id)
        if taken or known or room.full(guest.door):
            return False
        room.people.add(guest)
        room.roster.touch(guest.id)
        return True

    def set_clock(self, wall_s: float, now: float) -> None:
        """The wall clock, in seconds since 1970, says that; tell it before `expire`."""
        room, offset_s = self.room, wall_s - now
        moved_ms = round((offset_s - room.wall_offset_s) * 1000)
        room.wall_offset_s = offset_s
        if self._began_at is None:
            self._began_at = now
            room.registry.resume(room.wall_ms(now))
            room.gate.resume(room.wall_ms(now))
        elif abs(moved_ms) > CLOCK_SET_MS:
            room.registry.shift(moved_ms)
            room.gate.shift(moved_ms)

    def expire(self, now: float) -> list[Effect]:
        """Guests whose lease is over leave, names not used for long are free; who is here has been
        seen. Call every minute or so."""
        registry, wall_ms = self.room.registry, self.room.wall_ms(now)
        self.room.gate.note(wall_ms)
        for person in self.people:
            known = registry.by_id(person.id)
            if known is not None and wall_ms - known.seen_ms > SEEN_EVERY_MS:
                registry.seen(person.id, wall_ms)
        lapsed = registry.lapsed(wall_ms)
        if registry.policy == "session" and self._is_past_return(now):
            lapsed = list(registry)
        freed = [known for known in lapsed if not self.people.by_id(known.id)]
        return [
            *(Append(Exited(person.id, "quiet")) for person in self.people.expired(now)),
            *(Append(NameReleased(known.id)) for known in freed),
        ]

    def count(self, now: float) -> list[Effect]:
        """In a crowd: tell everybody how many are here, if that has changed. Every 5 s or so."""
        if not self.room.counts_due:
            return []
        self.room.counts_due = False
        peers = tuple(person.peer for person in self.people if person.verified)
        return [Tell(peers, self.room.counted())]

    def dismiss(self, person: Person, why: Why) -> list[Effect]:
        return [Append(Exited(person.id, why))]

    def tell_receipts(self, now: float) -> list[Effect]:
        """Tell senders who has got what they said. While `receipts_due`, after
        `receipts_wait_s`."""
        return receipts.tell_receipts(self.room, now)

    @property
    def receipts_wait_s(self) -> float:
        """From one `tell_receipts` to the next."""
        return GOES_ON_AFTER_S if self.room.receipts.is_counting else TOLD_EVERY_S

    @property
    def receipts_due(self) -> bool:
        return self.room.receipts.is_due

    def _is_past_return(self, now: float) -> bool:
        return self._began_at is not None and now - self._began_at >= RETURN_S

    def _fail_numbered(self, entry: Message | Rejected) -> list[Effect]:
        author = entry.sender if isinstance(entry, Message) else entry.person
        self.room.outboxes.fail(author, entry.outbox, entry.sequence)
        person = self.people.by_id(author)
        return [Tell((person.peer,), NotSaved(entry.sequence))] if person else []

    def _decide_for_stranger(self, peer: int, command: Command, now: float) -> list[Effect]:
        if isinstance(command, Join):
            return commands.join(self.room, peer, command, now)
        if type(command) in _BY_THE_DOOR:
            return []  # from the door: news of somebody who has not asked for anything yet
        why = command.why if isinstance(command, Leave) else "unknown"
        return [Tell((peer,), Dismissed(why))]
