"""Names: whose they are, and how one becomes free."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from chatserver.control.operations import AskNames, ReleaseName
from chatserver.effects import Append
from chatserver.operator.desk import Desk, Outcome, quoted, refused, told
from chatserver.registry import Known
from shared.chat import NameReleased
from shared.names import name_key

MOST_SHOWN: Final = 10_000
"""Nobody reads more; the file does hold them all."""


def list_names(desk: Desk, operation: AskNames, now: float) -> Outcome:
    return told(describe_names(list(desk.hub.room.registry)))


def release_name(desk: Desk, operation: ReleaseName, now: float) -> Outcome:
    known = desk.hub.room.registry.by_name(operation.name)
    if known is None:
        return refused(f"Nobody owns the name {quoted(operation.name)}.")
    if desk.hub.people.by_id(known.id) is not None:
        return refused(f"{known.name} is here; kick {known.name} first.")
    return told(f"The name {known.name} is free.", Append(NameReleased(known.id)))


def describe_names(known: Collection[Known]) -> str:
    """Whose names are kept, since when they were last here."""
    if not known:
        return "No names are kept."
    lines = [
        f"  {person.name}, last here {datetime.fromtimestamp(person.seen_ms / 1000):%Y-%m-%d %H:%M}"
        for person in sorted(known, key=lambda person: name_key(person.name))
    ]
    more = len(lines) - MOST_SHOWN
    return "\n".join([*lines[:MOST_SHOWN], *([f"  and {more:,} more"] if more > 0 else [])])
