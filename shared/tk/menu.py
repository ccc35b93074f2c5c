"""Menus at a point of the screen, in the window's colours."""

import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress
from tkinter import font as tkfont

from shared.tk import shapes
from shared.tk.icons import ICONS
from shared.tk.palette import Palette
from shared.tk.theme import Theme

Entry = tuple[str, Callable[[], object]]


class Menu(tk.Menu):
    """Entries with room around them. Windows and macOS see to it; Tk's own of X11 have none: it
    comes with an image beside each text, as high as a row is to be. `has_marks`: some can be
    checked, which is for X11 alone; all leave room for that."""

    def __init__(
        self, owner: tk.Misc, palette: Palette, font: tkfont.Font, *, has_marks: bool = False
    ) -> None:
        super().__init__(
            owner,
            tearoff=False,
            font=font,
            background=palette.field,
            foreground=palette.text,
            activebackground=palette.select,
            activeforeground=palette.text,
            disabledforeground=palette.sub,
            borderwidth=1,
            activeborderwidth=0,
            relief="raised" if palette.is_dark else "solid",  # which is always black
        )
        row = font.metrics("linespace") * 5 // 3
        width = row if has_marks else font.measure("0")
        self._room = str(self.tk.call("image", "create", "photo", "-width", width, "-height", row))
        mark = shapes.png(shapes.drawn(ICONS["check"], row, row / 12), palette.text)
        self._mark = str(self.tk.call("image", "create", "photo", "-data", mark))

    def add_text(
        self,
        text: str,
        act: Callable[[], object],
        *,
        is_enabled: bool = True,
        is_checked: bool = False,
    ) -> None:
        self.add_command(label=text, command=act, state="normal" if is_enabled else "disabled")
        if self.tk.call("tk", "windowingsystem") == "x11":
            image = self._mark if is_checked else self._room
            self.entryconfigure("last", image=image, compound="left")
            self.entryconfigure("last", accelerator=" ")  # as much room on the right

    def is_checked(self, number: int) -> bool:
        return str(self.entrycget(number, "image")) == self._mark

    def destroy(self) -> None:
        """With its images: whoever collects them later may be another thread."""
        super().destroy()
        with suppress(tk.TclError):  # all of Tk may be gone
            self.tk.call("image", "delete", self._room, self._mark)


def pop_up(theme: Theme, owner: tk.Misc, entries: Sequence[Entry], x: int, y: int) -> tk.Menu:
    """At that point of the screen; by keyboard as by mouse. It is gone when it is closed."""
    menu = Menu(owner, theme.palette, theme.fonts.body)
    for text, act in entries:
        menu.add_text(text, act)
    menu.bind("<Unmap>", lambda _: menu.after_idle(menu.destroy))  # the command comes first
    menu.tk_popup(x, y)
    return menu
