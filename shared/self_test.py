"""`--self-test`: whether a program has all that it needs where it stands.

A packaged program that lacks a piece finds out when somebody needs that piece. This finds out at
once: by whoever built it, and by a person who is asked whether theirs is whole.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TextIO

from shared import __version__
from shared.console import print_line
from shared.disk import make_folder

PATIENCE_S: Final = 20.0
"""For what takes milliseconds on a computer that does nothing else."""

REPORT: Final = "log/self-test.txt"
"""In the data folder, for a program without a console."""

Check = tuple[str, Callable[[], str]]
"""What it is about; what tries it and says what it found. Whatever that raises is a failure."""


class SkippedError(Exception):
    """This cannot be tried here, and why; that is no failure."""


def run_checks(program: str, checks: Iterable[Check], folder: Path) -> int:
    """Exit code: 0 if nothing failed. The report goes to standard output, where there is one,
    else to a file in that folder. 1, too, where it cannot be written."""
    if sys.stdout is not None:
        try:
            return _run(program, checks, sys.stdout)
        except OSError as error:
            print(f"The report cannot be written ({error.strerror}).", file=sys.stderr)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python tries once more at its end
            return 1
    path = folder / REPORT
    make_folder(path.parent)
    with path.open("w", encoding="utf-8") as report:
        return _run(program, checks, report)


def _run(program: str, checks: Iterable[Check], out: TextIO) -> int:
    python = ".".join(map(str, sys.version_info[:3]))
    print_line(out, f"{program} {__version__}, Python {python} on {sys.platform}")
    failed = sum([not _try(*check, out) for check in checks])
    print_line(out, f"{failed} of these failed." if failed else "All is well.")
    return 1 if failed else 0


def _try(name: str, check: Callable[[], str], out: TextIO) -> bool:
    try:
        print_line(out, f"ok       {name}: {check()}")
    except SkippedError as reason:
        print_line(out, f"skipped  {name}: {reason}")
    except Exception as error:
        print_line(out, f"FAILED   {name}: {type(error).__name__}: {error}")
        return False
    return True


def import_all(*packages: str) -> str:
    """Every module of these packages: also what is imported late and seldom."""
    names = [name for package in packages for name in _modules(package)]
    if not names:
        raise ImportError("this program does not find its own parts")
    without_tk = sum([not _import(name) for name in names])
    lacking = f", {without_tk} of them useless: this Python lacks tkinter" if without_tk else ""
    return f"{len(names)} modules{lacking}"


def _modules(package: str) -> list[str]:
    top = importlib.import_module(package)
    found = pkgutil.walk_packages(top.__path__, f"{package}.", onerror=_pass_over)
    return [module.name for module in found if not module.name.endswith("__main__")]


def _pass_over(name: str) -> None:
    """A package that cannot be imported is found, and tried again by whoever asked."""


def _import(name: str) -> bool:
    """False: it needs tkinter, which some systems package apart. In a packaged program that is as
    much a fault as anything else."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name not in ("tkinter", "_tkinter") or getattr(sys, "frozen", False):
            raise
        return False
    return True


def try_crypto() -> str:
    """A whole handshake's worth: keys, a signature, an agreement, a sealed text."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    from shared.crypto.identity import Identity, ServerKeys, fingerprint

    person, server = Identity(bytes(32)), ServerKeys(bytes(32))
    person.bind(server.public)
    secret = person.static.exchange(server.static.public_key())
    sealed = ChaCha20Poly1305(secret).encrypt(bytes(12), b"parley", b"")
    if ChaCha20Poly1305(secret).decrypt(bytes(12), sealed, b"") != b"parley":
        raise ValueError("what was sealed cannot be opened")
    return fingerprint(server.public)


def try_window() -> str:
    """One in Parley's clothes, for a moment."""
    if sys.platform not in ("win32", "darwin") and not os.environ.get("DISPLAY"):
        raise SkippedError("there is no display")
    try:
        from shared.tk.sample import show_sample
    except ImportError as missing:
        if getattr(sys, "frozen", False):
            raise
        raise SkippedError(f"this Python lacks tkinter ({missing})") from None
    return show_sample()
