"""PROTOCOL 4.7's private servers against one that runs, by a client that knows the text alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chatserver.control.answers import Invites, Members, Told
from chatserver.control.client import ControlClient
from chatserver.control.operations import (
    AskInvites,
    AskMembers,
    MakeInvite,
    RemoveMember,
    RevokeInvite,
)
from tests.support.processes import ServerProgram
from tests.support.second_client import FirstWords, Link, SecondClient, read_link

UNINVITED, EXPIRED, REVOKED, USED_UP, REMOVED = range(21, 26)
SILENCE_S = 1.5
"""Seven FINs that nobody answers are enough."""

Serve = Callable[..., ServerProgram]


class Club:
    """A private server of ours, and its owner."""

    def __init__(self, serve: Serve, folder: Path, *words: str) -> None:
        self._serve, self._folder = serve, folder
        self._words = ("--data", str(folder), "-a", "127.0.0.1", *words)
        self.server = serve(*self._words)
        self.owner = ControlClient(folder)

    def invite(self, uses: int = 1) -> Link:
        answer = self.owner.ask(MakeInvite("", uses, 7))
        assert isinstance(answer, Invites)
        return read_link(answer.rows[0].link)

    def uses_left(self) -> list[int]:
        answer = self.owner.ask(AskInvites())
        assert isinstance(answer, Invites)
        return [row.uses_left for row in answer.rows]

    def members(self) -> list[str]:
        answer = self.owner.ask(AskMembers())
        assert isinstance(answer, Members)
        return [row.name for row in answer.rows]

    def kill(self) -> None:
        self.server.process.kill()
        self.server.wait()
        self.server = self._serve(*self._words, "-p", str(self.server.port))


@pytest.fixture
def club(serve: Serve, tmp_path: Path) -> Iterator[Club]:
    club = Club(serve, tmp_path, "--private")
    yield club
    club.owner.close()


def without(link: Link) -> Link:
    return replace(link, token=b"")


def is_in(words: FirstWords | None) -> bool:
    return words is not None and words.welcome is not None


def closed(words: FirstWords | None) -> int | None:
    assert words is not None, "nobody has answered"
    return words.closed


def test_4_7_who_proves_a_token_is_a_member_from_then_on(club: Club) -> None:
    """'in either mode', and 'uses nothing up'."""
    link, ann = club.invite(), SecondClient(b"a" * 32, "ann")
    assert is_in(ann.come(link))
    assert ann.needs_invite
    assert club.uses_left() == [0]
    assert is_in(ann.come(link)), "the same link again"
    assert is_in(ann.come(without(link)))
    assert club.uses_left() == [0]
    assert club.members() == ["ann"]


def test_4_7_a_server_killed_at_once_still_knows_its_member(club: Club) -> None:
    link, ann = club.invite(), SecondClient(b"a" * 32, "ann")
    assert is_in(ann.come(link))
    club.kill()
    assert is_in(ann.come(without(link)))
    assert club.uses_left() == [0]


def test_4_7_others_get_a_close_as_the_first_words(club: Club) -> None:
    used, revoked = club.invite(), club.invite()
    assert is_in(SecondClient(b"a" * 32, "ann").come(used))
    answer = club.owner.ask(AskInvites())
    assert isinstance(answer, Invites)
    assert isinstance(club.owner.ask(RevokeInvite(answer.rows[1].id)), Told)
    bob = SecondClient(b"b" * 32, "bob")
    assert closed(bob.come(without(used))) == UNINVITED
    assert closed(bob.come(used)) == USED_UP
    assert closed(bob.come(revoked)) == REVOKED
    assert club.members() == ["ann"]


def test_4_7_a_token_that_the_server_does_not_know_gets_no_answer(club: Club) -> None:
    link, bob = club.invite(), SecondClient(b"b" * 32, "bob")
    assert bob.come(replace(link, token=b"?" * 16), SILENCE_S) is None
    assert club.uses_left() == [1]


def test_4_7_who_was_removed_comes_back_by_another_invite_only(club: Club) -> None:
    link, ann = club.invite(uses=0), SecondClient(b"a" * 32, "ann")
    assert is_in(ann.come(link))
    assert isinstance(club.owner.ask(RemoveMember("ann")), Told)
    assert closed(ann.come(without(link))) == REMOVED
    assert closed(ann.come(link)) == REMOVED
    assert is_in(SecondClient(b"b" * 32, "ann").come(link)), "the name is free"
    assert is_in(SecondClient(b"a" * 32, "ann2").come(club.invite()))


def test_4_7_a_server_that_is_not_private_lets_in_everybody(serve: Serve, tmp_path: Path) -> None:
    club = Club(serve, tmp_path)
    link, ann = club.invite(), SecondClient(b"a" * 32, "ann")
    bob, eve = SecondClient(b"b" * 32, "bob"), SecondClient(b"e" * 32, "eve")
    assert is_in(ann.come(link))
    assert is_in(bob.come(link)), "used up, and nobody needs it"
    assert is_in(eve.come(without(link)))
    assert not eve.needs_invite
    assert club.members() == ["ann"]
    club.owner.close()
