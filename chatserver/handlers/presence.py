"""What coming, leaving and renaming change for verified people and for everybody's roster."""

from dataclasses import replace

from chatserver.effects import Effect, Report, Tell
from chatserver.naming import refuse_name
from chatserver.people import Person
from chatserver.registry import Known
from chatserver.room import Room
from chatserver.sight import begins_at, sees_from, shared_cursor
from shared.chat import Credentials, Dismissed, Entered, Renamed, RosterShown, Welcomed, Why
from shared.constants import ROSTER_WHOLE
from shared.names import name_key


def refuse_person(room: Room, who: Credentials) -> Why | None:
    """Why this identity cannot come in now; None if it can."""
    known = room.registry.by_id(who.person)
    if known is not None and known.identity != who.identity:
        return "unknown"  # another key with the same short id
    if room.bans.has_person(who.person):
        return "kicked"
    if not room.gate.lets_in(who.identity):
        return "uninvited"  # removed while they came in
    here = room.people.by_id(who.person)
    if here is not None and here.installation != who.installation and not who.takeover:
        return "elsewhere"
    return None


def enter_verified(
    room: Room, entry: Entered, who: Credentials, position: int, now: float
) -> list[Effect]:
    """The claim of a proved identity stands in the log; others may have stood there before it."""
    why = refuse_person(room, who)
    refused = Dismissed(why) if why else refuse_name(room, entry.person, entry.name, now)
    if refused is not None:
        del room.claims[entry.peer]
        return [Tell((entry.peer,), refused)]
    here = room.people.by_id(entry.person)
    if here is not None:
        return _move_in(room, here, entry, who, now)
    freed = _take_name(room, entry.name, entry.person, now)
    person = Person(entry.person, entry.peer, entry.name, "native", entry.address, True, now)
    person.installation, person.since_ms = who.installation, room.wall_ms(now)
    room.people.add(person)
    _remember(room, person, who.identity, position, now)
    told = [Report(f"join: {person.name}"), _welcome(room, person, who, now)]
    told += [*room.greet(person.peer), *freed]
    return [*told, *tell_roster(room, person.id, room.roster.touch(person.id), now)]


def change_name(room: Room, person: Person, new: str, now: float) -> list[Effect]:
    old = person.name
    freed = _take_name(room, new, person.id, now)
    room.people.rename(person, new)
    known = room.registry.by_id(person.id)
    if known is not None:
        _remember(room, person, known.identity, 0, now)
    told: list[Effect] = [Report(f"renamed: {old} to {new}")]
    told.append(Tell((person.peer,), Renamed(old, new, own=True)))
    others = other_guests(room, person)
    if others:
        told.append(Tell(others, Renamed(old, new, own=False)))
    return [*told, *freed, *tell_roster(room, person.id, room.roster.touch(person.id), now)]


def leave_roster(room: Room, person: Person, why: Why, now: float) -> list[Effect]:
    """Guests are struck out; verified people are away, and keep their names for a while. Whom the
    server's own end sends off has not left: they are expected at its next start."""
    room.watch(person.id, ())
    room.receipts.changed()  # guests have missed what they have not got by now
    room.registry.seen(person.id, room.wall_ms(now))
    if person.verified and (room.registry.policy == "keep" or why == "closing"):
        return tell_roster(room, person.id, room.roster.touch(person.id), now)
    room.registry.part(person.id)
    return tell_roster(room, person.id, room.roster.strike(person.id), now)


def tell_roster(room: Room, person: int, version: int, now: float) -> list[Effect]:
    """Native clients that follow hear of a change at once; in a crowd those who watch."""
    if room.crowd <= ROSTER_WHOLE:
        peers = tuple(p.peer for p in room.people if p.follows)
    else:
        room.counts_due = True
        watchers = (room.people.by_id(w) for w in room.watched.get(person, ()))
        peers = tuple(p.peer for p in watchers if p is not None)
    if not peers:
        return []
    return [Tell(peers, RosterShown(version, False, (room.present(person, now),)))]


def other_guests(room: Room, person: Person) -> tuple[int, ...]:
    """Whom to tell in words who came, left or was renamed; our own clients have the roster."""
    return tuple(p.peer for p in room.people.guests() if p is not person)


def _move_in(
    room: Room, person: Person, entry: Entered, who: Credentials, now: float
) -> list[Effect]:
    """The same person by a new session; the old one ends, and nobody else notices."""
    why: Why = "replaced" if person.installation == who.installation else "elsewhere"
    told: list[Effect] = [Tell((person.peer,), Dismissed(why))]
    room.people.replace_peer(person, entry.peer)
    room.watch(person.id, ())
    person.installation, person.address = who.installation, entry.address
    person.heard_at, person.away, person.follows = now, False, False
    if name_key(person.name) != name_key(entry.name):
        told += change_name(room, person, entry.name, now)
    told.append(_welcome(room, person, who, now))
    return [*told, *tell_roster(room, person.id, room.roster.touch(person.id), now)]


def _take_name(room: Room, name: str, person: int, now: float) -> list[Effect]:
    """Whoever held it too long ago is forgotten."""
    holder = room.registry.by_name(name)
    if holder is None or holder.id == person:
        return []
    room.registry.forget(holder.id)
    room.receipts.changed()
    return tell_roster(room, holder.id, room.roster.strike(holder.id), now)


def _remember(room: Room, person: Person, identity: bytes, position: int, now: float) -> None:
    """`position`: of the entry, in case it makes them known."""
    registry, now_ms = room.registry, room.wall_ms(now)
    room.gate.members.call(identity, person.name)
    known = registry.by_id(person.id) or registry.parted(person.id, identity)
    if known is None:
        sees = sees_from(room.log, position, room.newcomers)
        known = Known(person.id, identity, person.name, now_ms, since=position, sees=sees)
        known.cursor = known.read_all = position
    registry.remember(replace(known, name=person.name, seen_ms=now_ms))


def _welcome(room: Room, person: Person, who: Credentials, now: float) -> Effect:
    me = room.registry.by_id(person.id)
    assert me is not None
    begin = begins_at(room.log, me, who, room.newcomers)
    room.registry.received(person.id, shared_cursor(room.log, who), room.wall_ms(now))
    room.receipts.greet(person.id)
    sequence = room.outboxes.highest(person.id, who.outbox)
    known, here, version = room.crowd, len(room.people), room.roster.version
    welcomed = Welcomed(person.id, person.name, begin, me.since, sequence, known, here, version)
    return Tell((person.peer,), welcomed)
