"""Fetch once what `run.py` needs of the internet, for computers that have none: what
`python3 run.py bundle` runs.

    bundle [--for SYSTEM ...] [--python 3.12 ...] [--lean] [--archive]

Fills wheels/ for this system and this Python, unless others are named. Where that folder lies
beside run.py, everything is installed from it, and the network is never touched.
"""

import argparse
import platform
import re
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from build_specs.contents import DONE, ROOT, nobody
from shared import __version__

WHEELS: Final = ROOT / "wheels"
EXTRAS: Final = ("build", "test")
TOOLS: Final = ("setuptools>=69", "wheel", "virtualenv")
"""What pip needs to install Parley itself, and run.py where Python has no venv (Debian's)."""


class System(NamedTuple):
    """`name`: Python's sys.platform there; `tags`: what its wheels are for, as pip names it."""

    name: str
    tags: tuple[str, ...]


MANYLINUX: Final = ("manylinux_2_28", "manylinux_2_17", "manylinux2014")
"""pip takes these literally: the newest glibc that may be asked for, and what older wheels say."""

SYSTEMS: Final = {
    "linux": System("linux", tuple(f"{tag}_x86_64" for tag in MANYLINUX)),
    "linux-arm": System("linux", tuple(f"{tag}_aarch64" for tag in MANYLINUX)),
    "windows": System("win32", ("win_amd64",)),
    "macos-arm": System("darwin", ("macosx_12_0_arm64",)),
    "macos-intel": System("darwin", ("macosx_12_0_x86_64",)),
}

UNSEEN: Final = {
    "win32": ("colorama", "pefile", "pywin32-ctypes"),
    "darwin": ("macholib", "pyobjc-framework-Quartz"),
}
"""What packages want there only: pip, asked here, looks at the system it runs on."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bundle", description="Fill wheels/.")
    add = parser.add_argument
    add("--for", dest="systems", action="append", choices=sorted(SYSTEMS), help="another system")
    add("--python", action="append", metavar="3.X", help="for this version of Python")
    add("--lean", action="store_true", help="what chatting takes, without tests and builds")
    add("--archive", action="store_true", help="and pack the sources with it, in dist/")
    found = parser.parse_args(words)
    for command in commands(found.systems or [], found.python or [], is_lean=found.lean):
        if subprocess.call([sys.executable, "-m", "pip", *command], cwd=ROOT):
            print("pip could not fetch that; its words above say why.", file=sys.stderr)
            return 1
    count = len(list(WHEELS.glob("*.whl")))
    print(f"wheels/ has {count} packages. Copy it with everything else: run.py installs from it.")
    if found.archive:
        print(f"{pack().relative_to(ROOT)} has both.")
    return 0


def commands(
    systems: Iterable[str], pythons: Iterable[str], *, is_lean: bool = False
) -> Iterator[list[str]]:
    """pip's words, one command for each system and version."""
    fetch = ["download", "--quiet", "--disable-pip-version-check", "--dest", str(WHEELS)]
    if not systems and not pythons:
        yield [*fetch, "--only-binary=:all:", *wanted(sys.platform, is_lean)]
        return
    for name in systems or [this_system()]:
        system = SYSTEMS[name]
        tags = [word for tag in system.tags for word in ("--platform", tag)]
        for python in pythons or [".".join(map(str, sys.version_info[:2]))]:
            target = ["--only-binary=:all:", "--python-version", python, *tags]
            yield [*fetch, *target, *wanted(system.name, is_lean), *UNSEEN.get(system.name, ())]


def this_system() -> str:
    """Of SYSTEMS."""
    is_arm = platform.machine().lower() in ("arm64", "aarch64")
    if sys.platform == "darwin":
        return "macos-arm" if is_arm else "macos-intel"
    return "windows" if sys.platform == "win32" else "linux-arm" if is_arm else "linux"


def wanted(system: str, is_lean: bool = False) -> list[str]:
    """What pyproject.toml asks for on that system, and the tools to install it with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    options = project["optional-dependencies"]
    extras = [] if is_lean else [line for extra in EXTRAS for line in options[extra]]
    lines = [line.partition(";") for line in (*project["dependencies"], *extras)]
    return [text.strip() for text, _, when in lines if _is_for(system, when)] + list(TOOLS)


def _is_for(system: str, when: str) -> bool:
    """Markers here are of one kind: sys_platform == 'X' or sys_platform == 'Y'."""
    return not when or system in re.findall(r"sys_platform == '(\w+)'", when)


def pack() -> Path:
    """The sources as they are committed, and wheels/."""
    DONE.mkdir(exist_ok=True)
    stem = f"parley-{__version__}-source"
    path = DONE / f"{stem}.tar.gz"
    plain = DONE / f"{stem}.tar"
    words = ("git", "archive", f"--prefix={stem}/", "-o", str(plain), "HEAD")
    subprocess.run(words, cwd=ROOT, check=True)
    with tarfile.open(plain) as sources, tarfile.open(path, "w:gz") as archive:
        for entry in sources:
            archive.addfile(entry, sources.extractfile(entry) if entry.isfile() else None)
        archive.add(WHEELS, f"{stem}/wheels", filter=nobody)
    plain.unlink()
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
