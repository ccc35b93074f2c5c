"""The mouse in the pane: what is under it, what a click does, selecting, and the menu."""

import tkinter as tk
from typing import TYPE_CHECKING, Any, NamedTuple

from chatgui.app.rows import AlsoRow, Link, MessageRow, Row
from chatgui.tk.pane.actions import Actions
from chatgui.tk.pane.copying import End, copy_rows
from shared.tk.theme import Theme
from shared.tk.tooltip import Tooltip

if TYPE_CHECKING:
    from chatgui.tk.pane.message_pane import MessagePane

TAGS = ("link", "holders", "also", "unfold")
"""What can be clicked; which of them a place is depends on the tags there."""
CLASS = "ParleyPane"
NOT_OURS = ("Key", "Paste", "Cut", "Clear", "Undo", "Redo", "<<")


class Target(NamedTuple):
    tag: str
    row: Row
    link: Link | None = None


class Pointing:
    def __init__(self, pane: "MessagePane", theme: Theme, actions: Actions) -> None:
        self._pane, self._text, self._actions = pane, pane.text, actions
        self._tip = Tooltip(theme, pane.text)
        self._pressed: Target | None = None
        self._take_mouse_only()
        for sequence, do in (
            ("<Motion>", self._move),
            ("<Leave>", self._leave),
            ("<Button-1>", self._press),
            ("<ButtonRelease-1>", self._release),
            ("<<ContextMenu>>", self._ask),
            ("<<Selection>>", self._own),
        ):
            self._text.bind(sequence, do)
        for kind in ("STRING", "UTF8_STRING"):  # what X11 pastes with the middle button
            self._text.selection_handle(self._offer, type=kind)

    def selected(self) -> str:
        """What Copy copies; empty: nothing is selected."""
        found = self._text.tag_ranges("sel")
        if not found:
            return ""
        first, last = (self._pane.sheet.offset_at(str(index)) for index in (found[0], found[-1]))
        rows = [entry.row for entry in self._pane.sheet.entries]
        return copy_rows(rows, End(*first), End(*last))

    def _take_mouse_only(self) -> None:
        """The Text is never disabled, for every such change lays all of it out anew; instead it
        hears of the mouse as every Text does, and of no key that edits."""
        for sequence in self._text.bind_class("Text"):
            if not any(word in sequence for word in NOT_OURS):
                self._text.bind_class(CLASS, sequence, self._text.bind_class("Text", sequence))
        top = str(self._text.winfo_toplevel())
        self._text.bindtags((str(self._text), CLASS, top, "all"))

    def _target(self, event: "tk.Event[Any]") -> Target | None:
        index = self._text.index(f"@{event.x},{event.y}")
        box = self._text.bbox(index)
        if box is None or not box[0] <= event.x < box[0] + box[2]:
            return None
        found = self._text.tag_names(index)
        tag = next((tag for tag in TAGS if tag in found), None)
        at, offset = self._pane.sheet.offset_at(index)
        if tag is None or at >= len(self._pane.sheet.entries):
            return None
        row = self._pane.sheet.entries[at].row
        if tag != "link" or not isinstance(row, MessageRow):
            return Target(tag, row)
        link = next((link for link in row.links if link.start <= offset < link.end), None)
        return Target(tag, row, link)

    def _move(self, event: "tk.Event[Any]") -> None:
        target = self._target(event)
        cursor = "hand2" if target else "arrow"
        if str(self._text.cget("cursor")) != cursor:
            self._text.configure(cursor=cursor)
        self._tip.show_soon(
            _explain(target), event.x_root, event.y_root, lambda: _explain(self._target(event))
        )

    def _leave(self, _: "tk.Event[Any]") -> None:
        self._tip.hide()

    def _press(self, event: "tk.Event[Any]") -> None:
        self._tip.hide()
        self._pressed = self._target(event)

    def _release(self, event: "tk.Event[Any]") -> None:
        """A click, unless the mouse has moved on or has selected something."""
        target = self._target(event)
        if target is not None and target == self._pressed and not self._text.tag_ranges("sel"):
            self._act(target)

    def _act(self, target: Target) -> None:
        if target.tag == "unfold":
            self._pane.unfold(target.row.key)
        elif target.link is not None:
            self._actions.calls.on_link(target.link.url)
        elif target.tag == "holders" and isinstance(target.row, MessageRow):
            self._actions.calls.on_tick(target.row.id)
        elif isinstance(target.row, AlsoRow):
            self._actions.calls.on_also(target.row.conversation)

    def _ask(self, event: "tk.Event[Any]") -> str:
        self._tip.hide()
        line = int(self._text.index(f"@{event.x},{event.y}").partition(".")[0])
        at, _ = self._pane.sheet.row_at(line)
        if at < len(self._pane.sheet.entries):
            row = self._pane.sheet.entries[at].row
            self._actions.ask(row, self.selected(), event.x_root, event.y_root)
        return "break"

    def _own(self, _: "tk.Event[Any]") -> None:
        if self._text.tag_ranges("sel"):
            self._text.selection_own()

    def _offer(self, offset: str, length: str) -> str:
        return self.selected()[int(offset) : int(offset) + int(length)]


def _explain(target: Target | None) -> str:
    """The whole address, or who has the message."""
    if target is None:
        return ""
    if target.link is not None:
        return target.link.url
    if target.tag == "holders" and isinstance(target.row, MessageRow):
        return target.row.spoken
    return ""
