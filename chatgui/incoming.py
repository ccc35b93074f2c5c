"""The log as this client has it: what is new, and how far it has read."""

from typing import Final

from shared.dialects.native.records import (
    MESSAGE,
    MessageEntry,
    Posted,
    decode_entry_untrusted,
)

NO_LOG: Final = bytes(16)


class Incoming:
    """`cursor` counts in `log`: everything for us up to that position has been taken."""

    def __init__(self) -> None:
        self.log = NO_LOG
        self.cursor = 0

    def follow(self, log: bytes) -> bool:
        """The server's log is this one; True if that is another than before."""
        if log == self.log:
            return False
        was_known = self.log != NO_LOG
        self.log = log
        self.cursor = 0
        return was_known

    def take_untrusted(self, posted: Posted) -> MessageEntry | None:
        """The message, if it is one and new. BadPacket for a broken one, which is skipped.

        Entries of kinds that later versions add move the cursor, and nothing else.
        """
        if posted.position <= self.cursor:
            return None
        self.cursor = posted.position
        return decode_entry_untrusted(posted.content) if posted.entry == MESSAGE else None

    def catch_up(self, position: int) -> None:
        self.cursor = max(self.cursor, position)
