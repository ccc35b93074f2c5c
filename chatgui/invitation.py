"""The invite that a person came with, until it has let them in.

PROFILE/invitation is JSON: {"version": 1, "waiting": {"desk:15000": {"key": ..., "token": ...}},
"used": {KEY: [ID, ...]}}, all in hexadecimal. A token is kept until the server has said welcome,
so that a restart in between costs nothing; after that only its id, which is no secret: the same
link again is then an ordinary link to a server that knows us.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from chatgui.app import words
from shared.crypto.identity import INVITE_TOKEN_SIZE, invite_token_id
from shared.disk import replace_file
from shared.server_link import KEY_SIZE, Token

_VERSION: Final = 1
_MOST: Final = 64
"""Servers of each kind; the oldest go first."""


class Invitation:
    """To the server at one address, for one person. `key`: of the server that is meant; empty: not
    said. `token`: to be shown at the door; empty: none is needed. `warning` is a sentence for the
    person, or empty."""

    def __init__(
        self, folder: Path, where: str, key: bytes = b"", token: bytes = b"", *, waits: bool = True
    ) -> None:
        """`where`: host and port as typed. `key` and `token`: of the link, if it was one; without a
        token, what `waits` here since an earlier start counts."""
        self._path = folder / "invitation"
        self._where = where.lower()
        self.warning = ""
        self.key, self.token = key, Token(token)
        waiting, used = self._load()
        if not token and waits and self._where in waiting:
            found = _read_waiting(waiting[self._where])
            if key in (b"", found[0]):
                self.key, self.token = found
        if self.token and self._id in used.get(self.key.hex(), ()):
            self.token = Token()
        elif token:
            self._change(self._wait)

    def accept(self) -> None:
        """The server has said welcome: the token is not needed, and not kept, any more."""
        if self.token:
            self._change(self._note_used)
            self.token = Token()

    def drop(self, key: bytes) -> None:
        """The server with that key does not let us in: by this invite, or though one did before.
        Whichever is brought next is shown."""

        def forget(waiting: dict[str, Any], used: dict[str, Any]) -> None:
            waiting.pop(self._where, None)
            used.pop(key.hex(), None)

        self._change(forget)
        self.token = Token()

    @property
    def _id(self) -> str:
        return invite_token_id(self.token).hex()

    def _wait(self, waiting: dict[str, Any], used: dict[str, Any]) -> None:
        waiting.pop(self._where, None)
        waiting[self._where] = {"key": self.key.hex(), "token": self.token.hex()}

    def _note_used(self, waiting: dict[str, Any], used: dict[str, Any]) -> None:
        waiting.pop(self._where, None)
        used[self.key.hex()] = [*used.pop(self.key.hex(), []), self._id][-_MOST:]

    def _change(self, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
        before = self._load()
        waiting, used = (dict(part) for part in before)
        change(waiting, used)
        if (waiting, used) == before:
            return
        content = {"version": _VERSION, "waiting": _newest(waiting), "used": _newest(used)}
        try:
            replace_file(self._path, json.dumps(content, indent=1).encode())
        except OSError as error:
            self.warning = words.INVITE_NOT_KEPT.format(path=self._path, reason=error.strerror)

    def _load(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Where it is damaged: none. The link can be pasted again."""
        with suppress(OSError, ValueError, RecursionError):
            return _decode(json.loads(self._path.read_bytes()))
        return {}, {}


def _newest(part: dict[str, Any]) -> dict[str, Any]:
    return dict(list(part.items())[-_MOST:])


def _read_waiting(entry: Any) -> tuple[bytes, Token]:
    """ValueError unless both are there."""
    if not isinstance(entry, dict):
        raise ValueError("not an invite")
    key, token = (bytes.fromhex(str(entry.get(part))) for part in ("key", "token"))
    if len(key) != KEY_SIZE or len(token) != INVITE_TOKEN_SIZE:
        raise ValueError("not whole")
    return key, Token(token)


def _decode(content: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise ValueError("not a file of invites")
    waiting, used = content.get("waiting"), content.get("used")
    if not isinstance(waiting, dict) or not isinstance(used, dict):
        raise ValueError("not invites")
    for entry in waiting.values():
        _read_waiting(entry)
    if not all(isinstance(ids, list) for ids in used.values()):
        raise ValueError("not ids")
    return waiting, used
