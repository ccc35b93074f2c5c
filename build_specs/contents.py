"""Which programs there are, and what goes into them and what does not. Needs no PyInstaller."""

import sys
import tarfile
from pathlib import Path
from typing import Any, Final, NamedTuple

from shared import __version__

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
WORK: Final = ROOT / "build"
"""What is made on the way: icons, version resources, PyInstaller's own."""

LICENCES: Final = WORK / "LICENSES.txt"
"""Of all that is packed."""

MANIFEST: Final = HERE / "windows" / "parley.manifest"
"""PyInstaller's own, which says nothing of sharp screens, and that."""

DONE: Final = ROOT / "dist"

SUMMARY: Final = "Chat for a network with no internet"
IDENTIFIER: Final = "chat.parley"
"""macOS knows a bundle by it; nobody may change it, or permissions are asked for again."""


class Program(NamedTuple):
    """`has_console`: on Windows, a console window that output goes to."""

    name: str
    script: str
    title: str
    has_console: bool = False


CLIENT: Final = Program("parley", "start_client.py", "Parley")
SERVER: Final = Program("parley-server", "start_server.py", "Parley Server")


def executables(program: Program, platform: str = sys.platform) -> list[Program]:
    """On Windows a program with windows cannot write to the console it was started from, so each
    has a twin that can: for scripts, for services, and for who reads with a screen reader."""
    if platform != "win32":
        return [program]
    return [program, program._replace(name=f"{program.name}-console", has_console=True)]


UNUSED: Final = (
    "PIL._avif",  # with the next three: 11 MB on Windows, which the tray's picture does without
    "PIL._imagingcms",
    "PIL._imagingft",
    "PIL._webp",
    "_hashlib",
    "_pyrepl",
    "_ssl",  # with _hashlib: OpenSSL. cryptography has its own, and hashlib works without
    "bdb",
    "curses",
    "distutils",
    "doctest",
    "idlelib",
    "lib2to3",
    "numpy",
    "pdb",
    "pip",
    "prompt_toolkit.contrib",
    "pydoc",
    "pydoc_data",
    "pygments",  # prompt_toolkit colours program texts with it
    "pytest",
    "setuptools",
    "ssl",
    "test",
    "turtle",
    "unittest",
    "wcwidth._wcwidth_c",  # the same faster, for programs that measure more than one typed line
    "xmlrpc",
)
"""What the libraries ask for, only in case, and would be dragged in."""

UNUSED_BY_CLIENT: Final = ("multiprocessing",)
"""The server's named pipes on Windows come from it."""


def unused(program: Program) -> list[str]:
    return [*UNUSED, *(UNUSED_BY_CLIENT if program.name == CLIENT.name else ())]


TRIMMED: Final = (
    "_tcl_data/encoding",
    "_tcl_data/http1.0",
    "_tcl_data/msgs",
    "_tcl_data/opt0.4",
    "_tcl_data/tzdata",
    "_tk_data/demos",
    "_tk_data/images",
    "_tk_data/msgs",
    "tcl8/8.4/platform",
    "tcl8/8.5/tcltest",
    "tcl8/8.6/http",
)
"""Tcl's time zones, character sets, translations and samples: 3 MB that nothing here asks for."""

KEPT: Final = ("ascii.enc", "cp1252.enc", "iso8859-1.enc", "koi8-r.enc", "symbol.enc", "utf-8.enc")
"""Character sets that Tk itself reads while it starts, on Windows and on X11."""


def is_needed(name: str) -> bool:
    """Of a data file, by its place in what is built."""
    name = name.replace("\\", "/")
    if name.startswith("_tcl_data/encoding/"):
        return name.endswith(KEPT)
    return not name.startswith(TRIMMED)


def property_list(program: Program) -> dict[str, Any]:
    """macOS denies the network in silence to a bundle that does not say what it wants there."""
    found: dict[str, Any] = {
        "CFBundleDisplayName": program.title,
        "CFBundleExecutable": program.name,
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "LSMinimumSystemVersion": "11.0",
        "NSBonjourServices": ["_parley._udp"],
        "NSHighResolutionCapable": True,
        "NSLocalNetworkUsageDescription": (
            "Parley finds the chat server on your network and talks to it. Without this it can "
            "reach nobody."
        ),
        "NSRequiresAquaSystemAppearance": False,
    }
    if program.name == SERVER.name:
        return found | {"LSUIElement": True}  # it lives in the menu bar, not in the Dock
    link = {"CFBundleURLName": IDENTIFIER, "CFBundleURLSchemes": ["parley"]}
    return found | {"CFBundleURLTypes": [link]}


def bundle_identifier(program: Program) -> str:
    return f"{IDENTIFIER}.{'server' if program.name == SERVER.name else 'client'}"


def version_resource(program: Program) -> str:
    """What Windows shows under "Properties": Python text, as PyInstaller reads it."""
    numbers = tuple((*map(int, __version__.split(".")[:3]), 0))
    words = {
        "CompanyName": "Parley",
        "FileDescription": program.title,
        "FileVersion": __version__,
        "InternalName": program.name,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program.name}.exe",
        "ProductName": "Parley",
        "ProductVersion": __version__,
        "Comments": SUMMARY,
    }
    table = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, "
        "flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('040904B0', [{table}])]), "
        "VarFileInfo([VarStruct('Translation', [0x409, 1200])])])\n"
    )


def nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose account built it is nobody's business."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
