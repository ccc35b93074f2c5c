"""The program: it asks by itself in its rhythm, brings answers to the window, and ends."""

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatserver.control.answers import AnyAnswer, Told
from chatserver.control.operations import AskPeople, AskStatus, Kick, SetWelcome
from chatserver.dashboard.looks import Looks
from chatserver.dashboard.program import Called, Program
from chatserver.dashboard.settings_dialog import SettingsDialog
from shared.tk.dialog import Dialog
from shared.tk.theme import Theme
from tests.support.dialogs import button_of
from tests.support.tiny_owner import NOON_MS, TinyOwner
from tests.support.windows import PATIENCE_S


class Hall:
    """`now`: the program's clock, moved by the test."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        folder: Path,
        looks: Looks = Looks(),  # noqa: B008
    ) -> None:
        self.root = root
        self.kept: list[Looks] = []
        self.trouble = ""
        self.now = 50.0
        self.server = TinyOwner()
        self.program = Program(
            root,
            theme,
            self.server,
            folder,
            folder / "log",
            looks,
            self._keep,
            clock=lambda: self.now,
            now_ms=lambda: NOON_MS,
        )
        self.quit = False
        root.quit = self._quit  # type: ignore[method-assign]

    def _quit(self) -> None:
        self.quit = True

    def _keep(self, looks: Looks) -> str:
        self.kept.append(looks)
        return self.trouble

    def wait(self, condition: Callable[[], object]) -> None:
        """In a main loop: without one other threads wait a second before each wake."""
        end = time.monotonic() + PATIENCE_S

        def look() -> None:
            if condition() or time.monotonic() > end:
                self.root.tk.quit()
            else:
                self.root.after(2, look)

        self.root.after(0, look)
        self.root.tk.mainloop()
        assert condition(), "it did not happen"

    def count(self, kind: type) -> int:
        return sum(isinstance(one, kind) for one in self.server.asked)

    def end(self) -> None:
        self.program.close()
        self.wait(lambda: self.quit)
        self.program._faults.close()


@pytest.fixture
def hall(root: tk.Tk, theme: Theme, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(root, theme, tmp_path)
    made.program.begin()
    yield made
    made.end()


def test_it_comes_up_and_shows_who_is_there(hall: Hall):
    hall.wait(lambda: hall.program.board.crowd.total == 8)
    hall.wait(lambda: hall.root.title() == "Front desk · Parley server")
    hall.wait(lambda: "listens on" in hall.program.window.log.lines.get())


def test_status_is_asked_again_when_a_second_is_over(hall: Hall):
    hall.wait(lambda: hall.count(AskPeople) == 1)
    for turn in range(2, 5):
        hall.now += 1.0
        hall.program._look()
        hall.wait(lambda turn=turn: hall.count(AskStatus) == turn)
    assert hall.count(AskPeople) == 2


def test_a_hidden_window_asks_hardly_anything(hall: Hall):
    hall.wait(lambda: hall.count(AskPeople) == 1)
    hall.wait(hall.root.winfo_viewable)  # what was never seen is not hidden
    hall.root.withdraw()
    hall.wait(lambda: hall.program.board.is_hidden)
    for _ in range(9):
        hall.now += 1.0
        hall.program._look()
        hall.root.update()
    hall.wait(lambda: hall.count(AskStatus) == 2)
    assert hall.count(AskPeople) == 1
    hall.program.ring()
    hall.wait(lambda: not hall.program.board.is_hidden)
    hall.wait(lambda: hall.count(AskPeople) == 2)


def test_a_server_that_goes_is_found_again(hall: Hall):
    hall.wait(lambda: hall.program.board.crowd.total == 8)
    hall.server.is_gone = True
    hall.now += 1.0
    hall.program._look()
    hall.wait(lambda: hall.program.board.state == "Not running")
    hall.wait(hall.program.window.banner.winfo_ismapped)
    hall.server.is_gone = False
    hall.now += 1.0
    hall.program._look()
    hall.wait(lambda: hall.program.board.crowd.total == 8)


def test_who_asks_is_answered_in_tks_thread(hall: Hall):
    told: list[AnyAnswer] = []
    hall.program.ask(Kick("bob"), told.append)
    hall.wait(lambda: told)
    assert isinstance(told[0], Told)


def test_text_grows_within_bounds(hall: Hall):
    theme = hall.program.window.theme
    for _ in range(30):
        hall.program._zoom(1)
    assert theme.fonts.points == 32
    hall.program._zoom(0)
    assert theme.fonts.points == 10
    for _ in range(6):
        hall.program._zoom(-1)
    assert theme.fonts.points == 6


def test_its_looks_are_kept(root: tk.Tk, theme: Theme, tmp_path: Path):
    hall = Hall(root, theme, tmp_path, Looks(place="700x500+80+90", shows_log=False))
    hall.program.begin()
    hall.wait(lambda: root.winfo_viewable() and hall.program.window.place == "700x500+80+90")
    assert not hall.program.window.log.lines.winfo_ismapped()
    hall.program._zoom(2)
    assert hall.kept[-1].font_points == 12
    hall.program.window.log.fold.invoke()
    root.wm_geometry("720x520+100+110")
    hall.wait(lambda: hall.program.window.place == "720x520+100+110")
    hall.end()
    assert hall.kept[-1] == Looks(12, True, "720x520+100+110")


def test_a_window_that_nobody_has_seen_again_keeps_its_place(hall: Hall):
    place = "700x500+80+90"  # or the window manager's, which it may still change
    hall.root.wm_geometry(place)
    hall.wait(lambda: hall.root.winfo_viewable() and hall.program.window.place == place)
    hall.program._zoom(1)
    hall.root.withdraw()
    hall.end()
    assert hall.kept == [Looks(11, True, place)]


def test_that_looks_cannot_be_kept_is_said(hall: Hall):
    hall.wait(hall.root.winfo_viewable)
    hall.trouble = "The disk is full."
    hall.program._zoom(1)
    hall.wait(hall.program.window.banner.winfo_ismapped)


def test_looks_that_could_not_be_kept_are_tried_again(hall: Hall):
    hall.trouble = "The disk is full."
    hall.program._zoom(1)
    hall.trouble = ""
    hall.end()
    assert [looks.font_points for looks in hall.kept] == [11, 11]


def test_at_the_end_too_it_is_said_why_not(root: tk.Tk, theme: Theme, tmp_path: Path):
    hall = Hall(root, theme, tmp_path)
    root.quit = root.tk.quit  # type: ignore[method-assign]
    hall.trouble = "The disk is full."
    hall.program._zoom(1)
    root.after(0, hall.program.close)
    assert hall.program.run() == "The disk is full."


def test_a_mistake_of_ours_is_told_and_noted(hall: Hall, tmp_path: Path):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as mistake:
        hall.root.report_callback_exception(type(mistake), mistake, mistake.__traceback__)
    hall.wait(hall.program.window.banner.winfo_ismapped)
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()


def test_typed_settings_are_asked_about_before_the_end(hall: Hall):
    hall.wait(lambda: hall.program.board.status is not None)
    hall.program.window.doors.settings()
    dialog = hall.program.window.doors._open["settings"]
    assert isinstance(dialog, SettingsDialog)
    hall.wait(dialog.winfo_viewable)
    dialog.welcome.field.set("Tea at four")
    hall.program.close()
    assert not hall.program._is_closing
    question = next(child for child in dialog.winfo_children() if isinstance(child, Dialog))
    button_of(question, "Save").invoke()
    hall.wait(lambda: hall.quit)
    assert SetWelcome("Tea at four") in hall.server.asked
    dialog.close()


def test_the_system_asks_nobody(hall: Hall):
    hall.wait(lambda: hall.program.board.status is not None)
    hall.program.window.doors.settings()
    dialog = hall.program.window.doors._open["settings"]
    assert isinstance(dialog, SettingsDialog)
    dialog.welcome.field.set("Tea at four")
    hall.program._hear(Called())
    hall.wait(lambda: hall.quit)
    dialog.close()


def test_the_end_leaves_the_server_alone(hall: Hall):
    hall.wait(lambda: hall.count(AskPeople) == 1)
    hall.end()
    assert hall.server.is_closed
    assert not any(type(one).__name__ == "Stop" for one in hall.server.asked)
