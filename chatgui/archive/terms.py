"""Text as the full-text index has it, and what a person searches for as a query on it.

Whoever searches for "cafe" wants "Café" too, "strasse" finds "Straße", and scripts that put no
blanks between words have one term for each character, found again as a phrase.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Compiled when they are needed first, and kept by `re`: that takes longer than all else here, and
# the window is not to wait for it.

# Scripts without blanks between words, or (Hangul) with particles grown onto them; and pictures.
_ALONE: Final = (
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u109f\u1780-\u17ff"  # Tibetan, Myanmar, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # ideographs
    "\uac00-\ud7a3"  # Hangul
    "\u2190-\u2bff\U0001f000-\U0001faff"  # arrows, symbols, emoji
    "]"
)
# Accents and points that people leave out when they type a word, and what keyboards add unasked to
# say how a sign is to look. Marks of other scripts are letters to those who write them.
_LEFT_OUT: Final = (
    "["
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
    "]"
)

TOKENIZER: Final = "unicode61 remove_diacritics 0 categories 'L* M* N* So Co'"
"""SQLite's, told to keep every mark: what should be ignored is gone by then."""

# A prefix of one letter is half of all messages, and nobody searches for that.
_PREFIX_CHARACTERS = 2


def index_text(text: str) -> str:
    """What the index is given for a message."""
    return _fold(text) if text.isascii() else re.sub(_ALONE, r" \g<0> ", _fold(text))


def search_query(typed: str) -> str:
    """An FTS5 query for messages with all these words, the last one perhaps not typed to its end.

    Empty if there is nothing in it that could be found. Whatever was typed is data: each word
    becomes a string of FTS5's, in which nothing but a quote means anything.
    """
    words = [word for part in typed.split() if (word := _phrase(part))]
    if not words:
        return ""
    starts = len(words[-1]) >= _PREFIX_CHARACTERS and re.search(_ALONE, words[-1]) is None
    return " ".join(f'"{word}"' for word in words) + ("*" if starts else "")


def _phrase(word: str) -> str:
    """The terms of one typed word, blanks between them."""
    return " ".join("".join(c if _is_kept(c) else " " for c in index_text(word)).split())


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", re.sub(_LEFT_OUT, "", spread))


@lru_cache(4096)
def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LMN" or category in ("So", "Co")
