"""What the history tells: messages and conversations as plain data, texts sanitised."""

from msgspec import Struct


class Counts(Struct, frozen=True):
    """How many people have an own message, of so many."""

    expected: int
    delivered: int
    read: int
    handed: int
    missed: int


class Shown(Struct, frozen=True):
    """A message as a person sees it. `id`: of this archive, for `find` and `around`.

    `person`: who said it; `to_ids`: who it is for, named in `to`, which may be EVERYONE_ID.

    `is_gone`: it stands in a log that the server has no more.

    `state` None: somebody else's; `counts` None: nothing is known yet. `position` 0: it has none.
    """

    id: int
    conversation: bytes
    position: int
    at_ms: int
    sender: str
    to: tuple[str, ...]
    text: str
    early: bool
    unverified: bool
    state: int | None
    reason: str
    counts: Counts | None
    is_gone: bool = False
    person: int = 0
    to_ids: tuple[int, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.state is not None


class Summary(Struct, frozen=True):
    """A conversation. `members`: its other people in the order of their ids, `names` what they were
    called last; none: Everyone, or notes to oneself.

    `last` None: nothing was said yet, but it has a draft or is muted. `unread`: what others have
    said and the person has not seen, counted up to `MOST_UNREAD`.
    """

    conversation: bytes
    members: tuple[int, ...]
    names: tuple[str, ...]
    last: Shown | None
    unread: int
    is_muted: bool
    draft: str
