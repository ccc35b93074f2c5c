"""What a list of conversations shows of each, in as few steps as there are conversations."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

MOST_UNREAD: Final = 1000
"""Counted so far; nobody wants to know more exactly."""

Rows = Callable[[str, tuple[Any, ...]], list[Any]]
"""Runs one query."""


Place = tuple[int, int]
"""Log and position."""

_NOWHERE: Final = (-1, -1)


class Row(NamedTuple):
    """As `_NEWEST` has it. `last`: the id of the newest message; None: there is none. `members`: of
    a draft, packed."""

    conversation: bytes
    last: int | None
    members: bytes
    draft: str
    is_muted: int
    unread: int


def read_newest(rows: Rows, server: int, limit: int) -> list[Row]:
    """At most so many conversations, the newest first: by the place of the last message, or of what
    is typed. One that has a draft only is known by that; one that is only muted has nobody in it,
    unless it is Everyone."""
    return _read(rows, server, rows(_ALL + _NEWEST, (server, limit)))


def read_some(rows: Rows, server: int, conversations: Sequence[bytes]) -> list[Row]:
    """As many of these few as there are, in the same order."""
    places = ", ".join(f"(?{number})" for number in range(3, 3 + len(conversations)))
    query = f"WITH known(conversation) AS (VALUES {places}) {_NEWEST}"
    found = _read(rows, server, rows(query, (server, -1, *conversations)))
    return [row for row in found if row.last is not None or row.draft or row.is_muted]


def _read(rows: Rows, server: int, found: list[Any]) -> list[Row]:
    begin = _begin(rows, server)
    return [
        Row._make((*row, _count_unread(rows, server, row[0], max((log, position), begin))))
        for *row, log, position in found
    ]


def first_unread(rows: Rows, server: int, conversation: bytes) -> int | None:
    """The id of the first message of others that stands behind the mark."""
    mark = max(_mark(rows, server, conversation), _begin(rows, server))
    found = rows(f"SELECT id {_UNREAD} LIMIT 1", (server, conversation, *mark))
    return found[0][0] if found else None


def _count_unread(rows: Rows, server: int, conversation: bytes, mark: Place) -> int:
    query = f"SELECT count(*) FROM (SELECT 1 {_UNREAD} LIMIT {MOST_UNREAD})"
    return int(rows(query, (server, conversation, *mark))[0][0])


def _mark(rows: Rows, server: int, conversation: bytes) -> Place:
    """Up to there it was seen."""
    query = "SELECT log, position FROM marks WHERE server = ? AND conversation = ?"
    found: list[Place] = rows(query, (server, conversation))
    return found[0] if found else _NOWHERE


def _begin(rows: Rows, server: int) -> Place:
    """Up to there nothing is new: this file began later."""
    query = "SELECT id, begin FROM logs WHERE server = ? AND begin > 0 ORDER BY id DESC LIMIT 1"
    found: list[Place] = rows(query, (server,))
    return found[0] if found else _NOWHERE


# To the letter as the index `of_others` has it, or SQLite does not use that.
_UNREAD = """
FROM messages WHERE server = ? AND conversation = ? AND state IS NULL AND early = 0
AND (log, position) > (?, ?) ORDER BY log, position
"""

# From each conversation to the next by the index: a step for each of them, not for each message.
_ALL = """
WITH RECURSIVE said(conversation) AS (
    SELECT min(conversation) FROM messages WHERE server = ?1
    UNION ALL
    SELECT (
        SELECT messages.conversation FROM messages
        WHERE server = ?1 AND messages.conversation > said.conversation
        ORDER BY messages.conversation LIMIT 1
    ) FROM said WHERE said.conversation IS NOT NULL
),
known(conversation) AS (
    SELECT conversation FROM said WHERE conversation IS NOT NULL
    UNION SELECT conversation FROM drafts WHERE server = ?1
    UNION SELECT conversation FROM mutes WHERE server = ?1 AND conversation = x''
)
"""

_NEWEST = """
SELECT known.conversation, last.id, ifnull(members, x''), ifnull(text, ''),
    mutes.conversation IS NOT NULL, ifnull(marks.log, -1), ifnull(marks.position, -1)
FROM known
LEFT JOIN messages AS last ON last.id = (
    SELECT id FROM messages WHERE server = ?1 AND messages.conversation = known.conversation
    ORDER BY log DESC, position DESC, id DESC LIMIT 1
)
LEFT JOIN drafts ON drafts.server = ?1 AND drafts.conversation = known.conversation
LEFT JOIN marks ON marks.server = ?1 AND marks.conversation = known.conversation
LEFT JOIN mutes ON mutes.server = ?1 AND mutes.conversation = known.conversation
ORDER BY
    max(ifnull(last.log, -1), ifnull(drafts.log, -1)) DESC,
    max(
        CASE WHEN last.log >= ifnull(drafts.log, -1) THEN last.position ELSE -1 END,
        CASE WHEN drafts.log >= ifnull(last.log, -1) THEN drafts.position ELSE -1 END
    ) DESC,
    text IS NULL, last.id DESC
LIMIT ?2
"""
