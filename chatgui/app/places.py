"""Where servers are, as people type it and as they are shown it."""

from chatgui.app.nearby import HERE
from chatgui.app.words import dialogs as words
from shared.constants import DEFAULT_PORT
from shared.net.path import bracketed
from shared.server_link import Place, hide_token, read_typed_untrusted
from shared.text import one_line
from shared.wire import BadPacket


def brings_invite(typed: str) -> bool:
    place = read_typed(typed)
    return place is not None and bool(place.token)


def describe_typed(typed: str) -> str:
    """Where a link or an address leads, for a person, and nothing that is a secret."""
    place = read_typed(typed)
    if place is None:
        return one_line(hide_token(typed))
    return f"{bracketed(place.host)}:{place.port}"


def read_typed(typed: str) -> Place | None:
    """None: it is no address, and no link."""
    try:
        return read_typed_untrusted(typed)
    except BadPacket:
        return None


def where_typed(typed: str) -> str:
    """However it was typed."""
    place = read_typed(typed)
    return typed.strip() if place is None else f"{bracketed(place.host)}:{place.port}".lower()


def title_place(place: Place) -> str:
    """As short as it can be told from others."""
    host = words.THIS_COMPUTER if place.host.lower() in HERE else place.host
    return host if place.port == DEFAULT_PORT else f"{bracketed(host)}:{place.port}"
