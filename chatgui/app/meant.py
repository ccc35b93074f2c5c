"""Whom a person means who types part of a name and presses Return."""

from collections.abc import Iterable, Sequence

from chatgui.app.rows import ConversationRow
from shared.names import name_key

_EXACT, _BEGINNING, _WITHIN, _GROUP = range(4)


def meant(
    typed: str, people: Iterable[tuple[int, str]], conversations: Sequence[ConversationRow]
) -> int | bytes | None:
    """A person's id, or a conversation: whose name this is, else begins so, else has it in it; a
    group only where no single one is left. What stands first is taken of equals, and people before
    conversations: a message must not go to more people than were named."""
    wanted = name_key(typed.strip())
    found: list[tuple[int, int | bytes]] = [
        (_rank(wanted, name, is_group=False), person) for person, name in people
    ]
    found += [
        (_rank(wanted, row.title, is_group=len(row.faces) > 1), row.conversation)
        for row in conversations
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _rank(wanted: str, name: str, is_group: bool) -> int:
    key = name_key(name)
    if key == wanted:
        return _EXACT
    if is_group:
        return _GROUP
    return _BEGINNING if key.startswith(wanted) else _WITHIN
