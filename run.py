#!/usr/bin/env python3
"""Make Parley's environment, then run it.

    python3 run.py              a chat server in the foreground, with the ways to join; where the
                                computer has a screen, also a window to chat in. It looks for 2 s
                                first whether a server is there already, and offers to join that
    python3 run.py --tray       the server as an icon in the tray of the desktop
    python3 run.py chat [...]   the client in this terminal, such as: chat -a HOST -u NAME
    python3 run.py test [...]   every check and test, on all cores; further words go to pytest,
                                such as --no-tk, which leaves out the tests of the window
    python3 run.py bench [...]  measure it beside other servers: fanout, loss, scale; Linux only
    python3 run.py build [...]  make programs that need no Python, in dist/: both, or client or
                                server; --onefile: each as a single file
    python3 run.py smoke [...]  try out what was built
    python3 run.py bundle [...] fetch all that is installed into wheels/, for computers without
                                internet; where that folder is, nothing else is asked

Standard library only, because it runs before anything is installed.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WHEELS = HERE / "wheels"
# Job -> what has to be installed for it besides Parley, and the module that does it.
JOBS = {
    "chat": ("", "chatgui", "--terminal"),
    "bench": ("", "tests.bench"),
    "build": ("build", "build_specs.build"),
    "smoke": ("build", "build_specs.smoke"),
    "bundle": ("", "build_specs.bundle"),
}
NOT_INSTALLED = "pip could not install what Parley needs; its words above say why."
NOT_IN_WHEELS = (
    "wheels/ has not all that Parley needs here; pip's words above say what. Where there is "
    "internet, python3 run.py bundle fills it; or move it away, and pip asks the internet."
)
LEAN_WHEELS = (
    "wheels/ has what chatting takes, and this needs more. Where there is internet, "
    "python3 run.py bundle fetches that too; or move wheels/ away, and pip asks the internet."
)
# What a job needs besides Parley -> a package of it, by which wheels/ shows whether it has them.
TOLD_BY = {"build": "pyinstaller", "test": "pytest"}
NO_SERVER = {"-h", "--help", "--version"}
NEITHER = 3  # exit code of chatserver's look
# Program the tests drive -> the Debian package that has it.
TEST_TOOLS = {
    "nc": "netcat-openbsd",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "dbus-daemon": "dbus-daemon",
    "trayer": "trayer",
    "ip": "iproute2",
    "nft": "nftables",
    "desktop-file-validate": "desktop-file-utils",
}
# The tests share no files, ports or screens, so each core takes its part; more would only wait.
AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons run this line too
        return fail(f"Parley needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.chdir(HERE)
    hide_tokens()
    words = sys.argv[1:]
    if words[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if words[:1] == ["test"]:
        return run_tests(words[1:])
    if words and words[0] in JOBS:
        extra, *command = JOBS[words[0]]
        fills = words[0] == "bundle"  # what is in wheels/ may be too little for anything
        return make_environment(extra, () if fills else None) or call("-m", *command, *words[1:])
    if words and not words[0].startswith("-"):
        return fail(f"'{words[0]}' is not a job of run.py; see python3 run.py --help.")
    return make_environment("") or serve(words)


def hide_tokens() -> None:
    """Of invites, which others could read here as long as a chat goes on."""
    from shared.command_line import hide_tokens  # older Pythons cannot even read it

    hide_tokens()


def serve(words: list[str]) -> int:
    """The server until it ends; a window that is open then stays until it is closed. One that
    finds no server yet waits for it, and Ctrl-C reaches both."""
    other = choose_other(words)
    if other is None:
        return 0
    if other:
        return join(*other)
    window = open_window(words)
    status = call("-m", "chatserver", *words)
    if window is not None:
        with contextlib.suppress(KeyboardInterrupt):
            window.wait()
    return status


def choose_other(words: list[str]) -> "list[str] | None":
    """Host and port of a server that is there already, if the person would rather join it; empty:
    they are to have one of their own. None: neither."""
    if NO_SERVER & set(words) or "--tray" in words:  # which asks by itself
        return []
    command = (str(PYTHON), "-m", "chatserver", "look", *words)
    try:
        look = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    except KeyboardInterrupt:
        return None
    return None if look.returncode == NEITHER else look.stdout.split()


def join(host: str, port: str) -> int:
    if has_screen():
        return call("-m", "chatgui", "-a", host, "-p", port)
    print(f"Join it with: python3 run.py chat -a {host} -p {port} -u NAME")
    return 0


def open_window(words: list[str]) -> "subprocess.Popen[bytes] | None":
    """On the server that is started with these words; None where no window can be shown."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("-a", "--address", default="127.0.0.1")
    parser.add_argument("-p", "--port", default="")
    found, others = parser.parse_known_args(words)
    if (NO_SERVER | {"--tray"}) & set(others) or found.port == "0" or not has_screen():
        return None
    port = ("-p", found.port) if found.port else ()
    command = (str(PYTHON), "-m", "chatgui", "-a", found.address, *port)
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # what is typed is the server's


def has_screen() -> bool:
    """Whether this Python has Tk, and Tk somewhere to show a window."""
    trial = (str(PYTHON), "-c", "import tkinter; tkinter.Tk().destroy()")
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def run_tests(words: list[str]) -> int:
    trouble = make_environment("test")
    if trouble:
        return trouble
    install_tools("--no-tk" not in words)
    checks = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
    failed = [" ".join(check) for check in checks if call("-m", *check)]
    status = call("-m", "pytest", *spread(words), *words)
    return status or (fail("failed: " + "; ".join(failed)) if failed else 0)


def spread(words: list[str]) -> tuple[str, ...]:
    """Over the cores, unless these words for pytest say how, or name the few that are wanted."""
    is_told = any(word.startswith(("-n", "--numprocesses")) for word in words)
    names_some = any(Path(word.partition("::")[0]).exists() for word in words)
    return () if is_told or names_some else AT_ONCE


def make_environment(extra: str, given: "tuple[str, ...] | None" = None) -> int:
    """Build or refresh .venv; 0, or the exit status after saying what is missing. `given`: the
    sources, for pip, in place of those that are usual."""
    where_from = sources() if given is None else given
    stamp = VENV / f"parley-{extra or 'main'}.stamp"
    want = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == want and PYTHON.is_file():
        return 0
    if where_from and extra in TOLD_BY and not any(WHEELS.glob(f"{TOLD_BY[extra]}-*.whl")):
        return fail(LEAN_WHEELS)
    where = "from wheels/" if where_from else "once; needs pip"
    print(f"Making the environment in .venv ({where}) ...", file=sys.stderr, flush=True)
    if not PYTHON.is_file() and not make_venv(where_from):
        return fail(
            "Python cannot make a virtual environment here. On Debian and Ubuntu:\n"
            "    sudo apt install python3-venv python3-pip\nThen run this command again."
        )
    target = f".[{extra}]" if extra else "."
    # Not every system has the newest of everything ready made, and hardly anybody a compiler.
    how = ("--quiet", "--disable-pip-version-check", "--prefer-binary")
    if call("-m", "pip", "install", *how, *where_from, "-e", target):
        return fail(NOT_IN_WHEELS if where_from else NOT_INSTALLED)
    stamp.write_text(want)
    return 0


def sources() -> tuple[str, ...]:
    """For pip: wheels/ alone, where there is one."""
    has_any = any(WHEELS.glob("*.whl"))
    return ("--no-index", "--find-links", str(WHEELS)) if has_any else ()


def make_venv(where_from: "tuple[str, ...]") -> bool:
    """With the standard venv; where Debian left that out, with virtualenv fetched by pip."""
    if run_quietly("venv", str(VENV)):
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    tool = HERE / ".venv-tool"
    if not run_quietly("pip", "install", *where_from, "--target", str(tool), "virtualenv"):
        return False
    environ = {**os.environ, "PYTHONPATH": str(tool)}
    return subprocess.call([sys.executable, "-m", "virtualenv", str(VENV)], env=environ) == 0


def run_quietly(module: str, *words: str) -> bool:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install_tools(wants_tk: bool) -> None:
    """Fetch the programs the tests drive, where that needs no password; else say what to do."""
    missing = [package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None]
    if wants_tk and sys.base_prefix == "/usr" and not has_tk():
        missing.append("python3-tk")  # Debian's own Python comes without
    if not missing:
        return
    can_install = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if can_install and not sources():
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], env=environ)
        subprocess.call(["apt-get", "install", "-y", "-qq", *missing], env=environ)
    else:
        print(f"Some tests need these and do not run without: {', '.join(missing)}.")


def has_tk() -> bool:
    command = [str(PYTHON), "-c", "import _tkinter"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def call(*words: str) -> int:
    """Run .venv's python with these words until it ends by itself, however long that takes.

    subprocess.call would kill it a quarter of a second after Ctrl-C, a server before it has told
    its guests goodbye. Ctrl-C reaches the child without us; who ends us alone means the child.
    """
    child: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, frame: object) -> None:
        if child is not None and number != signal.SIGINT:
            child.send_signal(number)

    with handled(pass_on):
        child = subprocess.Popen([str(PYTHON), *words])
        return child.wait()


@contextlib.contextmanager
def handled(handler: Callable[[int, object], None]) -> Iterator[None]:
    """What asks for an end goes there, save what is ignored (nohup); Windows has no SIGHUP."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, old in before.items():
        if old is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
