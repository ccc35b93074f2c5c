"""What all specifications have in common: which programs there are, and what goes into them.

A specification is run by PyInstaller, which puts its own names (Analysis, EXE, ...) beside it; here
they are imported, so that ruff and mypy read this as any other module.
"""

import os
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

from PyInstaller.building.build_main import Analysis

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
MADE: Final = ROOT / "build"
"""Where icons and version resources are written before."""

IS_ONE_FILE: Final = os.environ.get("PARLEY_ONEFILE") == "1"
STRIPS: Final = sys.platform == "linux"
"""On macOS it would break signatures; on Windows there is nothing to strip and no program for it.
Everywhere UPX is left out: virus scanners take what is packed with it for malware."""


class Program(NamedTuple):
    """`has_console`: on Windows, a console window that output goes to."""

    name: str
    script: str
    title: str
    has_console: bool = False


CLIENT: Final = Program("parley", "start_client.py", "Parley")
SERVER: Final = Program("parley-server", "start_server.py", "Parley Server")
# A windowed program of Windows cannot write to the console that it was started from.
TWINS: Final = (
    CLIENT._replace(name="parley-console", has_console=True),
    SERVER._replace(name="parley-server-console", has_console=True),
)

UNUSED: Final = [
    "PIL.ImageQt",
    "_pyrepl",
    "curses",
    "distutils",
    "doctest",
    "idlelib",
    "lib2to3",
    "multiprocessing",  # nothing starts itself anew that way; tests/build_specs holds it
    "numpy",
    "pdb",
    "pip",
    "pydoc",
    "pydoc_data",
    "pytest",
    "setuptools",
    "test",
    "turtle",
    "unittest",
    "xmlrpc",
]
"""What the libraries' own tests, debuggers and other systems would drag in."""

TRIMMED: Final = (
    "_tcl_data/tzdata",
    "_tcl_data/encoding",
    "_tcl_data/msgs",
    "_tcl_data/opt0.4",
    "_tcl_data/http1.0",
    "_tk_data/images",
    "_tk_data/msgs",
    "_tk_data/demos",
    "tcl8/8.4/platform",
    "tcl8/8.5/tcltest",
    "tcl8/8.6/http",
)
"""Tcl's time zones, character sets, translations and samples: 3 MB that nothing here asks for."""

KEPT: Final = ("ascii.enc", "cp1252.enc", "iso8859-1.enc", "koi8-r.enc", "symbol.enc", "utf-8.enc")
"""Character sets that Tk itself reads while it starts on Windows and X11."""


def trim(files: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's table of data without what is not needed."""
    return [entry for entry in files if is_needed(entry[0])]


def is_needed(name: str) -> bool:
    name = name.replace("\\", "/")
    return not name.startswith(TRIMMED) or name.endswith(KEPT)


def analyse(program: Program) -> Any:
    """`optimize` 1 leaves out asserts, none of which guards anything; 2 would take the docstrings,
    which run.py and others show as help."""
    found = Analysis(
        [str(HERE / program.script)],
        pathex=[str(ROOT)],
        excludes=UNUSED,
        optimize=1,
        noarchive=False,
    )
    found.datas = trim(found.datas)
    return found
