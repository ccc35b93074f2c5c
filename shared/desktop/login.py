"""Programs that start with the person's desktop, when they log in.

    item = login_item("parley", "Parley", client_command("--hidden"))
    item.is_on()
    item.turn(True)          OSError: the system does not let us; `describe` makes a sentence of it

Linux: a file in ~/.config/autostart. macOS: one in ~/Library/LaunchAgents. Windows: a value under
the person's own Run key. No administrator is asked, and each can be seen and taken away in the
desktop's own settings.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from shared.disk import make_folder, replace_file

_OFF: Final = ("hidden=true", "x-gnome-autostart-enabled=false")
"""What desktops write into our file when a person switches it off there."""

_RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class LoginItem(Protocol):
    def is_on(self) -> bool:
        """What cannot be read is off."""
        ...

    def turn(self, on: bool) -> None:
        """OSError: it stays as it was."""
        ...


def login_item(
    name: str,
    title: str,
    command: Sequence[str],
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> LoginItem:
    """`name`: of what is kept, letters only; `title`: what a person reads in the settings."""
    if platform == "win32":
        return RunKey(title, command)
    if platform == "darwin":
        folder = Path.home() / "Library" / "LaunchAgents"
        return LaunchAgent(folder / f"org.parley.{name}.plist", command)
    config = environ.get("XDG_CONFIG_HOME", "")
    base = Path(config) if os.path.isabs(config) else Path.home() / ".config"
    return Autostart(base / "autostart" / f"{name}.desktop", title, command)


def describe(error: OSError) -> str:
    """Why it could not be turned, and what to do."""
    reason = error.strerror or type(error).__name__
    where = f" {error.filename} cannot be written." if error.filename else ""
    return (
        f"This computer does not let Parley change what starts at login ({reason}).{where} "
        "Add it in the desktop's own settings instead."
    )


class Autostart:
    """As freedesktop.org's Desktop Application Autostart has it."""

    def __init__(self, path: Path, title: str, command: Sequence[str]) -> None:
        self._path, self._title, self._command = path, title, command

    def is_on(self) -> bool:
        try:
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        return not any(line.replace(" ", "").lower() in _OFF for line in lines)

    def turn(self, on: bool) -> None:
        if not on:
            self._path.unlink(missing_ok=True)
            return
        make_folder(self._path.parent)
        replace_file(self._path, self._content().encode())

    def _content(self) -> str:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_escape(self._title)}",
            f"Exec={_escape(' '.join(map(_quote, self._command)))}",
            "Terminal=false",
        )
        return "\n".join(lines) + "\n"


def _quote(word: str) -> str:
    """One argument of Exec; "%" begins a field code there."""
    word = word.replace("%", "%%")
    if word and not any(letter in _RESERVED for letter in word):
        return word
    for letter in '\\"`$':
        word = word.replace(letter, "\\" + letter)
    return f'"{word}"'


_RESERVED: Final = " \t\n\"'\\><~|&;$*?#()`"


def _escape(text: str) -> str:
    """Values escape backslashes and line ends once more, whatever stands in them."""
    escapes = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
    return "".join(escapes.get(letter, letter) for letter in text)


class LaunchAgent:
    """Read by launchd at the next login."""

    def __init__(self, path: Path, command: Sequence[str]) -> None:
        self._path, self._command = path, command

    def is_on(self) -> bool:
        return self._path.exists()

    def turn(self, on: bool) -> None:
        if not on:
            self._path.unlink(missing_ok=True)
            return
        content = {
            "Label": self._path.stem,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        import plistlib  # of all systems, this one alone needs it

        make_folder(self._path.parent)
        replace_file(self._path, plistlib.dumps(content))


class RunKey:
    def __init__(self, title: str, command: Sequence[str]) -> None:
        self._title = title
        python, *words = command
        quiet = Path(python).with_name("pythonw.exe")  # the other one opens a console
        is_source = Path(python).name.lower() == "python.exe" and quiet.exists()
        self._line = subprocess.list2cmdline([str(quiet) if is_source else python, *words])

    def is_on(self) -> bool:
        """The Task Manager leaves our value and notes beside it that the person does not want it:
        an odd first byte."""
        approved = _read(_APPROVED, self._title)
        is_refused = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return _read(_RUN, self._title) is not None and not is_refused

    def turn(self, on: bool) -> None:
        _forget(_APPROVED, self._title)
        if on:
            _write(self._title, self._line)
        else:
            _forget(_RUN, self._title)


def _winreg() -> Any:
    """Only Windows has it."""
    return import_module("winreg")


def _read(path: str, name: str) -> object:
    """None: it is not there."""
    winreg = _winreg()
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return winreg.QueryValueEx(key, name)[0]
    except OSError:
        return None


def _write(name: str, line: str) -> None:
    winreg = _winreg()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
        winreg.SetValueEx(key, name, 0, winreg.REG_SZ, line)


def _forget(path: str, name: str) -> None:
    winreg = _winreg()
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
            winreg.DeleteValue(key, name)
    except FileNotFoundError:
        return
