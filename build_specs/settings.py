"""What all specifications have in common. Each is run by PyInstaller and calls `make`."""

import os
import sys
from pathlib import Path
from typing import Any, Final

from PyInstaller.building.api import COLLECT, EXE, PYZ
from PyInstaller.building.build_main import Analysis
from PyInstaller.building.osx import BUNDLE

from build_specs.contents import (
    HERE,
    LICENCES,
    MANIFEST,
    ROOT,
    WORK,
    Program,
    bundle_identifier,
    executables,
    is_needed,
    property_list,
    unused,
)
from build_specs.libraries import strip_paths
from shared import __version__

IS_ONE_FILE: Final = os.environ.get("PARLEY_ONEFILE") == "1"
STRIPS: Final = sys.platform == "linux"
"""On macOS it would break signatures, and Windows has nothing to strip. UPX is left out everywhere:
virus scanners take what is packed with it for malware."""

LIBRARIES: Final = ("BINARY", "EXTENSION")
"""Among what PyInstaller calls binaries there are links and bytecode, too."""

UNUSED_HOOK: Final = "pyi_rth_inspect"
"""PyInstaller's own, which runs before the program: for those that look up their own sources. It
imports inspect and zipfile, which nothing else needs at a start."""

COMMON: Final[dict[str, Any]] = {"strip": STRIPS, "upx": False}
ICON: Final = WORK / {"win32": "parley.ico", "darwin": "parley.icns"}.get(sys.platform, "none")


def make(*programs: Program, folder: str) -> None:
    """All in one folder, what they share stored once; or each in a file of its own."""
    analyses = [analyse(program) for program in programs]
    if IS_ONE_FILE:
        for program, found in zip(programs, analyses, strict=True):
            for one in executables(program):
                make_executable(one, found, found.binaries, found.datas)
        return
    made = [
        make_executable(one, found, exclude_binaries=True)
        for program, found in zip(programs, analyses, strict=True)
        for one in executables(program)
    ]
    pieces = [piece for found in analyses for piece in (found.binaries, found.datas)]
    collected = COLLECT(*made, *pieces, name=folder, **COMMON)
    if sys.platform == "darwin":
        for program in programs:
            make_bundle(program, collected)


def analyse(program: Program) -> Any:
    """`optimize` 1 leaves out asserts, none of which guards anything (they tell mypy what is known
    already); 2 would take the docstrings, which are shown as help."""
    found = Analysis(
        [str(HERE / program.script)],
        pathex=[str(ROOT)],
        excludes=unused(program),
        optimize=1,
    )
    found.scripts = [entry for entry in found.scripts if entry[0] != UNUSED_HOOK]
    found.datas = [entry for entry in found.datas if is_needed(entry[0])]
    found.binaries = strip_all(found.binaries)
    if sys.platform == "darwin":  # before the bundle is signed, after which nothing may come in
        found.datas.append((LICENCES.name, str(LICENCES), "DATA"))
    return found


def strip_all(entries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Of binaries as PyInstaller lists them: name, source, kind."""
    if sys.platform != "linux":
        return entries
    return [
        (name, str(strip_paths(Path(source), name)) if kind in LIBRARIES else source, kind)
        for name, source, kind in entries
    ]


def make_executable(program: Program, found: Any, *inside: Any, **options: Any) -> Any:
    """The version resource, the icon and the manifest are Windows' own."""
    is_windows = sys.platform == "win32"
    archive = PYZ(found.pure)
    archive.dependencies = strip_all(archive.dependencies)  # what opens it, such as zlib
    return EXE(
        archive,
        found.scripts,
        *inside,
        name=program.name,
        console=program.has_console,
        icon=str(ICON) if ICON.exists() else None,
        version=str(WORK / f"{program.name}.version") if is_windows else None,
        manifest=str(MANIFEST) if is_windows else None,
        **COMMON,
        **options,
    )


def make_bundle(program: Program, collected: Any) -> None:
    """Each has all programs inside, so that it works wherever it is dragged to."""
    BUNDLE(
        collected,
        name=f"{program.title}.app",
        icon=str(ICON),
        bundle_identifier=bundle_identifier(program),
        version=__version__,
        info_plist=property_list(program),
    )
