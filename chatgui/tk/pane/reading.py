"""The keyboard in the pane: one row has it, framed; keys move it, and act on it."""

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chatgui.app.rows import DayRow, NewRow
from chatgui.tk.pane import geometry
from chatgui.tk.pane.actions import Actions
from chatgui.tk.pane.ring import Box, Ring
from shared.tk.theme import Theme

if TYPE_CHECKING:
    from chatgui.tk.pane.message_pane import MessagePane

SHIFT = 1


class Reading:
    """Up and Down go from row to row, through a row that is longer than the view by lines; with
    Shift they select. Enter does what there is to do, or asks which."""

    def __init__(self, pane: "MessagePane", theme: Theme, actions: Actions) -> None:
        self._pane, self._text, self._theme, self._actions = pane, pane.text, theme, actions
        self._ring = Ring(pane.text, theme)
        self.key: str | None = None
        """Of the row that has the keyboard."""
        self._anchor: str | None = None
        self._is_framed = True
        """Not while it is the mouse that is used."""
        self._listen()

    def go(self, key: str) -> None:
        """That row has the keyboard now."""
        self.key = self._anchor = key
        self.follow()

    def follow(self) -> None:
        """The view has moved, or what is in it."""
        has_focus = self._text.focus_get() is self._text
        self._ring.show(self._box() if has_focus and self._is_framed else None)

    def refresh(self) -> None:
        self._ring.refresh()

    def _listen(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "<Up>": lambda: self._step(-1),
            "<Down>": lambda: self._step(1),
            "<Shift-Up>": lambda: self._step(-1, selects=True),
            "<Shift-Down>": lambda: self._step(1, selects=True),
            "<Prior>": lambda: self._page(-1),
            "<Next>": lambda: self._page(1),
            "<Home>": self._go_first,
            "<End>": self._go_last,
            "<Return>": self._act,
            "<KP_Enter>": self._act,
            "<space>": self._act,
            "<Shift-F10>": self._ask,
            "<<SelectAll>>": self._pane.select_all,
            "<<Copy>>": self._copy,
        }
        for sequence, do in keys.items():
            self._text.bind(sequence, self._press(do))
        if self._text.tk.call("tk", "windowingsystem") != "aqua":
            menu = "<App>" if self._text.tk.call("tk", "windowingsystem") == "win32" else "<Menu>"
            self._text.bind(menu, self._press(self._ask))
        self._text.bind("<Escape>", lambda _: self._text.tag_remove("sel", "1.0", "end"))
        self._text.bind("<FocusIn>", lambda _: self._focus())
        self._text.bind("<FocusOut>", lambda _: self._leave())
        self._text.bind("<Button-1>", self._click, add=True)

    def _focus(self) -> None:
        if self._at() is None:
            self._choose(self._pane.view.visible(), -1)
        self.follow()

    def _leave(self) -> None:
        self._is_framed = True
        self.follow()

    def _click(self, event: "tk.Event[Any]") -> None:
        at, _ = self._pane.sheet.offset_at(f"@{event.x},{event.y}")
        self._choose(range(at, at + 1), 0)
        self._is_framed = False
        self.follow()

    def _at(self) -> int | None:
        """The place of the row that has the keyboard, while it is on the sheet."""
        entries = self._pane.sheet.entries
        return next((n for n, entry in enumerate(entries) if entry.row.key == self.key), None)

    def _choose(self, places: range, which: int) -> bool:
        """The first or the last of these that has anything to do or to copy."""
        entries = self._pane.sheet.entries
        rows = [entries[at].row for at in places if at < len(entries)]
        keys = [row.key for row in rows if not isinstance(row, DayRow | NewRow)]
        if keys:
            self.key = keys[which]
        return bool(keys)

    def _step(self, by: int, selects: bool = False) -> None:
        at, before = self._at(), self.key
        visible = self._pane.view.visible()
        if at is None or at not in visible:
            self._choose(visible, 0 if by > 0 else -1)
        elif self._reaches_out(at, by):
            self._text.yview_scroll(by, "units")
        else:
            entries = self._pane.sheet.entries
            beyond = range(at + 1, len(entries)) if by > 0 else range(at)
            if self._choose(beyond, 0 if by > 0 else -1):
                self._pane.view.show(self._at() or 0)
            else:
                self._text.yview_scroll(by, "units")
        self._select(before if selects else None)
        self.follow()

    def _reaches_out(self, at: int, by: int) -> bool:
        """More of that row is to be read, where the view goes."""
        first, last = self._pane.sheet.first_line(at), self._pane.sheet.first_line(at + 1) - 1
        line = last if by > 0 else first
        info = self._text.dlineinfo(f"{line}.0")
        return info is None or info[1] < 0 or info[1] + info[3] > self._text.winfo_height()

    def _select(self, before: str | None) -> None:
        """From where selecting began to the row that has the keyboard; None: not any more."""
        self._text.tag_remove("sel", "1.0", "end")
        entries = self._pane.sheet.entries
        if before is None:
            self._anchor = self.key
            return
        places = [n for n, e in enumerate(entries) if e.row.key in (self._anchor, self.key)]
        if places:
            first = self._pane.sheet.first_line(places[0])
            last = self._pane.sheet.first_line(places[-1] + 1)
            self._text.tag_add("sel", f"{first}.0", f"{last}.0")

    def _page(self, by: int) -> None:
        self._text.yview_scroll(by, "pages")
        self._choose(self._pane.view.visible(), 0 if by < 0 else -1)
        self._select(None)

    def _go_first(self) -> None:
        self._pane.go_to_start()
        self._choose(range(len(self._pane.sheet.entries)), 0)
        self._select(None)

    def _go_last(self) -> None:
        self._actions.calls.on_newest()
        self._pane.go_to_end()
        self._choose(range(len(self._pane.sheet.entries)), -1)
        self._select(None)

    def _act(self) -> None:
        at = self._at()
        if at is None:
            return
        entry = self._pane.sheet.entries[at]
        actions = self._actions.of(entry.row, "", entry.laid.is_folded)
        if len(actions) == 1:
            actions[0][1]()
        else:
            self._ask()

    def _ask(self) -> None:
        at, box = self._at(), self._box()
        if at is not None and box is not None:
            entry = self._pane.sheet.entries[at]
            x, y = self._text.winfo_rootx() + box.x, self._text.winfo_rooty() + max(0, box.y)
            selected = self._pane.pointing.selected()
            self._actions.ask(entry.row, selected, x, y, entry.laid.is_folded)

    def _copy(self) -> None:
        """What is selected, else the row that has the keyboard."""
        at, selected = self._at(), self._pane.pointing.selected()
        if not selected and at is not None:
            selected = getattr(self._pane.sheet.entries[at].row, "text", "")
        if selected:
            self._actions.copy(selected)

    def _box(self) -> Box | None:
        """Where the row that has the keyboard is drawn; None: not in view."""
        at = self._at()
        if at is None:
            return None
        laid, first = self._pane.sheet.entries[at].laid, self._pane.sheet.first_line(at) + 1
        lines = range(first, first + len(laid.lines) - 1)  # without the gap
        seen = [(n, info) for n in lines if (info := self._text.dlineinfo(f"{n}.0")) is not None]
        if not seen:
            return None
        beyond = self._theme.px(20)
        top = seen[0][1][1] if seen[0][0] == lines[0] else -beyond
        bottom = seen[-1][1][1] + seen[-1][1][3]
        if seen[-1][0] != lines[-1]:
            bottom = self._text.winfo_height() + beyond
        return Box(self._left(laid), top, laid.width, bottom - top)

    def _left(self, laid: geometry.Laid) -> int:
        px, width = self._theme.px, self._text.winfo_width()
        if laid.side == "left":
            return geometry.bubble_left(self._theme)
        if laid.side == "right":
            return width - laid.width - px(geometry.MARGIN_RIGHT)
        return (width - laid.width) // 2

    def _press(self, do: Callable[[], None]) -> Callable[["tk.Event[Any]"], str]:
        def press(_: "tk.Event[Any]") -> str:
            self._is_framed = True
            do()
            self.follow()
            return "break"

        return press
