"""The tray of small Linux panels, by XEmbed: not there yet."""

import tkinter as tk
from collections.abc import Callable
from typing import Literal

from shared.desktop.tray.choice import Tray
from shared.desktop.tray.view import View


def open_dock(
    root: tk.Misc, view: View, chosen: Callable[[str], object], lost: Callable[[], object]
) -> Tray | None:
    return None


def run_dock(
    view: View,
    chosen: Callable[[str], object],
    begin: Callable[..., object],
    lost: Callable[[], object],
) -> Literal["none"]:
    return "none"
