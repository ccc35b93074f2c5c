"""The one sanitiser that text passes before it reaches any sink, and the cuts the plain doors need.

A peer's text may hold terminal escapes, bidirectional overrides or half a character; a sink is
whatever shows or stores it: a terminal, a netcat peer, a log line, a widget, a notification.
"""

import re

# C0 and DEL become their pictures (U+2400 block) so that people see something was there; C1,
# line and paragraph separators and bidi controls have no picture and vanish, U+2028/9 as a blank.
# Tab and newline stay: the sink decides about lines.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")
_PICTURES = {c: 0x2400 + c for c in range(0x20)} | {0x7F: 0x2421, 0x2028: 0x20, 0x2029: 0x20}


def sanitise(text: str) -> str:
    """Make text safe for any sink; idempotent, and the same string when there is nothing to do.

    CRLF becomes LF; lone surrogates become U+FFFD.
    """
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_replacement, text.replace("\r\n", "\n"))


def decode_untrusted(data: bytes) -> str:
    """UTF-8 from a stranger as sanitised text; never fails, bad bytes become U+FFFD."""
    return sanitise(data.decode("utf-8", "replace"))


def one_line(text: str) -> str:
    """Text for a sink of one line per message: newlines as ` / `, tabs as blanks."""
    return sanitise(text).replace("\n", " / ").replace("\t", " ")


def cut_bytes(text: str, limit: int, mark: str = "") -> str:
    """Cut `text` to at most `limit` bytes of UTF-8 at a character boundary.

    `mark`, if given, is put behind what is left, `{n}` in it being how many characters were cut;
    the result with its mark stays within the limit (where there is no room for it, no mark).
    """
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return text
    room = limit - len(mark.format(n=len(text)).encode())
    if room < 0:
        room, mark = limit, ""
    kept = data[:room].decode("utf-8", "ignore")
    return kept + mark.format(n=len(text) - len(kept))


def cut_characters(text: str, limit: int, mark: str) -> str:
    """Cut to at most `limit` characters, then `mark` with `{n}` as the number cut off."""
    if len(text) <= limit:
        return text
    return text[:limit] + mark.format(n=len(text) - limit)


def _replacement(found: re.Match[str]) -> str:
    code = ord(found.group())
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(_PICTURES[code]) if code in _PICTURES else ""
