"""What the clerk asks of the desktop; what the rest does is shown where a whole server runs."""

import sys
from pathlib import Path

import pytest

from chatserver.tray import desktop, words
from chatserver.tray.desktop import ThisDesktop, find_trouble, has_screen, open_dashboard


def test_a_dashboard_needs_a_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not has_screen()
    with pytest.raises(OSError, match="It needs a screen"):
        open_dashboard(tmp_path)
    monkeypatch.setenv("DISPLAY", ":77777")
    monkeypatch.setattr(desktop, "find_spec", lambda name: name)
    assert has_screen()
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)  # no tkinter
    assert not has_screen()


def test_a_dashboard_that_does_not_open_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":77777")
    with pytest.raises(OSError, match="The dashboard does not open"):
        open_dashboard(tmp_path)


def test_a_server_that_was_moved_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)  # where it is, nobody knows
    monkeypatch.setattr(desktop, "is_moved", lambda: True)
    with pytest.raises(OSError, match="moved or replaced"):
        open_dashboard(tmp_path)
    assert not find_trouble()
    monkeypatch.setattr(desktop, "server_command", lambda: [str(tmp_path / "gone")])
    assert "moved or replaced" in find_trouble()


def test_it_starts_at_login_as_it_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "data"
    given = ("--tray", "--say-link", "-p", "12000", "--data", "data", "--server-name", "My desk")
    desktop = ThisDesktop(folder, print, given)
    assert desktop.starts_at_login() is False
    desktop.start_at_login(True)
    assert desktop.starts_at_login()
    (file,) = (tmp_path / "autostart").iterdir()
    command = f'-m chatserver --tray -p 12000 --server-name "My desk" --anyway --data {folder}\n'
    assert command in file.read_text()
    assert ThisDesktop(tmp_path / "another", print).starts_at_login() is False
    desktop.start_at_login(False)
    assert desktop.starts_at_login() is False


def test_what_starts_at_login_is_mended_after_a_move_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    said: list[str] = []
    ThisDesktop(tmp_path, said.append, ("--tray", "-p", "12000")).start_at_login(True)
    (file,) = (tmp_path / "autostart").iterdir()
    whole = file.read_text()
    file.write_text(whole.replace(sys.executable, "/gone/bin/python"))
    assert whole != file.read_text()
    for _ in range(2):
        ThisDesktop(tmp_path, said.append, ("--tray",))
    assert file.read_text() == whole, "it was wanted at that port"
    assert said == [words.LOGIN_MENDED]
    file.write_text(whole.replace(sys.executable, "/gone/bin/nice /gone/bin/python"))
    ThisDesktop(tmp_path, said.append, ("--tray",))
    assert said[1:] == [words.LOGIN_LEFT]


def test_why_it_does_not_start_at_login_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError, match="does not let Parley change what starts at login"):
        ThisDesktop(tmp_path, print).start_at_login(True)
