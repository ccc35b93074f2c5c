"""A real server and its owner: each operation of `ctl`, and whoever misuses the channel."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatserver.control.answers import AnyAnswer, Refused, ServerStatus
from chatserver.control.client import ControlClient, ControlError
from chatserver.control.command import run_control
from chatserver.control.frames import encode
from chatserver.control.operations import AskLog, AskNames, AskStatus
from shared.dialects.native import records
from tests.support.native_peer import NativePeer
from tests.support.peers import LinePeer
from tests.support.processes import ROOT, ServerProgram

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")

KICKED = 17
NOBODY = 65_534


class Owner:
    """Types words of `ctl`; `data` is the server's folder."""

    def __init__(self, server: ServerProgram, data: Path, capsys: pytest.CaptureFixture[str]):
        self.server = server
        self.data = data
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        self._capsys.readouterr()
        found = run_control(["--data", str(self.data), *words])
        out, err = self._capsys.readouterr()
        assert found == code, err
        return (err if code else out).rstrip("\n")

    def json(self, *words: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(self("--json", *words))
        return found


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def owner(
    serve: Callable[..., ServerProgram], data: Path, capsys: pytest.CaptureFixture[str]
) -> Owner:
    return Owner(serve("--data", str(data), "-a", "127.0.0.1"), data, capsys)


def test_status_people_log_and_doctor(owner: Owner) -> None:
    port = owner.server.port
    with LinePeer(port) as guest, NativePeer(port, 1, "eva7") as eva:
        nick = guest.register()  # of letters, which may be any
        eva.join()
        status = owner.json("status")
        assert (status["people"], status["guests_here"], status["port"]) == (2, 1, port)
        assert status["messages"] == 1
        assert status["received"] > 2 and status["sent_bytes"] > 100  # type: ignore[operator] # noqa: PT018
        assert f"UDP port {port} on 127.0.0.1" in owner("status")
        rows = owner.json("people")["rows"]
        assert {row["name"]: row["door"] for row in rows} == {nick: "netcat", "eva7": "native"}  # type: ignore[attr-defined]
        assert [row["rtt_ms"] is None for row in rows if row["name"] == "eva7"] == [False]  # type: ignore[attr-defined]
        assert owner("people", "a7").startswith("1 here:\n  eva7  native  ")
        assert "join: eva7" in owner("log").splitlines()
        assert "for this computer only" in owner("doctor")


def test_kick_names_and_release(owner: Owner) -> None:
    with LinePeer(owner.server.port) as guest, NativePeer(owner.server.port, 1, "eva") as eva:
        nick = guest.register()
        eva.join()
        assert owner("kick", nick) == f"{nick} (127.0.0.1) is sent away for 10 minutes."
        assert guest.line() == "you have been disconnected by the server."
        assert owner("release", "eva", code=1) == "eva is here; kick eva first."
        owner("kick", "EVA")
        assert eva.closing_code() == KICKED
    assert owner("names").startswith("  eva, last here ")
    assert owner("release", "eva") == "The name eva is free."
    assert owner("names") == "No names are kept."
    assert owner("kick", "eva", code=1) == "Nobody here is called eva."


def test_a_banned_identity_is_refused_at_the_end_of_each_handshake(owner: Owner) -> None:
    port = owner.server.port
    with NativePeer(port, 1, "eva") as eva:
        eva.join()
        owner("ban", "eva")
        assert eva.closing_code() == KICKED
    with NativePeer(port, 1, "zoe") as again:
        assert again.closing_code() == KICKED
    with NativePeer(port, 2, "eva-2") as other:
        other.join()
    assert owner("bans").split()[1:3] == ["identity", "eva"]
    assert owner("unban", "eva") == "eva may come back."
    assert owner("bans") == "Nobody is banned."
    with NativePeer(port, 1, "eva") as back:
        back.join()


def test_invites_members_and_remove(
    serve: Callable[..., ServerProgram],
    data: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    server = serve("--data", str(data), "-a", "127.0.0.1", "--private")
    owner = Owner(server, data, capsys)
    assert owner("invites") == "There are no invites."
    made = owner.json("invite", "Zoe", "--days", "3")["rows"][0]  # type: ignore[index]
    assert (made["label"], made["uses_left"]) == ("Zoe", 1)
    assert made["link"] in owner("invites")
    words = ("--terminal", "-u", "zoe", "-a", made["link"], "--home", str(tmp_path / "zoe"))
    said = subprocess.run(
        (sys.executable, "-m", "chatgui", *words),
        cwd=ROOT, input="list\n", capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "list: zoe" in said.stdout
    assert [row["name"] for row in owner.json("members")["rows"]] == ["zoe"]  # type: ignore[attr-defined]
    assert owner.json("invites")["rows"][0]["uses_left"] == 0  # type: ignore[index]
    owner("revoke", "Zoe")
    assert owner("invites") == "There are no invites."
    owner("remove", "zoe")
    assert owner.json("members")["rows"] == []
    owner("remove", "zoe", code=1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127.0.0.0/8")
def test_from_a_banned_address_nothing_is_heard(owner: Owner) -> None:
    port = owner.server.port
    with LinePeer(port, source="127.0.0.2") as there, LinePeer(port) as here:
        nick = there.register()
        here.register()
        there.line()
        assert owner("ban", nick, code=1).endswith(f"kick {nick} instead.")
        assert "is this computer itself" in owner("ban", "127.0.0.1", code=1)
        owner("ban", "127.0.0.2")
        assert there.line() == "you have been disconnected by the server."
        here.line()
        there.send("hello?\n")
        assert here.ask("only me\n").endswith(": only me")
        assert owner.json("status")["people"] == 1
        owner("unban", "127.0.0.2")
        assert there.ask("hello!\n").endswith(": hello!")


def test_what_is_set_works_at_once(owner: Owner) -> None:
    port = owner.server.port
    assert owner("rename", "Front", "desk").startswith("The server is called Front desk.")
    owner("welcome", "tea at four")
    owner("limits", "--netcat", "1", "--classroom", "0")
    owner("keep", "--days", "7", "--newcomers", "5")
    status = owner.json("status")
    assert (status["name"], status["welcome"]) == ("Front desk", "tea at four")
    assert (status["places"], status["keeps"]) == ([20_000, 1, 0], [7, 1024, 5])
    with LinePeer(port) as guest, LinePeer(port) as other, NativePeer(port, 1, "eva") as eva:
        assert guest.ask("hello\n") == "tea at four"
        guest.line()
        assert other.ask("hello\n") == "error - server full"
        eva.join()
        assert eva.hear(records.Notice) == records.Notice("tea at four")
        owner("limits", "--netcat", "9")
        owner("pause")
        assert other.ask("hello\n") == "error - server full"
        owner("resume")
        assert other.ask("hello\n") == "tea at four"
    assert owner("keep", "--days", "0", code=1).startswith("Days and megabytes")
    assert owner("limits", code=2).startswith("Say which")


def test_a_server_without_a_tray_has_no_dashboard_to_show(owner: Owner) -> None:
    assert owner("show", code=1)


def test_stop_ends_it_and_waits_until_it_has(owner: Owner) -> None:
    with LinePeer(owner.server.port) as guest:
        guest.register()
        assert owner("stop") == "The server ends; everybody is told."
        assert guest.line() == "the server is closing. you have been disconnected."
    assert owner.server.wait() == 0
    assert "No server runs" in owner("status", code=2)


def test_the_program_itself_prints_and_ends_with_a_code(owner: Owner) -> None:
    words = [sys.executable, "-m", "chatserver", "ctl", "--data", str(owner.data)]
    done = subprocess.run([*words, "people"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nobody is here.\n", "")
    done = subprocess.run([*words, "dance"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_log_is_followed_until_nobody_reads(owner: Owner) -> None:
    words = [sys.executable, "-m", "chatserver", "ctl", "--data", str(owner.data), "log", "-f"]
    program = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stderr is not None
    while "Receive buffers" not in program.stdout.readline():
        pass
    with LinePeer(owner.server.port) as guest:
        nick = guest.register()
        assert program.stdout.readline() == f"join: {nick}\n"
        program.stdout.close()
        while program.poll() is None:  # it notices with a line or two
            guest.ask("x\n")
    assert program.wait(60) == 0
    assert program.stderr.read() == ""
    program.stderr.close()


def test_settings_and_bans_survive_kill_9(
    serve: Callable[..., ServerProgram], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--data", str(data), "-a", "127.0.0.1")
    owner = Owner(serve(*options), data, capsys)
    with NativePeer(owner.server.port, 1, "eva") as eva:
        eva.join()
    for words in ("rename Front desk", "welcome hi", "keep --days 7", "pause", "ban eva"):
        owner(*words.split())
    owner("ban", "10.9.0.0/16")
    owner.server.process.send_signal(signal.SIGKILL)  # in the moment of the answer
    owner.server.wait()
    owner = Owner(serve(*options, "--keep-days", "9"), data, capsys)
    status = owner.json("status")
    assert (status["name"], status["welcome"]) == ("Front desk", "hi")
    assert status["guests_paused"]
    assert status["keeps"] == [9, 1024, 50]
    assert len(owner("bans").splitlines()) == 2
    with NativePeer(owner.server.port, 1, "eva") as eva:
        assert eva.closing_code() == KICKED


# --- misuse -------------------------------------------------------------------------------------


def test_a_hundred_at_once_are_answered(owner: Owner) -> None:
    answers: list[AnyAnswer] = []

    def ask() -> None:
        client = ControlClient(owner.data)
        answers.append(client.ask(AskStatus()))
        client.close()

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [type(answer) for answer in answers] == [ServerStatus] * 100


@pytest.fixture
def raw(owner: Owner) -> Iterator[Callable[[], socket.socket]]:
    """Connections that say what they like."""
    opened: list[socket.socket] = []
    named = owner.data / "control"
    path = named.read_text() if named.is_file() else str(named)

    def connect() -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.connect(path)
        opened.append(sock)
        return sock

    yield connect
    for sock in opened:
        sock.close()


def test_who_hangs_floods_and_talks_junk_harms_nobody(
    owner: Owner, raw: Callable[[], socket.socket]
) -> None:
    for _ in range(20):
        raw()  # and never says anything
    raw().sendall(b'{"do":"sta')  # and never ends it
    deaf = raw()
    deaf.sendall((encode(AskLog()) + b"\n" + encode(AskNames()) + b"\n") * 500)  # and never reads
    junk = raw()
    junk.sendall(b"\xff\x00{}[]\n\n" * 100)
    endless = raw()
    with pytest.raises(OSError, match=r"reset|Broken"):
        endless.sendall(b"x" * 50_000_000)
    with LinePeer(owner.server.port) as guest:
        assert guest.ask("hello\n").endswith(": hello")
        assert owner.json("status")["people"] == 1
    owner("stop")
    assert owner.server.wait() == 0
    assert not any("Traceback" in line for line in owner.server.err.rest())


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can pretend to be another user"
)
def test_another_user_is_refused(
    serve: Callable[..., ServerProgram], capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the folder and the socket are open to everybody: the system says who asks."""
    folder = Path(tempfile.mkdtemp(prefix="parley-open-"))
    try:
        owner = Owner(serve("--data", str(folder), "-a", "127.0.0.1"), folder, capsys)
        folder.chmod(0o755)
        assert "belongs to another user" in _as_nobody(folder)
        (folder / "control").chmod(0o666)
        assert "belongs to another user" in _as_nobody(folder)
        assert owner.json("status")["people"] == 0
        owner("stop")
        assert owner.server.wait() == 0
    finally:
        shutil.rmtree(folder)


def _as_nobody(data: Path) -> str:
    """What that user is told: in a child of ours, for they cannot read this Python."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = b"it was answered"
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            answer = ControlClient(data).ask(AskStatus())
            told = answer.text.encode() if isinstance(answer, Refused) else told
        except ControlError as trouble:
            told = str(trouble).encode()
        finally:
            os.write(writer, told)
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as stream:
        return stream.read()
