"""Links that are clicked while the program runs: macOS tells Tk of them, and starts no other one.

Elsewhere a click starts the client anew with the link behind it; so that is what is done here, too,
but for the command line: macOS shows it to everybody, and the link may be an invite.
"""

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress

from shared.desktop.siblings import NotStarted, client_command, start
from shared.server_link import is_link


def take_links(root: tk.Tk, begin: Callable[[list[str], str], None] = start) -> None:
    """`begin`: how a program is started, and given a line. In place of what took them before."""

    def open_links(*texts: str) -> None:
        for text in filter(is_link, texts):
            with suppress(NotStarted):
                begin(client_command("-a", "-"), text)

    root.tk.eval("namespace eval ::tk::mac {}")
    root.createcommand("::tk::mac::LaunchURL", open_links)  # a name of Tk's
