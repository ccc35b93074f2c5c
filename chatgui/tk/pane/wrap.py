"""Where the lines of a message break.

The pane breaks lines itself: a bubble hugs its text, so it must know how wide each line is before
it is drawn, and Tk tells no one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

Measure = Callable[[str], int]

# A line may break behind each of these; what closes a phrase stays with what it closes.
_IDEOGRAPH = (
    "\u2e80-\u303f\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_CLOSING = "\u3001\u3002\u300d\u300f\u3011\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\u30fc"
_WORD = f"[ \t]*(?:[{_IDEOGRAPH}][{_CLOSING}]*|[^ \t{_IDEOGRAPH}]+[{_CLOSING}]*)"
_PLAIN_WORD = "[ \t]*[^ \t]+"
"""The same where all is ASCII, and compiled in no time: the first picture may need no other."""

_JOINER = "\u200d"
_MOST_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 24


class Span(NamedTuple):
    """One line is `text[start:end]`, so wide. What lies between two spans is not shown."""

    start: int
    end: int
    width: int


class Ruler:
    """Remembers how wide words are: a conversation has few words, and asking Tk takes long. For
    one font; bounded."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        width = self._known.get(text)
        if width is None:
            width = self._measure(text)
            if len(text) <= _LONGEST_REMEMBERED:
                self._remember(text, width)
        return width

    def _remember(self, text: str, width: int) -> None:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[text] = width


def wrap(text: str, limit: int, measure: Measure) -> Iterator[Span]:
    """The lines of `text`, none wider than `limit` unless a single character is; at least one."""
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        yield from _wrap_paragraph(text, start, end, limit, measure)
        start = end + 1


def _wrap_paragraph(text: str, at: int, end: int, limit: int, measure: Measure) -> Iterator[Span]:
    line = Span(at, at, 0)
    pattern = re.compile(_PLAIN_WORD if text.isascii() else _WORD)  # which `re` remembers
    for word in pattern.finditer(text, at, end):
        is_short = word.end() - word.start() <= limit  # measuring what is endless takes long
        width = measure(word.group()) if is_short else limit + 1
        if line.width + width <= limit:
            line = Span(line.start, word.end(), line.width + width)
            continue
        if line.width:
            yield line
        start = word.end() - len(word.group().lstrip(" \t"))
        pieces = _cut(text, start, word.end(), limit, measure)
        line = next(pieces)
        for piece in pieces:
            yield line
            line = piece
    yield line


def _cut(text: str, start: int, end: int, limit: int, measure: Measure) -> Iterator[Span]:
    """A word as lines; of one that is too long each but the last is full."""
    while start < end:
        cut = _most_that_fits(text, start, end, limit, measure)
        yield Span(start, cut, measure(text[start:cut]))
        start = cut


def _most_that_fits(text: str, start: int, end: int, limit: int, measure: Measure) -> int:
    """Character by character, since each of these is known; then the whole, to be sure."""
    cut, width = start, 0
    while cut < end and (width := width + measure(text[cut])) <= limit:
        cut += 1
    while cut > start + 1 and measure(text[start:cut]) > limit:
        cut -= 1
    whole = cut
    while whole > start and _belongs_to_what_is_before(text, whole):
        whole -= 1
    return max(whole if whole > start else cut, start + 1)


def _belongs_to_what_is_before(text: str, at: int) -> bool:
    if at >= len(text):
        return False
    one = text[at]
    return (
        one == _JOINER
        or text[at - 1] == _JOINER
        or unicodedata.category(one) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= one <= "\U0001f3ff"  # skin of the emoji before it
    )
