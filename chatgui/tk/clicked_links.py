"""Links that are clicked while the program runs: macOS tells Tk of them, and starts no other one.

Elsewhere a click starts the client anew with the link behind it; so that is what is done here, too.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress

from shared.desktop.siblings import NotStarted, client_command, start
from shared.server_link import is_link


def take_links(root: tk.Tk, begin: Callable[[Sequence[str]], None] = start) -> None:
    """`begin`: how a program is started."""

    def open_links(*texts: str) -> None:
        for text in filter(is_link, texts):
            with suppress(NotStarted):
                begin(client_command(text))

    root.tk.eval("namespace eval ::tk::mac {}")
    root.createcommand("::tk::mac::LaunchURL", open_links)  # a name of Tk's
