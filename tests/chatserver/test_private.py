"""A whole private server, its clients, a bad network and a disk that fails, in virtual time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatserver.invites import ANY_NUMBER
from shared.dialects.native import closing
from shared.dialects.native.records import Join, encode
from shared.wire.packets import FIN
from tests.support.clients import SERVER_AT
from tests.support.club import DAY_S, Club
from tests.support.disk import Disks, fast_folder
from tests.support.fakenet import Link
from tests.support.hall import Talker

BAD = Link(loss=0.3, duplicate=0.1, reorder=0.1)


@contextmanager
def club_at(folder: Path, *words: str, seed: int = 1, link: Link | None = None) -> Iterator[Club]:
    with Disks() as disks:
        club = Club(folder / "server", disks, *words, seed=seed, link=link)
        yield club
        club.premises.crash()


@pytest.fixture
def club() -> Iterator[Club]:
    with fast_folder() as folder, club_at(folder) as club:
        yield club


def code(talker: Talker) -> int | None:
    return talker.ending.code if talker.ending else None


def test_who_is_invited_comes_in_and_then_without_the_invite(club: Club) -> None:
    ann = club.come(1, club.make_invite())
    assert club.run_until(ann)
    assert [member.name for member in club.members] == ["name1"]
    club.premises.crash()
    ann.invite = None
    ann.begin(club.now)
    ann.welcomes.clear()
    assert club.run_until(ann)


def test_nobody_else_comes_in_and_all_are_told_why(club: Club) -> None:
    revoked, used, ended = (club.make_invite(days=1) for _ in range(3))
    assert club.run_until(club.come(1, used))
    club.people.clear()
    club.revoke(revoked)
    club.run(club.now + DAY_S)
    people = [club.come(2), club.come(3, revoked), club.come(4, ended)]
    again = club.come(5, used)
    club.run(club.now + 5.0)
    assert [code(talker) for talker in people] == [
        closing.UNINVITED,
        closing.REVOKED,
        closing.EXPIRED,
    ]
    assert code(again) == closing.EXPIRED
    assert len(club.members) == 1


def test_a_name_that_is_taken_costs_nothing(club: Club) -> None:
    """Whether it is the same identity that tries another one, or another."""
    assert club.run_until(club.come(1, club.make_invite()))
    invite = club.make_invite(uses=2)
    same, first = club.come(2, invite), club.come(3, invite)
    same.name = first.name = "name1"
    club.run(club.now + 2.0)
    assert len(same.refused_names) == len(first.refused_names) == 1
    assert [found.uses_left for found in club.invites] == [0, 2]
    other = club.come(4, invite)
    same.send(encode(Join("zoe")))
    assert club.run_until(same, other)
    assert [found.uses_left for found in club.invites] == [0, 0]
    first.send(encode(Join("eva")))
    club.run(club.now + 2.0)
    assert code(first) == closing.USED_UP


def test_an_invite_lives_as_long_as_it_was_given_whatever_the_clock_says(club: Club) -> None:
    invite = club.make_invite(uses=ANY_NUMBER, days=1)
    club.premises.wall_s += 400 * DAY_S
    club.run(club.now + DAY_S / 2)
    assert club.run_until(club.come(1, invite))
    club.people.clear()
    club.premises.wall_s -= 900 * DAY_S
    club.run(club.now + 3600.0)
    assert club.run_until(club.come(2, invite))
    club.people.clear()
    club.run(club.now + DAY_S / 2)
    late = club.come(3, invite)
    club.run(club.now + 5.0)
    assert code(late) == closing.EXPIRED


def test_the_server_says_that_newcomers_need_an_invite(club: Club) -> None:
    stranger = club.come(1)
    club.run(club.now + 5.0)
    assert code(stranger) == closing.UNINVITED
    assert club.members == []


@pytest.mark.parametrize("durability", ["crash", "power", "memory"])
def test_of_twenty_with_an_invite_for_one_exactly_one_gets_in(durability: str) -> None:
    with fast_folder() as folder, club_at(folder, "--durability", durability) as club:
        invite = club.make_invite()
        crowd = [club.come(number, invite) for number in range(1, 21)]
        club.run(club.now + 20.0)
        for _ in range(100):  # a disk that is waited for is real
            club.run(club.now + 0.01)
        assert [club.is_in(talker) for talker in crowd].count(True) == 1
        assert [code(talker) for talker in crowd].count(closing.USED_UP) == 19
        assert len(club.members) == 1


@pytest.mark.parametrize("seed", range(4))
def test_at_30_percent_loss_everybody_gets_in_for_one_use(seed: int) -> None:
    with fast_folder() as folder, club_at(folder, seed=seed, link=BAD) as club:
        invite = club.make_invite(uses=3)
        people = [club.come(number, invite) for number in range(1, 4)]
        assert club.run_until(*people)
        assert [found.uses_left for found in club.invites] == [0]
        same = club.come(4, invite, person=1)
        same.takeover = True
        assert club.run_until(same), "the same person with the same link"


def test_killed_at_any_moment_of_the_admission_it_has_happened_once() -> None:
    """Statement by statement: whoever has heard that they are in is a member after it."""
    is_over, statements = False, 0
    while not is_over:
        with fast_folder() as folder, club_at(folder) as club:
            invite = club.make_invite()
            ann = club.come(1, invite)
            club.premises.disk.blow_after(statements)
            is_over = club.run_until(ann, patience_s=0.5) and club.premises._starts == 1
            was_in = club.is_in(ann)
            if club.premises.server is not None:
                club.premises.crash()
            club.run(club.now + 0.5)
            assert not was_in or len(club.members) == 1
            assert club.run_until(ann), f"after {statements} statements"
            assert [found.uses_left for found in club.invites] == [0]
            other = club.come(2, invite)
            club.run(club.now + 5.0)
            assert code(other) == closing.USED_UP
        statements += 1
    assert statements > 5


def test_a_full_disk_lets_nobody_in_and_costs_no_use(club: Club) -> None:
    invite = club.make_invite()
    club.premises.disk.trouble = "database or disk is full"
    ann = club.come(1, invite)
    assert not club.run_until(ann, patience_s=10.0)
    assert club.members == []
    assert [found.uses_left for found in club.invites] == [1]
    club.premises.disk.trouble = ""
    assert club.run_until(ann)
    assert [found.uses_left for found in club.invites] == [0]


def test_a_guessed_token_opens_nothing(club: Club) -> None:
    club.make_invite()
    guess = club.come(1)
    guess.invite = b"open sesame 1234"
    guess.begin(club.now)
    club.run(club.now + 10.0)
    assert guess.sessions == 0
    assert guess.events == []


def test_somebody_elses_fin_opens_nothing(club: Club) -> None:
    invite = club.make_invite(uses=2)
    assert club.run_until(club.come(1, invite))
    fins = [data for _, data in club.heard if data[0] == FIN]
    eve = club.come(2)
    club.run(club.now + 5.0)
    for fin in fins:
        for port in (4000, 4001):
            club.net.send(club.now, ("10.0.9.9", port), SERVER_AT, fin)
    club.run(club.now + 5.0)
    assert not club.is_in(eve)
    assert len(club.members) == 1
    assert [found.uses_left for found in club.invites] == [1]


def test_a_token_revoked_while_its_bearer_comes_lets_them_in_or_tells_them(club: Club) -> None:
    for step in range(30):
        invite = club.make_invite()
        talker = club.come(step + 1, invite)
        club.run(club.now + step / 1000)
        club.revoke(invite)
        club.run(club.now + 5.0)
        members = {member.identity for member in club.members}
        assert club.is_in(talker) == (talker.identity.public in members)
        assert club.is_in(talker) or code(talker) == closing.REVOKED
