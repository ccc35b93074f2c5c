"""Rows for tests of the message pane, and a pane that remembers what it tells."""

import tkinter as tk
from typing import Any

from chatgui.app.rows import Link, MessageRow
from chatgui.tk.pane.message_pane import Calls, MessagePane
from shared.tk.theme import Theme

WORDS = "the quick brown fox jumps over a lazy dog until night falls on the roofs of this town"


def message(number: int, text: str = "", **more: Any) -> MessageRow:
    """A message of bob's, unless `is_mine`; each of another length."""
    mine = bool(more.get("is_mine"))
    known: dict[str, Any] = {
        "key": f"m{number}",
        "id": number,
        "is_mine": mine,
        "is_first": True,
        "sender": "me" if mine else "bob",
        "initials": "Me" if mine else "Bo",
        "hue": 3,
        "unverified": False,
        "text": text or " ".join((WORDS * 2).split()[: 1 + number * 7 % 30]),
        "links": (),
        "time": "12:05",
        "tick": "all" if mine else "",
        "state": "",
        "spoken": "",
    }
    return MessageRow(**(known | more))


def messages(first: int, last: int) -> list[MessageRow]:
    return [message(number, is_mine=number % 3 == 0) for number in range(first, last)]


def linked(number: int, text: str, *urls: str, **more: Any) -> MessageRow:
    links = tuple(Link(text.index(url), text.index(url) + len(url), url) for url in urls)
    return message(number, text, links=links, **more)


class Told:
    """What the pane has told, and the pane."""

    def __init__(self, root: tk.Tk, theme: Theme, is_seen: bool = True) -> None:
        self.looks: list[tuple[str, str, bool]] = []
        self.ticks: list[int] = []
        self.alsos: list[bytes] = []
        self.links: list[str] = []
        self.newest = 0
        root.geometry("600x500")
        calls = Calls(
            lambda *look: self.looks.append(look),
            self.ticks.append,
            self.alsos.append,
            self.links.append,
            self._count,
        )
        self.pane = MessagePane(root, theme, calls)
        if is_seen:
            self.pane.pack(fill="both", expand=True)
            root.update()

    def _count(self) -> None:
        self.newest += 1
