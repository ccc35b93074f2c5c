"""From the dialog to a chat, with a real server."""

import os
import queue
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from chatgui.app.messages import Ended, Event, Joined, Quit
from chatgui.app.nearby import ServerRow
from chatgui.app.settings import Settings
from chatgui.doctor.instruments import NetworkInstruments
from chatgui.lookout import Lookout
from chatgui.options import read_options
from chatgui.profile import open_profile
from chatgui.tk.doctor_dialog import DoctorDialog
from chatgui.tk.entrance import Admitted, Entrance, begin
from chatserver.data import is_running
from shared.crypto.identity import server_id, spell_server_id
from shared.desktop.siblings import server_command
from shared.doorbell import Doorbell
from shared.server_link import Place
from shared.tk.theme import Theme
from tests.support.processes import PATIENCE_S, ServerProgram


class Visit:
    """One person at the dialog; `then` says what they do when something is so."""

    def __init__(self, root: tk.Tk, theme: Theme, home: Path, *words: str) -> None:
        self.root = root
        root.withdraw()
        options = read_options(["--home", str(home), *words])
        self.starting = begin(options, home, Settings())
        self.entrance = Entrance(root, theme, self.starting, options, home)
        self.dialog = self.entrance.dialog
        self.steps: list[tuple[Callable[[], object], Callable[[], object]]] = []

    def then(self, is_true: Callable[[], object], act: Callable[[], object]) -> None:
        self.steps.append((is_true, act))

    def run(self) -> Admitted | None:
        end = self.root.after(round(1000 * PATIENCE_S), self.root.quit)
        self.then(self.dialog.winfo_viewable, lambda: None)
        self.steps.insert(0, self.steps.pop())
        self._look()
        admitted = self.entrance.run()
        self.root.after_cancel(end)
        self.root.after_cancel(self._timer)
        assert not self.steps, self.starting.problems
        return admitted

    def _look(self) -> None:
        self._timer = self.root.after(3, self._look)
        if self.steps and self.steps[0][0]():
            self.steps.pop(0)[1]()

    def has(self, field: str) -> Callable[[], object]:
        return lambda: field in self.starting.problems

    def press(self, button: str) -> Callable[[], object]:
        return lambda: getattr(self.dialog, button).invoke()

    def mend(self, field: str) -> Callable[[], object]:
        return lambda: getattr(self.dialog, f"{field}_problem").button.invoke()


def always() -> bool:
    return True


def leave(admitted: Admitted) -> list[Event]:
    """Take the link over, quit, and close; what it said."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    link = admitted.prepare()(events)
    link.start()
    link.post(Quit())
    heard: list[Event] = []
    while not (heard and isinstance(heard[-1], Ended)):
        heard.append(events.get(timeout=PATIENCE_S))
    while link.is_alive():
        pass
    admitted.chat.close()
    return heard


def test_who_joins_is_in_and_what_was_heard_goes_along(
    root: tk.Tk, theme: Theme, tmp_path: Path, server: ServerProgram
) -> None:
    visit = Visit(root, theme, tmp_path, "-p", str(server.port))
    visit.starting.edit_name("ann")
    visit.then(always, visit.press("join"))
    admitted = visit.run()
    assert admitted is not None
    assert (admitted.options.name, admitted.options.port) == ("ann", server.port)
    assert not visit.dialog.winfo_exists()
    heard = leave(admitted)
    assert any(isinstance(event, Joined) for event in heard)
    assert begin(admitted.options, tmp_path, Settings()).names == ("ann",)


def test_a_taken_name_comes_back_and_the_free_one_is_one_click_away(
    root: tk.Tk, theme: Theme, tmp_path: Path, server: ServerProgram
) -> None:
    visit = Visit(root, theme, tmp_path / "a", "-p", str(server.port))
    visit.starting.edit_name("ann")
    visit.then(always, visit.press("join"))
    first = visit.run()
    assert first is not None
    other = Visit(root, theme, tmp_path / "b", "-p", str(server.port))
    other.starting.edit_name("ann")
    other.then(always, other.press("join"))
    other.then(other.has("name"), other.mend("name"))
    admitted = other.run()
    assert admitted is not None
    assert admitted.options.name != "ann"
    leave(admitted)
    leave(first)


def test_a_link_that_was_clicked_elsewhere_is_shown(
    root: tk.Tk, theme: Theme, tmp_path: Path
) -> None:
    visit, link = Visit(root, theme, tmp_path), "parley://desk:9/"
    visit.then(always, lambda: visit.entrance.take_link(link))
    visit.then(lambda: visit.dialog.server.get() == link, visit.press("leave"))
    assert visit.run() is None
    assert visit.starting.server == link


def test_a_silent_server_leaves_ways_back_and_on(root: tk.Tk, theme: Theme, tmp_path: Path) -> None:
    visit = Visit(root, theme, tmp_path, "-p", "9")
    visit.starting.edit_name("ann")
    visit.then(always, visit.press("join"))
    visit.then(lambda: visit.starting.doing, visit.press("leave"))
    visit.then(lambda: not visit.starting.doing, visit.press("join"))
    visit.then(visit.has("server"), visit.mend("server"))
    admitted = visit.run()
    assert admitted is not None
    leave(admitted)


def test_just_once_leaves_nothing(
    root: tk.Tk, theme: Theme, tmp_path: Path, server: ServerProgram
) -> None:
    visit = Visit(root, theme, tmp_path, "-p", str(server.port))
    visit.starting.edit_name("ann")
    visit.then(always, visit.press("once"))
    visit.then(always, visit.press("join"))
    admitted = visit.run()
    assert admitted is not None
    leave(admitted)
    assert not admitted.chat.folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_no_such_computer(root: tk.Tk, theme: Theme, tmp_path: Path) -> None:
    visit = Visit(root, theme, tmp_path, "-a", "no.such.host.invalid")
    visit.starting.edit_name("ann")
    visit.then(always, visit.press("join"))
    said: list[str] = []
    visit.then(visit.has("server"), lambda: said.append(visit.starting.problems["server"].text))
    visit.then(lambda: said, visit.press("leave"))
    assert visit.run() is None
    assert "No computer called 'no.such.host.invalid'" in said[0]


@pytest.mark.parametrize("link", ["", "parley://desk:9/"])
def test_whoever_is_open_already_comes_up(
    root: tk.Tk, theme: Theme, tmp_path: Path, link: str
) -> None:
    profile = open_profile(tmp_path, "ann", os.urandom)
    rung: queue.SimpleQueue[str] = queue.SimpleQueue()
    bell = Doorbell(profile.folder, rung.put)
    visit = Visit(root, theme, tmp_path, "-a", link or "desk")
    visit.then(visit.has("name"), visit.mend("name"))
    assert visit.run() is None
    assert rung.get(timeout=PATIENCE_S) == link
    bell.close()
    profile.close()


def test_who_quits_begins_nothing(root: tk.Tk, theme: Theme, tmp_path: Path) -> None:
    visit = Visit(root, theme, tmp_path)
    visit.then(always, visit.press("leave"))
    assert visit.run() is None
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_was_found_is_joined_if_it_is_that_one(
    root: tk.Tk, theme: Theme, tmp_path: Path, server: ServerProgram
) -> None:
    key = NetworkInstruments().try_server(Place("127.0.0.1", server.port)).key
    row = ServerRow(f"127.0.0.1:{server.port}", "Front desk", id=server_id(b"somebody else"))
    visit = Visit(root, theme, tmp_path)
    visit.starting.edit_name("ann")
    visit.starting.choose(row)
    visit.then(always, visit.press("join"))
    said: list[str] = []
    visit.then(visit.has("server"), lambda: said.append(visit.starting.problems["server"].text))
    visit.then(lambda: said, lambda: visit.starting.choose(replace(row, id=server_id(key))))
    visit.then(always, visit.press("join"))
    admitted = visit.run()
    assert admitted is not None
    assert "somebody else answers in its place" in said[0]
    assert spell_server_id(row.id) in said[0]
    leave(admitted)


def test_who_leaves_ends_the_search_and_the_doctor(
    root: tk.Tk, theme: Theme, tmp_path: Path
) -> None:
    visit = Visit(root, theme, tmp_path, "-p", "9")
    visit.then(always, visit.press("examine"))
    visit.then(lambda: doctor_of(visit) is not None, lambda: None)
    visit.then(lambda: visit.starting.is_searching, visit.press("leave"))
    assert visit.run() is None


def doctor_of(visit: Visit) -> tk.Misc | None:
    windows = [one for one in visit.dialog.winfo_children() if isinstance(one, DoctorDialog)]
    return next((one for one in windows if one.winfo_viewable()), None)


def test_who_goes_back_from_a_server_that_was_just_started_ends_it(
    root: tk.Tk, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "server"
    place = ("--data", str(data), "-a", "127.0.0.1", "-p", "0", "--no-announce")
    monkeypatch.setattr(
        "shared.desktop.siblings.server_command", lambda *words: server_command(*words, *place)
    )
    monkeypatch.setattr(Lookout, "look", lambda lookout: False)  # others may be there: it asks
    visit = Visit(root, theme, tmp_path / "client", "-p", "9")
    visit.starting.edit_name("ann")
    seen: list[bool] = []
    visit.then(always, visit.press("start"))
    visit.then(lambda: visit.starting.stage == "connecting", lambda: seen.append(is_running(data)))
    visit.then(always, visit.press("leave"))
    visit.then(lambda: not is_running(data), lambda: seen.append(is_running(data)))
    visit.then(always, visit.press("leave"))
    assert visit.run() is None
    assert seen == [True, False]
    assert visit.starting.server == "127.0.0.1:9"
