"""`python -m chatserver names`: what it says, and what it does to the database."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.control.channel import open_door
from chatserver.control.operations import AnyOperation, ReleaseName
from chatserver.control.service import Service
from chatserver.data import Database, DataFolder
from chatserver.names_command import run_names
from chatserver.registry import Known


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    database = Database(tmp_path / "server.db")
    people = [Known(1, bytes(32), "eva", 1_700_000_000_000), Known(2, bytes(32), "Bob", 5, True)]
    database.save_people({person.id: person for person in people})
    database.close()
    return tmp_path


def names(folder: Path) -> list[str]:
    database = Database(folder / "server.db")
    try:
        return [person.name for person in database.people()]
    finally:
        database.close()


def test_names_are_listed_in_order_with_when_they_were_here(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_names(["list", "--data", str(folder)]) == 0
    bob, eva = capsys.readouterr().out.splitlines()
    assert re.match("  Bob, last here (1970-01-01|1969-12-31) ", bob)  # in whatever time zone
    assert eva.startswith("  eva, last here 2023-11-")


def test_who_has_let_go_of_a_name_is_not_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(folder / "server.db")
    database.save_people({3: Known(3, bytes(32), "", 5)})
    database.close()
    assert run_names(["list", "--data", str(folder)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_name_is_freed_in_any_spelling(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_names(["release", "bOB", "--data", str(folder)]) == 0
    assert capsys.readouterr().out == "The name Bob is free.\n"
    assert names(folder) == ["eva"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["release", "zoe"], "Nobody owns the name 'zoe' there.\n"),
        (["list", "--data", "/nowhere/at/all"], "No server has kept anything in /nowhere/at/all; "),
        (["release", "bob", "--data", "/nowhere"], "No server has kept anything in /nowhere; "),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert run_names(["--data", str(folder), *words]) == 2
    assert capsys.readouterr().err.startswith(told)
    assert names(folder) == ["Bob", "eva"]


def test_a_running_server_frees_names_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[AnyOperation] = []
    answers = iter([Told("The name Bob is free."), Refused("Bob is here; kick Bob first.")])

    def ask(operation: AnyOperation, answered: Callable[[AnyAnswer], None]) -> None:
        asked.append(operation)
        answered(next(answers))

    data = DataFolder(folder, 15_000, Random(1).randbytes)
    assert run_names(["release", "bob", "--data", str(folder)]) == 2
    assert "A server is running there, and cannot be asked: " in capsys.readouterr().err
    service = Service(open_door(folder), ask)
    assert run_names(["release", "bob", "--data", str(folder)]) == 0
    assert run_names(["release", "bob", "--data", str(folder)]) == 2
    service.close()
    assert capsys.readouterr() == ("The name Bob is free.\n", "Bob is here; kick Bob first.\n")
    assert asked == [ReleaseName("bob")] * 2
    assert run_names(["list", "--data", str(folder)]) == 0
    data.close()
    assert names(folder) == ["Bob", "eva"]


def test_release_wants_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_names(["release"])
    assert ended.value.code == 2
    assert "NAME" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_in_place_of_the_database_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "server.db")
    assert run_names(["list", "--data", str(tmp_path)]) == 2
    assert "server.db is no file. Move away" in capsys.readouterr().err
