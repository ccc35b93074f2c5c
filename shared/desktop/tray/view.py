"""What a tray shows, as plain values; whoever has one makes a new view when anything changes."""

from typing import Literal

from msgspec import Struct

State = Literal["quiet", "busy", "trouble"]
"""Nobody is there or nothing is new; somebody, something; somebody has to look after it."""


class Item(Struct, frozen=True):
    """`name`: what is told when it is chosen; empty: a line between others. `is_checked`: None:
    nothing to check. `is_default`: what a click on the icon does, too; one of them is."""

    name: str = ""
    text: str = ""
    is_enabled: bool = True
    is_checked: bool | None = None
    is_default: bool = False


class View(Struct, frozen=True):
    """`title`: whose icon it is; `tooltip`: how things are, a line or two. `badge`: how many are
    unread or online; 0: none is drawn. `is_server`: both programs may stand side by side."""

    title: str
    tooltip: str
    state: State
    badge: int
    items: tuple[Item, ...]
    is_server: bool = False
