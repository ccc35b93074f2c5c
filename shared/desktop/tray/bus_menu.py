"""A tray's menu as `com.canonical.dbusmenu` has it: the desktop asks for it, draws it, and tells
what was chosen."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dbus_fast import Message, Variant

from shared.desktop.tray.exported import Exported, Method
from shared.desktop.tray.view import Item

PATH: Final = "/MenuBar"
INTERFACE: Final = "com.canonical.dbusmenu"
VERSION: Final = 3
ROOT: Final = 0

Layout = list[Any]
"""(ia{sv}av): a number, its properties, what is below it."""


class BusMenu:
    """`chosen(name)`: that item was."""

    def __init__(self, items: Sequence[Item], chosen: Callable[[str], object]) -> None:
        self._chosen = chosen
        self._numbers: dict[str, int] = {}
        self._revision = 1
        self._take(items)
        methods = {
            "GetLayout": Method("iias", "u(ia{sv}av)", self._layout),
            "GetGroupProperties": Method("aias", "a(ia{sv})", self._group),
            "GetProperty": Method("is", "v", lambda number, name: [self._of(number)[name]]),
            "Event": Method("isvu", "", self._hear),
            "EventGroup": Method("a(isvu)", "ai", self._hear_group),
            "AboutToShow": Method("i", "b", lambda number: [False]),
            "AboutToShowGroup": Method("ai", "aiai", lambda numbers: [[], self._unknown(numbers)]),
        }
        signals = {"LayoutUpdated": "ui", "ItemsPropertiesUpdated": "a(ia{sv})a(ias)"}
        self.exported = Exported(PATH, INTERFACE, methods, _properties, signals)

    def change(self, items: Sequence[Item]) -> list[Message]:
        """What the desktop is to be told of that."""
        if tuple(items) == tuple(self._items.values()):
            return []
        self._take(items)
        self._revision += 1
        return [self.exported.signal("LayoutUpdated", [self._revision, ROOT])]

    def _take(self, items: Sequence[Item]) -> None:
        """An item keeps its number for ever: while a menu is open it may change, and what is
        clicked then must be what was read."""
        self._items: dict[int, Item] = {}
        lines = 0
        for item in items:
            lines += not item.name
            key = item.name or f"\0{lines}"
            self._items[self._numbers.setdefault(key, len(self._numbers) + 1)] = item

    def _layout(self, parent: int, depth: int, names: list[str]) -> list[Any]:
        below: list[Variant] = []
        if parent == ROOT and depth != 0:
            rows = [[number, self._of(number, names), []] for number in self._items]
            below = [Variant("(ia{sv}av)", row) for row in rows]
        return [self._revision, [parent, self._of(parent, names), below]]

    def _group(self, numbers: list[int], names: list[str]) -> list[Any]:
        known = [ROOT, *self._items]
        asked = [number for number in numbers if number in known] if numbers else known
        return [[[number, self._of(number, names)] for number in asked]]

    def _of(self, number: int, names: Sequence[str] = ()) -> dict[str, Variant]:
        """KeyError: no such item. No names: all."""
        found = _describe(self._items[number]) if number else _TOP
        return {name: value for name, value in found.items() if not names or name in names}

    def _hear(self, number: int, event: str, data: Variant, at: int) -> list[Any]:
        item = self._items.get(number)
        if item is not None and event == "clicked" and item.name and item.is_enabled:
            self._chosen(item.name)
        return []

    def _hear_group(self, events: list[list[Any]]) -> list[Any]:
        for event in events:
            self._hear(*event)
        return [self._unknown([event[0] for event in events])]

    def _unknown(self, numbers: list[int]) -> list[int]:
        return [number for number in numbers if number != ROOT and number not in self._items]


_TOP: Final = {"children-display": Variant("s", "submenu")}


def _properties() -> dict[str, Variant]:
    return {
        "Version": Variant("u", VERSION),
        "Status": Variant("s", "normal"),
        "TextDirection": Variant("s", "ltr"),
        "IconThemePath": Variant("as", []),
    }


def _describe(item: Item) -> dict[str, Variant]:
    if not item.name:
        return {"type": Variant("s", "separator"), "visible": Variant("b", True)}
    found = {
        "label": Variant("s", item.text.replace("_", "__")),  # one alone marks a key
        "enabled": Variant("b", item.is_enabled),
        "visible": Variant("b", True),
    }
    if item.is_checked is not None:
        found["toggle-type"] = Variant("s", "checkmark")
        found["toggle-state"] = Variant("i", int(item.is_checked))
    return found
