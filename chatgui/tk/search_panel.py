"""Search, in the place of the left column: the messages stay in view, and a hit is shown there.

panel = SearchPanel(parent, theme, chat, do, leave, export)
panel.begin()       when it is put in its place: the focus comes to its field
panel.draw()        when "hits" changes
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from chatgui.app.chat import Chat
from chatgui.app.finds import FOUND
from chatgui.app.words import dialogs as words
from chatgui.tk import hit_rows
from chatgui.tk.list_rows import HINT_HEIGHT, paint_hint
from shared.plural import plural
from shared.tk.buttons import icon_button
from shared.tk.fields import Field
from shared.tk.layout import Place
from shared.tk.listing import List, Section
from shared.tk.theme import Theme

PAUSE_MS: Final = 120
"""After the last key: whoever types a word is not searched for at each letter."""

Act = Callable[[], object]


class SearchPanel(ttk.Frame):
    """`do(act)`: do what the person wants, and draw what it changed. `leave`: they want back;
    `export`: they want the history in a file."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        chat: Chat,
        do: Callable[[Act], object],
        leave: Act,
        export: Act,
    ) -> None:
        super().__init__(parent, style="Side.TFrame")
        self._theme, self._chat, self._do = theme, chat, do
        self._timer: str | None = None
        self._searched = ""
        top = ttk.Frame(self, style="Side.TFrame")
        style = "Side.Field.TFrame"
        self.field = Field(top, theme, words.SEARCH_HINT, "search", self._search_soon, style)
        self.close = icon_button(top, theme, "close", words.CLOSE, leave, "Side.")
        self.list = List(self, theme, self._act)
        self.export = ttk.Button(
            self, text=words.EXPORT, style="Side.Quiet.TButton", command=export
        )
        self._arrange(top)
        self._listen(leave)

    def begin(self) -> None:
        self.field.entry.focus_set()
        self.field.entry.selection_range(0, "end")

    def draw(self) -> None:
        hits = self._chat.hits
        if not hits:
            self.list.show(self._hint())
            return
        told = plural(len(hits), words.SEARCH_COUNT_ONE, words.SEARCH_COUNT_MANY)
        if len(hits) == FOUND:
            told = words.SEARCH_MOST.format(count=FOUND)
        found = Section(
            told,
            "",
            len(hits),
            self._theme.tall(hit_rows.HEIGHT),
            lambda first, count: hits[first : first + count],
            hit_rows.paint_hit,
            lambda hit: hit.id,
        )
        self.list.show([found])

    def _arrange(self, top: ttk.Frame) -> None:
        px = self._theme.px
        top.pack(fill="x", padx=(px(12), px(6)), pady=(px(12), px(4)))
        self.close.pack(side="right", padx=(px(4), 0))
        self.field.pack(side="left", fill="x", expand=True)
        self.export.pack(side="bottom", anchor="w", padx=px(8), pady=px(8))
        self.list.pack(fill="both", expand=True)
        self.pack_propagate(False)

    def _listen(self, leave: Act) -> None:
        def back(_: "tk.Event[Any]") -> str:
            leave()
            return "break"

        entry = self.field.entry
        for widget in (entry, self.list.canvas, self.close, self.export):
            widget.bind("<Escape>", back)
        entry.bind("<Return>", lambda _: self._open_first())
        entry.bind("<KP_Enter>", lambda _: self._open_first())
        entry.bind("<Down>", lambda _: self.list.canvas.focus_set())
        self.bind("<Destroy>", lambda _: self._forget_timer())

    def _hint(self) -> list[Section]:
        if not self._searched:
            return []
        height = self._theme.tall(HINT_HEIGHT)
        hint = words.SEARCH_NOTHING
        return [Section("", "", 1, height, lambda *_: [hint], paint_hint, str)]

    def _search_soon(self, _: str) -> None:
        self._forget_timer()
        self._timer = self.after(PAUSE_MS, self._search)

    def _search(self) -> None:
        self._forget_timer()
        typed = self.field.get().strip()
        if typed != self._searched:
            self._searched = typed
            self._do(lambda: self._chat.search(typed))

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None

    def _open_first(self) -> None:
        """The newest; what was typed last counts too."""
        self._search()
        if self._chat.hits:
            self.list.place_cursor(Place(0, 0))
            self._act("open", self._chat.hits[0])
            self.list.canvas.focus_set()

    def _act(self, zone: str, row: Any) -> None:
        if zone in ("open", "toggle") and not isinstance(row, str):
            self._do(lambda: self._chat.jump(row.id))
