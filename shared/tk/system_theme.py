"""Whether the desktop is dark. Nobody waits for the answer, and it may never come.

inquiry = Inquiry()       before Tk starts: the programs asked run meanwhile
inquiry.answer()          None: not known, or not yet; ask again later
inquiry.close()
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.desktop.programs import clean_environment

PORTAL = [
    "dbus-send",
    "--session",
    "--print-reply=literal",
    "--reply-timeout=2000",
    "--dest=org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Settings.Read",
    "string:org.freedesktop.appearance",
    "string:color-scheme",
]
GNOME = ["gsettings", "get", "org.gnome.desktop.interface", "color-scheme"]
MACOS = ["defaults", "read", "-g", "AppleInterfaceStyle"]
WINDOWS_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"

Reader = Callable[[str], bool | None]


def read_portal(said: str) -> bool | None:
    """Such as "variant variant uint32 1": 1 is dark, 2 light, 0 says nothing."""
    return {"1": True, "2": False}.get(said.rpartition(" ")[2])


def read_gnome(said: str) -> bool | None:
    return {"'prefer-dark'": True, "'prefer-light'": False, "'default'": False}.get(said)


def read_macos(said: str) -> bool | None:
    """Said only where it is dark."""
    return said == "Dark"


def read_environment(environ: Mapping[str, str]) -> bool | None:
    """GTK_THEME overrides the desktop, as GTK's own programs have it."""
    theme = environ.get("GTK_THEME", "").lower()
    return theme.endswith(("dark", ":dark")) if theme else None


class Inquiry:
    """`commands`: what is asked and who reads the answer, the best one first."""

    def __init__(
        self,
        commands: Sequence[tuple[Sequence[str], Reader]] | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._known = read_environment(environ)
        if self._known is None and sys.platform == "win32":
            self._known = _read_registry()
        asks = self._known is None and sys.platform != "win32"
        chosen = _commands(environ) if commands is None else commands
        started = ((_start(words), reader) for words, reader in (chosen if asks else ()))
        self._asked = [(process, reader) for process, reader in started if process is not None]

    def answer(self) -> bool | None:
        """True: dark; never waits, never raises."""
        for process, reader in list(self._asked):
            if process.poll() is None:
                return None  # a better one may still answer
            self._asked.remove((process, reader))
            found = reader(_said(process))
            if found is not None:
                self._known = found
                self.close()
        return self._known

    @property
    def is_over(self) -> bool:
        """`answer` will not change any more."""
        return not self._asked

    def close(self) -> None:
        """End what still runs."""
        for process, _ in self._asked:
            process.kill()
            _said(process)
            process.wait()
        self._asked = []


def _commands(environ: Mapping[str, str]) -> Sequence[tuple[Sequence[str], Reader]]:
    """Where the session has no bus these programs would start one, and leave it running."""
    if sys.platform == "darwin":
        return [(MACOS, read_macos)]
    if "DBUS_SESSION_BUS_ADDRESS" not in environ:
        runtime = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
        if not Path(runtime, "bus").exists():
            return []
    return [(PORTAL, read_portal), (GNOME, read_gnome)]


def _start(words: Sequence[str]) -> "subprocess.Popen[str] | None":
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
            env=clean_environment(os.environ),
        )
    except OSError:
        return None


def _said(process: "subprocess.Popen[str]") -> str:
    """What an ended process has written: a line, so nobody waits for it."""
    if process.stdout is None:
        return ""
    with process.stdout:
        return process.stdout.read(1000).strip()


def _read_registry() -> bool | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, WINDOWS_KEY) as key:
            return winreg.QueryValueEx(key, "AppsUseLightTheme")[0] == 0
    except OSError:
        return None
