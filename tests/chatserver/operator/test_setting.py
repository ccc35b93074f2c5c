from pathlib import Path
from random import Random

import pytest

from chatserver.control.answers import Refused, ServerStatus, Told
from chatserver.control.operations import (
    AnyOperation,
    AskStatus,
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
)
from chatserver.data import DataFolder
from shared.chat import Address, Announced, Join
from tests.support.owner import Owner


def status(owner: Owner) -> ServerStatus:
    answer = owner.asks(AskStatus())
    assert isinstance(answer, ServerStatus)
    return answer


def told(owner: Owner, operation: AnyOperation) -> str:
    answer = owner.asks(operation)
    assert isinstance(answer, Told), answer
    return answer.text


def test_the_name_is_the_one_that_is_told_from_now_on() -> None:
    owner = Owner()
    assert told(owner, RenameServer("  Front\x07desk ")) == "The server is called Front␇desk."
    assert status(owner).name == owner.parts.about.name == "Front␇desk"
    assert owner.parts.endpoint._handshakes._opening.name == "Front␇desk"


def test_whoever_comes_in_reads_the_welcome(monkeypatch) -> None:
    owner = Owner()
    owner.joins(1, "old")
    heard: list[tuple[tuple[int, ...], str]] = []
    tell = owner.parts.entrance.tell

    def listen(peers, notice, now, but=0) -> None:
        if isinstance(notice, Announced):
            heard.append((peers, notice.text))
        tell(peers, notice, now, but)

    monkeypatch.setattr(owner.parts.entrance, "tell", listen)
    told(owner, SetWelcome("tea at four\x1b"))
    owner.joins(2, "bob")
    owner.joins(3, "eva", "native")
    told(owner, SetWelcome(""))
    owner.joins(4, "tom")
    assert heard == [((2,), "tea at four␛"), ((3,), "tea at four␛")]


def test_limits_count_from_now_on() -> None:
    owner = Owner("--max-netcat", "2")
    owner.joins(1, "bob")
    owner.joins(2, "eva")
    assert owner.tries(3, Join("tom", "netcat", Address("127.0.0.1", 3))) is None
    text = told(owner, SetLimits(netcat=3))
    assert text.endswith("it was started with --max-netcat, which wins again then.")
    assert owner.tries(3, Join("tom", "netcat", Address("127.0.0.1", 3))) is not None
    assert told(owner, SetLimits(clients=1)).startswith("1 person fits in, of guests at most ")
    assert "for 1 day and" in told(owner, SetRetention(days=1))
    assert status(owner).places == (1, 3, 64)
    assert len(owner.names()) == 3
    assert owner.tries(4, Join("ann", "classroom", Address("127.0.0.1", 4))) is None


def test_guests_pause_and_people_of_our_own_do_not() -> None:
    owner = Owner()
    owner.joins(1, "bob")
    told(owner, PauseGuests(True))
    assert status(owner).guests_paused
    assert owner.tries(2, Join("eva", "netcat", Address("127.0.0.1", 2))) is None
    assert owner.console.lines[-1] == "disconnected: guests are paused"
    owner.joins(3, "zoe", "native")
    assert owner.names() == ["bob", "zoe"]
    told(owner, PauseGuests(False))
    owner.joins(2, "eva")


@pytest.mark.parametrize(
    ("words", "why"),
    [(("--private",), "but a private server lets"), (("--guests", "off"), "but --guests off lets")],
)
def test_where_no_guests_are_let_in_anyway_resuming_says_why(
    words: tuple[str, ...], why: str
) -> None:
    assert why in told(Owner(*words), PauseGuests(False))


@pytest.mark.parametrize(
    "operation",
    [
        RenameServer("  "),
        RenameServer("\u200b"),
        RenameServer("x" * 49),
        SetWelcome("x" * 1001),
        SetLimits(clients=1_000_001),
        SetLimits(clients=0),
        SetRetention(days=0),
        SetRetention(megabytes=0),
        SetRetention(newcomers=1_000_001),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(operation: AnyOperation) -> None:
    owner = Owner()
    before = status(owner)
    assert isinstance(owner.asks(operation), Refused)
    after = status(owner)
    assert (after.name, after.places, after.keeps) == (before.name, before.places, before.keeps)
    assert not owner.parts.settings.is_changed


def test_all_of_it_holds_after_a_restart_but_what_an_option_says(tmp_path: Path) -> None:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    owner = Owner(data=data)
    for operation in (
        RenameServer("Front desk"),
        SetWelcome("hi"),
        SetLimits(clients=10, netcat=3),
        SetRetention(7, 20, 5),
        PauseGuests(True),
    ):
        told(owner, operation)
    owner.save()
    owner.close()
    data.close()
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    again = Owner("--max-netcat", "4", "--keep-days", "9", data=data)
    found = status(again)
    assert (found.name, found.welcome, found.guests_paused) == ("Front desk", "hi", True)
    assert (found.places, found.keeps) == ((10, 4, 64), (9, 20, 5))
    again.close()
    data.close()
