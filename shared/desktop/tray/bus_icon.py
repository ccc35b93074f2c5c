"""A tray's icon as `org.kde.StatusNotifierItem` has it: pictures, a tooltip, and what a click
does."""

from collections.abc import Callable
from html import escape
from typing import Any, Final

from dbus_fast import Message, Variant

from shared.desktop.tray import bus_menu
from shared.desktop.tray.exported import Exported, Method
from shared.desktop.tray.icon import argb
from shared.desktop.tray.view import View

PATH: Final = "/StatusNotifierItem"
INTERFACE: Final = "org.kde.StatusNotifierItem"
SIZES: Final = (16, 22, 24, 32, 48, 64)
"""The panel takes the next larger one and makes it smaller."""


class BusIcon:
    """`clicked`: on the icon itself."""

    def __init__(self, view: View, clicked: Callable[[], object]) -> None:
        self._view = view
        self._id = view.title  # what the desktop remembers its place by

        def click(x: int, y: int) -> list[Any]:
            clicked()
            return []

        methods = {
            "Activate": Method("ii", "", click),
            "SecondaryActivate": Method("ii", "", lambda x, y: []),
            "ContextMenu": Method("ii", "", lambda x, y: []),
            "Scroll": Method("is", "", lambda amount, direction: []),
            "ProvideXdgActivationToken": Method("s", "", lambda token: []),
        }
        names = ("NewIcon", "NewAttentionIcon", "NewToolTip", "NewTitle")
        signals = {**dict.fromkeys(names, ""), "NewStatus": "s"}
        self.exported = Exported(PATH, INTERFACE, methods, self._properties, signals)

    def change(self, view: View) -> list[Message]:
        """What the desktop is to be told of that."""
        before, self._view = self._view, view
        signal = self.exported.signal
        told = []
        if (before.state, before.badge) != (view.state, view.badge):
            told += [signal("NewIcon"), signal("NewAttentionIcon")]
        if (before.title, before.tooltip) != (view.title, view.tooltip):
            told.append(signal("NewToolTip"))
        if before.title != view.title:
            told.append(signal("NewTitle"))
        if _status(before) != _status(view):
            told.append(signal("NewStatus", [_status(view)]))
        return told

    def _properties(self) -> dict[str, Variant]:
        view = self._view
        pictures = [
            [size, size, argb(size, view.state, view.badge, view.is_server)] for size in SIZES
        ]
        tooltip = escape(view.tooltip, quote=False)  # markup there; names are nobody's to style
        has_default = any(item.is_default for item in view.items)
        return {
            "Category": Variant("s", "Communications"),
            "Id": Variant("s", self._id),
            "Title": Variant("s", view.title),
            "Status": Variant("s", _status(view)),
            "WindowId": Variant("i", 0),
            "IconName": Variant("s", ""),
            "IconThemePath": Variant("s", ""),
            "IconPixmap": Variant("a(iiay)", pictures),
            "OverlayIconName": Variant("s", ""),
            "OverlayIconPixmap": Variant("a(iiay)", []),
            "AttentionIconName": Variant("s", ""),
            "AttentionIconPixmap": Variant("a(iiay)", pictures),
            "AttentionMovieName": Variant("s", ""),
            "ToolTip": Variant("(sa(iiay)ss)", ["", [], view.title, tooltip]),
            "ItemIsMenu": Variant("b", not has_default),
            "Menu": Variant("o", bus_menu.PATH),
        }


def _status(view: View) -> str:
    """Panels may hide what is passive; what wants to be looked after they bring forth."""
    return "NeedsAttention" if view.state == "trouble" else "Active"
