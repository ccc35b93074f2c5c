"""Classroom messages: `KIND LENGTH BODY`, and the lists of names inside their bodies.

LENGTH counts characters. Real clients count bytes, or UTF-16 units, or leave it at 0; since the
packet's checksum already vouches for BODY, LENGTH must be a number and nothing else hangs on it.
"""

from typing import NamedTuple

from shared.text import cut_bytes, one_line
from shared.wire import BadPacket

REQUESTS = frozenset({"join", "request_users_list", "send_message", "disconnect"})
"""What a client sends. The others below only ever come from a server."""

ERRORS = frozenset({"err_unknown_message", "err_server_full", "err_username_unavailable"})
ANSWERS = frozenset({"response_users_list", "forward_message"}) | ERRORS

PART_1_BYTES = 1200
"""A whole message in one packet, with room for its header, kind and checksum."""

RECIPIENTS = 500
"""More is `everyone`."""


class ClassroomMessage(NamedTuple):
    """`kind` in lower case; `upper` if the peer wrote it in upper case, and wants it so back."""

    kind: str
    body: str = ""
    upper: bool = False


def encode_message(kind: str, body: str = "", *, upper: bool = False) -> str:
    word = kind.upper() if upper else kind
    return f"{word} {len(body)} {body}" if body else f"{word} 0"


def decode_message_untrusted(text: str) -> ClassroomMessage:
    kind, _, rest = text.partition(" ")
    length, _, body = rest.partition(" ")
    if not kind or not _is_number(length):
        raise BadPacket("not KIND LENGTH BODY")
    return ClassroomMessage(kind.lower(), body, kind.isupper())


def shorten(text: str) -> str:
    """The same message for one packet of part 1: what somebody wrote becomes a single line, cut
    where it must be. Any other message fits as it is, and half a list would be a wrong one."""
    kind, body, upper = decode_message_untrusted(text)
    if kind != "forward_message":
        return text
    body = cut_bytes(one_line(body), PART_1_BYTES, " [+{n} characters]")
    return encode_message(kind, body, upper=upper)


def encode_names(names: list[str], text: str = "") -> str:
    """`N NAME1 ... NAMEN`, and the text behind it if there is one."""
    return " ".join([str(len(names)), *names, *([text] if text else [])])


def decode_names_untrusted(body: str) -> tuple[list[str], str]:
    """The names and the text behind them, its blanks kept as they are."""
    number, _, rest = body.partition(" ")
    if not _is_number(number) or int(number) > RECIPIENTS:
        raise BadPacket("no number of names")
    names: list[str] = []
    for _ in range(int(number)):
        name, _, rest = rest.lstrip(" ").partition(" ")
        if not name:
            raise BadPacket("fewer names than their number says")
        names.append(name)
    return names, rest


def _is_number(word: str) -> bool:
    """ASCII digits, at most ten: what `int` takes beyond that (blanks, signs, other digits) is
    nobody's number here."""
    return word.isascii() and word.isdigit() and len(word) <= 10
