import pytest

from chatserver.console import HINT, obey_line, read_line
from chatserver.control.answers import Told
from chatserver.control.operations import (
    AnyOperation,
    AskPeople,
    Diagnose,
    Kick,
    RenameServer,
    SetWelcome,
    Stop,
)
from chatserver.control.words import BadWords


@pytest.mark.parametrize(
    ("line", "operation"),
    [
        (" list ", AskPeople()),
        ("people ev", AskPeople(part="ev")),
        ("kick  BOB", Kick("BOB")),
        ("network", Diagnose()),
        ("quit", Stop()),
        ("rename Front desk", RenameServer("Front desk")),
        ("welcome -- tea at four -", SetWelcome("-- tea at four -")),
        ('welcome ""', SetWelcome("")),
    ],
)
def test_a_line_is_an_operation(line: str, operation: AnyOperation) -> None:
    assert read_line(line) == operation


@pytest.mark.parametrize("line", ["", "dance", "log", "--help", "-h"])
def test_who_types_something_else_is_told_what_to_type(line: str) -> None:
    with pytest.raises(BadWords) as told:
        read_line(line)
    assert str(told.value) == HINT


@pytest.mark.parametrize("line", ["kick", "kick a b", "kick -h", "limits --netcat x"])
def test_a_word_with_the_wrong_ones_behind_it_is_one_sentence(line: str) -> None:
    with pytest.raises(BadWords) as told:
        read_line(line)
    assert str(told.value).endswith(".")
    assert str(told.value) != HINT
    assert "\n" not in str(told.value)


def test_help_names_what_there_is() -> None:
    with pytest.raises(BadWords) as told:
        read_line("help")
    for word in ("kick", "ban", "welcome", "list", "quit", "doctor"):
        assert f"\n  {word} " in f"\n{told.value}"


def test_the_answer_is_said_when_it_comes() -> None:
    said: list[str] = []
    obey_line("kick bob", lambda operation, answered: answered(Told("gone")), said.append)
    obey_line("dance", lambda operation, answered: None, said.append)
    assert said == ["gone", HINT]
