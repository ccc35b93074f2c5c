"""How one of our programs starts the other: from source by this Python, packaged by the program
that lies beside this one. What is started outlives us, our terminal and our session.

    link = start_server()                  a server in the tray, and where to join it
    start(client_command("-a", "10.0.0.7"))
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from shared.desktop.programs import clean_environment
from shared.text import one_line

PATIENCE_S: Final = 60.0
"""For a server to say its link, on an old and busy computer."""

_PROGRAMS: Final = {"chatgui": "parley", "chatserver": "parley-server"}
"""Each has its own package inside, and under whatever name it was downloaded."""

_TWIN: Final = "-console"
"""So end the programs of Windows that have a console: what they start has none."""

_BUNDLES: Final = {"parley": "Parley.app", "parley-server": "Parley Server.app"}
_SOURCES: Final = Path(__file__).resolve().parents[2]
_MISSING: Final = "{name} is missing beside this program. Put both into one folder again."


class NotStarted(OSError):
    """Why the program does not run, as a sentence for the person."""


def server_command(*words: str) -> list[str]:
    return _command("chatserver", words)


def client_command(*words: str) -> list[str]:
    return _command("chatgui", words)


def _command(package: str, words: Sequence[str]) -> list[str]:
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", package, *words]
    ours = Path(sys.executable)
    is_ours = package in sys.modules and not ours.stem.endswith(_TWIN)
    return [str(ours if is_ours else _beside(ours, _PROGRAMS[package])), *words]


def _beside(ours: Path, name: str) -> Path:
    """On macOS in the bundle of its own, where that stands beside ours: ours has all programs
    inside, too, but a server there would be taken for a window."""
    bundle = ours.parents[2] if len(ours.parents) > 2 else ours.parent
    suffix = ours.suffix if ours.suffix.lower() == ".exe" else ""  # not that of parley-0.1.0
    places = [ours.with_name(name + suffix)]
    if bundle.suffix == ".app":
        places.insert(0, bundle.with_name(_BUNDLES[name]) / "Contents/MacOS" / name)
    return next((place for place in places if place.exists()), places[-1])


def start(command: Sequence[str], line: str = "") -> None:
    """And leave it alone. `line`: for its standard input, where no other user reads it.
    NotStarted, if the system does not let us."""
    process = open_program(command, stdin=subprocess.PIPE if line else subprocess.DEVNULL)
    if process.stdin is not None:
        with suppress(OSError), process.stdin as pipe:  # it may have ended already
            pipe.write(f"{line}\n".encode())
    let_be(process)


Began = Callable[["subprocess.Popen[bytes]"], object]


def start_server(
    *words: str, patience_s: float = PATIENCE_S, began: Began = lambda process: None
) -> str:
    """A server in the tray of this computer: `parley://HOST:PORT/KEY`, for the client. Where one
    runs with that data folder it is that one's link. Nobody is asked whether a second server is
    wanted on this network. Waits; NotStarted, with the reason. `began` gets the process, which can
    be ended."""
    command = server_command("--tray", "--say-link", *words)
    process = open_program(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    began(process)
    said, complained = _Reader(process.stdout), _Reader(process.stderr)
    until = time.monotonic() + patience_s
    for reader in (said, complained):  # it lets go of both when it has said its link
        reader.join(max(0.0, until - time.monotonic()))
    let_be(process)
    if said.lines and said.lines[0].startswith("parley://"):
        return said.lines[0]
    if said.is_alive() or complained.is_alive():
        process.kill()
        raise NotStarted(f"The server did not begin within {patience_s:.0f} seconds. Try again.")
    reason = complained.lines[-1] if complained.lines else "It does not say why."
    raise NotStarted(one_line(f"The server did not start. {reason}"))


def open_program(
    command: Sequence[str],
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":
    """One of ours; whoever calls this has to wait for its end. NotStarted, with the reason.

    From source, modules are found from the folder they lie in; packaged programs keep no folder
    in use that might be removed."""
    is_frozen = getattr(sys, "frozen", False)
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NO_WINDOW | _NEW_GROUP}
    try:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=Path.home() if is_frozen else _SOURCES,
            env=clean_environment(os.environ),
            **options,
        )
    except FileNotFoundError:
        raise NotStarted(_MISSING.format(name=Path(command[0]).name)) from None
    except (OSError, ValueError) as error:
        raise NotStarted(f"{Path(command[0]).name} does not start ({error}).") from None


_NEW_GROUP: Final = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def let_be(process: "subprocess.Popen[bytes]") -> None:
    """Somebody has to take note of its end, as long as we are there."""
    name = f"waits for {process.pid}"
    threading.Thread(target=process.wait, name=name, daemon=True).start()


class _Reader(threading.Thread):
    """Reads a stream to its end, so that waiting for that can have one, too."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(name="reads a program", daemon=True)
        self.lines: list[str] = []
        self._stream = stream
        self.start()

    def run(self) -> None:
        if self._stream is None:
            return
        with self._stream as stream:
            for line in stream:
                self.lines.append(line.decode(errors="replace").rstrip())
