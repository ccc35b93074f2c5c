"""What can be done with a row of the pane: a menu, for the mouse and for the keyboard."""

import tkinter as tk
from collections.abc import Callable, Iterator
from typing import NamedTuple

from chatgui.app.rows import AlsoRow, MessageRow, NoteRow, Row
from chatgui.app.words import pane as words
from chatgui.app.words import window
from shared.text import cut_characters
from shared.tk.menu import pop_up
from shared.tk.theme import Theme

MOST_ADDRESSES = 5
"""Of one message in its menu."""


class Calls(NamedTuple):
    """What the pane tells. `look`: the keys of the first and the last row in view, and whether the
    view is at the end of the rows; after each move and each change, once Tk is idle. `on_tick`: who
    has the message with that id? `on_link`: the person wants to go to that address. `on_newest`:
    to the newest message."""

    look: Callable[[str, str, bool], None]
    on_tick: Callable[[int], None]
    on_also: Callable[[bytes], None]
    on_link: Callable[[str], None]
    on_newest: Callable[[], None]


LONGEST_ADDRESS = 60
Action = tuple[str, Callable[[], None]]


class Actions:
    def __init__(
        self, text: tk.Text, theme: Theme, calls: Calls, unfold: Callable[[str], None]
    ) -> None:
        self._text, self._theme, self.calls, self._unfold = text, theme, calls, unfold
        self._menu: tk.Menu | None = None  # as it was popped up last

    def of(self, row: Row, selected: str, is_folded: bool = False) -> list[Action]:
        """What there is to do with that row, the likeliest first, while that is selected."""
        found: list[Action] = []
        if selected:
            found.append((window.COPY, lambda: self.copy(selected)))
        if isinstance(row, MessageRow):
            found += self._of_message(row, is_folded)
        elif isinstance(row, AlsoRow):
            also = row.conversation
            found.append((words.SHOW_THERE, lambda: self.calls.on_also(also)))
        elif isinstance(row, NoteRow):
            note = row.text
            found.append((window.COPY_MESSAGE, lambda: self.copy(note)))
        return found

    def ask(self, row: Row, selected: str, x: int, y: int, is_folded: bool = False) -> None:
        """Let the person choose, at that point of the screen."""
        actions = self.of(row, selected, is_folded)
        if actions:
            self._menu = pop_up(self._theme, self._text, actions, x, y)

    def copy(self, text: str) -> None:
        self._text.clipboard_clear()
        self._text.clipboard_append(text)

    def _of_message(self, row: MessageRow, is_folded: bool) -> Iterator[Action]:
        if is_folded:
            yield words.SHOW_ALL, lambda: self._unfold(row.key)
        for link in row.links[:MOST_ADDRESSES]:
            yield words.OPEN_THIS.format(url=_brief(link.url)), _with(self.calls.on_link, link.url)
        if row.tick:
            yield window.WHO_HAS_IT, lambda: self.calls.on_tick(row.id)
        yield window.COPY_MESSAGE, lambda: self.copy(row.text)
        for link in row.links[:MOST_ADDRESSES]:
            yield words.COPY_THIS.format(url=_brief(link.url)), _with(self.copy, link.url)


def _brief(url: str) -> str:
    """For a menu; in the message, and under the pointer, it stands whole."""
    return cut_characters(url, LONGEST_ADDRESS, "\u2026")


def _with(do: Callable[[str], None], what: str) -> Callable[[], None]:
    return lambda: do(what)
