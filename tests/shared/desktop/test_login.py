"""Starting with the desktop: on, off, and what a person changes in the desktop's own settings."""

import plistlib
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.desktop.login import LoginItem, describe, login_item

NASTY = ["/opt/my $chat/`x`", 'a "b" \\ c', "50%", "plain", "", "tab\there", "semi;colon"]


def autostart(home: Path, command: list[str]) -> LoginItem:
    return login_item("parley", "Parley", command, "linux", {"XDG_CONFIG_HOME": str(home)})


def test_on_and_off_on_linux(tmp_path: Path) -> None:
    item = autostart(tmp_path / "config", ["/opt/parley/parley", "--hidden"])
    assert not item.is_on()
    item.turn(True)
    item.turn(True)
    assert item.is_on()
    file = tmp_path / "config" / "autostart" / "parley.desktop"
    assert "Exec=/opt/parley/parley --hidden" in file.read_text().splitlines()
    assert "Name=Parley" in file.read_text().splitlines()
    item.turn(False)
    item.turn(False)
    assert not item.is_on()
    assert not file.exists()


@pytest.mark.parametrize("base", ["", "relative/config"])
def test_without_a_folder_of_its_own_it_is_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    login_item("parley", "Parley", ["x"], "linux", {"XDG_CONFIG_HOME": base}).turn(True)
    assert (tmp_path / ".config" / "autostart" / "parley.desktop").exists()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_switched_off_in_the_desktop_s_settings_is_off(tmp_path: Path, line: str) -> None:
    item = autostart(tmp_path, ["parley"])
    item.turn(True)
    with (tmp_path / "autostart" / "parley.desktop").open("a") as file:
        file.write(line + "\n")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()


def test_every_argument_survives_the_quoting(tmp_path: Path) -> None:
    """Read back as the specification says: escapes of values first, then quotes, then "%"."""
    autostart(tmp_path, NASTY).turn(True)
    lines = (tmp_path / "autostart" / "parley.desktop").read_text().splitlines()
    value = next(line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
    assert split_exec(unescape(value)) == NASTY


def unescape(value: str) -> str:
    found, letters = "", iter(value)
    for letter in letters:
        found += {"\\": "\\", "n": "\n", "t": "\t"}[next(letters)] if letter == "\\" else letter
    return found


def split_exec(line: str) -> list[str]:
    words, word, is_quoted, has_word = [], "", False, False
    letters = iter(line)
    for letter in letters:
        if letter == '"':
            is_quoted, has_word = not is_quoted, True
        elif letter == "\\" and is_quoted:
            word += next(letters)
        elif letter == " " and not is_quoted:
            words.append(word)
            word, has_word = "", False
        else:
            word, has_word = word + letter, True
    words += [word] * has_word
    return [one.replace("%%", "%") for one in words]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(FileExistsError) as trouble:
        autostart(tmp_path, ["parley"]).turn(True)
    said = describe(trouble.value)
    assert said.endswith("in the desktop's own settings instead.")
    assert "autostart" in said


def test_on_and_off_on_macos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    item = login_item("parley", "Parley", NASTY, "darwin")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
    file = tmp_path / "Library" / "LaunchAgents" / "org.parley.parley.plist"
    content = plistlib.loads(file.read_bytes())
    assert content["ProgramArguments"] == NASTY
    assert content["RunAtLoad"] is True
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    item.turn(False)
    assert not item.is_on()


class Registry:
    """As much of winreg as is asked for."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = "user", 1, 2

    def __init__(self) -> None:
        self.values: dict[str, dict[str, Any]] = {}

    def OpenKey(self, user: str, path: str, reserved: int = 0, access: int = 0) -> "Key":
        if path not in self.values:
            raise FileNotFoundError(path)
        return Key(self.values[path])

    def CreateKey(self, user: str, path: str) -> "Key":
        return Key(self.values.setdefault(path, {}))

    def QueryValueEx(self, key: "Key", name: str) -> tuple[Any, int]:
        if name not in key.values:
            raise FileNotFoundError(name)
        return key.values[name], 1

    def SetValueEx(self, key: "Key", name: str, reserved: int, kind: int, value: str) -> None:
        key.values[name] = value

    def DeleteValue(self, key: "Key", name: str) -> None:
        if name not in key.values:
            raise FileNotFoundError(name)
        del key.values[name]


class Key:
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    made = Registry()
    monkeypatch.setitem(sys.modules, "winreg", made)
    return made


def test_on_and_off_on_windows(registry: Registry) -> None:
    command = ["C:\\Program Files\\Parley\\parley.exe", "--hidden"]
    item = login_item("parley", "Parley", command, "win32")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
    (value,) = (values["Parley"] for path, values in registry.values.items() if "Parley" in values)
    assert value == subprocess.list2cmdline(command) == f'"{command[0]}" --hidden'
    item.turn(False)
    item.turn(False)
    assert not item.is_on()


def test_switched_off_in_the_task_manager_is_off(registry: Registry) -> None:
    item = login_item("parley", "Parley", ["parley.exe"], "win32")
    item.turn(True)
    path = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    registry.values[path] = {"Parley": bytes([3, 0, 0, 0])}
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
