"""What people have read in conversations among a few; what everyone was told, the registry has."""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2s

from shared.chat import EVERYONE_ID, Message

MARKS_KEPT = 65_536
"""One for each person and conversation, some 10 MB; the longest unchanged are forgotten first."""

TO_EVERYONE = b""

Mark = tuple[int, bytes]
"""(person, conversation)"""


def conversation_of(message: Message) -> bytes:
    """Those among whom it was said: 16 bytes for sender and recipients together."""
    if EVERYONE_ID in message.to:
        return TO_EVERYONE
    people = sorted({message.sender, *message.to})
    ids = b"".join(person.to_bytes(8, "big") for person in people)
    return blake2s(ids, digest_size=16).digest()


class ReadMarks:
    """Positions up to which people have read; `changes` says what is to be stored."""

    def __init__(self, loaded: Mapping[Mark, int] | None = None) -> None:
        self._marks: OrderedDict[Mark, int] = OrderedDict(loaded or {})
        self._changed: dict[Mark, int | None] = {}

    def __len__(self) -> int:
        return len(self._marks)

    def up_to(self, person: int, conversation: bytes) -> int:
        return self._marks.get((person, conversation), 0)

    def read(self, person: int, conversation: bytes, position: int) -> bool:
        """Whether that is news."""
        mark = person, conversation
        if position <= self._marks.get(mark, 0):
            return False
        self._marks[mark] = self._changed[mark] = position
        self._marks.move_to_end(mark)
        if len(self._marks) > MARKS_KEPT:
            self._changed[self._marks.popitem(last=False)[0]] = None
        return True

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[Mark, int | None]:
        """What is to be stored since the last call; None for the forgotten."""
        changed, self._changed = self._changed, {}
        return changed
