"""The licences of everything that is packed into the programs, in one text."""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, PackagePath, distribution
from pathlib import Path
from typing import Final

from build_specs.contents import ROOT
from build_specs.libraries import copyright_of, owners

PACKED: Final = (
    "cffi",
    "cryptography",
    "dbus-fast",
    "ifaddr",
    "msgspec",
    "Pillow",
    "platformdirs",
    "prompt_toolkit",
    "pyinstaller",
    "pyobjc-core",
    "pyobjc-framework-Cocoa",
    "pyobjc-framework-Quartz",
    "pystray",
    "segno",
    "six",
    "wcwidth",
    "zeroconf",
)
"""Not all of them on every system."""

TCL: Final = "https://www.tcl-lang.org/software/tcltk/license.html"
UNKNOWN: Final = (
    "Under licences of their own, or of a package above, which the build could not find:"
)
RULE: Final = "=" * 78


def write_licences(path: Path, libraries: Sequence[str] = ()) -> None:
    """`libraries`: the names of shared ones that are packed besides."""
    parts = [("Parley", (ROOT / "LICENSE").read_text("utf-8")), ("Python", _python())]
    parts += [(name, text) for name in PACKED if (text := _text_of(name))]
    parts.append(("Tcl and Tk", f"Under the Tcl/Tk licence: {TCL}\n"))
    parts += _of_libraries(libraries)
    path.write_text("\n".join(f"{RULE}\n{name}\n{RULE}\n{text}" for name, text in parts), "utf-8")


def _of_libraries(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    packages: dict[str, list[str]] = {}
    known = owners(names) if names else {}
    for name in names:
        package = known.get(name, "")
        packages.setdefault(package if copyright_of(package) else "", []).append(name)
    others = packages.pop("", [])
    for package, found in sorted(packages.items()):
        yield f"{package} ({', '.join(found)})", copyright_of(package)
    if others:
        yield "Other libraries", f"{UNKNOWN}\n{', '.join(others)}\n"


def _python() -> str:
    places = (Path(sys.base_prefix), Path(os.__file__).parent)
    for place in places:
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                return (place / name).read_text("utf-8", "replace")
    return "Under the PSF licence: https://docs.python.org/3/license.html\n"


def _text_of(name: str) -> str:
    """Empty if it is not there."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ""
    texts = [file.read_text("utf-8") for file in _files(found.files or [])]
    said = found.metadata["License-Expression"] or found.metadata["License"] or ""
    return "\n".join(texts) or f"{said}\n"


def _files(files: "list[PackagePath]") -> Iterator[PackagePath]:
    for file in files:
        is_info = ".dist-info" in file.parts[0]
        if is_info and file.name.upper().startswith(("LICEN", "COPYING", "NOTICE")):
            yield file
