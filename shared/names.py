"""Usernames: what may be one, when two are the same, and how to make one from anything.

Names are for typing and showing only; nothing is addressed by them once a message is accepted.
"""

import unicodedata
from functools import lru_cache

from shared.constants import NAME_CHARACTERS

EVERYONE = "everyone"
"""The address that reaches all, at every door; never a person's name."""

RESERVED = frozenset({EVERYONE, "all", "server", "here", "me", "system", "admin", "parley"})

_PUNCTUATION = "-_."
# Accents never stack higher than this in any living script (Thai: a vowel and a tone); more is
# the "zalgo" that paints over other people's lines.
_MARKS_IN_A_ROW = 2
# Scripts that are written together (UTS #39, section 5.2: Japanese, Korean, Chinese).
_WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
# Characters that show nothing (Unicode's Default_Ignorable_Code_Point): with them "bob" could be
# somebody else than "bob". Some are letters or marks by category, so they are named here.
_INVISIBLE = (
    range(0x034F, 0x0350), range(0x115F, 0x1161), range(0x17B4, 0x17B6), range(0x180B, 0x1810),
    range(0x3164, 0x3165), range(0xFE00, 0xFE10), range(0xFFA0, 0xFFA1), range(0xE0000, 0xE1000),
)  # fmt: skip
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class BadName(ValueError):
    """Not a username; the message says why in words fit for the person who typed it."""


@lru_cache(maxsize=1024)  # asked three times when somebody comes in, 20 us each
def check_name(name: str) -> str:
    """Return the name as it is kept and shown (NFC), or raise BadName."""
    name = unicodedata.normalize("NFC", name)
    if not name:
        raise BadName("no name given")
    if len(name) > NAME_CHARACTERS:
        raise BadName(f"a name has {NAME_CHARACTERS} characters at most")
    if not all(_may_stand(c) for c in name):
        raise BadName("a name has letters, digits, '-', '_' and '.' only")
    if any(map(_is_invisible, name)):
        raise BadName("every character of a name can be seen")
    if not _is_word(name[0]):
        raise BadName("a name begins with a letter or a digit")
    _check_script(name)
    if name_key(name) in RESERVED:
        raise BadName(f"{name} is reserved")
    return name


def name_key(name: str) -> str:
    """Two names are the same person's if their keys are equal: NFKC and case folded."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


def can_be_seen(text: str) -> bool:
    """Whether there is anything in it to look at; for names that are no username."""
    return any(unicodedata.category(c) not in _UNSEEN and not _is_invisible(c) for c in text)


def fit_name(wish: str, fallback: str = "guest") -> str:
    """Make a valid name from any text: "Jörg Müller" becomes "Joerg-Mueller"."""
    for candidate in (wish.translate(_GERMAN), _to_ascii(wish)):
        name = _squeeze(candidate)
        try:
            return check_name(name)
        except BadName:
            continue
    return fallback


def _check_script(name: str) -> None:
    folded = unicodedata.normalize("NFKC", name)
    scripts = {_script(c) for c in folded if c.isalpha() and not _is_mark(c)}
    scripts.discard("")
    if len(scripts) > 1 and not any(scripts <= group for group in _WRITTEN_TOGETHER):
        raise BadName("a name keeps to one alphabet")
    in_a_row = 0
    for c in unicodedata.normalize("NFD", name):
        in_a_row = in_a_row + 1 if _is_mark(c) else 0
        if in_a_row > _MARKS_IN_A_ROW:
            raise BadName("a name has too many accents in a row")


def _script(character: str) -> str:
    """The alphabet of a letter: the first word of its Unicode name stands for it well enough."""
    return unicodedata.name(character, "").partition(" ")[0]


def _is_invisible(character: str) -> bool:
    return any(ord(character) in invisible for invisible in _INVISIBLE)


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


def _may_stand(character: str) -> bool:
    return _is_word(character) or _is_mark(character) or character in _PUNCTUATION


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")


def _to_ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_GERMAN))
    return plain.encode("ascii", "ignore").decode()


def _squeeze(text: str) -> str:
    """Blanks to hyphens, forbidden characters out, ends trimmed, cut to length."""
    joined = "-".join(text.replace("'", "").split())
    kept = "".join(c for c in joined if _may_stand(c))
    return unicodedata.normalize("NFC", kept).lstrip(_PUNCTUATION)[:NAME_CHARACTERS].rstrip("-.")
