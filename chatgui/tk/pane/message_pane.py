"""The messages of the open conversation: one Text, with its scrollbar and the pill above it."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from chatgui.app.rows import Row
from chatgui.app.words import pane as words
from chatgui.tk.pane.actions import Actions, Calls
from chatgui.tk.pane.filling import Filling
from chatgui.tk.pane.geometry import Room, Rulers
from chatgui.tk.pane.layout import lay
from chatgui.tk.pane.pictures import Pictures
from chatgui.tk.pane.pill import Pill
from chatgui.tk.pane.pointing import Pointing
from chatgui.tk.pane.reading import Reading
from chatgui.tk.pane.sheet import Entry, Sheet
from chatgui.tk.pane.styles import Styles
from chatgui.tk.pane.view import Place, View
from chatgui.tk.pane.wrap import Ruler
from shared.tk.points import NORMAL_POINTS
from shared.tk.scrolling import Scrollbar
from shared.tk.theme import Theme

__all__ = ["Calls", "MessagePane"]


class MessagePane(ttk.Frame):
    """`show` what there is, `see` one of it. Until the person moves, it opens at what is new, else
    at the end, and follows what comes there."""

    def __init__(self, parent: tk.Misc, theme: Theme, calls: Calls) -> None:
        super().__init__(parent)
        self._theme, self._calls = theme, calls
        self.text = tk.Text(
            self, width=1, height=1, wrap="none", undo=False, borderwidth=0, padx=0, pady=0,
            highlightthickness=0, cursor="arrow", insertwidth=0, exportselection=False,
            takefocus=True,
        )  # fmt: skip
        self._unfolded: set[str] = set()
        self._room = Room(theme.factor, 1.0, 1)
        self._has_size = False
        self._first: tuple[Sequence[Row], str | None] = ((), None)
        """To be shown, and brought into view, once it is known how wide the pane is."""
        styles = self._styles = Styles(self.text, theme)
        pictures = self._pictures = Pictures(self.text, theme)
        self.sheet = Sheet(self.text, styles, pictures, self._lay)
        self.view = View(self.text, self.sheet)
        self._filling = Filling(self.sheet)
        self._turn: str | None = None
        self._idle: str | None = None
        self._told: object = None
        self._is_at_end = True
        self._height = 1
        self._measure()
        self.pill = Pill(self.text, theme, calls.on_newest)
        actions = Actions(self.text, theme, calls, self.unfold)
        self.pointing = Pointing(self, theme, actions)
        self.reading = Reading(self, theme, actions)
        self._bar = Scrollbar(self, theme, command=self.text.yview)
        self._arrange()

    def show(self, rows: Sequence[Row]) -> None:
        """These are the rows now. What is in view stays where it is; at the end, what is new
        follows."""
        if not self._has_size:
            self._first = rows, self._first[1]
            return
        self._unfolded &= {row.key for row in rows}
        place = self._hold()
        if self._filling.take(rows, place.follows):
            self.view.restore(place)
        elif (at := self._filling.first_new()) is not None:
            self.view.put_near_top(at)
        else:
            self.text.yview_moveto(1.0)
        self._moved()
        self._work_soon()

    def see(self, key: str) -> None:
        """Bring that row into view; nothing happens if it is none of the rows."""
        if not self._has_size:
            self._first = self._first[0], key
        elif (at := self._filling.have(key)) is not None:
            self.view.put_near_top(at)
            self.reading.go(key)
            self._moved()
            self._work_soon()

    def go_to_start(self) -> None:
        """The first row."""
        self._filling.begin(0)
        self.text.yview_moveto(0)
        self._work_soon()

    def select_all(self) -> None:
        place = self._hold()
        self._filling.have_all()
        self.view.restore(place)
        self.text.tag_add("sel", "1.0", "end")

    def go_to_end(self) -> None:
        """The last row, and from now on what comes after it."""
        if not self._has_size:
            self._first = self._first[0], ""
            return
        if not self._filling.ends:
            self._filling.begin(len(self._filling.wanted))
        self.text.yview_moveto(1.0)
        self._moved()

    def show_pill(self, text: str) -> None:
        """Above the end of the messages, while the person reads back: "37 new"; empty: nothing."""
        self.pill.show(words.BELOW.format(text=text) if text else "")

    def unfold(self, key: str) -> None:
        """Show all of a long message."""
        at = next((n for n, e in enumerate(self.sheet.entries) if e.row.key == key), None)
        if at is not None:
            self._unfolded.add(key)
            place = self._hold()
            self.sheet.replace(at, self.sheet.entries[at].row)
            self.view.restore(place._replace(follows=False) if place.holds else place)
            self._moved()

    # --- inside --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.text.pack(fill="both", expand=True)
        self.text.configure(yscrollcommand=self._scrolled)
        self.text.bind("<Configure>", self._resize)
        self.bind("<<ThemeChanged>>", lambda _: self._restyle())
        self.bind("<Destroy>", lambda event: self._stop() if event.widget is self else None)
        self._paint()

    def _lay(self, row: Row) -> Entry:
        laid = lay(row, self._room, self._rulers, row.key in self._unfolded)
        return Entry(row, laid, self._room)

    def _measure(self) -> None:
        fonts = self._theme.fonts
        self._points = fonts.points
        used = fonts.body, fonts.bold, fonts.small, fonts.small_bold
        self._rulers = Rulers(*(Ruler(font.measure) for font in used))
        self._room = self._room._replace(growth=max(1.0, fonts.points / NORMAL_POINTS))

    def _paint(self) -> None:
        palette = self._theme.palette
        self.text.configure(
            background=palette.pane,
            foreground=palette.text,
            inactiveselectbackground=palette.accent,
        )
        self.text.configure(font=self._theme.fonts.small)  # of the margin below the last row

    def _restyle(self) -> None:
        """Other colours, or another size of text."""
        self._paint()
        self._styles.refresh()
        self._pictures.refresh()
        self.pill.refresh()
        self.reading.refresh()
        if self._points != self._theme.fonts.points:
            self._measure()
            place, first = self._hold(self._is_at_end), self.view.visible()
            entries = self.sheet.entries
            at = len(self._filling.wanted) if place.follows or not first else first.start
            key = None if place.follows or not first else entries[at].row.key
            self._begin_again(key)
            self.view.restore(place)
            self._work_soon()

    def _begin_again(self, key: str | None) -> None:
        wanted = self._filling.wanted
        places = [n for n, row in enumerate(wanted) if row.key == key]
        self._filling.begin(places[0] if places else len(wanted))

    def _resize(self, event: "tk.Event[tk.Text]") -> None:
        if not self._has_size:
            self._open(event.width)
            return
        place = self._hold(self._is_at_end)
        if event.width != self._room.width:
            self._widen(event.width)
            self._filling.renew(self.view.visible(), self._room, len(self.sheet.entries))
            self._work_soon()
        self.view.restore(place)
        self._moved()

    def _widen(self, width: int) -> None:
        self._room = self._room._replace(width=width)
        self._styles.resize(width)

    def _open(self, width: int) -> None:
        """Tk has said for the first time how much room there is."""
        self._has_size = True
        self._widen(width)
        rows, key = self._first
        self._first = (), None
        self.show(rows)
        if key:
            self.see(key)
        elif key is not None:
            self.go_to_end()

    def _hold(self, follows: bool | None = None) -> Place:
        return self.view.hold(self.is_at_end() if follows is None else follows)

    def is_at_end(self) -> bool:
        return self._filling.ends and self.view.is_at_end()

    def _scrolled(self, first: float, last: float) -> None:
        self._bar.set(first, last)
        self._moved()

    def _moved(self) -> None:
        if self._idle is None:
            self._idle = self.after_idle(self._tell)

    def _tell(self) -> None:
        self._idle = None
        self._is_at_end = self.is_at_end()
        self.reading.follow()
        seen = self.view.visible()
        if not seen:
            return
        entries = self.sheet.entries
        now = (entries[seen.start].row.key, entries[seen.stop - 1].row.key, self._is_at_end)
        if (self._filling.wanted, now) != self._told:
            self._told = (self._filling.wanted, now)
            self._work_soon()
            self._calls.look(*now)

    def _work_soon(self) -> None:
        if self._turn is None:
            self._turn = self.after(1, self._work)

    def _work(self) -> None:
        self._turn = None
        place = self._hold()
        if self._filling.step(self.view.visible(), self._room):
            self.view.restore(place)
            self._work_soon()

    def _stop(self) -> None:
        for timer in (self._turn, self._idle):
            if timer is not None:
                self.after_cancel(timer)
