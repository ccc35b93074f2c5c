from typing import get_args

import pytest

from chatserver.control.operations import (
    AnyOperation,
    AskBans,
    AskInvites,
    AskLog,
    AskMembers,
    AskNames,
    AskPeople,
    AskStatus,
    Ban,
    Diagnose,
    Kick,
    MakeInvite,
    PauseGuests,
    ReleaseName,
    RemoveMember,
    RenameServer,
    RevokeInvite,
    SetLimits,
    SetRetention,
    SetWelcome,
    ShowDashboard,
    Stop,
    Unban,
)
from chatserver.control.words import BadWords, Parser, add_operations, operation_of

WORDS: list[tuple[str, AnyOperation]] = [
    ("status", AskStatus()),
    ("people", AskPeople()),
    ("people ev --first 20 --count 10", AskPeople(20, 10, "ev")),
    ("log", AskLog()),
    ("log -f --after 7", AskLog(7)),
    ("doctor", Diagnose()),
    ("kick bob", Kick("bob")),
    ("ban 10.0.0.0/24", Ban("10.0.0.0/24")),
    ("unban bob", Unban("bob")),
    ("bans", AskBans()),
    ("names", AskNames()),
    ("release bob", ReleaseName("bob")),
    ("rename Front desk", RenameServer("Front desk")),
    ("welcome tea at four", SetWelcome("tea at four")),
    ("welcome ''", SetWelcome("")),
    ("limits --netcat 5", SetLimits(netcat=5)),
    ("keep --days 7 --mb 20 --newcomers 0", SetRetention(7, 20, 0)),
    ("pause", PauseGuests(True)),
    ("resume", PauseGuests(False)),
    ("invite", MakeInvite()),
    ("invite for eva --uses 0 --days 1", MakeInvite("for eva", 0, 1)),
    ("invites", AskInvites()),
    ("revoke 3f", RevokeInvite("3f")),
    ("members", AskMembers()),
    ("remove bob", RemoveMember("bob")),
    ("show", ShowDashboard()),
    ("stop", Stop()),
]


def parser() -> Parser:
    found = Parser(prog="chatserver ctl")
    add_operations(found)
    return found


@pytest.mark.parametrize(("words", "operation"), WORDS, ids=[words for words, _ in WORDS])
def test_words_are_an_operation(words: str, operation: AnyOperation) -> None:
    assert operation_of(parser().parse_args(words.split())) == operation


def test_each_operation_can_be_typed() -> None:
    assert {type(operation) for _, operation in WORDS} == {*get_args(AnyOperation)}


@pytest.mark.parametrize(
    "words",
    ["", "dance", "kick", "welcome", "limits", "keep", "keep --days -1", "limits --netcat 9999999"],
)
def test_wrong_words_are_one_sentence(words: str) -> None:
    with pytest.raises(BadWords) as told:
        operation_of(parser().parse_args(words.split()))
    assert "\n" not in str(told.value)
    assert str(told.value).endswith(".")


def test_words_too_many_are_for_the_help_of_their_operation() -> None:
    for words, help in ((("keep", "0", "0"), "ctl keep --help."), (("--no",), "ctl --help.")):
        made = Parser(prog="ctl")
        add_operations(made)
        with pytest.raises(BadWords, match=help):
            made.parse_args(words)


def test_help_says_what_each_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["ban", "--help"]):
        with pytest.raises(SystemExit):
            parser().parse_args(words)
    told = " ".join(capsys.readouterr().out.split())
    assert "let no new guests in; who is here stays" in told
    assert "a network like 10.1.2.0/24" in told
