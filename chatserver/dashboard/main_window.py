"""The dashboard's window. What has changed on the board is drawn by `draw`, and nothing else."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Final

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.dashboard import words
from chatserver.dashboard.board import Board
from chatserver.dashboard.doors import Doors
from chatserver.dashboard.foot import Foot
from chatserver.dashboard.head import Head
from chatserver.dashboard.log_view import LogView
from chatserver.dashboard.owner_dialog import Owner
from chatserver.dashboard.people_view import PeopleView
from chatserver.dashboard.shares import log_height, side_width
from chatserver.dashboard.side import Side
from shared.tk.banner import Banner
from shared.tk.place import describe_place, restore_place, set_least_size
from shared.tk.theme import Theme

USUAL_SIZE: Final = (1000, 680)
LEAST_SIZE: Final = (620, 430)

_NO_ARROWS: Final = ("Parley", "Tk", "TButton")
"""Classes of widgets; the first two are the window's own."""

Act = Callable[[], object]


class MainWindow:
    """`owner`: how the server is asked. `wanted`: the board may have a question at once. `folder`:
    of the server. `zoom(step)`: larger or smaller text, 0: the usual. `now_ms`: since 1970."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        board: Board,
        ask: Callable[..., object],
        wanted: Act,
        close: Act,
        zoom: Callable[[int], object],
        folder: Path,
        now_ms: Callable[[], int],
    ) -> None:
        self._root, self.theme, self._board = root, theme, board
        self._close, self._zoom, self._folder, self._now_ms = close, zoom, folder, now_ms
        self.owner = Owner(board, ask, self.copy, self.tell, now_ms)
        self.doors = Doors(root, theme, self.owner, folder)
        self._faults: list[str] = []
        self._build(wanted)
        self._bind()
        self.draw()

    # --- built -------------------------------------------------------------------------------

    def _build(self, wanted: Act) -> None:
        root, theme, doors = self._root, self.theme, self.doors
        self.side = Side(root, theme, self._board, self.copy)
        self.side.grid_propagate(False)
        self._main = ttk.Frame(root)
        self.head = Head(self._main, theme, self._board, doors)
        deeds = {
            "kick": doors.kick,
            "ban": doors.ban,
            "release": doors.release,
            "copy_name": doors.copy_name,
            "copy_address": doors.copy_address,
        }
        self.people = PeopleView(self._main, theme, self._board, deeds, wanted, self._now_ms)
        self.log = LogView(self._main, theme, self._board.tail, self._now_ms)
        self.banner = Banner(root, theme, self._close_fault)
        self.banner.add_button(words.WHAT_TO_DO, doors.doctor)
        self.foot = Foot(root, theme, doors.quit_server, doors.start_server)
        self._arrange()

    def _arrange(self) -> None:
        root = self._root
        root.columnconfigure(2, weight=1)
        root.rowconfigure(0, weight=1)
        self.side.grid(row=0, column=0, sticky="nswe")
        _line(root).grid(row=0, column=1, sticky="ns")
        self._main.grid(row=0, column=2, sticky="nswe")
        self.banner.grid(row=1, column=0, columnspan=3, sticky="we")
        _line(root).grid(row=2, column=0, columnspan=3, sticky="we")
        self.foot.grid(row=3, column=0, columnspan=3, sticky="we")
        self.head.pack(fill="x")
        self.log.pack(side="bottom", fill="x")
        _line(self._main).pack(side="bottom", fill="x")
        self.people.pack(fill="both", expand=True)

    def _bind(self) -> None:
        doors, root = self.doors, self._root
        keys: dict[str, Act] = {
            "<Control-f>": self.people.focus_filter,
            "<Control-i>": doors.invite,
            "<Control-comma>": doors.settings,
            "<Control-l>": self.log.go_to,
            "<Control-w>": self._close,
            "<F1>": doors.help,
            "<Escape>": self._go_back,
            "<Control-plus>": lambda: self._zoom(1),
            "<Control-equal>": lambda: self._zoom(1),
            "<Control-KP_Add>": lambda: self._zoom(1),
            "<Control-minus>": lambda: self._zoom(-1),
            "<Control-KP_Subtract>": lambda: self._zoom(-1),
            "<Control-0>": lambda: self._zoom(0),
        }
        for key, act in keys.items():
            root.bind(key, lambda event, act=act: self._do(event, act))  # type: ignore[misc]
        for key in ("<Up>", "<Down>"):
            root.bind(key, self._go_to_people)
        root.bind("<Configure>", self._fit, add=True)
        root.bind("<<ThemeChanged>>", lambda _: self._fit_least(), add=True)

    def _do(self, event: "tk.Event[tk.Misc]", act: Act) -> str:
        """Keys of a dialog are the dialog's: bindings of the root hear them too."""
        if event.widget.winfo_toplevel() is self._root:
            act()
        return ""

    # --- shown -------------------------------------------------------------------------------

    def show(self, place: str = "", has_log: bool = True) -> None:
        """As it was when it was closed."""
        root, px = self._root, self.theme.px
        self._fit_least()
        usual = px(USUAL_SIZE[0]), px(USUAL_SIZE[1])
        restore_place(root, place, usual, self.theme.factor)
        if not has_log:
            self.log.turn()
        root.deiconify()
        self.people.list.canvas.focus_set()

    @property
    def place(self) -> str:
        """On the screen; empty while nobody sees it."""
        is_seen = self._root.winfo_viewable()
        return describe_place(self._root, self.theme.factor) if is_seen else ""

    def come_up(self) -> None:
        """Before all other windows, for the person has just asked for that."""
        self._root.deiconify()
        self._root.lift()
        (self._root.focus_lastfor() or self._root).focus_force()

    def draw(self) -> None:
        """What has changed since the last time."""
        changes = self._board.take_changes()
        if "head" in changes:
            self._draw_head()
        if "figures" in changes:
            self.side.draw_figures(self._now_ms())
        if "people" in changes:
            self.people.draw()
        self.log.draw()
        if "trouble" in changes:
            self._draw_banner()
        if changes & {"head", "trouble"}:
            self.doors.draw()

    def _draw_head(self) -> None:
        board, status = self._board, self._board.status
        self._root.wm_title(board.title)
        self.side.draw_head()
        self.head.draw()
        foot = str(self._folder)
        if status is not None:
            form = words.FOOT_PRIVATE if status.is_private else words.FOOT
            foot = form.format(version=status.version, port=status.port)
        self.foot.show(foot, can_quit=status is not None, can_start=board.can_start)

    def _draw_banner(self) -> None:
        trouble = self._board.trouble
        said = "\n".join(self._faults[-1:])
        has_doctor = bool(trouble) and self._board.status is not None
        self.banner.show(trouble or said, can_close=not trouble, has_buttons=has_doctor)

    def tell(self, answer: AnyAnswer) -> None:
        """What was answered, below."""
        if isinstance(answer, Told | Refused):
            is_well = isinstance(answer, Told) and answer.is_kept
            self.foot.say(answer.text, is_wrong=not is_well)
        else:
            self.foot.say(words.UNEXPECTED, is_wrong=True)

    def say_fault(self, sentence: str) -> None:
        """A mistake of the program; it stays until it is closed."""
        self._faults.append(sentence)
        self._draw_banner()

    def copy(self, text: str) -> None:
        self._root.clipboard_clear()
        self._root.clipboard_append(text)
        self.foot.say(words.COPIED.format(text=text))

    # --- done --------------------------------------------------------------------------------

    def _close_fault(self) -> None:
        self._faults.clear()
        self._draw_banner()

    def _go_to_people(self, event: "tk.Event[tk.Misc]") -> None:
        """From wherever arrows mean nothing."""
        widget = event.widget
        if widget.winfo_toplevel() is self._root and widget.winfo_class() in _NO_ARROWS:
            self.people.list.canvas.focus_set()

    def _go_back(self) -> None:
        if not self.people.go_back():
            self.people.list.canvas.focus_set()

    # --- room --------------------------------------------------------------------------------

    def _fit_least(self) -> None:
        """Larger text needs more room, and a window that is too small for it grows."""
        set_least_size(self._root, self.theme, *LEAST_SIZE)
        self._fit_parts()

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._root:
            self._fit_parts()

    def _fit_parts(self) -> None:
        tall = self.theme.tall
        self.side.configure(width=side_width(self._root.winfo_width(), tall))
        self.log.set_height(log_height(self._root.winfo_height(), tall))


def _line(parent: tk.Misc) -> ttk.Frame:
    return ttk.Frame(parent, style="Line.TFrame", width=1, height=1)
