"""The dashboard's window. What has changed on the board is drawn by `draw`, and nothing else."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Final

from chatserver.control.operations import AnyAnswer, Refused, Told
from chatserver.dashboard import words
from chatserver.dashboard.board import Board
from chatserver.dashboard.diary import Diary
from chatserver.dashboard.doors import Doors
from chatserver.dashboard.foot import Foot
from chatserver.dashboard.owner_dialog import Owner
from chatserver.dashboard.people_view import PeopleView
from chatserver.dashboard.side import Side
from chatserver.dashboard.text_view import TextView
from shared.desktop.siblings import NotStarted, server_command, start
from shared.tk.banner import Banner
from shared.tk.buttons import icon_button
from shared.tk.menu import Entry, pop_up
from shared.tk.place import describe_place, restore_place, set_least_size
from shared.tk.theme import Theme

USUAL_SIZE: Final = (1000, 680)
LEAST_SIZE: Final = (620, 430)
SIDE_WIDTH, SIDE_LEAST, SIDE_SHARE, SIDE_MOST = 296, 244, 0.36, 0.42
"""Of the window's width; most of it is for people, also where text is large."""
LOG_SHARE, LOG_LESS, LOG_LEAST, LOG_MOST = 0.34, 70, 60, 320
"""Of the window's height, and so much less: people come first where there is little room."""
MENU_WIDTH: Final = 200

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
        self.doors = Doors(root, theme, self.owner)
        self._faults: list[str] = []
        self._diary = Diary()
        self.has_log = True
        self._build(wanted)
        self._bind()
        self.draw()

    # --- built -------------------------------------------------------------------------------

    def _build(self, wanted: Act) -> None:
        root, theme, doors = self._root, self.theme, self.doors
        self.side = Side(root, theme, self._board, self.copy)
        self.side.grid_propagate(False)
        self._main = ttk.Frame(root)
        self._build_header()
        deeds = {
            "kick": doors.kick,
            "ban": doors.ban,
            "release": doors.release,
            "copy_name": doors.copy_name,
            "copy_address": doors.copy_address,
        }
        self.people = PeopleView(self._main, theme, self._board, deeds, wanted, self._now_ms)
        self._build_log()
        self.banner = Banner(root, theme, self._close_fault)
        self.banner.add_button(words.WHAT_TO_DO, doors.doctor)
        self.foot = Foot(root, theme, doors.quit_server, self._start_server)
        self._arrange()

    def _build_header(self) -> None:
        px, theme, doors = self.theme.px, self.theme, self.doors
        head = self._head = ttk.Frame(self._main, padding=(px(16), px(12), px(10), px(8)))
        texts = ttk.Frame(head)
        ttk.Label(texts, text=words.PEOPLE, style="Title.TLabel").pack(anchor="w")
        self._note = ttk.Label(texts, style="Sub.TLabel")
        self._note.pack(anchor="w")
        self.invite = ttk.Button(
            head, text=words.INVITE, style="Primary.TButton", command=doors.invite
        )
        self.settings = icon_button(head, theme, "settings", words.SETTINGS, doors.settings)
        self.more = icon_button(head, theme, "more", words.MORE, self._show_menu)
        self.more.pack(side="right")
        self.settings.pack(side="right")
        self.invite.pack(side="right", padx=px(6))
        texts.pack(side="left", fill="x", expand=True)
        for button in (self.invite, self.settings, self.more):  # Tab goes from left to right
            button.lift()
        self._texts = texts
        texts.bind("<Configure>", lambda _: self._fit_note())

    def _build_log(self) -> None:
        px, theme = self.theme.px, self.theme
        self._log_frame = ttk.Frame(self._main)
        head = ttk.Frame(self._log_frame, padding=(px(16), px(4), px(10), 0))
        ttk.Label(head, text=words.LOG, style="Caption.TLabel").pack(side="left")
        self.fold = icon_button(head, theme, "chevron", words.FOLD, self._fold)
        self.fold.pack(side="right")
        head.pack(fill="x")
        self._log_box = ttk.Frame(self._log_frame)
        self._log_box.pack(fill="both", expand=True)
        self._log_box.pack_propagate(False)
        self.log = TextView(self._log_box, theme)
        self.log.pack(fill="both", expand=True)

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
        self._head.pack(fill="x")
        self._log_frame.pack(side="bottom", fill="x")
        _line(self._main).pack(side="bottom", fill="x")
        self.people.pack(fill="both", expand=True)

    def _bind(self) -> None:
        doors, root = self.doors, self._root
        keys: dict[str, Act] = {
            "<Control-f>": self.people.focus_filter,
            "<Control-i>": doors.invite,
            "<Control-comma>": doors.settings,
            "<Control-l>": self._go_to_log,
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
            self._fold()
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
        self.log.append(self._diary.write(self._board.tail.take_fresh(), self._now_ms()))
        if "trouble" in changes:
            self._draw_banner()
        if changes & {"head", "trouble"}:
            self.doors.draw()

    def _draw_head(self) -> None:
        board, status = self._board, self._board.status
        self._root.wm_title(board.title)
        self.side.draw_head()
        self._fit_note()
        state = ["!disabled" if status else "disabled"]
        for button in (self.invite, self.settings):
            button.state(state)
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

    def _start_server(self) -> None:
        """As it was, but in the tray: why it cannot start it says itself, in a dialog."""
        given = [word for word in self._board.options or () if word != "--say-link"]
        try:
            start(server_command(*given, "--tray", "--data", str(self._folder)))
        except NotStarted as reason:
            self.foot.say(str(reason), is_wrong=True)
        else:
            self.foot.say(words.STARTING)

    def _show_menu(self) -> None:
        status, doors = self._board.status, self.doors
        entries: list[Entry] = [(words.HELP, doors.help)]
        if status is not None:
            pause = words.RESUME_GUESTS if status.guests_paused else words.PAUSE_GUESTS
            members = [(words.MEMBERS, doors.members)] if status.is_private else []
            entries = [
                (words.DOCTOR, doors.doctor),
                (words.COPY_LINK, doors.copy_link),
                (pause, doors.pause_guests),
                *members,
                (words.NAMES, doors.names),
                (words.BANS, doors.bans),
                *entries,
            ]
        button = self.more
        x = button.winfo_rootx() + button.winfo_width() - self.theme.tall(MENU_WIDTH)
        y = button.winfo_rooty() + button.winfo_height()
        self.menu = pop_up(self.theme, button, entries, x, y)

    def _go_to_people(self, event: "tk.Event[tk.Misc]") -> None:
        """From wherever arrows mean nothing."""
        widget = event.widget
        if widget.winfo_toplevel() is self._root and widget.winfo_class() in _NO_ARROWS:
            self.people.list.canvas.focus_set()

    def _go_to_log(self) -> None:
        if not self.has_log:
            self._fold()
        self.log.text.focus_set()

    def _fold(self) -> None:
        """Hide the log, or show it again."""
        self.has_log = not self.has_log
        icon = "chevron" if self.has_log else "chevron_up"
        self.fold.configure(image=self.theme.images.icon(icon, 20, "sub"))
        if self.has_log:
            self._log_box.pack(fill="both", expand=True)
        else:
            self._log_box.pack_forget()

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
        tall, width, height = self.theme.tall, self._root.winfo_width(), self._root.winfo_height()
        side = min(tall(SIDE_WIDTH), max(tall(SIDE_LEAST), round(width * SIDE_SHARE)))
        side = min(side, round(width * SIDE_MOST))
        self.side.configure(width=side)
        log = min(tall(LOG_MOST), max(tall(LOG_LEAST), round(height * LOG_SHARE) - tall(LOG_LESS)))
        self._log_box.configure(height=log)

    def _fit_note(self) -> None:
        fonts, room = self.theme.fonts, max(1, self._texts.winfo_width() - self.theme.px(4))
        self._note.configure(text=fonts.fit(self._board.people_note, fonts.small, room))


def _line(parent: tk.Misc) -> ttk.Frame:
    return ttk.Frame(parent, style="Line.TFrame", width=1, height=1)
