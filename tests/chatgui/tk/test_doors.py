import tkinter as tk
import webbrowser
from pathlib import Path

import pytest

from chatgui.tk.dialog import Dialog
from chatgui.tk.doors import Doors
from chatgui.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.scene import URL, full_scene
from tests.support.windows import Wait


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", addresses.append)
    return addresses


@pytest.fixture
def doors(root: tk.Tk, theme: Theme, wait: Wait, tmp_path: Path) -> Doors:
    wait(root.winfo_viewable)
    return Doors(root, theme, full_scene().chat, lambda act: act(), tmp_path, print)


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
