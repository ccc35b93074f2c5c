"""Commands: look at the room, answer with effects, change nothing that others could see.

Only what stands in the log has happened, so all a command can do is append, refuse or report.
"""

from chatserver.effects import Append, Effect, Report, Tell, Warn
from chatserver.handlers.verified import join_verified
from chatserver.naming import make_up_name
from chatserver.people import Person
from chatserver.room import Claim, Room, new_person_id, poke, turn_away
from shared.chat import (
    EVERYONE_ID,
    TEXT,
    Entered,
    Exited,
    Help,
    Helped,
    Join,
    Leave,
    ListAsked,
    ListPeople,
    Message,
    Mistake,
    NameChanged,
    Refused,
    Rename,
    Say,
    Stay,
    Vouch,
)
from shared.constants import NAME_CHARACTERS
from shared.names import EVERYONE, BadName, check_name, name_key
from shared.text import cut_characters


def join(room: Room, peer: int, command: Join, now: float) -> list[Effect]:
    """A stranger wants in: a place and a name are needed; the name is claimed through the log."""
    if command.credentials is not None:
        return join_verified(room, peer, command, now)
    if room.guests_paused:
        return turn_away(peer, "full", "guests are paused")
    full = room.full(command.door)
    ghost = room.ghost(command.door, now) if full else None
    if full and ghost is None:
        return _no_place(room, peer, *full)
    name = command.name or make_up_name(room, command.door, command.address, now)
    try:
        name = check_name(name)
    except BadName:
        return turn_away(peer, "name")
    taken = not room.name_is_free(name, now) and room.people.by_name(name) != ghost
    if taken or room.registry.holder(name, room.wall_ms(now)):
        return [*poke(room, name), *turn_away(peer, "name")]
    room.claims[peer] = Claim(command.door, ghost.id if ghost else None)
    person, made_up = new_person_id(room), not command.name
    claim = Append(Entered(peer, person, name, made_up, command.door, command.address))
    return [Append(Exited(ghost.id, "quiet")), claim] if ghost else [claim]


def join_again(room: Room, person: Person, command: Join, now: float) -> list[Effect]:
    """The same name again is a repeated packet; another one is a new program at the old address."""
    if not command.name or name_key(command.name) == name_key(person.name):
        return []
    effects = rename(room, person, Rename(command.name), now)
    if person.verified or isinstance(effects[0], Append):
        return effects
    return [Append(Exited(person.id, "name"))]


def say(room: Room, person: Person, command: Say, now: float) -> list[Effect]:
    """Resolve the names to people now; a rename in between must not misdeliver."""
    effects: list[Effect] = [Report(f"msg: {person.name}")]
    to: dict[int, None] = {}  # an ordered set: each gets it once, however often named
    for name in command.names:
        if name_key(name) == EVERYONE:
            to[EVERYONE_ID] = None
        elif (other := room.people.by_name(name)) is not None:
            to[other.id] = None
        else:
            effects += _no_such_person(person, name)
    if to:
        body, at_ms = command.text.encode("utf-8", "replace"), room.wall_ms(now)
        effects.append(Append(Message(person.id, person.name, tuple(to), TEXT, body, at_ms)))
    return effects


def rename(room: Room, person: Person, command: Rename, now: float) -> list[Effect]:
    try:
        name = check_name(command.name)
    except BadName as error:
        return [Tell((person.peer,), Refused(str(error)))]
    holder = room.people.by_name(name) or room.registry.holder(name, room.wall_ms(now))
    if holder is not None and holder.id != person.id:
        return [Tell((person.peer,), Refused(f"{name} is already used"))]
    return [Append(NameChanged(person.id, name))]


def list_people(room: Room, person: Person, command: ListPeople, now: float) -> list[Effect]:
    return [Report(f"request_users_list: {person.name}"), Append(ListAsked(person.id))]


def leave(room: Room, person: Person, command: Leave, now: float) -> list[Effect]:
    return [Append(Exited(person.id, command.why))]


def help_out(room: Room, person: Person, command: Help, now: float) -> list[Effect]:
    return [Tell((person.peer,), Helped())]


def answer_mistake(room: Room, person: Person, command: Mistake, now: float) -> list[Effect]:
    return [Tell((person.peer,), Refused(command.reason))]


def stay(room: Room, person: Person, command: Stay, now: float) -> list[Effect]:
    return []


def vouch(room: Room, person: Person, command: Vouch, now: float) -> list[Effect]:
    """The one change without an entry: it is about the line to the peer, and nobody is told."""
    person.answered = True
    return []


def _no_place(room: Room, peer: int, limit: int, option: str) -> list[Effect]:
    """The refusal; the owner is told once which option to change."""
    refusal = turn_away(peer, "full")
    if option in room.told_full:
        return refusal
    room.told_full.add(option)
    more = max(1, 2 * limit)
    hint = f"All {limit} places are taken; start with {option} {more} to let more people in."
    return [Warn(hint), *refusal]


def _no_such_person(person: Person, name: str) -> list[Effect]:
    name = cut_characters(name, NAME_CHARACTERS, "...")
    return [
        Report(f"msg: {person.name} to non-existent user {name}"),
        Tell((person.peer,), Refused(f"nobody here is called {name}")),
    ]
