"""Programs that start with the person's desktop, when they log in.

    item = login_item("parley", "Parley", client_command("--hidden"))
    item.is_on()
    item.turn(True)          OSError: the system does not let us; `describe` makes a sentence of it
    item.mend()              at start: the program was moved

Linux: a file in ~/.config/autostart. macOS: one in ~/Library/LaunchAgents. Windows: a value under
the person's own Run key. No administrator is asked, and each can be seen and taken away in the
desktop's own settings.
"""

import ntpath
import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol
from xml.parsers.expat import ExpatError

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

    def mend(self) -> bool | None:
        """Where the program that was to start is not there any more, as after a move, ours is from
        now on, with the same words behind it; whether that was so. None: it is not there, but what
        names it was changed by hand, and stays. OSError: it stays as it was."""
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


def _is_gone(command: Sequence[str]) -> bool:
    """False: nobody can say where it was."""
    return bool(command) and os.path.isabs(command[0]) and not os.path.exists(command[0])


def _mended(found: Sequence[str], command: Sequence[str]) -> list[str] | None:
    """None: what stood there was no program of ours."""
    program = _program(found)
    return [*_program(command), *found[len(program) :]] if _is_ours(program) else None


def _program(command: Sequence[str]) -> Sequence[str]:
    """From source it is Python with a module."""
    return command[: 3 if list(command[1:2]) == ["-m"] else 1]


def _is_ours(program: Sequence[str]) -> bool:
    name = re.split(r"[\\/]", program[0])[-1].lower().removesuffix(".exe")
    return list(program[2:]) in (["chatgui"], ["chatserver"]) or name in ("parley", "parley-server")


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

    def mend(self) -> bool | None:
        try:
            text = self._path.read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeError):
            return False
        lines = _EXEC_LINE.findall(text)
        words = _read_exec(lines[0]) if lines else []
        if not _is_gone(words):
            return False
        mended = _mended(words, self._command)
        if mended is None or lines != [_write_exec(words)] or _PLACE_LINE.search(text):
            return None
        _replace(self._path, _EXEC_LINE.sub(lambda _: _write_exec(mended), text).encode())
        return True

    def _content(self) -> str:
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_escape(self._title)}",
            _write_exec(self._command),
            "Terminal=false",
        )
        return "\n".join(lines) + "\n"


def _replace(path: Path, data: bytes) -> None:
    """Whoever keeps such files elsewhere goes on with the link to it."""
    replace_file(Path(os.path.realpath(path)), data)


_EXEC: Final = "Exec="
_EXEC_LINE: Final = re.compile(r"^[ \t]*Exec[ \t]*=.*", re.MULTILINE)
_PLACE_LINE: Final = re.compile(r"^[ \t]*(?:TryExec|Path)[ \t]*=[ \t]*\S", re.MULTILINE)
"""We write none; what it names may be gone, too, and then the desktop skips the whole entry."""

_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def _write_exec(command: Sequence[str]) -> str:
    return _EXEC + _escape(" ".join(map(_quote, command)))


def _read_exec(line: str) -> list[str]:
    """As we have written it: else `_write_exec` makes another line of it."""
    written = line.partition("=")[2]
    value = re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), written)
    words = (word[2] or re.sub(r"\\(.)", r"\1", word[1]) for word in _WORD.finditer(value))
    return [word.replace("%%", "%") for word in words]


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
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


_ESCAPES: Final = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "s": " "}


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
        make_folder(self._path.parent)
        replace_file(self._path, plistlib.dumps(content))

    def mend(self) -> bool | None:
        try:
            content = plistlib.loads(self._path.read_bytes())
            words = content["ProgramArguments"]
            if not _is_gone(words):
                return False
            mended = None if "Program" in content else _mended(words, self._command)
        except (FileNotFoundError, ExpatError, ValueError, LookupError, TypeError):
            return False  # it is not there, or not ours
        if mended is None:
            return None
        _replace(self._path, plistlib.dumps(content | {"ProgramArguments": mended}))
        return True


class RunKey:
    def __init__(self, title: str, command: Sequence[str]) -> None:
        self._title = title
        python, *words = command
        quiet = Path(python).with_name("pythonw.exe")  # the other one opens a console
        is_source = Path(python).name.lower() == "python.exe" and quiet.exists()
        command = [str(quiet) if is_source else python, *words]
        self._program = subprocess.list2cmdline(_program(command))
        self._line = subprocess.list2cmdline(command)

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

    def mend(self) -> bool | None:
        """What stands behind the program stays as it is written."""
        found = _LINE.fullmatch(str(_read(_RUN, self._title) or ""))
        program = (found[1] or found[2]) if found else ""
        if not found or not ntpath.isabs(program) or os.path.exists(program):
            return False
        if not _is_ours([program, *(found[3] or "").split()]):
            return None
        _write(self._title, self._program + found[4])
        return True


_LINE: Final = re.compile(r'(?:"([^"]+)"|([^ "]+))( -m \w+)?(.*)', re.DOTALL)


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
