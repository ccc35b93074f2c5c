"""What is copied: the text itself of one message, lines with time and sender of several."""

from collections.abc import Sequence
from typing import NamedTuple

from chatgui.app.rows import AlsoRow, MessageRow, NoteRow, Row
from chatgui.app.words import pane as words


class End(NamedTuple):
    """Of a selection: a row, and how many characters of its text stand before."""

    at: int
    offset: int


def copy_rows(rows: Sequence[Row], first: End, last: End) -> str:
    """What is selected from the one end to the other."""
    messages = [(at, row) for at, row in _between(rows, first, last) if _part(row, at, first, last)]
    if len(messages) == 1:
        at, row = messages[0]
        return _part(row, at, first, last)
    return "\n".join(_line(row, _part(row, at, first, last)) for at, row in messages)


def _between(rows: Sequence[Row], first: End, last: End) -> list[tuple[int, Row]]:
    return list(enumerate(rows))[first.at : last.at + 1]


def _part(row: Row, at: int, first: End, last: End) -> str:
    """Day lines are no one's words."""
    if isinstance(row, NoteRow | AlsoRow):
        return row.text if last.at > at else ""
    if not isinstance(row, MessageRow):
        return ""
    start = first.offset if at == first.at else 0
    return row.text[start : last.offset if at == last.at else None]


def _line(row: Row, text: str) -> str:
    if isinstance(row, MessageRow):
        return words.COPIED.format(time=row.time, sender=row.sender, text=text)
    return text
