import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import pytest

from chatgui.app.words import dialogs as words
from chatgui.doctor import examiner
from chatgui.tk.doors import Doors
from shared.desktop.notification import Notification
from shared.server_link import Place
from shared.tk.dialog import Dialog
from shared.tk.theme import Theme
from tests.chatgui.tk.test_doctor_dialog import FakeExaminer
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import button_of
from tests.support.scene import URL, full_scene
from tests.support.windows import Wait


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []
    monkeypatch.setattr("chatgui.tk.doors.open_address", addresses.append)
    return addresses


@pytest.fixture
def shown() -> list[Notification]:
    return []


@pytest.fixture
def doors(root: tk.Tk, theme: Theme, wait: Wait, shown: list[Notification]) -> Doors:
    wait(root.winfo_viewable)
    desk = full_scene()
    made: list[Doors] = []

    def do(act: Callable[[], object]) -> None:
        act()
        made[0].draw(desk.chat.take_changes())

    made.append(Doors(root, theme, desk.chat, do, Path("/home/ada"), shown.append))
    return made[0]


def dialog_of(root: tk.Tk, wait: Wait) -> Dialog:
    wait(lambda: isinstance(root.winfo_children()[-1], Dialog))
    dialog = root.winfo_children()[-1]
    assert isinstance(dialog, Dialog)
    wait(dialog.winfo_viewable)
    wait(lambda: str(dialog.focus_get()).startswith(f"{dialog}."))
    return dialog


@pytest.mark.parametrize(("key", "addresses"), [("Return", [URL]), ("Escape", [])])
def test_an_address_is_shown_whole_before_it_is_opened(
    root: tk.Tk, doors: Doors, opened: list[str], wait: Wait, key: str, addresses: list[str]
) -> None:
    doors.link(URL)
    dialog = dialog_of(root, wait)
    assert any(URL in text for text in texts(dialog))
    assert opened == []
    dialog.event_generate(f"<{key}>")
    wait(lambda: opened == addresses)
    assert not dialog.winfo_exists()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x"])
def test_nothing_but_the_web_is_opened(
    root: tk.Tk, doors: Doors, opened: list[str], url: str
) -> None:
    doors.link(url)
    root.update()
    assert not [child for child in root.winfo_children() if isinstance(child, tk.Toplevel)]
    assert opened == []


@pytest.mark.parametrize("name", ["help", "settings", "export"])
def test_each_window_opens_once(root: tk.Tk, doors: Doors, wait: Wait, name: str) -> None:
    getattr(doors, name)()
    dialog = dialog_of(root, wait)
    getattr(doors, name)()
    assert dialog_of(root, wait) is dialog
    dialog.close()
    getattr(doors, name)()
    another = dialog_of(root, wait)
    assert another is not dialog
    another.close()


def test_settings_open_and_follow_what_they_change(
    root: tk.Tk, doors: Doors, wait: Wait, shown: list[Notification]
) -> None:
    doors.settings_warning = "The settings could not be read."
    doors.settings()
    dialog = dialog_of(root, wait)
    assert "The settings could not be read." in texts(dialog)
    button_of(dialog, words.NOTIFIES).invoke()
    assert button_of(dialog, words.MAKES_SOUND).instate(["disabled"])
    button_of(dialog, words.TEST).invoke()
    assert [one.title for one in shown] == ["Parley"]
    dialog.close()


def test_who_has_it_is_one_window_for_all_messages(root: tk.Tk, doors: Doors, wait: Wait) -> None:
    doors.board(11)
    dialog = dialog_of(root, wait)
    doors.board(10)
    assert dialog_of(root, wait) is dialog
    dialog.close()
    root.update()
    doors.draw({"board"})


def test_the_doctor_looks_at_the_server_of_this_chat(
    root: tk.Tk, doors: Doors, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def examine(*what: object) -> FakeExaminer:
        asked.append(what[0])
        return FakeExaminer([])

    monkeypatch.setattr(examiner, "examine_network", examine)
    monkeypatch.setattr(doors._chat, "where", "desk:9")
    doors.doctor()
    dialog = dialog_of(root, wait)
    assert asked == [Place("desk", 9)]
    doors.doctor()
    assert dialog_of(root, wait) is dialog
    dialog.close()
