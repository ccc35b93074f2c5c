"""That links which begin with parley:// open the client, where no installer has seen to it.

macOS knows it from the bundle and Linux from a desktop entry (build_specs/linux/install.sh).
Windows has it in the registry: here under the person's own keys, which asks no administrator.
"""

import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

SCHEME: Final = r"Software\Classes\parley"
COMMAND: Final = SCHEME + r"\shell\open\command"


def register_links(command: Sequence[str], platform: str = sys.platform) -> bool:
    """`command`: of the client, which gets the link behind it. Cheap where it is registered, and
    right again after the program was moved. False: the system does not let us, or is another."""
    if platform != "win32":
        return False
    line = f'{subprocess.list2cmdline(command)} "%1"'
    try:
        if _read(COMMAND) != line:
            _write(SCHEME, "", "URL:Parley")
            _write(SCHEME, "URL Protocol", "")
            _write(COMMAND, "", line)
    except OSError:
        return False
    return True


def _winreg() -> Any:
    """Only Windows has it."""
    return import_module("winreg")


def _read(path: str) -> object:
    """None: it is not there."""
    winreg = _winreg()
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return winreg.QueryValueEx(key, "")[0]
    except OSError:
        return None


def _write(path: str, name: str, text: str) -> None:
    winreg = _winreg()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
        winreg.SetValueEx(key, name, 0, winreg.REG_SZ, text)
