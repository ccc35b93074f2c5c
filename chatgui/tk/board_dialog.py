"""Who has a message: each recipient's state with its time, as the server knows it."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chatgui.app.chat import Chat
from chatgui.app.rows import Board, Holder, Tick
from chatgui.app.words import dialogs as words
from shared.tk.cell import Cell
from shared.tk.dialog import Dialog
from shared.tk.listing import List, Section
from shared.tk.points import NORMAL_POINTS
from shared.tk.theme import Theme

WIDTH, ROWS, ROW_HEIGHT, ICON = 440, 7, 36, 18
SCREEN_SHARE = 0.4
BRIEF: Final = 140
"""Characters of the message; the pane has it all."""

ICONS: Final[dict[Tick, tuple[str, str]]] = {
    "server": ("clock", "sub"),
    "some": ("check", "sub"),
    "all": ("checks", "sub"),
    "read": ("checks", "link"),
    "refused": ("refused", "warn"),
}
"""Each beside its words: delivered and read differ by colour only without them."""

Do = Callable[[Callable[[], object]], object]


class BoardDialog(Dialog):
    """`do(act)`: do what the person wants, and draw what it changed; `draw` when "board" does.
    What it shows is said by `show`."""

    def __init__(self, parent: tk.Misc, theme: Theme, chat: Chat, do: Do) -> None:
        super().__init__(parent, theme, words.BOARD_TITLE, is_modal=False)
        self._chat, self._do = chat, do
        self._board: Board | None = None
        self._build()
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.draw()
        self.open(self.list.canvas)

    def show(self, id: int) -> None:
        """Of that message from now on."""
        self._do(lambda: self._chat.ask_board(id))

    def close(self) -> None:
        self._do(self._chat.close_board)
        super().close()

    def draw(self) -> None:
        board = self._chat.board
        self._board = board
        self._text.configure(text="" if board is None else _brief(board.text))
        self._summary.configure(text=words.BOARD_GONE if board is None else board.summary)
        self.list.show([] if board is None else [self._section(board)])
        if board is not None and board.pages > 1:
            self._show_pager(board)
        else:
            self._pager.pack_forget()

    def _build(self) -> None:
        px = self.theme.px
        self._text = self.add_text(self.body, "", WIDTH, "Sub.TLabel")
        self._summary = self.add_text(self.body, "", WIDTH, "Bold.TLabel")
        self.list = List(self.body, self.theme, lambda *_: None, ground="pane")
        self._pager = pager = ttk.Frame(self.body)
        self._previous = ttk.Button(pager, text=words.PREVIOUS, command=lambda: self._turn(-1))
        self._next = ttk.Button(pager, text=words.NEXT, command=lambda: self._turn(1))
        self._page = ttk.Label(pager, style="Sub.TLabel")
        self._text.pack(anchor="w")
        self._summary.pack(anchor="w", pady=(px(6), px(8)))
        self.list.pack(fill="both", expand=True)
        for part in (self._previous, self._page, self._next):
            part.pack(side="left", padx=(0, px(10)))
        self.list.bind("<<ThemeChanged>>", lambda _: self._measure())
        self._measure()

    def _measure(self) -> None:
        """Some rows, and on small screens fewer."""
        most = round(self.winfo_screenheight() * SCREEN_SHARE)
        height = min(self.theme.tall(ROWS * ROW_HEIGHT), most)
        self.list.canvas.configure(width=self.theme.tall(WIDTH), height=height)

    def _section(self, board: Board) -> Section:
        holders = board.holders
        return Section(
            "",
            "",
            len(holders),
            self.theme.tall(ROW_HEIGHT),
            lambda first, count: holders[first : first + count],
            paint_holder,
            lambda holder: holder.name,
        )

    def _show_pager(self, board: Board) -> None:
        self._page.configure(text=words.PAGE.format(page=board.page + 1, pages=board.pages))
        self._previous.state(["!disabled" if board.page else "disabled"])
        self._next.state(["!disabled" if board.page + 1 < board.pages else "disabled"])
        self._pager.pack(anchor="w", pady=(self.theme.px(8), 0))

    def _turn(self, pages: int) -> None:
        board = self._board
        if board is not None:
            self._do(lambda: self._chat.ask_board(board.id, board.page + pages))


def paint_holder(cell: Cell, holder: Holder) -> None:
    """Tick and name; what it means and since when at the right."""
    theme, fonts, px = cell.theme, cell.theme.fonts, cell.theme.px
    if cell.is_hovered or cell.has_cursor:
        cell.fill("hover" if cell.is_hovered else cell.ground, "ring" if cell.has_cursor else "")
    icon, colour = ICONS.get(holder.tick, ICONS["server"])
    size = round(ICON * max(1.0, fonts.points / NORMAL_POINTS))
    left = cell.left + cell.icon(cell.left, cell.middle, icon, size, colour) + px(12)
    right = cell.right
    if holder.time:
        width = max(theme.tall(56), fonts.measure(holder.time, fonts.small))
        cell.text(right, cell.middle, holder.time, fonts.small, "sub", "e")
        right -= width + px(12)
    shade = "warn" if holder.tick == "refused" else "sub"
    right -= cell.text(right, cell.middle, holder.state, fonts.small, shade, "e")
    cell.text(left, cell.middle, holder.name, fonts.body, width=right - left - px(12))


def _brief(text: str) -> str:
    return text if len(text) <= BRIEF else text[: BRIEF - 1].rstrip() + "…"
