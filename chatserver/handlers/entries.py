"""Entries: what stands in the log has happened; here it changes who is here and who is told."""

import msgspec

from chatserver.effects import Append, Effect, Report, Tell
from chatserver.people import Person
from chatserver.room import Room, make_up_name, turn_away
from shared.chat import (
    EVERYONE_ID,
    Departed,
    Dismissed,
    Entered,
    Exited,
    Joined,
    ListAsked,
    Listed,
    ListQueried,
    Message,
    NameChanged,
    Posted,
    Refused,
    Renamed,
)

_UNKNOWN_COMMAND = {"unknown": " sent unknown command"}


def entered(room: Room, entry: Entered, now: float) -> list[Effect]:
    """Whoever's claim stands first has the name; a made-up one is simply made up again."""
    if entry.peer not in room.claims:
        return []  # the peer has gone while its claim was on the way
    if room.people.by_name(entry.name) is not None:
        return _claim_again(room, entry, now)
    verified = entry.door == "native"
    person = Person(entry.person, entry.peer, entry.name, entry.door, entry.address, verified, now)
    room.people.add(person)
    return [Report(f"join: {person.name}"), Tell((person.peer,), Joined(person.name))]


def posted(room: Room, entry: Message, now: float) -> list[Effect]:
    """A message stands in the log: everybody it is for is told, once."""
    sender = room.people.by_id(entry.sender)  # perhaps renamed since, by the line before this one
    if sender is None:
        return []  # said behind the own goodbye: nobody is there any more to have said it
    to_everyone = EVERYONE_ID in entry.to
    notice = Posted(sender.name, entry.text, to_everyone)
    if to_everyone:
        peers = tuple(p.peer for p in room.people if _hears(p, entry))
    else:
        found = (room.people.by_id(person) for person in entry.to)
        peers = tuple(p.peer for p in found if p is not None)
    return [Tell(peers, notice)] if peers else []


def renamed(room: Room, entry: NameChanged, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    if room.people.by_name(entry.new) not in (None, person):
        return [Tell((person.peer,), Refused(f"{entry.new} is already used"))]
    old = person.name
    room.people.rename(person, entry.new)
    told = [Tell((person.peer,), Renamed(old, entry.new, own=True))]
    others = _others(room, person)
    if others:
        told.append(Tell(others, Renamed(old, entry.new, own=False)))
    return [Report(f"renamed: {old} to {entry.new}"), *told]


def listed(room: Room, entry: ListAsked, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    everybody = tuple(p.shown(now) for p in room.people)
    told: list[Effect] = [Tell((person.peer,), Listed(everybody, person.name))]
    others = _others(room, person)
    if person.door == "netcat" and others:  # a custom of that door; other clients ask unseen
        told.append(Tell(others, ListQueried(person.name)))
    return told


def exited(room: Room, entry: Exited, now: float) -> list[Effect]:
    person = room.people.by_id(entry.person)
    if person is None:
        return []
    room.people.remove(person, now)
    line = f"disconnected: {person.name}" + _UNKNOWN_COMMAND.get(entry.why, "")
    told: list[Effect] = [Report(line), Tell((person.peer,), Dismissed(entry.why))]
    everybody = tuple(p.peer for p in room.people)
    return [*told, Tell(everybody, Departed(person.name))] if everybody else told


def _claim_again(room: Room, entry: Entered, now: float) -> list[Effect]:
    if not entry.made_up:
        del room.claims[entry.peer]
        return turn_away(entry.peer, "name")
    name = make_up_name(room, entry.door, entry.address, now)
    return [Append(msgspec.structs.replace(entry, name=name))]


def _hears(person: Person, message: Message) -> bool:
    """To Everyone reaches all others, and a netcat writer sees the own line come back."""
    return person.id != message.sender or person.door == "netcat" or person.id in message.to


def _others(room: Room, person: Person) -> tuple[int, ...]:
    return tuple(p.peer for p in room.people if p is not person)
