"""What a search has found, as it is listed: the part of each message where the words stand."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from chatgui.app import moments
from chatgui.app.rows import Hit
from chatgui.app.shown import Shown
from chatgui.archive.terms import index_text
from shared.text import one_line

FOUND: Final = 100
"""Hits that one search shows at most; more words find less."""

_BEFORE: Final = 40
_SNIPPET: Final = 160
_CUT: Final = "…"


def hits(
    found: Iterable[Shown], typed: str, title_of: Callable[[Shown], str], now_ms: int
) -> tuple[Hit, ...]:
    """`found` oldest first, as the history has it; the newest stands above."""
    listed = [_hit(message, typed, title_of, now_ms) for message in found]
    return tuple(reversed(listed))


def find_marks(text: str, typed: str) -> tuple[tuple[int, int], ...]:
    """Where words of `text` begin as a typed one: (start, end), in order, apart from each other."""
    folded, places = _fold(text)
    spans = []
    for word in {_fold(word)[0] for word in typed.split()} - {""}:
        at = folded.find(word)
        while at >= 0:
            if _begins_word(folded, at):
                spans.append((places[at], places[at + len(word) - 1] + 1))
            at = folded.find(word, at + 1)
    return _merge(sorted(spans))


def _hit(message: Shown, typed: str, title_of: Callable[[Shown], str], now_ms: int) -> Hit:
    text = one_line(message.text)
    marks = find_marks(text, typed)
    start = max(0, marks[0][0] - _BEFORE) if marks else 0
    end = start + _SNIPPET
    lead = _CUT if start else ""
    shift = len(lead) - start
    return Hit(
        id=message.id,
        conversation=message.conversation,
        title=title_of(message),
        sender=message.sender,
        time=moments.exact(message.at_ms, now_ms),
        text=lead + text[start:end] + (_CUT if end < len(text) else ""),
        marks=tuple((a + shift, min(b, end) + shift) for a, b in marks if a < end),
    )


def _fold(text: str) -> tuple[str, list[int]]:
    """As the index compares it, and of each sign the place in `text` it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for sign in index_text(unicodedata.normalize("NFKD", character)).replace(" ", ""):
            if not unicodedata.combining(sign):
                folded.append(sign)
                places.append(place)
        if character.isspace():
            folded.append(" ")
            places.append(place)
    return "".join(folded), places


def _begins_word(folded: str, at: int) -> bool:
    """Signs of scripts without blanks stand alone."""
    return at == 0 or not folded[at - 1].isalnum() or not folded[at].isascii()


def _merge(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
