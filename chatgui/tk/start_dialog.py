"""The first window: who joins what. What it knows is `chatgui.app.starting`'s."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any, Final

from chatgui.app.choice import Field as Which
from chatgui.app.nearby import ServerRow
from chatgui.app.starting import Starting
from chatgui.app.words import dialogs as words
from chatgui.tk.problem_line import ProblemLine
from chatgui.tk.server_list import ServerList
from shared.constants import NAME_CHARACTERS
from shared.tk.dialog import Dialog
from shared.tk.fields import Combobox, Entry, Field
from shared.tk.mark import draw_mark
from shared.tk.theme import Theme

WIDTH: Final = 440
MARK: Final = 52
LONGEST_SERVER: Final = 500

Act = Callable[[], object]


class StartDialog(Dialog):
    """`join`, `take_way`, `back`, `leave`; `search` again; `start` a server here; `examine` the way
    to it: what the person wants. `draw` after each change."""

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
        search: Act,
        start: Act,
        examine: Act,
    ) -> None:
        super().__init__(root, theme, words.JOIN_TITLE, is_modal=False)
        self._starting, self._join, self._take_way = starting, join, take_way
        self._back, self._leave = back, leave
        self._search, self._start, self._examine = search, start, examine
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
        self.servers.draw()
        self._draw_offers()
        if self.server.get() != starting.server:
            self.server.set(starting.server)
        if self._typed_name.get() != starting.name:
            self._typed_name.set(starting.name)
        self._draw_problem("server", self.server_problem, self.server)
        self._draw_problem("name", self.name_problem, self.name)
        self._draw_foot()

    def _draw_problem(self, which: Which, line: ProblemLine, field: ttk.Widget) -> None:
        problem = self._starting.problems.get(which)
        line.show(problem)
        field.state(["invalid" if problem else "!invalid"])

    # --- built -------------------------------------------------------------------------------

    def _build(self) -> None:
        px, body = self.theme.px, self.body
        body.columnconfigure(0, weight=1, minsize=px(WIDTH))
        self._build_head().grid(sticky="we", pady=(0, px(20)))
        self.servers = ServerList(body, self.theme, self._starting, self._choose, self._search)
        self.list = self.servers.list
        self.servers.grid(sticky="we")
        self._build_offers().grid(sticky="we", pady=(px(8), px(16)))
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

    def _build_offers(self) -> ttk.Frame:
        """What to do where there is no server, or none that answers."""
        offers, px = ttk.Frame(self.body), self.theme.px
        self.start = ttk.Button(offers, text=words.START_SERVER, command=self._start)
        self.start.pack(side="left", padx=(0, px(8)))
        self.examine = ttk.Button(offers, text=words.DOCTOR, command=self._examine)
        self.examine.pack(side="left")
        return offers

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

    def _add_problem(self, which: Which) -> ProblemLine:
        line = ProblemLine(self.body, self.theme, WIDTH, lambda: self._take_way(which))
        line.grid(sticky="we", pady=(self.theme.px(4), 0))
        return line

    def _bind_list(self) -> None:
        """Who moves in it chooses, and Return joins."""
        canvas = self.list.canvas
        self.bind("<F5>", lambda _: self._search())
        for key in ("Return", "KP_Enter"):
            canvas.bind(f"<{key}>", lambda _: self.join.invoke())

    # --- done --------------------------------------------------------------------------------

    def _choose(self, row: ServerRow) -> None:
        self._starting.choose(row)
        self.draw()

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

    def _draw_offers(self) -> None:
        """Where there is nothing to join, a server is the first thing to do."""
        starting = self._starting
        is_first = not (starting.found or starting.server.strip() or starting.is_searching)
        self.start.configure(style="Primary.TButton" if is_first else "TButton")
        self.start.state(["disabled" if starting.doing else "!disabled"])
        self.join.configure(style="TButton" if is_first else "Primary.TButton")

    def _draw_foot(self) -> None:
        doing, fonts = self._starting.doing, self.theme.fonts
        self._doing.configure(text=fonts.fit(doing, fonts.small, self.theme.px(WIDTH // 2)))
        self.leave.configure(text=words.BACK if doing else words.QUIT)
        self.join.state(["disabled" if doing else "!disabled"])
