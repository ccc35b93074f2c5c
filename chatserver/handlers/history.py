"""What was said before, page by page, for whoever scrolls back. PROTOCOL 4.5."""

from chatserver.effects import Effect, Tell
from chatserver.people import Person
from chatserver.room import Room
from chatserver.sight import read_back
from shared.chat import AskHistory, HistoryShown, Message
from shared.constants import HISTORY_BYTES, HISTORY_PAGE

_AROUND = 150
"""Bytes of an entry besides its body and its recipients."""


def ask_history(room: Room, person: Person, command: AskHistory, now: float) -> list[Effect]:
    known = room.registry.by_id(person.id)
    if known is None:
        return []  # a guest, who has no such thing to type
    found = read_back(room.log, known, command.before, HISTORY_PAGE + 1)
    page = _cut(found[:HISTORY_PAGE])
    shown = HistoryShown(command.before, tuple(page), len(page) < len(found))
    return [Tell((person.peer,), shown)]


def _cut(found: list[tuple[int, Message]]) -> list[tuple[int, Message]]:
    """As many as fit a record, but one at least."""
    size = 0
    for number, (_, message) in enumerate(found):
        size += len(message.body) + 9 * len(message.to) + _AROUND
        if size > HISTORY_BYTES and number:
            return found[:number]
    return found
