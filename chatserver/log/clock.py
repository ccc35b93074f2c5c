"""The log's own clock: how old a message is, whatever the computer's clock says in between."""

from typing import Final

from chatserver.store.writer import Writer

OFF_S: Final = 7 * 24 * 3600
"""Of a time that the server was off so much counts. Who comes back from a summer finds what was
kept in June, and a clock that jumps ten years makes nothing old."""

NOTED_EVERY_S: Final = 600


class Clock:
    """Seconds since the log was made. Starts at `noted_s`; `noted_wall_s` is what the computer's
    clock said then, 0 if nobody noted it."""

    def __init__(self, noted_s: int, noted_wall_s: int, now: float, wall_s: float) -> None:
        off_s = wall_s - noted_wall_s if noted_wall_s else 0
        self._ahead_s = noted_s + min(max(off_s, 0), OFF_S) - now
        self._noted_at = now
        self.now_s = round(now + self._ahead_s)

    def mind(self, now: float, wall_s: float, writer: Writer) -> None:
        self.now_s = round(now + self._ahead_s)
        if now - self._noted_at >= NOTED_EVERY_S:
            self._noted_at = now
            self.note(wall_s, writer)

    def note(self, wall_s: float, writer: Writer) -> None:
        row = (self.now_s, round(wall_s))
        writer.write([("UPDATE log SET clock = ?, wall = ?", [row])], lambda ok: None)
