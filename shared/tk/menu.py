"""A menu at the pointer, in the theme's colours."""

import tkinter as tk
from collections.abc import Callable, Sequence

from shared.tk.theme import Theme

Entry = tuple[str, Callable[[], object]]


def pop_up(theme: Theme, owner: tk.Misc, entries: Sequence[Entry], x: int, y: int) -> tk.Menu:
    """At that point of the screen; by keyboard as by mouse. It is gone when it is closed."""
    colour = theme.colour
    menu = tk.Menu(
        owner,
        tearoff=False,
        font=theme.fonts.body,
        background=colour("field"),
        foreground=colour("text"),
        activebackground=colour("select"),
        activeforeground=colour("text"),
        borderwidth=1,
        activeborderwidth=0,
        relief="solid",
    )
    for text, act in entries:
        menu.add_command(label=text, command=act)
    menu.bind("<Unmap>", lambda _: menu.after_idle(menu.destroy))  # the command comes first
    menu.tk_popup(x, y)
    return menu
