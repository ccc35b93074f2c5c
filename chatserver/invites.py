"""Invites: tokens that let somebody in, as the server's owner made them.

A token is 128 random bits, never a word that somebody chose. Pure state; `changes` says what is to
be stored. Times in milliseconds since 1970; they move along when the clock is set, see `shift`.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.crypto.identity import INVITE_TOKEN_SIZE, invite_psk, invite_token_id

MOST_INVITES: Final = 1000
"""That many can be used at once; of those that cannot, the oldest make room."""

ANY_NUMBER: Final = -1

End = Literal["expired", "revoked", "used up"]

TokenId = bytes
Use = tuple[TokenId, bytes]
"""(id of the token, identity): whom it has let in, once and for all."""


@dataclass(frozen=True, slots=True)
class Invite:
    """`until_ms` 0: for ever. `uses_left`: so many more people; ANY_NUMBER: all who have it."""

    token: bytes
    label: str
    made_ms: int
    until_ms: int
    uses_left: int
    is_revoked: bool = False

    def __repr__(self) -> str:
        return f"Invite({self.label!r})"

    @property
    def id(self) -> TokenId:
        return invite_token_id(self.token)

    def end(self, now_ms: int) -> End | None:
        """Why it lets nobody in any more; None: it does."""
        if self.is_revoked:
            return "revoked"
        if self.until_ms and now_ms >= self.until_ms:
            return "expired"
        return "used up" if self.uses_left == 0 else None


class Invites:
    """By the id of their tokens, in the order in which they were made."""

    def __init__(self, invites: Iterable[Invite] = (), uses: Iterable[Use] = ()) -> None:
        self._by_id = {invite.id: invite for invite in invites}
        self._uses: dict[bytes, set[TokenId]] = {}
        for token_id, identity in uses:
            self._uses.setdefault(identity, set()).add(token_id)
        self._changed: dict[TokenId, Invite | None] = {}
        self._changed_uses: dict[Use, bool | None] = {}
        self.is_pressing = False
        """Whether somebody could use, or has used, what nobody would know after a crash."""

    def __iter__(self) -> Iterator[Invite]:
        return iter(self._by_id.values())

    def by_id(self, token_id: TokenId) -> Invite | None:
        return self._by_id.get(token_id)

    def psk_of(self, token_id: TokenId, server_key: bytes) -> bytes | None:
        """Also of one that lets nobody in any more: who has it is told why."""
        invite = self._by_id.get(token_id)
        return None if invite is None else invite_psk(invite.token, server_key)

    def has_let_in(self, token_id: TokenId, identity: bytes) -> bool:
        return token_id in self._uses.get(identity, ())

    def let_in(self) -> Set[bytes]:
        """The identities that any of them has let in."""
        return self._uses.keys()

    def make(self, invite: Invite, now_ms: int) -> bool:
        """False: there are too many that can be used."""
        if len(invite.token) != INVITE_TOKEN_SIZE:
            raise ValueError("a token is made by the server")
        if len(self._by_id) >= MOST_INVITES and not self._forget_one(now_ms):
            return False
        self._set(invite)
        return True

    def revoke(self, token_id: TokenId) -> None:
        self._set(replace(self._by_id[token_id], is_revoked=True))

    def use(self, token_id: TokenId, identity: bytes) -> None:
        """It lets that identity in; ask `Invite.end` before."""
        self._count(token_id, -1)
        self._uses.setdefault(identity, set()).add(token_id)
        self._changed_uses[token_id, identity] = True

    def give_back(self, token_id: TokenId, identity: bytes) -> None:
        """It has let nobody in: that could not be stored."""
        self._count(token_id, 1)
        self._forget_use(token_id, identity)

    def shift(self, by_ms: int) -> None:
        """The clock was set: each lives as much longer as it would have."""
        for invite in list(self._by_id.values()) if by_ms else ():
            until_ms = invite.until_ms and max(1, invite.until_ms + by_ms)
            moved = replace(invite, made_ms=invite.made_ms + by_ms, until_ms=until_ms)
            self._by_id[invite.id] = self._changed[invite.id] = moved

    # --- what is to be stored ----------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    @property
    def are_uses_changed(self) -> bool:
        return bool(self._changed_uses)

    def changes(self) -> dict[TokenId, Invite | None]:
        changed, self._changed = self._changed, {}
        self.is_pressing = False
        return changed

    def changed_uses(self) -> dict[Use, bool | None]:
        """None: it is none any more."""
        changed, self._changed_uses = self._changed_uses, {}
        return changed

    def _count(self, token_id: TokenId, by: int) -> None:
        invite = self._by_id.get(token_id)
        if invite is None:  # forgotten meanwhile
            return
        left = invite.uses_left
        self._set(replace(invite, uses_left=left if left == ANY_NUMBER else left + by))

    def _set(self, invite: Invite) -> None:
        self._by_id[invite.id] = self._changed[invite.id] = invite
        self.is_pressing = True

    def _forget_one(self, now_ms: int) -> bool:
        gone = next((invite for invite in self if invite.end(now_ms)), None)
        if gone is None:
            return False
        del self._by_id[gone.id]
        self._changed[gone.id] = None
        for identity in [who for who, used in self._uses.items() if gone.id in used]:
            self._forget_use(gone.id, identity)
        return True

    def _forget_use(self, token_id: TokenId, identity: bytes) -> None:
        used = self._uses.get(identity, set())
        used.discard(token_id)
        if not used:
            self._uses.pop(identity, None)
        self._changed_uses[token_id, identity] = None
