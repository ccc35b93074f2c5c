"""The left column: which server this is, how it is, how others find it, and what it counts."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chatserver.dashboard import words
from chatserver.dashboard.board import Board
from chatserver.dashboard.figures import Figure, describe_figures
from chatserver.dashboard.graph import Graph
from chatserver.dashboard.trend import Trend
from shared.text import one_line
from shared.tk.buttons import icon_button
from shared.tk.mark import draw_mark
from shared.tk.theme import Theme
from shared.tk.tooltip import explain

MARK: Final = 36
COLUMNS: Final = 2
FIGURES: Final = 6
LOW, LOWEST = 500, 400


class Side(ttk.Frame):
    """`copy(text)`: put it into the clipboard, and say so. In a low window the key and the last
    figures make room for the curves."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, board: Board, copy: Callable[[str], object]
    ) -> None:
        px = theme.px
        super().__init__(parent, style="Side.TFrame", padding=(px(16), px(14), px(16), px(10)))
        self._theme, self._board, self._copy = theme, board, copy
        self.columnconfigure(0, weight=1)
        self._build_name()
        self._build_address()
        self.graphs = [
            Graph(self, theme, words.MESSAGES),
            Graph(self, theme, words.PACKETS),
        ]
        for row, graph in enumerate(self.graphs, 4):
            graph.grid(row=row, column=0, sticky="nswe", pady=(px(12), 0))
            self.rowconfigure(row, weight=1)
        self._is_low = self._is_lowest = False
        self._build_figures()
        for widget in (self, self._texts):
            widget.bind("<Configure>", lambda _: self._fit())
        self.bind("<<ThemeChanged>>", lambda _: self._fit())

    # --- built -------------------------------------------------------------------------------

    def _build_name(self) -> None:
        px, theme = self._theme.px, self._theme
        head = ttk.Frame(self, style="Side.TFrame")
        mark = ttk.Label(head, image=draw_mark(theme, px(MARK)), style="Side.TLabel")
        mark.pack(side="left", padx=(0, px(12)))
        texts = ttk.Frame(head, style="Side.TFrame")
        texts.pack(side="left", fill="x", expand=True)
        self.name = ttk.Label(texts, style="Side.Title.TLabel", takefocus=False)
        self.name.pack(anchor="w")
        self.state_label = ttk.Label(
            texts, style="Side.Sub.TLabel", compound="left", takefocus=False
        )
        self.state_label.pack(anchor="w")
        self._texts = texts
        explain(theme, self.name, lambda: self._board.name)
        explain(theme, self.state_label, lambda: self._board.state)
        head.grid(row=0, column=0, sticky="we")

    def _build_address(self) -> None:
        px, theme = self._theme.px, self._theme
        self.address_caption = ttk.Label(self, style="Side.Caption.TLabel", takefocus=False)
        self.address_caption.grid(row=1, column=0, sticky="w", pady=(px(14), px(4)))
        explain(theme, self.address_caption, self._caption)
        box = ttk.Frame(self, style="Side.Field.TFrame")
        box.grid(row=2, column=0, sticky="we")
        self.address = ttk.Label(box, style="Box.Bold.TLabel", takefocus=False)
        self.copy_address = icon_button(
            box, theme, "copy", words.COPY_ADDRESS, self._copy_first, "Box."
        )
        self.copy_address.pack(side="right", padx=px(3), pady=px(3))
        self.address.pack(side="left", padx=px(12), fill="x", expand=True)
        explain(theme, self.address, self._explain_address)
        self._key_row = key = ttk.Frame(self, style="Side.TFrame")
        key.grid(row=3, column=0, sticky="we", pady=(px(8), 0))
        self.key_caption = ttk.Label(key, style="Side.Sub.TLabel", takefocus=False)
        self.key_caption.pack(anchor="w")
        explain(theme, self.key_caption, lambda: words.KEY)
        self.key = ttk.Label(key, style="Side.Sub.TLabel", takefocus=False)
        self.copy_key = icon_button(key, theme, "copy", words.COPY_KEY, self._copy_key, "Side.")
        self.copy_key.pack(side="right", padx=px(3))
        self.key.pack(side="left", fill="x", expand=True)
        explain(theme, self.key, self._fingerprint)

    def _build_figures(self) -> None:
        px = self._theme.px
        table = ttk.Frame(self, style="Side.TFrame")
        table.grid(row=6, column=0, sticky="we", pady=(px(10), 0))
        self.figures: list[tuple[ttk.Label, ttk.Label]] = []
        self._told: list[Figure] = []
        for number in range(FIGURES):
            row, column = divmod(number, COLUMNS)
            cell = ttk.Frame(table, style="Side.TFrame")
            cell.grid(row=row, column=column, sticky="we", pady=px(2))
            table.columnconfigure(column, weight=1, uniform="figures")
            label = ttk.Label(cell, style="Side.Sub.TLabel", takefocus=False)
            value = ttk.Label(cell, style="Side.Bold.TLabel", compound="left", takefocus=False)
            label.pack(anchor="w")
            value.pack(anchor="w")
            self.figures.append((label, value))
            for widget in (label, value):
                explain(self._theme, widget, lambda number=number: self._hint(number))  # type: ignore[misc]

    def _hint(self, number: int) -> str:
        return self._told[number].hint if number < len(self._told) else ""

    # --- shown -------------------------------------------------------------------------------

    def draw_head(self) -> None:
        board = self._board
        status = board.status
        self.state_label.configure(image=self._dot(status is not None))
        states = ["!disabled" if board.addresses else "disabled"]
        self.copy_address.state(states)
        self.copy_key.state(["!disabled" if status else "disabled"])
        self._fit()

    def draw_figures(self, now_ms: int) -> None:
        board, status = self._board, self._board.status
        for graph, trend in zip(self.graphs, (board.messages, board.datagrams), strict=True):
            graph.show(trend if status is not None else Trend())
        told = [] if status is None else describe_figures(status, board.cpu, now_ms)
        if told == self._told:
            return
        self._told = told
        warning = self._theme.images.icon("warning", 16, "warn")
        for number, (label, value) in enumerate(self.figures):
            figure = told[number] if told else Figure("", "", "")
            label.configure(text=figure.label)
            value.configure(text=figure.value, image=warning if figure.is_bad else "")

    def _dot(self, is_well: bool) -> tk.PhotoImage:
        images, size = self._theme.images, self._theme.px(8)
        return images.disc(size, "here") if is_well else images.disc(size, "side", "away", 2)

    def _fit(self) -> None:
        """What is long is cut; the whole of it is said under the pointer."""
        self._fit_height()
        theme, board = self._theme, self._board
        fonts, room = theme.fonts, max(1, self._texts.winfo_width() - theme.px(4))
        self.name.configure(text=fonts.fit(board.name, fonts.title, room))
        dot = theme.px(8) + 2 * fonts.measure(" ", fonts.small)
        self.state_label.configure(text="  " + fonts.fit(board.state, fonts.small, room - dot))
        width = max(1, self.winfo_width() - theme.px(32))
        self.address_caption.configure(text=fonts.fit(self._caption(), fonts.small_bold, width))
        self.key_caption.configure(text=fonts.fit(words.KEY, fonts.small, width))
        address = (board.addresses or [words.NO_ADDRESS if board.status else words.NOTHING])[0]
        room = max(1, width - theme.px(2 * 12 + 6) - self.copy_address.winfo_reqwidth())
        font = fonts.bold if fonts.measure(address, fonts.bold) <= room else fonts.small
        self.address.configure(text=fonts.fit(address, font, room), font=font)
        room = max(1, width - theme.px(8) - self.copy_key.winfo_reqwidth())
        self.key.configure(text=fonts.fit(self._fingerprint(), fonts.small, room))

    def _fit_height(self) -> None:
        height, tall = self.winfo_height(), self._theme.tall
        is_low, is_lowest = height < tall(LOW), height < tall(LOWEST)
        if (is_low, is_lowest) == (self._is_low, self._is_lowest):
            return
        self._is_low, self._is_lowest = is_low, is_lowest
        self._key_row.grid_remove() if is_low else self._key_row.grid()
        for label, _ in self.figures[-COLUMNS:]:
            cell = label.master
            assert isinstance(cell, ttk.Frame)
            cell.grid_remove() if is_lowest else cell.grid()

    # --- done --------------------------------------------------------------------------------

    def _fingerprint(self) -> str:
        status = self._board.status
        return one_line(status.fingerprint) if status else words.NOTHING

    def _caption(self) -> str:
        return words.ADDRESS_HERE if self._board.is_here_only else words.ADDRESS

    def _explain_address(self) -> str:
        board = self._board
        told = [*board.addresses, *([words.ADDRESS_HERE_HINT] if board.is_here_only else [])]
        return "\n".join(told) or (words.NO_ADDRESS_HINT if board.status else "")

    def _copy_first(self) -> None:
        if self._board.addresses:
            self._copy(self._board.addresses[0])

    def _copy_key(self) -> None:
        if self._board.status is not None:
            self._copy(self._fingerprint())
