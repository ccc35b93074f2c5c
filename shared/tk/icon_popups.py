"""What comes up beside a docked icon: its menu, and its tooltip."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from typing import Final

from shared.desktop.tray.plug import News
from shared.desktop.tray.view import Item
from shared.tk.menu import Menu
from shared.tk.palette import Palette
from shared.tk.tooltip import bare_window

TIP_MS: Final = 500
GAP: Final = 6
"""Pixels between the icon and its tooltip."""

Look = Callable[[], Palette]
"""The colours as they are to be now."""


class IconMenu:
    """Built anew each time, as things are then."""

    def __init__(self, root: tk.Misc, look: Look, choose: Callable[[str], object]) -> None:
        self._root, self._look, self._choose = root, look, choose
        self._menu: Menu | None = None

    def show(self, items: tuple[Item, ...], at: News) -> None:
        self.close()
        has_marks = any(item.is_checked is not None for item in items)
        font = tkfont.nametofont("TkMenuFont", self._root)
        self._menu = menu = Menu(self._root, self._look(), font, has_marks=has_marks)
        for item in items:
            self._add(menu, item)
        menu.bind("<Unmap>", lambda _: menu.after_idle(self._forget, menu))  # the command is first
        menu.update_idletasks()
        menu.tk_popup(at.x, _beside(self._root, at, menu.winfo_reqheight()))
        menu.focus_force()  # nobody had the focus to give it to the menu: for its keys

    def close(self) -> None:
        if self._menu is not None:
            self._forget(self._menu)

    def _add(self, menu: Menu, item: Item) -> None:
        if not item.name:
            menu.add_separator()
            return
        menu.add_text(
            item.text,
            lambda: self._choose(item.name),
            is_enabled=item.is_enabled,
            is_checked=bool(item.is_checked),
        )

    def _forget(self, menu: Menu) -> None:
        menu.destroy()
        if menu is self._menu:
            self._menu = None


class IconTip:
    """What the icon says, beside the pointer, after a moment."""

    def __init__(self, root: tk.Misc, look: Look) -> None:
        self._root, self._look = root, look
        self._timer = ""
        self._window: tk.Toplevel | None = None
        self._text, self._at = "", News("entered")

    def show_soon(self, text: str, at: News) -> None:
        self.hide()
        self._text, self._at = text, at
        if text:
            self._timer = self._root.after(TIP_MS, self._show)

    def renew(self, text: str) -> None:
        """What the icon says has changed, which may be while it can be read."""
        if text == self._text:
            return
        self._text = text
        if self._window is not None:
            self.hide()
            self._show()

    def hide(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
            self._timer = ""
        if self._window is not None:
            self._window.destroy()
            self._window = None

    def _show(self) -> None:
        self._timer = ""
        if not self._text:
            return
        palette = self._look()
        self._window = window = bare_window(self._root, palette.edge)
        label = tk.Label(window, text=self._text, justify="left", padx=8, pady=5)
        label.configure(background=palette.field, foreground=palette.text)
        label.pack(padx=1, pady=1)
        window.update_idletasks()
        at = self._at
        left = max(0, min(at.x, window.winfo_screenwidth() - window.winfo_reqwidth()))
        top = _beside(self._root, at, window.winfo_reqheight() + GAP)
        window.wm_geometry(f"+{left}+{top + (GAP if top > at.top else 0)}")
        window.deiconify()


def _beside(root: tk.Misc, at: News, height: int) -> int:
    """Where something so high begins: above the icon of a panel below, else under it."""
    is_below = at.top > root.winfo_screenheight() // 2
    return at.top - height if is_below else at.bottom
