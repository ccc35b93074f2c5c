"""Members: shown, and removed."""

from typing import Final

from chatserver.control.answers import MemberRow, Members
from chatserver.control.operations import AskMembers, RemoveMember
from chatserver.effects import Append, Effect
from chatserver.members import Member
from chatserver.operator.desk import Desk, Outcome, hex_id, quoted, refused, told
from chatserver.operator.invites import say_open
from chatserver.registry import Known
from shared.chat import NameReleased
from shared.names import name_key

MOST_SHOWN: Final = 10_000
"""The newest; an answer must not grow without end."""


def list_members(desk: Desk, operation: AskMembers, now: float) -> Outcome:
    rows = [
        MemberRow(
            member.name,
            member.since_ms,
            desk.hub.people.by_id(member.id) is not None,
            member.invite,
            hex_id(member.id),
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
        return refused(f"{many} called {quoted(wanted)}; `members` shows their names and ids.")
    (member,) = found
    text = _say(member, room.registry.by_id(member.id), room.gate.is_private)
    room.gate.members.remove(member.identity)
    here = desk.hub.people.by_id(member.id)
    effects: list[Effect] = desk.hub.dismiss(here, "removed") if here is not None else []
    text += say_open(desk, now)
    return told(text, *effects, Append(NameReleased(member.id)))


def _find(desk: Desk, wanted: str) -> list[Member]:
    """By the id; else by the name: whose it is now, or if it is nobody's all who once had it."""
    members = list(desk.hub.room.gate.members)
    by_id = [member for member in members if hex_id(member.id) == wanted.lower()]
    if by_id:
        return by_id
    bearer = desk.hub.room.registry.by_name(wanted) or desk.hub.people.by_name(wanted)
    if bearer is not None:
        return [member for member in members if member.id == bearer.id]
    return [member for member in members if name_key(member.name) == name_key(wanted)]


def _say(member: Member, known: Known | None, is_private: bool) -> str:
    """`known`: who they are in the registry. The name is free only if it was still theirs."""
    if known is None:
        done = f"{member.name} ({hex_id(member.id)}) is no member any more."
    else:
        done = f"{known.name} is no member any more, and the name is free."
    if is_private:
        return done
    who = hex_id(member.id)  # they have no name from now on
    return f"{done} Everybody may come in here, so they may come back; ban {who} against that."
