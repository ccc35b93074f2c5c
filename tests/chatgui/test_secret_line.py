import subprocess
import sys

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


def test_without_a_standard_input_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from chatgui.secret_line import read_secret_line

    monkeypatch.setattr(sys, "stdin", None)
    assert read_secret_line() == ""
