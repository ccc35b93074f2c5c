"""Invites in the database, and whom each has let in."""

from collections.abc import Mapping
from typing import Any

from chatserver.invites import Invite, TokenId, Use
from chatserver.store.database import Statement
from shared.crypto.identity import INVITE_TOKEN_SIZE

QUERY = "SELECT token, label, made_ms, until_ms, uses_left, is_revoked FROM invites ORDER BY number"
_ADD = """INSERT INTO invites (id, token, label, made_ms, until_ms, uses_left, is_revoked)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET made_ms = excluded.made_ms,
    until_ms = excluded.until_ms, uses_left = excluded.uses_left, is_revoked = excluded.is_revoked
    """

USES_QUERY = "SELECT invite, identity FROM invite_uses"


def read(row: Any) -> Invite:
    token, label, made_ms, until_ms, uses_left, is_revoked = row
    if len(token) != INVITE_TOKEN_SIZE:
        raise ValueError("no token")
    return Invite(token, label, made_ms, until_ms, uses_left, bool(is_revoked))


def statements(changes: Mapping[TokenId, Invite | None]) -> list[Statement]:
    gone: list[tuple[object, ...]] = [(id,) for id, invite in changes.items() if invite is None]
    kept = [_row(id, invite) for id, invite in changes.items() if invite is not None]
    return [("DELETE FROM invites WHERE id = ?", gone), (_ADD, kept)]


def read_use(row: Any) -> Use:
    invite, identity = row
    return invite, identity


def use_statements(changes: Mapping[Use, bool | None]) -> list[Statement]:
    """None: it is none any more."""
    return [
        (
            "DELETE FROM invite_uses WHERE invite = ? AND identity = ?",
            [use for use, is_one in changes.items() if not is_one],
        ),
        (
            "INSERT OR IGNORE INTO invite_uses VALUES (?, ?)",
            [use for use, is_one in changes.items() if is_one],
        ),
    ]


def _row(id: TokenId, invite: Invite) -> tuple[object, ...]:
    times = invite.made_ms, invite.until_ms
    return (id, invite.token, invite.label, *times, invite.uses_left, int(invite.is_revoked))
