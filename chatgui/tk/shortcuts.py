"""The window's keys: one table that is bound, and that Help reads out."""

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Final

from chatgui.app.words import dialogs as words

SHORTCUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "search": ("Control-f",),
    "filter": ("Control-k", "Control-l"),
    "next_unread": ("Alt-Down",),
    "previous_unread": ("Alt-Up",),
    "everyone": ("Control-e",),
    "quit": ("Control-q",),
    "help": ("F1",),
    "settings": ("Control-comma",),
    "back": ("Escape",),
    "larger": ("Control-plus", "Control-equal", "Control-KP_Add"),
    "smaller": ("Control-minus", "Control-KP_Subtract"),
    "usual_size": ("Control-0",),
    "next_part": ("F6",),
    "previous_part": ("Shift-F6",),
}
"""What is done, and the keys for it as Tk names them."""

_TYPED_IN: Final = ("Text", "TEntry", "TCombobox", "TSpinbox")


def bind_shortcuts(window: tk.Misc, actions: Mapping[str, Callable[[], object]]) -> None:
    """In the whole window. Fields lose what these keys did in them: on X11 Ctrl+K deletes the rest
    of a line there, and would do both."""
    for name, keys in SHORTCUTS.items():
        for key in _variants(keys):
            window.bind(f"<{key}>", lambda _, act=actions[name]: _do(act))  # type: ignore[misc]
            if key.startswith("Control"):
                for kind in _TYPED_IN:
                    window.bind_class(kind, f"<{key}>", lambda _: None)


def describe_keys(name: str) -> str:
    """Such as "Ctrl+K, Ctrl+L"; keys that a person takes for the same are said once."""
    said = dict.fromkeys(_describe(key) for key in SHORTCUTS[name] if key not in _SAME)
    return ", ".join(said)


def _describe(key: str) -> str:
    *held, last = key.split("-")
    parts = [*held, last.upper() if len(last) == 1 else last]
    return "+".join(words.KEY_NAMES.get(part, part) for part in parts)


_SAME: Final = ("Control-equal", "Control-KP_Add", "Control-KP_Subtract")
"""As others of the table, on other keyboards."""


def _do(act: Callable[[], object]) -> str:
    act()
    return "break"


def _variants(keys: tuple[str, ...]) -> list[str]:
    """With Caps Lock the same key has the capital letter."""
    capitals = [key[:-1] + key[-1].upper() for key in keys if key[-2] == "-" and key[-1].isalpha()]
    return [*keys, *capitals]
