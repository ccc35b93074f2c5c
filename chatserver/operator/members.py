"""Members: shown, and removed."""

from typing import Final

from chatserver.control.operations import AskMembers, MemberRow, Members, RemoveMember
from chatserver.effects import Append, Effect
from chatserver.members import Member
from chatserver.operator.desk import Desk, Outcome, refused, told
from shared.chat import NameReleased
from shared.names import name_key
from shared.text import one_line

MOST_SHOWN: Final = 10_000
"""The newest; an answer must not grow without end."""


def list_members(desk: Desk, operation: AskMembers, now: float) -> Outcome:
    rows = [
        MemberRow(
            member.name,
            member.since_ms,
            desk.hub.people.by_id(member.id) is not None,
            member.invite,
            _hex_id(member),
        )
        for member in desk.hub.room.gate.members
    ]
    return [], Members(tuple(rows[-MOST_SHOWN:]))


def remove_member(desk: Desk, operation: RemoveMember, now: float) -> Outcome:
    """With the name; and whoever is here is sent away."""
    wanted, room = operation.name.strip(), desk.hub.room
    found = _find(desk, wanted)
    if len(found) != 1:
        many = "More than one member was" if found else "No member is"
        return refused(f"{many} called {one_line(wanted)}; `members` shows their names and ids.")
    (member,) = found
    room.gate.members.remove(member.identity)
    here = desk.hub.people.by_id(member.id)
    effects: list[Effect] = desk.hub.dismiss(here, "removed") if here is not None else []
    return told(_say(member.name, room.gate.is_private), *effects, Append(NameReleased(member.id)))


def _find(desk: Desk, wanted: str) -> list[Member]:
    """By the id; else by the name, and whose it is now before all who once had it."""
    members = list(desk.hub.room.gate.members)
    known = desk.hub.room.registry.by_name(wanted)
    return (
        [member for member in members if _hex_id(member) == wanted.lower()]
        or [member for member in members if known is not None and member.id == known.id]
        or [member for member in members if name_key(member.name) == name_key(wanted)]
    )


def _say(name: str, is_private: bool) -> str:
    done = f"{name} is no member any more, and the name is free."
    if is_private:
        return done
    return f"{done} Everybody may come in here, so they may come back; ban {name} against that."


def _hex_id(member: Member) -> str:
    return member.id.to_bytes(8, "big").hex()
