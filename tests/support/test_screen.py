"""The window tests' own set-up: it shows windows, gives them the focus, and can fail."""

import shutil
import subprocess
import tkinter as tk
from pathlib import Path

import pytest

from tests.support.screen import SIZE, Screen
from tests.support.windows import Wait


def test_a_window_is_shown_and_seen_on_the_picture(
    root: tk.Tk, wait: Wait, screen: Screen, tmp_path: Path
) -> None:
    root.configure(bg="#123456")
    root.geometry("300x200+0+0")
    wait(root.winfo_viewable)
    root.update()
    screen.picture(tmp_path / "screen.png")
    picture = tk.PhotoImage(master=root, file=str(tmp_path / "screen.png"))
    assert (picture.width(), picture.height()) == SIZE
    x, y = root.winfo_rootx() + 150, root.winfo_rooty() + 100
    wait(lambda: looks_like(root, screen, tmp_path / "screen.png", (x, y), (0x12, 0x34, 0x56)))


def looks_like(
    root: tk.Tk, screen: Screen, path: Path, at: tuple[int, int], colour: tuple[int, int, int]
) -> bool:
    screen.picture(path)
    return tk.PhotoImage(master=root, file=str(path)).get(*at) == colour


def test_a_new_dialog_gets_the_focus(root: tk.Tk, wait: Wait) -> None:
    wait(root.winfo_viewable)
    dialog = tk.Toplevel(root)
    entry = tk.Text(dialog)
    entry.pack()
    entry.focus_set()
    wait(lambda: dialog.focus_displayof() is entry)
    dialog.destroy()


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")
@pytest.mark.parametrize("run", ["first", "second"])
def test_the_pointer_is_where_nothing_opens_whatever_moved_it_before(root: tk.Tk, run: str) -> None:
    assert root.winfo_pointerxy() == (SIZE[0] - 1, SIZE[1] - 1)
    subprocess.run(("xdotool", "mousemove", "100", "100"), check=True)
    assert root.winfo_pointerxy() == (100, 100)
