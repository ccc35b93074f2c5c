"""Try out what was built, as a stranger would: what `python3 run.py smoke` runs.

    smoke [FOLDER]          of dist/parley, unless another one is named: dist/onefile, a bundle

The programs run from another folder than they lie in, with nothing on the PATH and no Python of
anybody's: the server without a display, the client on one of its own with a window manager. Exit
code 0 if all went well; pictures of the windows are in dist/smoke-*.png.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from build_specs.contents import CLIENT, DONE, SERVER, Program
from build_specs.libraries import BESIDE, NoTool, paths_in
from shared.desktop.alert import TITLE
from tests.support.screen import Screen

PATIENCE_S: Final = 60.0
"""For a computer that unpacks, scans and does other things besides."""

STARTS: Final = 5
STAYS_S: Final = 5.0
CALM_S: Final = 0.5
RESTLESS_S: Final = 5.0
"""What moves all the time is shown as it is then."""

MESSAGES: Final = (TITLE, "Unhandled exception in script")
"""Titles of our own and of PyInstaller's, on Windows, where nothing else can be told from them."""

SIZE: Final = (1100, 800)
IS_LINUX: Final = sys.platform == "linux"
SUFFIX: Final = ".exe" if sys.platform == "win32" else ""


class Failed(Exception):
    """What does not work, as a sentence."""


def main(words: list[str]) -> int:
    built = Path(words[0]).resolve() if words else DONE / "parley"
    try:
        with tempfile.TemporaryDirectory(prefix="Parley für alle ") as place:
            smoke(built, Path(place))
    except (Failed, NoTool, OSError, subprocess.TimeoutExpired) as reason:
        print(f"FAILED: {reason}", file=sys.stderr)
        return 1
    print("What was built works.")
    return 0


def smoke(built: Path, place: Path) -> None:
    check_there(built)
    folder = copy(built, place)
    check_paths(folder)
    client, server = (file_of(program, folder) for program in (CLIENT, SERVER))
    environ = bare(place)
    for program in filter(Path.exists, (client, server)):
        check_first_start(program, place, environ)
    if server.exists():
        check(server, place, environ)
    with ExitStack() as parts:
        screen = open_screen() if IS_LINUX else None
        if screen is not None:
            parts.callback(screen.close)
            environ |= {"DISPLAY": screen.name}
        for program in filter(Path.exists, (client, server)):
            check(program, place, environ)
        words = ["--home", "home"]  # the start dialog
        if client.exists() and server.exists():
            port = parts.enter_context(serving(server, place, environ))
            words += ["-a", "127.0.0.1", "-p", str(port), "-u", "smoke"]
            if screen is not None:
                see([str(server), "dashboard", "--data", "data"], place, environ, screen, "server")
        if client.exists():
            watch([str(client), *words], place, environ, screen)


def check_there(built: Path) -> None:
    """A trial of nothing would always go well."""
    if not any(file_of(program, inside(built)).is_file() for program in (CLIENT, SERVER)):
        raise Failed(f"{built} has no program of Parley; python3 run.py build makes them.")


def copy(built: Path, place: Path) -> Path:
    """Where the programs are then: from where they were built nothing may be found. A bundle of
    macOS works under a name that ends in .app only."""
    folder = place / "programs" / built.name
    shutil.copytree(built, folder, symlinks=True)
    return inside(folder)


def inside(folder: Path) -> Path:
    """Where the programs of it lie: those of a bundle, deeper."""
    deeper = folder / "Contents/MacOS"
    return deeper if deeper.exists() else folder


def file_of(program: Program, folder: Path) -> Path:
    return folder / f"{program.name}{SUFFIX}"


def open_screen() -> Screen:
    missing = [tool for tool in ("Xvfb", "openbox", "xprop") if shutil.which(tool) is None]
    if missing:
        raise Failed(f"{' and '.join(missing)} missing: sudo apt install xvfb openbox x11-utils")
    return Screen(SIZE)


def check_paths(folder: Path) -> None:
    """No library looks for others where the one who built it had them."""
    for library in folder.rglob("*.so*") if IS_LINUX else ():
        alien = [path for path in paths_in(library) if not path.startswith(BESIDE)]
        if alien:
            raise Failed(f"{library.name} looks for libraries in {alien[0]}.")


def bare(place: Path) -> dict[str, str]:
    """The least that systems need: nothing of a Python that may be there."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TMPDIR")
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    return environ | {"PATH": "", "HOME": str(place), "LC_ALL": "C.UTF-8"}


def check(program: Path, place: Path, environ: dict[str, str]) -> None:
    """Its self-test. Some programs of Windows have no standard output, so a file has the report."""
    print(f"{program.name} --self-test", flush=True)
    done = subprocess.run(
        [str(program), "--self-test"],
        cwd=place,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    reports = [done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")]
    print("".join(f"    {line}\n" for text in reports for line in text.splitlines()), end="")
    if done.returncode:
        raise Failed(f"{program.name} --self-test ended with {done.returncode}.")


def check_first_start(program: Path, place: Path, environ: dict[str, str]) -> None:
    """As by a double click on what was just unpacked: no console, and a home with nothing in it."""
    print(f"{program.name} --self-test, without a console", flush=True)
    with tempfile.TemporaryDirectory(dir=place, prefix="home") as home:
        status = run_mute([str(program), "--self-test"], place, environ | {"HOME": home})
    if status:
        raise Failed(f"{program.name} --self-test without a console ended with {status}.")


def run_mute(words: list[str], place: Path, environ: dict[str, str]) -> int:
    """Its exit code; it has no standard streams."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS
    else:
        words = ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *words]
    return subprocess.run(
        words, cwd=place, env=environ, timeout=PATIENCE_S, check=False, creationflags=flags
    ).returncode


@contextmanager
def serving(program: Path, place: Path, environ: dict[str, str]) -> Iterator[int]:
    """The port of a server that runs meanwhile, without a display; it has to end well."""
    data, nothing = place / "data", subprocess.DEVNULL
    words = [str(program), "-p", "0", "-a", "127.0.0.1", "--data", "data"]
    without = {name: text for name, text in environ.items() if name != "DISPLAY"}
    with subprocess.Popen(
        words, cwd=place, env=without, stdin=nothing, stdout=nothing, stderr=nothing
    ) as server:
        try:
            wait_for((data / "port").exists, f"{program.name} opens no port")
            yield int((data / "port").read_text())
        finally:
            server.terminate()
            status = server.wait(PATIENCE_S)
    if status and sys.platform != "win32":  # which knows no gentle way
        raise Failed(f"{program.name} ended with {status}.")


def watch(command: list[str], place: Path, environ: dict[str, str], screen: Screen | None) -> None:
    """The client's window, several times."""
    if screen is None:
        return stay(command, place, environ)
    times = [see(command, place, environ, screen, "client") for _ in range(STARTS)]
    print(f"From start to window: {', '.join(f'{1000 * taken:.0f}' for taken in times)} ms")


def see(
    command: list[str], place: Path, environ: dict[str, str], screen: Screen, name: str
) -> float:
    """Seconds until there is a window of it; a picture of that is kept. It has to end well."""
    with Windows(screen) as windows:
        began = time.monotonic()
        nothing = subprocess.DEVNULL
        with subprocess.Popen(
            command, cwd=place, env=environ, stdin=nothing, stdout=nothing, stderr=nothing
        ) as program:
            try:
                windows.wait_for_one()
                taken = time.monotonic() - began
                wait_for_calm(screen, DONE / f"smoke-{name}.png")
                check_titles(windows.titles())
            finally:
                program.terminate()
                status = program.wait(PATIENCE_S)
    if status:
        raise Failed(f"{Path(command[0]).name} ended with {status}.")
    return taken


def stay(command: list[str], place: Path, environ: dict[str, str]) -> None:
    """Where a window cannot be watched: the program is still there after a while."""
    with subprocess.Popen(command, cwd=place, env=environ) as client:
        try:
            client.wait(STAYS_S)
        except subprocess.TimeoutExpired:
            shown = title_on_windows(client.pid)
            client.terminate()
            check_titles([shown])
        else:
            raise Failed(f"the window ended with {client.returncode}.")


def title_on_windows(number: int) -> str:
    """Of that process; empty on other systems, and where it is not known."""
    if sys.platform != "win32":
        return ""
    words = ["tasklist", "/V", "/NH", "/FO", "CSV", "/FI", f"PID eq {number}"]
    said = subprocess.run(words, stdout=subprocess.PIPE, check=False).stdout
    return said.decode(errors="replace").strip().rpartition(',"')[2].strip('"')


class Windows:
    """What the window manager has on the screen: xprop says so when that changes."""

    def __init__(self, screen: Screen) -> None:
        self._xprop = ("xprop", "-display", screen.name)
        self._line = ""
        words = (*self._xprop, "-root", "-spy", "_NET_CLIENT_LIST")
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self._patience = threading.Timer(PATIENCE_S, self._process.kill)
        self._patience.start()
        self._next()

    def __enter__(self) -> "Windows":
        return self

    def __exit__(self, *_: object) -> None:
        self._patience.cancel()
        self._process.terminate()
        self._process.communicate()

    def wait_for_one(self) -> None:
        while "0x" not in self._next():
            pass

    def titles(self) -> list[str]:
        """Of the windows that came up."""
        return [self._title(window) for window in re.findall("0x[0-9a-f]+", self._line)]

    def _title(self, window: str) -> str:
        words = (*self._xprop, "-notype", "-id", window, "_NET_WM_NAME")
        said = subprocess.run(words, stdout=subprocess.PIPE, check=False).stdout
        return said.decode(errors="replace").partition(" = ")[2].strip().strip('"')

    def _next(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise Failed("no window comes up")
        self._line = line
        return line


def check_titles(titles: list[str]) -> None:
    """A program that cannot begin says so in a window, too."""
    if titles and all(title in MESSAGES for title in titles):
        raise Failed(f"no window of the program comes up, but a message named {titles[0]}")


def wait_for_calm(screen: Screen, path: Path) -> None:
    """A picture of what is shown when nothing has changed for a while."""
    until = time.monotonic() + RESTLESS_S
    before = b""
    while time.monotonic() < until:
        screen.picture(path)
        shown = path.read_bytes()
        if shown == before:
            return
        before = shown
        time.sleep(CALM_S)


def wait_for(is_true: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > until:
            raise Failed(f"{otherwise}.")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
