"""The command of a fresh clone: which window it opens, and how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of each window's command, behind its Python."""
    commands: list[list[str]] = []

    def record(command: list[str], **options: Any) -> str:
        assert options["stdin"] == subprocess.DEVNULL, "what is typed is the server's"
        commands.append(list(command[1:]))
        return "a process"

    monkeypatch.setattr(run.subprocess, "Popen", record)
    monkeypatch.setattr(run, "has_screen", lambda: True)
    return commands


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], ["-a", "127.0.0.1"]),
        (["--port", "12000"], ["-a", "127.0.0.1", "-p", "12000"]),
        (["-p12000", "--quiet", "-a", "10.0.0.7"], ["-a", "10.0.0.7", "-p", "12000"]),
    ],
)
def test_the_window_goes_where_the_server_is(
    opened: list[list[str]], words: list[str], wanted: list[str]
) -> None:
    assert run.open_window(words) is not None
    assert opened == [["-m", "chatgui", *wanted]]


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], ["-p", "0"], ["--tray"]])
def test_there_is_none_where_there_is_no_server_to_find(
    opened: list[list[str]], words: list[str]
) -> None:
    assert run.open_window(words) is None
    assert opened == []


def test_there_is_none_without_a_screen(
    opened: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: False)
    assert run.open_window([]) is None
    assert opened == []


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of each look for other servers; it finds one that is to be joined."""
    looks: list[list[str]] = []

    def look(command: list[str], **options: Any) -> "subprocess.CompletedProcess[str]":
        assert "stdin" not in options, "the person is asked there"
        looks.append(list(command[2:]))
        return subprocess.CompletedProcess(command, 0, "10.0.0.7 15000\n")

    monkeypatch.setattr(run.subprocess, "run", look)
    return looks


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was run until it ended."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "call", lambda *words: calls.append(words) or 0)
    return calls


def test_it_looks_for_a_server_first_and_joins_that(
    monkeypatch: pytest.MonkeyPatch, looked: list[list[str]], called: list[tuple[str, ...]]
) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: True)
    assert run.serve(["-p", "12000"]) == 0
    assert looked == [["chatserver", "look", "-p", "12000"]]
    assert called == [("-m", "chatgui", "-a", "10.0.0.7", "-p", "15000")]


def test_without_a_screen_it_says_how_to_join(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    looked: list[list[str]],
    called: list[tuple[str, ...]],
) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: False)
    assert run.serve([]) == 0
    assert "run.py chat -a 10.0.0.7 -p 15000 -u NAME" in capsys.readouterr().out
    assert called == []


@pytest.mark.parametrize("words", [["--tray"], ["--help"], ["--version"]])
def test_it_does_not_look_where_no_server_starts_or_that_asks_itself(
    looked: list[list[str]], words: list[str]
) -> None:
    assert run.choose_other(words) == []
    assert looked == []


@pytest.mark.parametrize(("code", "wanted"), [(run.NEITHER, None), (0, []), (1, [])])
def test_a_person_may_want_neither_and_a_look_that_fails_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, code: int, wanted: list[str] | None
) -> None:
    done = subprocess.CompletedProcess([], code, "")
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: done)
    assert run.choose_other([]) == wanted


def test_both_sides_mean_the_same_by_neither() -> None:
    from chatserver.first_look import NEITHER

    assert run.NEITHER == NEITHER


PARENT = """
import sys, run
run.PYTHON = sys.executable
sys.exit(run.call("-c", sys.argv[1]))
"""
CHILD = """
import os, signal
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, frame: os.write(1, b"%d\\n" % number))
os.write(1, b"ready\\n")
input()
raise SystemExit(7)
"""


@pytest.fixture
def running() -> "Iterator[subprocess.Popen[str]]":
    """A program that ends when it is told so, and not by any signal."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD],
        cwd=run.HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals to a group")
def test_what_it_runs_ends_by_itself_however_often_ctrl_c_is_pressed(
    running: "subprocess.Popen[str]",
) -> None:
    assert running.stdout is not None
    for _ in range(3):
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.readline() == f"{int(signal.SIGINT)}\n"
    running.communicate("\n")
    assert running.returncode == 7


@pytest.mark.skipif(os.name == "nt", reason="signals to one process")
def test_who_ends_it_ends_what_it_runs(running: "subprocess.Popen[str]") -> None:
    assert running.stdout is not None
    running.terminate()
    assert running.stdout.readline() == f"{int(signal.SIGTERM)}\n"
    running.communicate("\n")
    assert running.returncode == 7


@pytest.mark.parametrize(
    ("words", "is_spread"),
    [
        ([], True),
        (["--no-tk", "-q"], True),
        (["-n", "3"], False),
        (["-n0"], False),
        (["tests/test_run.py::test_the_tests_are_spread"], False),
        (["-x", "tests/e2e"], False),
    ],
)
def test_the_tests_are_spread(words: list[str], is_spread: bool) -> None:
    """Over the cores; where some are asked for they run in order, as with pytest alone."""
    assert run.spread(words) == (run.AT_ONCE if is_spread else ())


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    """What .venv's pip is told, in an empty folder; it fails."""
    told: list[tuple[str, ...]] = []

    def call(*words: str) -> int:
        told.append(words)
        return 1

    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(run, "WHEELS", tmp_path / "wheels")
    monkeypatch.setattr(run, "call", call)
    return told


def test_the_internet_is_asked_where_there_are_no_wheels(
    pip: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    run.WHEELS.mkdir()
    assert run.make_environment("") == 2
    assert "--no-index" not in pip[0]
    assert capsys.readouterr().err.endswith(f"{run.NOT_INSTALLED}\n")


def test_where_there_are_wheels_they_are_asked_alone(
    pip: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    run.WHEELS.mkdir()
    (run.WHEELS / "pytest-9.0-py3-none-any.whl").touch()
    assert run.make_environment("test") == 2
    assert pip[0][-5:] == ("--no-index", "--find-links", str(run.WHEELS), "-e", ".[test]")
    assert capsys.readouterr().err.endswith(f"{run.NOT_IN_WHEELS}\n")


@pytest.mark.parametrize("extra", ["build", "test"])
def test_wheels_for_chatting_alone_are_not_tried_for_more(
    extra: str, pip: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    run.WHEELS.mkdir()
    (run.WHEELS / "pyinstaller_hooks_contrib-1.0-py3-none-any.whl").touch()
    assert run.make_environment(extra) == 2
    assert (pip, capsys.readouterr().err) == ([], f"{run.LEAN_WHEELS}\n")


def test_tools_are_not_fetched_either_then(
    pip: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run.WHEELS.mkdir()
    (run.WHEELS / "one-1.0-py3-none-any.whl").touch()
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(run.subprocess, "call", lambda *words, **more: pytest.fail("apt-get"))
    run.install_tools(wants_tk=False)
    assert "xvfb" in capsys.readouterr().out


def test_what_fills_wheels_does_not_need_them(
    pip: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.WHEELS.mkdir()
    (run.WHEELS / "one-1.0-py3-none-any.whl").touch()
    monkeypatch.setattr(sys, "argv", ["run.py", "bundle"])
    assert run.main() == 2
    assert "--no-index" not in pip[0]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets a program write over them")
def test_its_own_command_line_shows_no_invite() -> None:
    script = "import run; run.hide_tokens(); print(open('/proc/self/cmdline').read())"
    words = (sys.executable, "-c", script, "chat", "-a", "parley://desk/key/secret")
    seen = subprocess.check_output(words, cwd=run.HERE, text=True)
    assert "parley://desk/key/xxxxxx" in seen
