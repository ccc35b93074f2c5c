"""Pictures of the window: `python -m tests.tk.screenshots FOLDER [NAME ...]`.

Each is of a program of its own on a screen of its own, as wide and sharp as it says. The people and
what they say are invented; the words are the program's, or those of a pretended language that is
40 % longer.
"""

import json
import sys
import tkinter as tk
from pathlib import Path
from typing import Any, Literal, NamedTuple

from chatgui.app.settings import Settings, Theme
from chatgui.app.words import dialogs, doctor, pane, window
from chatgui.app.words.pseudo import use_pseudo
from shared.discovery.found import FoundServer
from shared.tk import words as shared_words
from shared.tk.theme import Theme as ShownTheme
from tests.support.office import Desk
from tests.support.scene import empty_scene, full_scene
from tests.tk import pictures

SCREEN = (2400, 1700)
RECENT = ("192.168.7.20:15000", "chat.example:12000", "127.0.0.1:15000")
KNOWN = frozenset({"192.168.7.20:15000", "127.0.0.1:15000"})
FINGERPRINTS = ("nevm-toyt-7wos-qk3a-52hd-xpbe", "k5xw-6ytb-ma2j-dvq7-ulrc-3o4i")
FRONT_DESK = FoundServer(b"f" * 15, "Front desk", "192.168.7.20", 15000, 12)
LAB = FoundServer(b"l" * 15, "Physics lab", "192.168.7.31", 12000, 1, is_private=True)
SETTLED_MS = 700
"""The pane lays out a long conversation in turns; then it rests."""


class Shot(NamedTuple):
    theme: Theme = "light"
    dpi: int = 96
    size: tuple[int, int] = (1000, 680)
    is_empty: bool = False
    is_pseudo: bool = False
    points: int = 10
    is_group: bool = True
    start: Literal["", "again", "first", "nothing", "trouble", "well", "ill"] = ""
    """The dialog before the window, of somebody who was here before or not; or the doctor's."""


SHOTS = {
    "window-light": Shot(),
    "window-dark": Shot("dark"),
    "window-light-200": Shot(dpi=192),
    "window-dark-200": Shot("dark", dpi=192),
    "window-empty": Shot(is_empty=True),
    "window-small": Shot(size=(640, 420)),
    "window-small-dark": Shot("dark", size=(640, 420)),
    "window-large-text": Shot(points=16),
    "window-pseudo": Shot(is_pseudo=True),
    "window-pseudo-small": Shot(is_pseudo=True, size=(640, 420)),
    "window-nobody": Shot(is_group=False),
    "start-light": Shot(start="again"),
    "start-dark": Shot("dark", start="again"),
    "start-light-200": Shot(dpi=192, start="again"),
    "start-dark-200": Shot("dark", dpi=192, start="again"),
    "start-first": Shot(start="first"),
    "start-nothing": Shot(start="nothing"),
    "start-nothing-dark": Shot("dark", start="nothing"),
    "start-trouble": Shot("dark", start="trouble"),
    "doctor-light": Shot(start="ill"),
    "doctor-dark": Shot("dark", start="well"),
    "doctor-light-200": Shot(dpi=192, start="ill"),
    "doctor-pseudo": Shot(is_pseudo=True, start="ill"),
    "start-pseudo": Shot(is_pseudo=True, start="trouble"),
}


def show(name: str) -> None:
    """In a program of its own: say where the window is, and stay until a line comes."""
    shot = SHOTS[name]
    if shot.is_pseudo:
        use_pseudo(window, dialogs, doctor, pane, shared_words)
    from chatgui.tk.appearance import Appearance
    from chatgui.tk.main_window import MainWindow
    from shared.tk.system_theme import Inquiry

    root = tk.Tk(className="Parley")
    if shot.start:
        _show_start(root, shot)
        return
    settings = Settings(theme=shot.theme, font_points=shot.points)
    desk = empty_scene(settings) if shot.is_empty else full_scene(settings)
    appearance = Appearance(root, settings, Inquiry([], {}))
    main = MainWindow(root, appearance, desk.chat, root.quit, lambda settings: "", Path(), print)
    main.show()
    width, height = (appearance.theme.px(length) for length in shot.size)
    root.geometry(f"{width}x{height}+40+60")
    root.focus_force()
    if shot.is_group and not shot.is_empty:
        main.do(lambda: _open_group(desk))
        main.foot.composer.text.insert("end", "Then half past one, at the")
    root.after(SETTLED_MS, lambda: _tell(root))
    root.mainloop()
    appearance.close()


def _show_start(root: tk.Tk, shot: Shot) -> None:
    from chatgui.app.messages import Ended
    from chatgui.app.nearby import Nearby
    from chatgui.app.starting import Starting
    from chatgui.tk.appearance import Appearance
    from chatgui.tk.start_dialog import StartDialog
    from shared.tk.system_theme import Inquiry

    root.withdraw()
    appearance = Appearance(root, Settings(theme=shot.theme), Inquiry([], {}))
    if shot.start in ("well", "ill"):
        _show_doctor(root, appearance.theme, shot.start == "ill")
        appearance.close()
        return
    starting = Starting(["alice", "bob"], recent=RECENT, known=KNOWN)
    if shot.start in ("first", "nothing"):
        starting = Starting((), name="alice")
    nearby = Nearby(["192.168.7.20:15000"], {FRONT_DESK.id: bytes(32)})
    nearby.begin()
    for server in (LAB, FRONT_DESK) if shot.start in ("again", "trouble") else ():
        nearby.hear(server)
    if shot.start != "first":
        nearby.end()
    looks = nearby.rows, nearby.status, nearby.warning
    starting.find(*looks, is_searching=nearby.is_searching)
    if shot.start == "again":
        starting.choose(starting.found[0])
    if shot.start == "trouble":
        starting.join()
        starting.hear(Ended("wrong server", "", FINGERPRINTS))
    acts = ("join", "take_way", "back", "leave", "search", "start", "examine")
    none: dict[str, Any] = dict.fromkeys(acts, print)
    dialog = StartDialog(root, appearance.theme, starting, **none)
    dialog.show()
    root.after(SETTLED_MS, lambda: _tell(dialog))
    root.mainloop()
    appearance.close()


def _show_doctor(root: tk.Tk, theme: ShownTheme, is_ill: bool) -> None:
    from chatgui.doctor.examiner import Examiner
    from chatgui.doctor.patient import Patient
    from chatgui.doctor.trial import HELLOS, Measured
    from chatgui.tk.doctor_dialog import DoctorDialog
    from shared.server_link import Place
    from tests.support.instruments import KEY, WELL, FakeInstruments

    measured = Measured(HELLOS) if is_ill else WELL
    instruments = FakeInstruments(measured, found=[FRONT_DESK], is_host_on=True)
    place = Place(LAB.host if is_ill else FRONT_DESK.host, FRONT_DESK.port)
    patient = Patient(place, keys={f"{place.host}:{place.port}": KEY})
    dialog = DoctorDialog(root, theme, lambda: Examiner(patient, instruments))
    root.after(SETTLED_MS, lambda: _tell(dialog))
    root.mainloop()
    dialog.close()


def _open_group(desk: Desk) -> None:
    rows = desk.chat.conversations
    desk.chat.open(max(rows, key=lambda row: len(row.title)).conversation)


def _tell(root: tk.Tk | tk.Toplevel) -> None:
    root.update()
    size = root.winfo_width(), root.winfo_height()
    print(json.dumps((root.winfo_rootx(), root.winfo_rooty(), *size)), flush=True)
    sys.stdin.readline()
    root.quit()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--show"]:
        show(sys.argv[2])
    else:
        pictures.take("tests.tk.screenshots", SHOTS, SCREEN, Path(sys.argv[1]), sys.argv[2:])
