"""The first window: who joins what. What it knows is `chatgui.app.starting`'s."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final

from chatgui.app.starting import Field as Which
from chatgui.app.starting import Problem, ServerRow, Starting
from chatgui.app.words import dialogs as words
from shared.constants import NAME_CHARACTERS
from shared.tk.cell import Cell
from shared.tk.dialog import Dialog
from shared.tk.fields import Combobox, Entry, Field
from shared.tk.layout import Place
from shared.tk.listing import List, Section
from shared.tk.mark import draw_mark
from shared.tk.style import dot_image
from shared.tk.theme import Theme

WIDTH: Final = 440
MARK: Final = 52
ROW: Final = 42
MOST_ROWS: Final = 4
MARGINS: Final = 13  # a list's own, above and below
LONGEST_SERVER: Final = 500

Act = Callable[[], object]


class StartDialog(Dialog):
    """`join`, `take_way`, `back`, `leave`: what the person wants; `draw` after each change."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        starting: Starting,
        *,
        join: Act,
        take_way: Callable[[Which], object],
        back: Act,
        leave: Act,
    ) -> None:
        super().__init__(root, theme, words.JOIN_TITLE, is_modal=False)
        self._starting, self._join, self._take_way = starting, join, take_way
        self._back, self._leave = back, leave
        self.protocol("WM_DELETE_WINDOW", leave)
        self._build()
        self.draw()

    def cancel(self) -> None:
        """Esc: the way back, or out."""
        if self._starting.doing:
            self._back()
        else:
            self._leave()

    def show(self) -> None:
        """With the focus where there is something to do."""
        starting = self._starting
        if not starting.server:
            first: tk.Misc = self.server.entry
        elif not starting.name or "name" in starting.problems:
            first = self.name
        else:
            first = self.list.canvas if starting.recent else self.server.entry
        if first is self.name:
            self.name.selection_range(0, "end")  # to be written over
        self.open(first)

    def draw(self) -> None:
        starting = self._starting
        self._draw_servers()
        if self.server.get() != starting.server:
            self.server.set(starting.server)
        if self._typed_name.get() != starting.name:
            self._typed_name.set(starting.name)
        self._draw_problem("server", self.server_problem, self.server)
        self._draw_problem("name", self.name_problem, self.name)
        self._draw_foot()

    def _draw_problem(self, which: Which, line: "ProblemLine", field: ttk.Widget) -> None:
        problem = self._starting.problems.get(which)
        line.show(problem)
        field.state(["invalid" if problem else "!invalid"])

    # --- built -------------------------------------------------------------------------------

    def _build(self) -> None:
        px, body = self.theme.px, self.body
        body.columnconfigure(0, weight=1, minsize=px(WIDTH))
        self._build_head().grid(sticky="we", pady=(0, px(20)))
        self._caption = self._add_caption(words.RECENT)
        self.list = List(body, self.theme, lambda zone, row: self._choose(row), ground="pane")
        self.list.grid(sticky="we", pady=(px(4), px(16)))
        self._add_caption(words.SERVER)
        self.server = Field(
            body,
            self.theme,
            words.SERVER_HINT,
            "server",
            self._edit_server,
            accepts=lambda text: len(text) <= LONGEST_SERVER,
        )
        self.server.grid(sticky="we", pady=(px(4), 0))
        self.server_problem = self._add_problem("server")
        self._add_caption(words.YOUR_NAME).grid(pady=(px(16), 0))
        self._build_name().grid(sticky="we", pady=(px(4), 0))
        self.name_problem = self._add_problem("name")
        self._build_once().grid(sticky="w", pady=(px(12), 0))
        self._build_foot()
        self._bind_list()

    def _build_head(self) -> ttk.Frame:
        head, px = ttk.Frame(self.body), self.theme.px
        mark = ttk.Label(head, image=draw_mark(self.theme, px(MARK)))
        mark.pack(side="left", padx=(0, px(16)))
        lines = ttk.Frame(head)
        ttk.Label(lines, text=words.JOIN_TITLE, style="Title.TLabel").pack(anchor="w")
        ttk.Label(lines, text=words.JOIN_SUBTITLE, style="Sub.TLabel").pack(anchor="w")
        lines.pack(side="left")
        return head

    def _build_name(self) -> Entry | Combobox:
        """With the persons of this computer to choose from, if there are any."""
        self._typed_name = tk.StringVar(self)
        names = self._starting.names
        options: dict[str, Any] = {"values": names} if names else {}
        self.name: Entry | Combobox = (Combobox if names else Entry)(
            self.body,
            textvariable=self._typed_name,
            font=self.theme.fonts.body,
            accepts=lambda text: len(text) <= 4 * NAME_CHARACTERS,
            **options,
        )
        self._typed_name.trace_add("write", lambda *_: self._edit_name())
        return self.name

    def _build_once(self) -> ttk.Checkbutton:
        self._once = tk.BooleanVar(self, self._starting.is_once)
        self.once = ttk.Checkbutton(
            self.body, text=words.JUST_ONCE, variable=self._once, command=self._set_once
        )
        return self.once

    def _build_foot(self) -> None:
        self._doing = ttk.Label(self.foot, style="Sub.TLabel")
        self.foot.columnconfigure(0, weight=1)
        self._doing.grid(row=0, column=0, sticky="w")
        self.leave = self.add_button(words.QUIT, self.cancel)
        self.join = self.add_button(words.JOIN, lambda: self._join(), is_default=True)

    def _add_caption(self, text: str) -> ttk.Label:
        label = ttk.Label(self.body, text=text, style="Caption.TLabel")
        label.grid(sticky="w")
        return label

    def _add_problem(self, which: Which) -> "ProblemLine":
        line = ProblemLine(self.body, self.theme, lambda: self._take_way(which))
        line.grid(sticky="we", pady=(self.theme.px(4), 0))
        return line

    def _bind_list(self) -> None:
        """As radio buttons: who moves chooses, and Return joins."""
        canvas = self.list.canvas
        for key, step in (("Up", -1), ("Down", 1)):
            canvas.bind(f"<{key}>", self._stepper(step))
        for key in ("Return", "KP_Enter"):
            canvas.bind(f"<{key}>", lambda _: self.join.invoke())

    # --- servers -----------------------------------------------------------------------------

    @property
    def _rows(self) -> Sequence[ServerRow]:
        return (*self._starting.found, *self._starting.recent)

    def _draw_servers(self) -> None:
        rows, tall = self._rows, self.theme.tall(ROW)
        for widget in (self._caption, self.list):
            if rows:
                widget.grid()
            else:
                widget.grid_remove()
        height = min(MOST_ROWS, len(rows)) * tall + self.theme.px(MARGINS)
        self.list.canvas.configure(height=height)
        section = Section("", "", len(rows), tall, _pick(rows), paint_server, lambda row: row.typed)
        self.list.show([section])

    def _stepper(self, step: int) -> Callable[["tk.Event[Any]"], str]:
        def move(_: "tk.Event[Any]") -> str:
            rows = self._rows
            at = next((number for number, row in enumerate(rows) if row.is_chosen), None)
            to = 0 if at is None else max(0, min(len(rows) - 1, at + step))
            self.list.place_cursor(Place(0, to))
            self._choose(rows[to])
            return "break"

        return move

    def _choose(self, row: ServerRow) -> None:
        self._starting.choose(row)
        self.draw()

    # --- done --------------------------------------------------------------------------------

    def _edit_server(self, text: str) -> None:
        if text != self._starting.server:
            self._starting.edit_server(text)
            self.draw()

    def _edit_name(self) -> None:
        """The variable is the first to know."""
        text = self._typed_name.get()
        if text != self._starting.name:
            self._starting.edit_name(text)
            self.draw()

    def _set_once(self) -> None:
        self._starting.set_once(self._once.get())
        self.draw()

    def _draw_foot(self) -> None:
        doing, fonts = self._starting.doing, self.theme.fonts
        self._doing.configure(text=fonts.fit(doing, fonts.small, self.theme.px(WIDTH // 2)))
        self.leave.configure(text=words.BACK if doing else words.QUIT)
        self.join.state(["disabled" if doing else "!disabled"])


class ProblemLine(ttk.Frame):
    """What is wrong with the field above, and perhaps a button that mends it."""

    def __init__(self, parent: tk.Misc, theme: Theme, mend: Act) -> None:
        super().__init__(parent)
        self._theme = theme
        icon = ttk.Label(self, image=theme.images.icon("warning", 16, "warn"))
        icon.grid(row=0, column=0, sticky="n", padx=(0, theme.px(8)))
        self.text = ttk.Label(self, style="Warning.TLabel")
        self.text.grid(row=0, column=1, sticky="w")
        self.button = ttk.Button(self, command=mend)
        self.button.grid(row=1, column=1, sticky="w", pady=(theme.px(6), 0))
        self.columnconfigure(1, weight=1)

    def show(self, problem: Problem | None) -> None:
        if problem is None:
            self.grid_remove()
            return
        width = self._theme.px(WIDTH - 28)
        self.text.configure(text=problem.text, wraplength=width)
        if problem.button:
            self.button.configure(text=problem.button)
            self.button.grid()
        else:
            self.button.grid_remove()
        self.grid()


def paint_server(cell: Cell, row: ServerRow) -> None:
    """A radio button, the server's name, and whether it is known."""
    theme, fonts, px = cell.theme, cell.theme.fonts, cell.theme.px
    ring = "ring" if cell.has_cursor else ""
    if row.is_chosen or cell.is_hovered or ring:
        ground = "select" if row.is_chosen else "hover" if cell.is_hovered else cell.ground
        cell.fill(ground, ring, inset=0)
    left = cell.image(cell.left, cell.middle, dot_image(theme, row.is_chosen)) + px(12)
    right = cell.right
    if row.note:
        right -= cell.text(right, cell.middle, row.note, fonts.small, "link", "e") + px(6)
        right -= cell.icon(right, cell.middle, "shield", 16, "link", "e") + px(12)
    font = fonts.bold if row.is_chosen else fonts.body
    cell.text(left, cell.middle, row.title, font, width=right - left)


def _pick(rows: Sequence[ServerRow]) -> Callable[[int, int], Sequence[ServerRow]]:
    return lambda first, count: rows[first : first + count]
