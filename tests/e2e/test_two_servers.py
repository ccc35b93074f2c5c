"""Two servers by accident: whoever starts the second is told, and both know of each other."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatserver.neighbours import OFTEN_S
from shared.discovery.finder import SEARCH_S
from tests.support.lan import Lan, NoLan
from tests.support.processes import PATIENCE_S, Program

NEXT_LOOK_S = OFTEN_S + SEARCH_S + PATIENCE_S
"""A server looks round soon after its start: who is slower to start waits for the next look."""


@pytest.fixture
def lan() -> Iterator[Lan]:
    try:
        made = Lan()
    except NoLan as reason:
        pytest.skip(str(reason))
    yield made
    made.close()


@pytest.fixture
def first(lan: Lan, tmp_path: Path) -> Iterator[Program]:
    program = lan.computer("10.78.0.1/24").serve(tmp_path / "1", "--server-name", "Front desk")
    yield program
    program.close()


def test_who_starts_the_second_is_told_and_so_is_the_first(
    lan: Lan, first: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    words = ("--tray", "--data", str(tmp_path / "2"), "--server-name", "Attic")
    second = lan.computer("10.78.0.2/24").start("-m", "chatserver", *words, stdin=False)
    try:
        found = second.err.expect(lambda line: line.startswith("Another server"))
        assert "Front desk (0 people) at 10.78.0.1:15000." in found
        second.err.expect(lambda line: "listens on UDP port 15000" in line)
        told = first.err.expect(lambda line: line.startswith("Another server"), NEXT_LOOK_S)
        assert "Attic (0 people) at 10.78.0.2:15000." in told
    finally:
        second.close()


def test_run_py_is_given_the_one_to_join(lan: Lan, first: Program, tmp_path: Path) -> None:
    """They are asked in their terminal, which `script` makes."""
    here = lan.computer("10.78.0.3/24")
    look = shlex.join((sys.executable, "-m", "chatserver", "look"))
    words = ("script", "-qec", look, "/dev/null")
    looking = here.start("-c", f"import os; os.execvp('script', {words!r})")
    try:
        looking.type("\n")
        looking.out.expect(lambda line: "Front desk (0 people) is already running here." in line)
        looking.out.expect(lambda line: line.endswith("10.78.0.1 15000"))
        assert looking.wait() == 0
    finally:
        looking.close()
