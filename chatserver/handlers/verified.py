"""Commands of verified people: who they are is proved, what they say is numbered."""

from hashlib import blake2s
from heapq import nsmallest

from chatserver.effects import Append, Effect, Report, Tell
from chatserver.handlers.presence import refuse_person
from chatserver.naming import refuse_name
from chatserver.people import Person
from chatserver.room import Claim, Room, poke
from shared.chat import (
    EVERYONE_ID,
    AskPeople,
    AskRoster,
    Committed,
    Dismissed,
    Entered,
    Fade,
    Faded,
    Join,
    Message,
    NotSaved,
    PeopleShown,
    Post,
    PostRefused,
    Rejected,
    RosterShown,
    Watch,
)
from shared.constants import ROSTER_PAGE, ROSTER_WHOLE
from shared.names import check_name, name_key


def join_verified(room: Room, peer: int, command: Join, now: float) -> list[Effect]:
    """A proved identity wants in: it may have to wait for another session of its own to end."""
    who = command.credentials
    assert who is not None
    why = refuse_person(room, who)
    refused = refuse_name(room, who.person, command.name, now)
    # Who was invited and cannot have that name is told so: the gate lets them in by another one.
    if why is not None and not (why == "uninvited" and refused is not None):
        return [Tell((peer,), Dismissed(why))]
    if room.people.by_id(who.person) is None and room.full("native"):
        return [Report("disconnected: server full"), Tell((peer,), Dismissed("full"))]
    if refused is not None:
        told = [Report("disconnected: username not available"), Tell((peer,), refused)]
        return [*poke(room, command.name), *told]
    room.claims[peer] = Claim("native")
    name = check_name(command.name)
    address = command.address
    return [Append(Entered(peer, who.person, name, False, "native", address, who))]


def post(room: Room, person: Person, command: Post, now: float) -> list[Effect]:
    """Log it, unless it has been said before."""
    digest = digest_of(command)
    outbox, sequence = command.outbox, command.sequence
    verdict = room.outboxes.judge(person.id, outbox, sequence, digest)
    if isinstance(verdict, Committed | PostRefused):
        return [Tell((person.peer,), verdict)]
    if verdict == "pending":
        return []
    if verdict == "later":
        return [Tell((person.peer,), NotSaved(sequence))]
    if verdict == "reused":
        reason = "this number stands for another message already"
        return [Tell((person.peer,), PostRefused(sequence, "outbox_reused", reason))]
    if not _can_be_received(room, command.to):
        room.outboxes.begin(person.id, outbox, sequence, digest)
        reason = "none of the people it is for is known here"
        return [Append(Rejected(person.id, outbox, sequence, digest, "nobody", reason))]
    room.outboxes.begin(person.id, outbox, sequence, digest)
    at_ms = room.wall_ms(now)
    to = tuple(dict.fromkeys(command.to))
    message = Message(
        person.id, person.name, to, command.kind, command.body, at_ms, outbox, sequence, digest
    )
    return [Report(f"msg: {person.name}"), Append(message)]


def ask_roster(room: Room, person: Person, command: AskRoster, now: float) -> list[Effect]:
    """All of it to a newcomer, changes to who comes back; in a large crowd only counts."""
    roster, person.follows = room.roster, True
    if room.crowd > ROSTER_WHOLE:
        shown = RosterShown(roster.version, False, ())
        return [Tell((person.peer,), shown), Tell((person.peer,), room.counted())]
    changed = roster.changed_since(command.since) if command.since else None
    if changed is None:
        everybody = tuple(room.everybody(now))
        return [Tell((person.peer,), RosterShown(roster.version, True, everybody))]
    people = tuple(room.present(other, now) for group in changed for other in group)
    return [Tell((person.peer,), RosterShown(roster.version, False, people))]


def ask_people(room: Room, person: Person, command: AskPeople, now: float) -> list[Effect]:
    """One page, by name. Who has which is looked up for the page alone: 1 ms at 10,000 known."""
    wanted, after = name_key(command.filter), name_key(command.after)
    matching = (found for found in room.name_keys() if found[0] > after and wanted in found[0])
    found = nsmallest(ROSTER_PAGE + 1, matching)
    page = tuple(room.present(other, now) for _, other in found[:ROSTER_PAGE])
    more = len(found) > ROSTER_PAGE
    return [Tell((person.peer,), PeopleShown(command.filter, command.after, page, more))]


def watch(room: Room, person: Person, command: Watch, now: float) -> list[Effect]:
    """About the line to the peer, like `vouch`: nobody else notices, so no entry."""
    room.watch(person.id, command.people)
    shown = tuple(room.present(other, now) for other in command.people)
    return [Tell((person.peer,), RosterShown(room.roster.version, False, shown))]


def fade(room: Room, person: Person, command: Fade, now: float) -> list[Effect]:
    """Not compared with what is true now: the news before this one may still be on its way."""
    return [Append(Faded(person.id, command.away))]


def digest_of(command: Post) -> bytes:
    """What makes two `say` the same: recipients, kind and body."""
    to = b"".join([person.to_bytes(8, "big") for person in command.to])
    return blake2s(to + b"%d:" % command.kind + command.body, digest_size=16).digest()


def _can_be_received(room: Room, to: tuple[int, ...]) -> bool:
    """By one of them at least."""
    return EVERYONE_ID in to or any(
        room.people.by_id(person) is not None or room.registry.by_id(person) is not None
        for person in to
    )
