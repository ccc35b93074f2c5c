"""Pictures of the dashboard: `python -m tests.tk.dashboard_pictures FOLDER [NAME ...]`.

Each is of a program of its own on a screen of its own; the people are invented.
"""

import json
import sys
import tkinter as tk
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from chatserver.control.answers import InviteRow, MemberRow
from chatserver.control.operations import AskStatus
from chatserver.dashboard import words
from chatserver.dashboard.looks import Looks
from chatserver.dashboard.program import Program
from shared.tk import scaling
from shared.tk import words as shared_words
from shared.tk.mark import set_icon
from shared.tk.palette import DARK, HIGH_LIGHT, LIGHT
from shared.tk.theme import Theme
from tests.support.tiny_owner import LINK, NOON_MS, TinyOwner
from tests.tk import pictures

SCREEN = (2400, 1700)
SETTLED_MS = 900
DAY_MS = 86_400_000
PALETTES = {"light": LIGHT, "dark": DARK, "high": HIGH_LIGHT}
LOG = (
    "Guests are let in from this computer, 192.168.7.0/24 (eth0). --trust CIDR adds a network.",
    "The receive buffer holds 4 MB.",
    "alice came in from 192.168.7.2, by Parley.",
    "dave came in from 192.168.7.5, by netcat, unverified.",
    "The network was slow: 312 datagrams found no room. More memory for receive buffers helps: "
    "sudo sysctl -w net.core.rmem_max=8388608",
    "山田太郎 came in from 192.168.7.14, by Parley.",
    "bob has left.",
)


class Shot(NamedTuple):
    """`dialog`: what is opened, by its name in `Doors`. `chosen`: whose row was clicked."""

    colours: str = "light"
    dpi: int = 96
    size: tuple[int, int] = (1000, 680)
    people: int = 9
    points: int = 10
    dialog: str = ""
    chosen: str = ""
    is_gone: bool = False
    has_trouble: bool = False
    is_private: bool = False
    is_pseudo: bool = False


SHOTS = {
    "dashboard-light": Shot(chosen="bob"),
    "dashboard-dark": Shot("dark"),
    "dashboard-high": Shot("high"),
    "dashboard-light-200": Shot(dpi=192),
    "dashboard-dark-200": Shot("dark", dpi=192),
    "dashboard-empty": Shot(people=0),
    "dashboard-full": Shot(people=1000, has_trouble=True),
    "dashboard-full-200": Shot(dpi=192, people=1000, chosen="alice"),
    "dashboard-full-dark": Shot("dark", people=1000, has_trouble=True, chosen="alice"),
    "dashboard-small": Shot(size=(640, 440)),
    "dashboard-small-full": Shot("dark", size=(640, 440), people=1000, chosen="alice"),
    "dashboard-large-text": Shot(points=20, size=(1200, 900)),
    "dashboard-largest-text": Shot(points=32, size=(1200, 900), chosen="bob"),
    "dashboard-gone": Shot("dark", is_gone=True),
    "dashboard-pseudo": Shot(is_pseudo=True, chosen="bob", has_trouble=True),
    "invite": Shot(dialog="invite"),
    "invite-dark": Shot("dark", dialog="invite", is_private=True),
    "invite-200": Shot(dpi=192, dialog="invite"),
    "members": Shot(dialog="members", is_private=True),
    "settings": Shot(dialog="settings"),
    "settings-dark": Shot("dark", dialog="settings"),
    "settings-pseudo": Shot(dialog="settings", is_pseudo=True),
    "dashboard-foreign": Shot(people=15, size=(1000, 900)),
    "bans": Shot(dialog="bans"),
    "ban": Shot("dark", dialog="ban"),
    "names": Shot(dialog="names"),
    "doctor": Shot(dialog="doctor"),
    "doctor-dark-200": Shot("dark", dpi=192, dialog="doctor"),
    "help": Shot(dialog="help"),
    "quit": Shot(dialog="quit_server"),
    "menu": Shot(dialog="menu"),
}


def show(name: str) -> None:
    """In a program of its own: say where the window is, and stay until a line comes."""
    shot = SHOTS[name]
    if shot.is_pseudo:
        from chatgui.app.words.pseudo import use_pseudo

        use_pseudo(words, shared_words)
    scaling.prepare()
    root = tk.Tk(className="Parley")
    root.withdraw()
    theme = Theme(root, PALETTES[shot.colours], shot.points)
    set_icon(theme)
    owner = _make_owner(shot)
    program = Program(
        root,
        theme,
        owner,
        Path("/srv/parley"),
        Path("/nowhere/log"),
        Looks(),
        keep=lambda looks: "",
        now_ms=lambda: NOON_MS,
    )
    if not shot.is_gone:
        for _ in range(119):  # two minutes ago until now
            program.board.hear(AskStatus(), owner.ask(AskStatus()))
    program.begin()
    px = theme.px
    root.geometry(f"{px(shot.size[0])}x{px(shot.size[1])}+40+60")
    root.focus_force()
    root.after(SETTLED_MS // 2, lambda: _open(program, shot))
    root.after(SETTLED_MS, lambda: _tell(root))
    root.mainloop()
    program.close()
    root.mainloop()


def _make_owner(shot: Shot) -> TinyOwner:
    owner = TinyOwner(shot.people)
    owner.log += LOG
    owner.is_gone = shot.is_gone
    owner.status = replace(owner.status, is_private=shot.is_private)
    if shot.has_trouble:
        owner.status = replace(
            owner.status,
            dropped=1312,
            others=("Front desk 2 (192.168.7.31)",),
            troubles=("1,312 datagrams found no room since noon: people may notice it.",),
        )
    if not shot.is_pseudo and shot.dialog == "invite":
        owner.invites = [
            InviteRow("1", "Crew of the Nordlicht", LINK + "/a", NOON_MS, NOON_MS + 7 * DAY_MS, 7),
            InviteRow("2", "", LINK + "/b", NOON_MS, 0, -1),
        ]
    owner.members = [
        MemberRow("alice", NOON_MS, True, "Crew of the Nordlicht", "1"),
        MemberRow("bob", NOON_MS, False, id="2"),
    ]
    return owner


def _open(program: Program, shot: Shot) -> None:
    window, crowd = program.window, program.board.crowd
    if shot.chosen:
        rows = crowd.fetch(0, 30)
        person = next(row for row in rows if not isinstance(row, int) and row.name == shot.chosen)
        window.people.choose(person)
    if shot.dialog == "menu":
        window.head.show_menu()
    elif shot.dialog == "ban":
        person = next(row for row in crowd.fetch(0, 30) if not isinstance(row, int))
        window.doors.ban(person)
    elif shot.dialog:
        getattr(window.doors, shot.dialog)()


def _tell(root: tk.Tk) -> None:
    root.update()
    size = root.winfo_width(), root.winfo_height()
    print(json.dumps((root.winfo_rootx(), root.winfo_rooty(), *size)), flush=True)
    sys.stdin.readline()
    root.quit()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--show"]:
        show(sys.argv[2])
    else:
        pictures.take("tests.tk.dashboard_pictures", SHOTS, SCREEN, Path(sys.argv[1]), sys.argv[2:])
