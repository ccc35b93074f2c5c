"""The rows that stand in the pane's Text, each as whole lines of it.

Everything is found by counting lines: a row needs no mark and no tag of its own, so nothing is
left behind by the hundred thousand rows that pass through in a day.
"""

import tkinter as tk
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from chatgui.app.rows import Row
from chatgui.tk.pane.geometry import WORDS, Laid, Line, Picture, Room, Run
from chatgui.tk.pane.pictures import Pictures
from chatgui.tk.pane.styles import Styles


class Entry(NamedTuple):
    row: Row
    laid: Laid
    room: Room


class Sheet:
    """The Text's last line stays empty: it is the pane's lower margin."""

    def __init__(
        self, text: tk.Text, styles: Styles, pictures: Pictures, lay: Callable[[Row], Entry]
    ) -> None:
        self._text, self._styles, self._pictures, self._lay = text, styles, pictures, lay
        self.entries: list[Entry] = []

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        """New rows before the one at that place, or behind the last."""
        entries = [self._lay(row) for row in rows]
        lines = [line for entry in entries for line in entry.laid.lines]
        self._write(self.first_line(at), lines)
        self.entries[at:at] = entries

    def delete(self, at: int, count: int) -> None:
        first, last = self.first_line(at), self.first_line(at + count)
        self._text.delete(f"{first}.0", f"{last}.0")
        del self.entries[at : at + count]

    def replace(self, at: int, row: Row) -> None:
        """What looks the same stays as it is: a tick is one line, and the selection survives."""
        old, new = self.entries[at].laid.lines, (entry := self._lay(row)).laid.lines
        same = _same_at_the_start(old, new)
        same_end = _same_at_the_start(old[same:][::-1], new[same:][::-1])
        first = self.first_line(at) + same
        self._text.delete(f"{first}.0", f"{first + len(old) - same - same_end}.0")
        self._write(first, new[same : len(new) - same_end])
        self.entries[at] = entry

    def first_line(self, at: int) -> int:
        """The number, from 1, of the row's first line; behind the last row, of the empty one."""
        return 1 + sum(len(entry.laid.lines) for entry in self.entries[:at])

    def row_at(self, line: int) -> tuple[int, int]:
        """Which row that line belongs to and which of its lines it is; of the line behind all, the
        place behind the last."""
        starts = list(accumulate((len(e.laid.lines) for e in self.entries), initial=1))
        at = bisect_right(starts, line) - 1
        return at, line - starts[at]

    def offset_at(self, index: str) -> tuple[int, int]:
        """The row there, and how many characters of its text stand before that place."""
        line = int(self._text.index(index).partition(".")[0])
        at, number = self.row_at(line)
        if at >= len(self.entries):
            return at, 0
        shown = self.entries[at].laid.lines[number]
        if shown.end == shown.start:
            return at, self._before(at, number)
        # Tk 8.6 counts some characters twice, so it is the text that is counted.
        before = len(self._text.get(f"{line}.{WORDS}", index))
        return at, min(shown.end, shown.start + before)

    def line_with(self, at: int, offset: int) -> int:
        """The line of that row in which this character of its text stands."""
        lines = self.entries[at].laid.lines
        texts = [number for number, line in enumerate(lines) if line.start <= offset < line.end]
        return self.first_line(at) + (texts[0] if texts else 0)

    def _before(self, at: int, number: int) -> int:
        """How much of the row's text stands above its line `number`."""
        return max(line.end for line in self.entries[at].laid.lines[: number + 1])

    def _write(self, line: int, lines: Sequence[Line]) -> None:
        if not lines:
            return
        texts = (run for one in lines for run in one.runs if not isinstance(run.content, Picture))
        pieces: list[Any] = []
        for tags, runs in groupby(texts, lambda run: run.tags):  # Tk takes its time for each piece
            self._styles.need(tags[0])
            pieces += ("".join(str(run.content) for run in runs), tags)
        self._text.insert(f"{line}.0", *pieces)
        for number, one in enumerate(lines, line):
            self._draw(number, one.runs)

    def _draw(self, line: int, runs: Sequence[Run]) -> None:
        """Put the pictures of a line in. Those before its text are counted from the left, those
        behind it from the right: Tk 8.6 counts some characters twice."""
        column, behind = 0, sum(_length(run) for run in runs) - 1
        has_text = False
        for run in runs:
            if not isinstance(run.content, Picture):
                has_text = has_text or not run.content.isspace()
                column += len(run.content)
                behind -= len(run.content)
                continue
            self._pictures.insert(
                run.content, f"{line}.end -{behind}c" if has_text else f"{line}.{column}"
            )
            at = f"{line}.end -{behind + 1}c" if has_text else f"{line}.{column}"
            for tag in run.tags:
                self._text.tag_add(tag, at)
            column += 1


def _length(run: Run) -> int:
    return 0 if isinstance(run.content, Picture) else len(run.content)


def _same_at_the_start(one: Sequence[Line], other: Sequence[Line]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
