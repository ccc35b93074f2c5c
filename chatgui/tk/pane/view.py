"""What of a sheet is in view, and how to keep it there while lines come and go around it."""

import tkinter as tk
from typing import NamedTuple

from chatgui.tk.pane.sheet import Sheet


class Hold(NamedTuple):
    """A row in view: the first of its lines that is, what of its text that shows, and where."""

    key: str
    number: int
    offset: int
    y: int


class Place(NamedTuple):
    follows: bool
    holds: tuple[Hold, ...]
    """From above: where the first row is gone, the next one holds the view."""


class View:
    def __init__(self, text: tk.Text, sheet: Sheet) -> None:
        self._text, self._sheet = text, sheet

    def is_at_end(self) -> bool:
        """Whether the margin below the last row is in view."""
        return self._text.dlineinfo("end-1c") is not None

    def visible(self) -> range:
        """The places of the rows of which something is in view."""
        count = len(self._sheet.entries)
        first, _ = self._row_at(0)
        last, _ = self._row_at(self._text.winfo_height())
        return range(min(first, count), min(last + 1, count))

    def hold(self, follows: bool) -> Place:
        """Where the view is, for `restore`; `follows`: at the end, whatever comes there."""
        if follows:
            return Place(True, ())
        return Place(False, tuple(hold for at in self.visible() if (hold := self._hold(at))))

    def restore(self, place: Place) -> None:
        """What was in view then is where it was, to the pixel, if any of it is left."""
        if place.follows:
            self._text.yview_moveto(1.0)
            return
        at = {entry.row.key: number for number, entry in enumerate(self._sheet.entries)}
        hold = next((hold for hold in place.holds if hold.key in at), None)
        if hold is not None:
            self._put(self._line_of(at[hold.key], hold), hold.y)

    def show(self, at: int) -> None:
        """Scroll as little as makes that row visible, its beginning if it is longer than the
        view."""
        first, last = self._sheet.first_line(at), self._sheet.first_line(at + 1) - 1
        self._text.see(f"{last}.0")
        self._text.see(f"{first}.0")

    def put_near_top(self, at: int) -> None:
        """Show that row with a little of what is before it."""
        self._put(self._sheet.first_line(at), self._text.winfo_height() // 4)

    def _put(self, line: int, y: int) -> None:
        self._text.yview(f"{line}.0")
        now = self._text.dlineinfo(f"{line}.0")
        if now is not None and now[1] != y:
            self._text.yview_scroll(now[1] - y, "pixels")

    def _row_at(self, y: int) -> tuple[int, int]:
        line = int(self._text.index(f"@0,{y}").partition(".")[0])
        return self._sheet.row_at(line)

    def _hold(self, at: int) -> Hold | None:
        entry, first = self._sheet.entries[at], self._sheet.first_line(at)
        for number, line in enumerate(entry.laid.lines):
            info = self._text.dlineinfo(f"{first + number}.0")
            if info is not None:
                return Hold(entry.row.key, number, line.start, info[1])
        return None

    def _line_of(self, at: int, hold: Hold) -> int:
        lines = self._sheet.entries[at].laid.lines
        if hold.number < len(lines) and lines[hold.number].start == hold.offset:
            return self._sheet.first_line(at) + hold.number
        return self._sheet.line_with(at, hold.offset)
