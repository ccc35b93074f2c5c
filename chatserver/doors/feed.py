"""What one native session has had of the log, and the next of it.

A session that keeps up is `live`: it is given each message as it is applied. One whose window is
full is not; nothing is queued for it. Its cursor stays where it is, and when there is room again it
reads on from there, a page at a time, until it has caught up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chatserver.doors.readers import Read
from chatserver.log.interface import LogReader
from shared.dialects.native.records import CaughtUp, Gap, Record
from shared.dialects.native.vocabulary import write_message

PAGE = 64
"""Messages read at once; a window holds some four times as many small ones."""


@dataclass(slots=True)
class Feed:
    """`cursor`: the client has everything up to there. `warned`: it knows of the gaps up to there,
    so that it hears of each once."""

    person: int
    cursor: int
    live: bool = False
    warned: int = 0

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

    def read_page(self, log: LogReader, send: Callable[[Record], bool]) -> Read:
        """Send the next of what is missing, as far as there is room."""
        page = log.read(self.person, self.cursor, PAGE)
        gaps = _merge(log.gaps(self.cursor))
        if not page.messages and page.reached <= self.cursor < log.head:
            return "stuck"
        for position, message in page.messages:
            record = write_message(message, message.sender_name, position)
            if not (self._warn(gaps, position, send) and send(record)):
                return "done"
            self.cursor = position
        if not self._warn(gaps, page.reached, send):
            return "done"
        self.cursor = max(self.cursor, page.reached)
        if self.cursor < log.head:
            return "more"
        self.live = send(CaughtUp(self.cursor))
        return "done"

    def _warn(
        self, gaps: list[tuple[int, int]], up_to: int, send: Callable[[Record], bool]
    ) -> bool:
        """Tell of the gaps that begin up to there; False if there was no room."""
        for first, last in gaps:
            first = max(first, self.cursor + 1, self.warned + 1)
            if first > min(last, up_to):
                continue
            if not send(Gap(first, last)):
                return False
            self.warned = last
        return True


def _merge(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that touch are one."""
    merged: list[tuple[int, int]] = []
    for first, last in gaps:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged
