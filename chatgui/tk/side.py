"""The left side of the main window: the column, or the search in its place, so that the messages
stay in view."""

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from chatgui.app.chat import Chat
from chatgui.tk.left_column import LeftColumn
from shared.tk.theme import Theme

if TYPE_CHECKING:
    from chatgui.tk.search_panel import SearchPanel

NARROW: Final = 720
LEFT, LEFT_WHERE_NARROW, MOST_LEFT = 290, 220, 0.4
SEARCH, SEARCH_WHERE_NARROW = 340, 260

Do = Callable[[Callable[[], object]], object]
Act = Callable[[], object]


class Side:
    """`do` and `write`: as for the column. `leave`: the person has done with the search.
    `export`: they want the history in a file."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        chat: Chat,
        do: Do,
        write: Callable[[str], object],
        leave: Act,
        export: Act,
    ) -> None:
        self._root, self._theme, self._chat, self._do = root, theme, chat, do
        self._leave, self._export = leave, export
        self.column = LeftColumn(root, theme, chat, do, write)
        self.search: SearchPanel | None = None  # from the first time on that it is wanted

    def open_search(self, before: tk.Misc) -> None:
        """Tab goes through it, and then to `before`."""
        if self.search is None:
            from chatgui.tk.search_panel import SearchPanel

            self.search = SearchPanel(
                self._root, self._theme, self._chat, self._do, self._leave, self._export
            )
            self.search.lower(before)
        self.column.grid_remove()
        self.share_width(self._root.winfo_width())
        self.search.grid(row=0, column=0, sticky="nswe")
        self.search.begin()

    def close_search(self) -> None:
        if self.search is not None:
            self.search.grid_remove()
        self.column.grid()

    @property
    def is_searching(self) -> bool:
        return self.search is not None and bool(self.search.winfo_ismapped())

    @property
    def parts(self) -> list[tk.Misc]:
        """Where the keyboard can be."""
        if self.search is not None and self.is_searching:
            return [self.search.field.entry, self.search.list.canvas]
        return [self.column.field.entry, self.column.list.canvas]

    def draw_hits(self) -> None:
        if self.search is not None:
            self.search.draw()

    def share_width(self, whole: int) -> None:
        """Of a window that is so wide: the side gives way where it is narrow."""
        theme = self._theme
        is_narrow = whole < theme.px(NARROW)
        most = round(whole * MOST_LEFT)
        left = theme.px(LEFT_WHERE_NARROW) if is_narrow else theme.tall(LEFT)
        self.column.configure(width=min(left, most))
        if self.search is not None:
            wide = theme.px(SEARCH_WHERE_NARROW) if is_narrow else theme.tall(SEARCH)
            self.search.configure(width=min(wide, most))
