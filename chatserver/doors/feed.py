"""What one native session has had of the log, and the next of it.

A session that keeps up is `live`: it is given each message as it is applied. One whose window is
full is not; nothing is queued for it. Its cursor stays where it is, and when there is room again it
reads on from there, a page at a time, until it has caught up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chatserver.log.interface import LogReader
from shared.dialects.native.records import CaughtUp, Record
from shared.dialects.native.vocabulary import write_message

PAGE = 64
"""Messages read at once; a window holds some four times as many small ones."""


@dataclass(slots=True)
class Feed:
    person: int
    cursor: int
    live: bool = False

    def wants(self, position: int) -> bool:
        """Is it to be offered a message that is applied now? Not if it reads the log, and not if it
        has: the log has messages a little before they are applied."""
        return self.live and position > self.cursor

    def post(self, position: int, accepted: bool) -> None:
        """A message it wants was offered; note whether the session took it."""
        if accepted:
            self.cursor = position
        else:
            self.live = False

    def catch_up(self, log: LogReader, send: Callable[[Record], bool]) -> None:
        """Send what is missing, as far as there is room."""
        while not self.live:
            page = log.read(self.person, self.cursor, PAGE)
            for position, message in page.messages:
                record = write_message(message, message.sender_name, position)
                if not send(record):
                    return
                self.cursor = position
            self.cursor = max(self.cursor, page.reached)
            if self.cursor >= log.head:
                if not send(CaughtUp(self.cursor)):
                    return
                self.live = True
