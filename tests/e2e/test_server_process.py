"""The server as a program: start, console, output, signals, bad arguments."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared.crypto.identity import fingerprint
from shared.server_link import read_link_untrusted
from tests.support.console import Console
from tests.support.peers import LinePeer
from tests.support.ports import free_port
from tests.support.processes import ROOT, Program, ServerProgram


@pytest.fixture
def heeded() -> Iterator[None]:
    """A shell has its background jobs ignore SIGINT, and so would the server that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_tells_everyone(heeded: None, server: ServerProgram, number: int):
    with LinePeer(server.port) as ann:
        ann.register()
        server.process.send_signal(number)
        assert ann.line() == "the server is closing. you have been disconnected."
    assert server.wait() == 0
    assert not any("Traceback" in line for line in server.err.rest())


def test_it_says_where_it_listens_whom_it_admits_and_how_to_join(server: ServerProgram):
    server.stop()
    told = "\n".join(server.err.rest())
    for words in ("on every address", "let in from this computer", "nc -u ", "run.py chat -a "):
        assert words in told


@pytest.mark.parametrize("guests", ["lan", "off"])
def test_it_says_which_server_it_is(
    serve: Callable[..., ServerProgram], tmp_path: Path, guests: str
) -> None:
    """The same after a restart: a person compares it with what their client found."""
    keys = set()
    for _ in range(2):
        server = serve("--data", str(tmp_path), "-a", "127.0.0.1", "--guests", guests)
        link = server.err.expect(lambda line: "parley://" in line).strip()
        shown = server.err.expect(lambda line: "short words" in line)
        place = read_link_untrusted(link)
        assert place[:2] == ("127.0.0.1", server.port)
        assert shown.endswith(fingerprint(place.key))
        keys.add(place.key)
        server.stop()
    assert len(keys) == 1


def test_quiet(tmp_path):
    port = free_port()
    words = ("-m", "chatserver", str(port), "--quiet", "--no-announce", "--data", str(tmp_path))
    server = Program(sys.executable, *words, stdin=False)
    with LinePeer(port) as ann:
        ann.socket.settimeout(0.2)
        while True:
            try:
                ann.register()
                break
            except OSError:  # not listening yet; each try waits for an answer first
                assert server.process.poll() is None
    server.process.terminate()
    assert server.wait() == 0
    assert server.out.rest() == []
    assert server.err.rest() == []
    server.close()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-p", "99999"], "from 0 to 65535"),
        (["-p", "x"], "from 0 to 65535"),
        (["-a", "no.such.host.invalid"], "not an address"),
        (["-p", "0", "-a", "198.51.100.7"], "not an address of this computer"),
        (["--guests", "friends"], "lan, loopback, any, off"),
        (["--trust", "here"], "a network like"),
        (["--max-netcat", "-1"], "--max-netcat"),
        (["--nonsense"], "--nonsense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_arguments_get_one_clear_line_and_exit_code_2(options: list[str], reason: str):
    done = run("-m", "chatserver", *options)
    assert done.returncode == 2
    assert done.stdout == ""
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1


def test_all_mistakes_are_told_at_once():
    done = run("-m", "chatserver", "-p", "x", "--trust", "y", "--max-netcat", "z")
    assert done.stderr.count("\n") == 3


def test_a_port_in_use(server: ServerProgram, tmp_path):
    done = run("-m", "chatserver", "-p", str(server.port), "--data", str(tmp_path))
    assert done.returncode == 2
    assert f"port {server.port} is already in use" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_owners_console(tmp_path):
    """list, kick and quit, on a real terminal."""
    words = ("-m", "chatserver", "-p", "0", "--no-announce", "--data", str(tmp_path))
    with Console(sys.executable, *words) as console:
        shown = console.read_until("quit here.")
        with LinePeer(int(shown.split("UDP port ")[1].split(",")[0])) as ann:
            nick = ann.register()
            console.type("list\n")
            console.read_until(f"{nick}  netcat, unverified  127.0.0.1:")
            console.type("kick nosuch\n")
            console.read_until("Nobody here is called nosuch.")
            console.type(f"kick {nick}\n")
            console.read_until("sent away for 10 minutes")
            assert ann.line() == "you have been disconnected by the server."
        console.type("quit\n")
        assert console.wait() == 0


def test_nobody_reads_its_standard_output_and_it_goes_on_after_100000_lines(tmp_path):
    """The pipe holds some 5,000 lines; the printer's queue 10,000; the rest is dropped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chatserver", "-p", "0", "--no-announce", "--data", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    port = int(process.stderr.readline().split("UDP port ")[1].split(",")[0])
    with LinePeer(port) as ann:
        nick = ann.register()
        for _ in range(5_000):
            ann.send("line\n" * 20)
            for _ in range(20):
                assert ann.line() == f"{nick}: line"
        assert ann.ask("still there\n") == f"{nick}: still there"
    process.terminate()
    assert process.wait(20) == 0
    told = process.stderr.read()
    process.stderr.close()
    assert process.stdout is not None
    process.stdout.close()
    assert "lines were not printed" in told


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE people",
        "INSERT INTO people VALUES (1, 2, 3, 'x', 'y')",
        "INSERT INTO sessions VALUES ('text', '1.2.3.4', x'')",
        "INSERT INTO sessions VALUES (x'01', '1.2.3.4' || char(10) || '99999999', x'')",
    ],
)
def test_a_damaged_database_is_told_in_one_line(tmp_path, damage: str):
    with closing(sqlite3.connect(tmp_path / "server.db")) as database:
        database.executescript(
            "CREATE TABLE people (id, identity, name, seen_ms, said);"
            "CREATE TABLE sessions (cid, remote, local); PRAGMA user_version = 1;" + damage
        )
    done = run("-m", "chatserver", "-p", "0", "--data", str(tmp_path))
    assert done.returncode == 2, done.stderr
    assert "server.db" in done.stderr
    assert done.stderr.count("\n") == 1
