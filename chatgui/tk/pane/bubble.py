"""One message as lines: a head or a cap, the text, the time in its last line, a cap."""

from collections.abc import Iterator
from itertools import islice

from chatgui.app.rows import MessageRow
from chatgui.app.words import pane as words
from chatgui.app.words import window
from chatgui.tk.pane.geometry import (
    END,
    GAP,
    ICON,
    PADDING,
    SMALL_GAP,
    STEP,
    Laid,
    Line,
    Picture,
    Room,
    Rulers,
    Run,
    Side,
    flatten,
    make_gap,
)
from chatgui.tk.pane.wrap import Span, wrap

LONGEST_SHOWN = 60
"""Lines of a message; of a longer one only the first ones, until the person wants it all."""
FOLDED = 40

TICKS = {
    "waiting": ("clock", "sub"),
    "refused": ("refused", "warn"),
    "server": ("check", "sub"),
    "some": ("check", "link"),
    "all": ("checks", "sub"),
    "read": ("checks", "link"),
}
"""Icons and their colours. Two that have one icon differ by a word, too."""


class Bubble:
    """One message on its way to lines."""

    def __init__(self, row: MessageRow, room: Room, rulers: Rulers, is_unfolded: bool) -> None:
        self._row, self._room, self._rulers = row, room, rulers
        self._limit = room.text_width
        self._next_link = 0
        self._side = "mine" if row.is_mine else "theirs"
        if row.is_hit:
            self._side += "-hit"
        self._spans, self._is_folded = self._wrapped(is_unfolded)
        self._named = row.is_first and not row.is_mine
        self._stamp_width = self._measure_stamp()
        last = self._spans[-1]
        self._has_own_line = self._is_folded or last.width + self._stamp_width > self._limit
        self._inner = self._measure_inner()

    def laid(self) -> Laid:
        room = self._room
        lines = (
            make_gap(GAP if self._row.is_first else SMALL_GAP),
            self._head() if self._named else self._cap("top"),
            *self._text(),
            self._last(),
            self._cap("bottom"),
        )
        width = self._inner + room.px(2 * PADDING)
        is_whole = len(self._spans) == self._row.text.count("\n") + 1 and not self._has_own_line
        side: Side = "right" if self._row.is_mine else "left"
        return Laid(lines, side, width, is_whole, self._is_folded)

    def _wrapped(self, is_unfolded: bool) -> tuple[list[Span], bool]:
        spans = wrap(self._row.text, self._limit, self._rulers.body)
        if is_unfolded:
            return list(spans), False
        first = list(islice(spans, LONGEST_SHOWN + 1))
        is_folded = len(first) > LONGEST_SHOWN
        return first[:FOLDED] if is_folded else first, is_folded

    def _measure_stamp(self) -> int:
        """With the gap before it."""
        icons = bool(self._row.tick) + self._row.is_hit
        width = self._rulers.small(self._stamp()) + self._room.px(PADDING)
        return width + icons * (self._room.tall(ICON) + self._rulers.small(" "))

    def _measure_inner(self) -> int:
        widths = [span.width for span in self._spans]
        widths.append(self._stamp_width)
        if self._is_folded:
            widths.append(self._rulers.small(self._unfold()) + self._stamp_width)
        elif not self._has_own_line:
            widths.append(self._spans[-1].width + self._stamp_width)
        if self._named:
            widths.append(self._measure_name())
        step = max(1, self._room.px(STEP))
        return -(-max(widths) // step) * step

    def _measure_name(self) -> int:
        width = self._rulers.bold(self._row.sender) + self._rulers.small("  ")
        if self._row.unverified:
            width += self._rulers.small(f"    {window.UNVERIFIED}") + self._room.tall(ICON)
        return width

    def _style(self, kind: str) -> str:
        return f"{self._side} {kind} {self._inner}"

    def _cap(self, which: str) -> Line:
        style = self._style("cap")
        near = "near" if which == "top" and self._is_near() else "far"
        left, right = ("far", near) if self._row.is_mine else (near, "far")
        return Line(
            (
                Run(Picture("cap", (self._side, which, "left", left)), (style,)),
                Run("\t", (style,)),
                Run(Picture("cap", (self._side, which, "right", right)), (style,)),
                END,
            )
        )

    def _is_near(self) -> bool:
        """Whether its corner at the sender's side is a small one."""
        return not (self._row.is_mine and self._row.is_first)

    def _head(self) -> Line:
        row, style = self._row, self._style("head")
        runs = [
            Run(Picture("avatar", (row.initials, str(row.hue))), (style, "outside")),
            Run("\t", (style, "outside")),
            Run(Picture("head", (self._side, "left")), (style,)),
            Run(flatten(row.sender), (style, f"name {row.hue}")),
        ]
        if row.unverified:
            runs += [
                Run("   ", (style, "warn")),
                Run(Picture("icon", ("warning", "warn")), (style,)),
                Run(f" {window.UNVERIFIED}", (style, "warn")),
            ]
        runs += [
            Run("\t", (style,)),
            Run(Picture("head", (self._side, "right")), (style,)),
            END,
        ]
        return Line(tuple(runs))

    def _text(self) -> Iterator[Line]:
        """All lines of the text but the one with the time."""
        style = self._style("line")
        for span in self._spans if self._has_own_line else self._spans[:-1]:
            words_run = (Run("\t", (style,)), *self._words(span, style), Run("\t", (style,)), END)
            yield Line(words_run, span.start, span.end)

    def _last(self) -> Line:
        """The line with the time."""
        style, row = self._style("last"), self._row
        span = Span(len(row.text), len(row.text), 0) if self._has_own_line else self._spans[-1]
        runs = [Run("\t", (style,)), *self._words(span, style)]
        if self._is_folded:
            runs.append(Run(self._unfold(), (style, "unfold")))
        runs += [Run("\t", (style,)), *self._stamp_runs(style), Run("\t", (style,)), END]
        return Line(tuple(runs), span.start, span.end)

    def _words(self, span: Span, style: str) -> Iterator[Run]:
        """The text of a line, with its links apart."""
        at, text, links = span.start, self._row.text, self._row.links
        while self._next_link < len(links) and links[self._next_link].start < span.end:
            link = links[self._next_link]
            start, end = max(link.start, at), min(link.end, span.end)
            if at < start:
                yield Run(flatten(text[at:start]), (style,))
            if start < end:
                yield Run(flatten(text[start:end]), (style, "link"))
                at = end
            if link.end > span.end:
                break  # it goes on in the next line
            self._next_link += 1
        if at < span.end:
            yield Run(flatten(text[at : span.end]), (style,))

    def _stamp(self) -> str:
        state = self._row.state or (words.READ if self._row.tick == "read" else "")
        return f"{self._row.time}   {state}" if state else self._row.time

    def _stamp_runs(self, style: str) -> Iterator[Run]:
        row = self._row
        paint = "refused" if row.tick == "refused" else "stamp"
        tags = (style, paint, "holders") if row.tick else (style, paint)
        if row.is_hit:
            yield Run(Picture("icon", ("search", "text")), tags)
            yield Run(" ", tags)
        yield Run(flatten(self._stamp()), tags)
        if row.tick:
            yield Run(" ", tags)
            yield Run(Picture("icon", TICKS[row.tick]), tags)

    def _unfold(self) -> str:
        lines = self._row.text.count("\n") + 1
        text = words.SHOW_ALL_CHARACTERS.format(count=f"{len(self._row.text):,}")
        if lines > LONGEST_SHOWN:
            text = words.SHOW_ALL_LINES.format(count=f"{lines:,}")
        fits = self._rulers.small(text) + self._stamp_width <= self._limit
        return text if fits else words.SHOW_ALL
