"""Buttons that are an icon alone: the words are said under the pointer, and where keyboards go."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from shared.tk.theme import Theme
from shared.tk.tooltip import explain


def icon_button(
    master: tk.Misc,
    theme: Theme,
    icon: str,
    words: str,
    command: Callable[[], object],
    ground: str = "",
) -> ttk.Button:
    """`ground`: "Side." in the left column. Space and Return press it."""
    # Tk would draw a disabled one full of holes.
    images = theme.images.icon(icon, 20, "sub"), "disabled", theme.images.icon(icon, 20, "thumb")
    button = ttk.Button(master, text=words, style=f"{ground}Icon.TButton", command=command)
    button.tk.call(button, "configure", "-image", images)
    explain(theme, button, words)
    return button
