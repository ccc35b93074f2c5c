"""Make the programs that need no Python: what `python3 run.py build` runs.

    build [client|server] [--onefile]      both in one folder, unless one is named

What is made lies in dist/: the programs, an archive of them to hand on, and SHA256SUMS.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from build_specs.contents import (
    CLIENT,
    DONE,
    HERE,
    LICENCES,
    ROOT,
    SERVER,
    WORK,
    executables,
    nobody,
    version_resource,
)
from build_specs.icons import write_icons
from build_specs.licences import write_licences
from shared import __version__

SPECS: Final = {
    "both": ("parley", (CLIENT, SERVER)),
    "client": ("chatgui", (CLIENT,)),
    "server": ("chatserver", (SERVER,)),
}
SUMS: Final = "SHA256SUMS"
FOLDERS: Final = {"both": "parley", "client": "parley-client", "server": "parley-server"}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py build", description="Make programs of Parley.")
    parser.add_argument("what", nargs="?", choices=sorted(SPECS), default="both")
    parser.add_argument("--onefile", action="store_true", help="each program as a single file")
    found = parser.parse_args(words)
    if run_pyinstaller(found.what, found.onefile):
        print("PyInstaller could not build it; its words above say why.", file=sys.stderr)
        return 1
    made = made_of(found.what, found.onefile)
    if not found.onefile:
        for folder in made:
            add_papers(folder)
        made = [pack(found.what, made)]
    report(found.what, made)
    print(f"Try it out with: {trial(found.what, found.onefile)}")
    return 0


def run_pyinstaller(what: str, is_one_file: bool) -> int:
    spec, programs = SPECS[what]
    write_icons(WORK)
    write_licences(LICENCES)
    for program in programs:
        for one in executables(program):
            (WORK / f"{one.name}.version").write_text(version_resource(one), "utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--workpath", str(WORK / "pyinstaller"), "--distpath", str(place_of(is_one_file))]
    environ = {
        **os.environ,
        "PARLEY_ONEFILE": "1" if is_one_file else "0",
        "PYTHONHASHSEED": "1",  # the same sources make the same files
        "PYTHONPATH": str(ROOT),
    }
    path = str(HERE / f"{spec}.spec")
    return subprocess.call([*command, *folders, path], cwd=ROOT, env=environ)


def place_of(is_one_file: bool) -> Path:
    return DONE / "onefile" if is_one_file else DONE


def made_of(what: str, is_one_file: bool) -> list[Path]:
    """The folder; macOS's bundles; or the files."""
    place = place_of(is_one_file)
    programs = SPECS[what][1]
    if is_one_file:
        suffix = ".exe" if sys.platform == "win32" else ""
        return [place / (one.name + suffix) for each in programs for one in executables(each)]
    if sys.platform == "darwin":
        return [place / f"{program.title}.app" for program in programs]
    return [place / FOLDERS[what]]


def add_papers(folder: Path) -> None:
    """What goes along: licences, and on Linux what a desktop and systemd want. A bundle of macOS is
    signed by now, and has them inside."""
    if folder.suffix == ".app":
        return
    names = sorted({path.name for path in folder.rglob("lib*.so*")})
    write_licences(folder / LICENCES.name, names)
    if sys.platform == "linux":
        share = folder / "share"
        shutil.copytree(WORK / "icons", share / "icons", dirs_exist_ok=True)
        shutil.copytree(HERE / "linux", share, dirs_exist_ok=True)
        (share / "install.sh").chmod(0o755)


def pack(what: str, made: list[Path]) -> Path:
    """One archive: a zip on Windows; elsewhere a tar, which keeps rights and links."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    stem = f"{FOLDERS[what]}-{__version__}-{system}-{platform.machine().lower()}"
    if sys.platform == "win32":
        return Path(shutil.make_archive(str(DONE / stem), "zip", DONE, made[0].name))
    # macOS opens gz by a double click; what a Linux desktop opens is a third smaller as xz.
    is_small = sys.platform == "linux"
    path = DONE / f"{stem}.tar.{'xz' if is_small else 'gz'}"
    with tarfile.open(path, "w:xz") if is_small else tarfile.open(path, "w:gz") as archive:
        for each in made:
            archive.add(each, each.name, filter=nobody)
    return path


def report(what: str, made: list[Path]) -> None:
    folder = DONE / FOLDERS[what]
    if folder.is_dir():
        print(f"{show(folder)}  {size_of(folder):.1f} MB")
    sums = read_sums(DONE / SUMS)
    for path in made:
        digest = sums[path.relative_to(DONE).as_posix()] = digest_of(path)
        print(f"{show(path)}  {size_of(path):.1f} MB\n    SHA-256 {digest}")
    write_sums(DONE / SUMS, sums)


def trial(what: str, is_one_file: bool) -> str:
    """The command for it; without a folder it means the one that has both."""
    folder = place_of(True) if is_one_file else DONE / FOLDERS[what]
    usual = DONE / FOLDERS["both"]
    return " ".join(["python3 run.py smoke", *([] if folder == usual else [show(folder)])])


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_sums(path: Path) -> dict[str, str]:
    """As sha256sum writes them; by name, of what is still there."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = (line.split("  ", 1) for line in lines)
    return {name: digest for digest, name in pairs if (path.parent / name).exists()}


def write_sums(path: Path, sums: dict[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    path.write_text("".join(lines), "utf-8", newline="\n")


def show(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def size_of(path: Path) -> float:
    """Megabytes, of a folder too."""
    files: Iterator[Path] = path.rglob("*") if path.is_dir() else iter([path])
    return sum(file.lstat().st_size for file in files if not file.is_dir()) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
