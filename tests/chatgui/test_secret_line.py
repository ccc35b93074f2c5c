import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT

SCRIPT = (
    "import os; from chatgui.secret_line import read_secret_line as read; "
    "print([read()], os.read(0, 99))"
)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (b" parley://desk/ \nlist\n", "['parley://desk/'] b'list\\n'"),
        (b"desk", "['desk'] b''"),
        (b"", "[''] b''"),
    ],
)
def test_one_line_of_a_pipe_and_nothing_behind_it(given: bytes, seen: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=given, cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    assert said.stdout.decode().strip() == seen


@pytest.mark.skipif(sys.platform != "linux", reason="setsid")
def test_a_person_is_asked_and_what_they_paste_is_not_shown() -> None:
    from tests.support.console import Console

    with Console("setsid", "--ctty", "--wait", sys.executable, "-c", SCRIPT) as console:
        console.read_until("not shown): ")
        console.type("parley://desk/key/token\r")
        shown = console.read_until("\n")
        console.type("list\r")
        shown += console.read_until("b'list\\n'")
    assert shown.count("token") == 1, "only what our script prints"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_what_is_pasted_behind_it_stays() -> None:
    from tests.support.console import Console

    with Console(sys.executable, "-c", SCRIPT) as console:
        console.read_until("not shown): ")
        console.type("parley://desk/\rlist\r")
        console.read_until("['parley://desk/'] b'list\\n'")
        assert console.wait() == 0
        assert console.restored()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_ends_it_gets_the_terminal_back(name: str) -> None:
    from tests.support.console import Console

    number = getattr(signal, name)
    with Console(sys.executable, "-c", SCRIPT) as console:
        console.read_until("not shown): ")
        assert not console.restored()
        console.process.send_signal(number)
        assert console.wait() == -number
        assert console.restored()


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of pipe there")
def test_a_pipe_that_does_not_wait_is_waited_for() -> None:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    with open(theirs, "wb") as source, open(ours) as pipe:
        words = (sys.executable, "-c", f"print('begins', flush=True); {SCRIPT}")
        with subprocess.Popen(words, stdin=pipe, stdout=subprocess.PIPE, cwd=ROOT) as reader:
            assert reader.stdout is not None
            reader.stdout.readline()
            source.write(b"desk\nlist\n")
            source.flush()
            assert reader.stdout.readline().strip() == b"['desk'] b'list\\n'"


@pytest.mark.skipif(sys.platform == "win32", reason="it cannot be given there")
def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    with open(tmp_path / "file", "w") as file:
        words = (sys.executable, "-c", SCRIPT.replace("os.read(0, 99)", "0"))
        said = subprocess.run(words, stdin=file, stdout=subprocess.PIPE, cwd=ROOT, check=True)
    assert said.stdout.strip() == b"[''] 0"


def test_without_a_standard_input_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from chatgui.secret_line import read_secret_line

    monkeypatch.setattr(sys, "stdin", None)
    assert read_secret_line() == ""
