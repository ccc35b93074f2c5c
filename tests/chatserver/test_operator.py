import pytest

from chatserver.operator import obey
from shared.chat import Dismissed
from tests.support.playbook import Playbook


def test_list_says_who_is_here_from_where() -> None:
    book = Playbook()
    assert obey("list", book.hub, book.now) == ([], "Nobody is here.")
    book.joins(1, "bob")
    book.now += 301
    book.joins(2, "eva", "classroom")
    effects, answer = obey(" list ", book.hub, book.now)
    assert effects == []
    assert answer.splitlines() == [
        "2 here:",
        "  bob (netcat from 127.0.0.1:40001, unverified, quiet)",
        "  eva (classroom from 127.0.0.1:40002, unverified)",
    ]


def test_kick_sends_a_person_away() -> None:
    book = Playbook()
    book.joins(1, "bob")
    effects, answer = obey("kick BOB", book.hub, book.now)
    book.perform(effects)
    assert answer == "bob is sent away for 10 minutes."
    assert book.told(1)[-1] == Dismissed("kicked")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("kick eva", "Nobody here is called eva."),
        ("kick", "Type list, names, release NAME, kick NAME, network or quit."),
        ("dance", "Type list, names, release NAME, kick NAME, network or quit."),
        ("", "Type list, names, release NAME, kick NAME, network or quit."),
    ],
)
def test_what_cannot_be_done_is_said(line: str, answer: str) -> None:
    book = Playbook()
    assert obey(line, book.hub, book.now) == ([], answer)
