"""The main window's keyboard: what its keys do, and where one types then."""

import tkinter as tk
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from chatgui.app.chat import Chat
from chatgui.app.conversations import EVERYONE
from chatgui.tk.composer import Composer
from chatgui.tk.doors import Doors
from chatgui.tk.pane.message_pane import MessagePane
from chatgui.tk.shortcuts import bind_shortcuts
from chatgui.tk.side import Side
from shared.tk.points import step_points

Act = Callable[[], object]


class Keyboard:
    """`do(act)`: do what the person wants and draw what it changed. `leave`: they want to go."""

    def __init__(
        self,
        root: tk.Tk,
        chat: Chat,
        do: Callable[[Act], object],
        leave: Act,
        doors: Doors,
        side: Side,
        pane: MessagePane,
        composer: Composer,
    ) -> None:
        self._root, self._chat, self._do = root, chat, do
        self._side, self._pane, self._composer = side, pane, composer
        bind_shortcuts(root, self._name_acts(leave, doors))
        for key, pages in (("<Prior>", -1), ("<Next>", 1)):
            composer.text.bind(key, lambda _, pages=pages: self._turn_pages(pages))  # type: ignore[misc]

    def _name_acts(self, leave: Act, doors: Doors) -> Mapping[str, Act]:
        chat, do = self._chat, self._do
        return {
            "search": self.open_search,
            "filter": self._find_people,
            "next_unread": lambda: do(chat.open_next_unread),
            "previous_unread": lambda: do(lambda: chat.open_next_unread(-1)),
            "everyone": lambda: do(lambda: chat.open(EVERYONE)),
            "quit": leave,
            "help": lambda: doors.help(),
            "settings": lambda: doors.settings(),
            "back": self._go_back,
            "larger": lambda: self._resize_text(1),
            "smaller": lambda: self._resize_text(-1),
            "usual_size": lambda: self._resize_text(0),
            "next_part": lambda: self._go_to_part(1),
            "previous_part": lambda: self._go_to_part(-1),
        }

    def open_search(self) -> None:
        self._side.open_search(self._pane.master)

    def close_search(self) -> None:
        self._side.close_search()
        self._composer.focus_set()

    def _find_people(self) -> None:
        self.close_search()
        self._side.column.focus_filter()

    def _go_to_part(self, step: int) -> None:
        parts = [*self._side.parts, self._pane.text, self._composer.text]
        focus = self._root.focus_get()
        at = parts.index(focus) if focus in parts else -1 if step > 0 else 0
        parts[(at + step) % len(parts)].focus_set()

    def _go_back(self) -> None:
        """Out of where one is: search, several people who were chosen in the list, a filter; then
        the entry has the focus."""
        column = self._side.column
        has_list = self._root.focus_get() is column.list.canvas
        if self._side.is_searching:
            self.close_search()
        elif has_list and self._chat.checked_count > 1:
            column.choose_nobody()
        else:
            column.clear_filter()
            self._composer.focus_set()

    def _turn_pages(self, pages: int) -> str:
        """From the entry, too: one reads back and writes on."""
        self._pane.text.yview_scroll(pages, "pages")
        return "break"

    def _resize_text(self, by: int) -> None:
        """0: the usual size."""
        settings = self._chat.settings
        changed = replace(settings, font_points=step_points(settings.font_points, by))
        self._do(lambda: self._chat.change_settings(changed))
