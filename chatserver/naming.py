"""Whose name is whose: made-up ones, and why one cannot be had."""

import string

from chatserver.room import Room
from shared.chat import Address, Door, NameRefused
from shared.names import BadName, check_name, fit_name

NICKNAME_LETTERS = 5

_DAY_MS = 24 * 3600 * 1000


def make_up_name(room: Room, door: Door, address: Address, now: float) -> str:
    """The name this address had before, if free; else five random letters that nobody has."""
    old = room.people.old_name(door, address, now)
    if old and room.name_is_free(old, now):
        return old
    while True:
        name = "".join(room.random.choices(string.ascii_letters, k=NICKNAME_LETTERS))
        if room.name_is_free(name, now):
            return name


def refuse_name(room: Room, person: int, wish: str, now: float) -> NameRefused | None:
    """Why this verified person cannot have that name, and one they can; None if they can."""
    try:
        name = check_name(wish)
    except BadName as error:
        return NameRefused(wish, str(error), suggest_name(room, person, wish, now))
    here = room.people.by_name(name)
    if here is not None and here.id != person:
        return NameRefused(name, "somebody here has it", suggest_name(room, person, name, now))
    holder = room.registry.holder(name, room.wall_ms(now))
    if holder is None or holder.id == person:
        return None
    days = (room.wall_ms(now) - holder.seen_ms) // _DAY_MS
    when = "today" if days <= 0 else f"{days} days ago"
    reason = f"it belongs to somebody who was last here {when}"
    return NameRefused(name, reason, suggest_name(room, person, name, now))


def suggest_name(room: Room, person: int, wish: str, now: float) -> str:
    """The name they had if it is still theirs, else the wish with the first number that is free."""
    own = room.registry.by_id(person)
    if own is not None and own is room.registry.holder(own.name, room.wall_ms(now)):
        return own.name
    stem, number = fit_name(wish)[:28], 2
    while not room.name_is_free(f"{stem}{number}", now):
        number += 1
    return f"{stem}{number}"
