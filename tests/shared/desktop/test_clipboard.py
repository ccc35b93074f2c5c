import sys
import threading
from pathlib import Path

import pytest

from shared.desktop import clipboard
from shared.desktop.clipboard import HELD, copy, system_command

TEXT = "parley://10.0.0.7:15000/key"
KEEPER = "import sys; open({path!r}, 'w').write(sys.stdin.read()); print({word!r}, flush=True)"


@pytest.mark.parametrize(
    ("platform", "environ", "command"),
    [
        ("win32", {}, ("clip",)),
        ("darwin", {}, ("pbcopy",)),
        ("linux", {"DISPLAY": ":0"}, None),
        ("linux", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, ("wl-copy",)),
    ],
)
def test_the_desktops_own_way(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    environ: dict[str, str],
    command: tuple[str, ...] | None,
) -> None:
    monkeypatch.setattr(clipboard, "which", lambda name: f"/bin/{name}")
    assert system_command(environ, platform) == command


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "system_command", lambda _: None)


def wait_for_keepers() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("waits for"):
            thread.join(20)


@pytest.mark.parametrize(("word", "done"), [(HELD.decode(), True), ("no screen", False)])
def test_a_keeper_of_ours(no_program: None, tmp_path: Path, word: str, done: bool) -> None:
    path = str(tmp_path / "clipboard")
    assert copy(TEXT, [sys.executable, "-c", KEEPER.format(path=path, word=word)]) == done
    assert Path(path).read_text() == TEXT
    wait_for_keepers()


@pytest.mark.parametrize("command", [["/nowhere/at-all"], [sys.executable, "-c", "pass"]])
def test_a_keeper_that_ends_keeps_nothing(no_program: None, command: list[str]) -> None:
    assert not copy(TEXT, command)
    wait_for_keepers()


def test_a_program_of_the_desktops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f"import sys; open({str(tmp_path / 'x')!r}, 'w').write(sys.stdin.read())"
    command = [sys.executable, "-c", script]
    monkeypatch.setattr(clipboard, "PATIENCE_S", 20.0)
    monkeypatch.setattr(clipboard, "system_command", lambda _: command)
    assert copy(TEXT, [])
    assert (tmp_path / "x").read_text() == TEXT
    monkeypatch.setattr(clipboard, "system_command", lambda _: ["false"])
    assert not copy(TEXT, [])
    monkeypatch.setattr(clipboard, "system_command", lambda _: ["/nowhere/at-all"])
    assert not copy(TEXT, [])
    monkeypatch.setattr(clipboard, "PATIENCE_S", 0.01)
    monkeypatch.setattr(clipboard, "system_command", lambda _: ["sleep", "20"])
    assert not copy(TEXT, [])


def test_windows_is_told_that_it_is_utf_16() -> None:
    assert clipboard._encode("é", "win32") == b"\xff\xfe\xe9\x00"
