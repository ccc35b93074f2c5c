"""Entries: what stands in the log has happened; here it changes who is here and who is told."""

import msgspec

from chatserver.effects import Append, Effect, Report, Tell
from chatserver.handlers.presence import (
    change_name,
    enter_verified,
    leave_roster,
    other_guests,
    tell_roster,
)
from chatserver.naming import make_up_name
from chatserver.people import Person
from chatserver.room import Room, turn_away
from chatserver.tally import subject_of
from shared.chat import (
    Committed,
    Departed,
    Dismissed,
    Entered,
    Exited,
    Faded,
    Joined,
    ListAsked,
    Listed,
    ListQueried,
    Message,
    NameChanged,
    NameReleased,
    Posted,
    PostRefused,
    Refused,
    Rejected,
)

_UNKNOWN_COMMAND = {"unknown": " sent unknown command"}


def entered(room: Room, entry: Entered, position: int, now: float) -> list[Effect]:
    """Whoever's claim stands first has the name; a made-up one is simply made up again."""
    if entry.peer not in room.claims:
        return []  # the peer has gone while its claim was on the way
    if entry.credentials is not None:
        return enter_verified(room, entry, entry.credentials, position, now)
    if not room.name_is_free(entry.name, now):
        return _claim_again(room, entry, now)
    door, where = entry.door, entry.address
    person = Person(entry.person, entry.peer, entry.name, door, where, False, now)
    person.since_ms, person.confirms = room.wall_ms(now), door != "netcat"
    person.since = person.cursor = position
    room.people.add(person)
    told = [Report(f"join: {person.name}"), Tell((person.peer,), Joined(person.name))]
    told += room.greet(person.peer)
    return [*told, *tell_roster(room, person.id, room.roster.touch(person.id), now)]


def posted(room: Room, entry: Message, position: int, now: float) -> list[Effect]:
    """A message stands in the log: everybody it is for is told, once."""
    sender = room.people.by_id(entry.sender)  # perhaps renamed since, by the line before this one
    if sender is None and not entry.outbox:
        return []  # a guest's word behind the own goodbye: nobody is there to have said it
    notice = Posted(sender.name if sender else entry.sender_name, entry, position)
    if notice.to_everyone:
        but = 0 if sender is None or _hears_itself(sender, entry) else sender.peer
        told: list[Effect] = [Tell(room.people.peers, notice, but)]
    else:
        found = (room.people.by_id(person) for person in entry.to)
        peers = tuple(p.peer for p in found if p is not None)
        told = [Tell(peers, notice)] if peers else []
    return [*told, *_settle(room, entry, sender, position, now)] if entry.outbox else told


def rejected(room: Room, entry: Rejected, position: int, now: float) -> list[Effect]:
    """A refusal stands in the log: it will be the same after a restart."""
    room.outboxes.settle(entry.person, entry.outbox, entry.sequence)
    person = room.people.by_id(entry.person)
    refusal = PostRefused(entry.sequence, entry.code, entry.reason)
    return [Tell((person.peer,), refusal)] if person else []


def renamed(room: Room, entry: NameChanged, position: int, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    other = room.people.by_name(entry.new) or room.registry.holder(entry.new, room.wall_ms(now))
    if other is not None and other.id != person.id:
        return [Tell((person.peer,), Refused(f"{entry.new} is already used"))]
    return change_name(room, person, entry.new, now)


def faded(room: Room, entry: Faded, position: int, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None or person.away == entry.away:
        return []
    person.away, person.since_ms = entry.away, room.wall_ms(now)
    room.receipts.changed()  # whoever is away is not told; now they are back
    return tell_roster(room, person.id, room.roster.touch(person.id), now)


def released(room: Room, entry: NameReleased, position: int, now: float) -> list[Effect]:
    registry = room.registry
    if room.people.by_id(entry.person) is not None or registry.by_id(entry.person) is None:
        return []
    if registry.policy == "session":
        registry.part(entry.person)
    else:
        registry.forget(entry.person)
    room.receipts.changed()
    return tell_roster(room, entry.person, room.roster.strike(entry.person), now)


def listed(room: Room, entry: ListAsked, position: int, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    everybody = tuple(p.shown(now) for p in room.people)
    told: list[Effect] = [Tell((person.peer,), Listed(everybody, person.name))]
    others = other_guests(room, person)
    if person.door == "netcat" and others:  # a custom of that door; other clients ask unseen
        told.append(Tell(others, ListQueried(person.name)))
    return told


def exited(room: Room, entry: Exited, position: int, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    room.people.remove(person, now)
    if not person.verified:
        room.left.add(person, position or room.log.head, room.wall_ms(now))
    line = f"disconnected: {person.name}" + _UNKNOWN_COMMAND.get(entry.why, "")
    told: list[Effect] = [Report(line), Tell((person.peer,), Dismissed(entry.why))]
    others = other_guests(room, person)
    if others:
        told.append(Tell(others, Departed(person.name)))
    return [*told, *leave_roster(room, person, entry.why, now)]


def _settle(
    room: Room, entry: Message, sender: Person | None, position: int, now: float
) -> list[Effect]:
    """The sender of a numbered message hears that it stands."""
    room.outboxes.settle(entry.sender, entry.outbox, entry.sequence)
    room.registry.seen(entry.sender, room.wall_ms(now), said=True)
    room.receipts.follow(subject_of(position, entry), now)
    answer = Committed(entry.sequence, position, entry.at_ms)
    return [Tell((sender.peer,), answer)] if sender else []


def _claim_again(room: Room, entry: Entered, now: float) -> list[Effect]:
    if not entry.made_up:
        del room.claims[entry.peer]
        return turn_away(entry.peer, "name")
    name = make_up_name(room, entry.door, entry.address, now)
    return [Append(msgspec.structs.replace(entry, name=name))]


def _hears_itself(sender: Person, message: Message) -> bool:
    """To Everyone reaches all others, and a netcat writer sees the own line come back."""
    return sender.door == "netcat" or sender.id in message.to
