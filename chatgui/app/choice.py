"""What somebody has chosen to join, and what is in the way of that."""

from typing import Literal

from msgspec import Struct

from shared.net.path import bracketed
from shared.server_link import Place

Field = Literal["name", "server"]
Way = Literal["", "name", "trust", "takeover", "open", "show", "start"]


class Problem(Struct, frozen=True):
    """`text`: a sentence. `button`: what a button behind it says, or empty; it does `take_way`."""

    text: str
    way: Way = ""
    button: str = ""
    name: str = ""


class Choice(Struct, frozen=True):
    """What to join. `takeover`, `trusts`: as the person has allowed this once. `server_id`: of the
    one that was found there and chosen; empty: whoever stands there."""

    name: str
    place: Place
    is_once: bool
    takeover: bool = False
    trusts: bool = False
    server_id: bytes = b""

    @property
    def where(self) -> str:
        return f"{bracketed(self.place.host)}:{self.place.port}"
