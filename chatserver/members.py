"""Members: who may come in where newcomers need an invite.

A membership belongs to the identity and is for good, whatever becomes of the name. Pure state;
`changes` says what is to be stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shared.crypto.identity import person_id


@dataclass(frozen=True, slots=True)
class Member:
    """`name`: what they were called last. `invite`: the label of the one that let them in, or
    empty."""

    identity: bytes
    name: str
    since_ms: int
    invite: str = ""

    @property
    def id(self) -> int:
        return person_id(self.identity)


class Members:
    """By identity, whoever has been one longest first."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        self._by_identity = {member.identity: member for member in members}
        self._changed: dict[bytes, Member | None] = {}
        self.is_pressing = False
        """Whether somebody is a member, or is none any more, and nobody would know after a
        crash."""

    def __len__(self) -> int:
        return len(self._by_identity)

    def __iter__(self) -> Iterator[Member]:
        return iter(self._by_identity.values())

    def __contains__(self, identity: bytes) -> bool:
        return identity in self._by_identity

    def add(self, member: Member) -> None:
        self._by_identity[member.identity] = self._changed[member.identity] = member
        self.is_pressing = True

    def remove(self, identity: bytes) -> None:
        if self._by_identity.pop(identity, None) is not None:
            self._changed[identity] = None
            self.is_pressing = True

    def call(self, identity: bytes, name: str) -> None:
        """That is their name now."""
        member = self._by_identity.get(identity)
        if member is not None and member.name != name:
            called = replace(member, name=name)
            self._by_identity[identity] = self._changed[identity] = called

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[bytes, Member | None]:
        changed, self._changed = self._changed, {}
        self.is_pressing = False
        return changed
