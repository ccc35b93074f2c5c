"""`parley://HOST[:PORT][/KEY[/TOKEN]]`: where a server is, which one, and the way in. What a person
pastes.

KEY is the server's static public key, TOKEN that of an invite (PROTOCOL 4.7): whoever reads such a
link can use it, so it is shown to nobody but who made or pasted it. RFC 4648 base 32 without
padding: it survives being spoken, printed, and made capital in a QR code.
"""

import base64
import binascii
import re
import string
from typing import Final, NamedTuple

from shared.constants import DEFAULT_PORT
from shared.net.path import bracketed
from shared.wire import BadPacket

SCHEME: Final = "parley://"
KEY_SIZE: Final = 32
TOKEN_SIZE: Final = 16
LONGEST: Final = 500

_HOST = re.compile(r"[^\W_](?:[\w.-]{0,251}\w)?\.?", re.ASCII | re.IGNORECASE)
_IPV6 = re.compile(r"[0-9a-f:.]{2,45}(?:%[\w.-]{1,32})?", re.ASCII | re.IGNORECASE)


_SECRET = re.compile(r"(parley://[^\s/]+/\w+/)\w+", re.IGNORECASE)
_QUOTES = "\"'`" + "".join(map(chr, range(0x2018, 0x2020))) + "\xab\xbb\u2039\u203a"
_WRAPPING = f"{string.whitespace}\ufeff\xa0\u200b{_QUOTES}<>(){{}}"
_ENDS = f"{_WRAPPING}.,;"
"""Of the sentence that it stood in. No colon: an IPv6 address may end with two."""

_NUMBERS = re.compile(r"[0-9.]+")
"""No name of a computer; the system would take 192.168.7 for 192.168.0.7."""


class BadPort(BadPacket):
    """A port that is a number, and none that there is."""


class Token(bytes):
    """An invite's, 16 bytes; empty: none. It is a secret, and nothing prints it by mistake."""

    def __repr__(self) -> str:
        return "Token(...)" if self else "Token()"

    __str__ = __repr__


class Place(NamedTuple):
    """`key`: of the server that is meant; empty: whichever stands there, and `token` is empty then,
    too. With a key the address is a hint: the server may be looked for elsewhere as well."""

    host: str
    port: int
    key: bytes = b""
    token: Token = Token()


def encode_link(place: Place) -> str:
    """With a token it is a secret."""
    parts = [_base32(part) for part in (place.key, place.token) if part]
    return "/".join((f"{SCHEME}{bracketed(place.host)}:{place.port}", *parts))


def hide_token(text: str) -> str:
    """Whatever link is in it, whole or not, without its token: for what others may read."""
    return _SECRET.sub(r"\1...", text)


def unwrap(text: str) -> str:
    """Without what mails, files, shells and sentences put around a link or an address."""
    text = _strip(text)
    inner = text[1:-1]
    is_ipv6 = inner.count(":") > 1 and _IPV6.fullmatch(inner)  # the brackets are part of it then
    return _strip(inner) if f"{text[:1]}{text[-1:]}" == "[]" and not is_ipv6 else text


def _strip(text: str) -> str:
    return text.lstrip(_WRAPPING).rstrip(_ENDS)


def has_link(text: str) -> bool:
    """Whether it is meant as one, whatever stands around it."""
    return SCHEME in text.lower()


def is_link(text: str) -> bool:
    return text[: len(SCHEME)].lower() == SCHEME


def read_link_untrusted(text: str) -> Place:
    """BadPacket if it is none, or not whole. What later versions put behind it is passed over."""
    if not is_link(text) or len(text) > LONGEST:
        raise BadPacket("not a link")
    where, _, rest = re.split("[?#]", text[len(SCHEME) :])[0].partition("/")
    key, _, token = rest.rstrip("/").partition("/")
    if token and not key:
        raise BadPacket("an invite to nobody knows whom")
    return read_place_untrusted(where)._replace(
        key=_read_untrusted(key, KEY_SIZE), token=Token(_read_untrusted(token, TOKEN_SIZE))
    )


def read_typed_untrusted(text: str) -> Place:
    """A link or an address, as a person types or pastes it."""
    text = unwrap(text)
    return read_link_untrusted(text) if is_link(text) else read_place_untrusted(text)


def read_place_untrusted(text: str, port: int = DEFAULT_PORT) -> Place:
    """`HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address alone; BadPacket if it is none,
    BadPort where that is because of the port."""
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or rest[:1] not in ("", ":") or not _IPV6.fullmatch(host):
            raise BadPacket("not an address")
        return Place(host, _read_port_untrusted(rest[1:]) if rest else port)
    if text.count(":") > 1:
        if not _IPV6.fullmatch(text):
            raise BadPacket("not an address")
        return Place(text, port)
    host, colon, number = text.partition(":")
    if not _HOST.fullmatch(host) or (_NUMBERS.fullmatch(host) and not _is_ipv4(host)):
        raise BadPacket("not an address")
    return Place(host, _read_port_untrusted(number) if colon else port)


def _read_port_untrusted(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) <= 65_535:
        return int(text)
    raise (BadPort if re.fullmatch(r"-?\d+", text) else BadPacket)("not a port")


def _is_ipv4(host: str) -> bool:
    parts = host.split(".")
    return len(parts) == 4 and all(part and len(part) <= 3 and int(part) < 256 for part in parts)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _read_untrusted(text: str, size: int) -> bytes:
    """Empty, or exactly so many bytes."""
    if not text:
        return b""
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise BadPacket("not base 32") from None
    if len(data) != size:
        raise BadPacket("cut off")
    return data
