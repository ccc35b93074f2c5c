import pytest

from chatserver.control.answers import InviteRow, Invites, MemberRow, Members, Refused, Told
from chatserver.control.operations import (
    AskInvites,
    AskMembers,
    Ban,
    MakeInvite,
    RemoveMember,
    RevokeInvite,
)
from chatserver.members import Member
from chatserver.operator.desk import hex_id
from chatserver.people import Person
from shared.chat import Dismissed
from tests.support.owner import Owner
from tests.support.playbook import join_verified, proves


def rows(owner: Owner) -> dict[str, MemberRow]:
    answer = owner.asks(AskMembers())
    assert isinstance(answer, Members)
    return {row.id: row for row in answer.rows}


def invites(owner: Owner) -> tuple[InviteRow, ...]:
    answer = owner.asks(AskInvites())
    assert isinstance(answer, Invites)
    return answer.rows


def admits(owner: Owner, who: int, name: str, invite: str = "") -> None:
    owner.parts.hub.room.gate.members.add(Member(proves(who).identity, name, 5, invite))


def comes(owner: Owner, peer: int, name: str, who: int) -> Person | None:
    return owner.tries(peer, join_verified(peer, name, who))


def test_members_are_shown_by_the_name_they_bear() -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe", "for the desk")
    admits(owner, 2, "tom")
    assert comes(owner, 9, "Zoe2", 1) is not None
    told = sorted((row.name, row.is_here, row.invite) for row in rows(owner).values())
    assert told == [("Zoe2", True, "for the desk"), ("tom", False, "")]


def test_who_is_removed_leaves_and_the_name_is_free() -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe")
    admits(owner, 2, "tom")
    assert comes(owner, 9, "zoe", 1) is not None
    assert owner.asks(RemoveMember("ZOE")) == Told(
        "zoe is no member any more, and the name is free."
    )
    assert owner.names() == []
    assert owner.parts.hub.room.registry.by_name("zoe") is None
    assert comes(owner, 10, "zoe", 1) is None, "also while the session is open already"
    assert comes(owner, 11, "zoe", 2) is not None
    assert [row.name for row in rows(owner).values()] == ["zoe"]


def test_invites_that_would_let_them_in_again_are_named() -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe", "many")
    admits(owner, 2, "tom", "many")
    for label, uses in (("for ann", 1), ("many", 0), ("desk", 9), ("", 2), ("old", 0)):
        owner.asks(MakeInvite(label, uses))
    owner.asks(RevokeInvite("old"))
    answer = owner.asks(RemoveMember("zoe"))
    assert isinstance(answer, Told)
    (unnamed,) = (row.id for row in invites(owner) if not row.label)
    assert f": many, desk, {unnamed} and 1 more. Revoke" in answer.text
    for row in invites(owner)[1:]:
        owner.asks(RevokeInvite(row.id))
    answer = owner.asks(RemoveMember("tom"))
    assert isinstance(answer, Told)
    assert "This invite still lets in" in answer.text
    assert ": for ann. Revoke" in answer.text


def test_where_everybody_may_come_in_no_invite_is_named() -> None:
    owner = Owner()
    admits(owner, 1, "zoe")
    owner.asks(MakeInvite("many", 0))
    answer = owner.asks(RemoveMember("zoe"))
    assert isinstance(answer, Told)
    assert "many" not in answer.text


def test_who_is_away_can_be_removed_too() -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe")
    person = comes(owner, 9, "zoe", 1)
    assert person is not None
    owner.parts.runtime.perform(owner.parts.hub.dismiss(person, "gone"), owner.now)
    owner.parts.runtime.commit(owner.now)
    assert owner.parts.hub.room.registry.by_name("zoe") is not None
    assert isinstance(owner.asks(RemoveMember("zoe")), Told)
    assert owner.parts.hub.room.registry.by_name("zoe") is None


def test_the_session_hears_why_it_ends() -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe")
    person = comes(owner, 9, "zoe", 1)
    assert person is not None
    told: list[object] = []
    owner.parts.entrance.tell = lambda peers, notice, *more: told.append(notice)  # type: ignore
    owner.asks(RemoveMember("zoe"))
    assert Dismissed("removed") in told


def test_of_namesakes_the_one_who_has_the_name_or_by_the_id() -> None:
    owner = Owner("--private")
    for who in (1, 2, 3):
        admits(owner, who, "zoe")
    assert isinstance(owner.asks(RemoveMember("zoe")), Refused), "which one?"
    assert comes(owner, 9, "zoe", 2) is not None
    assert isinstance(owner.asks(RemoveMember("zoe")), Told)
    left = set(rows(owner))
    assert left == {hex_id(proves(who).person) for who in (1, 3)}
    assert isinstance(owner.asks(RemoveMember(left.pop().upper())), Told)
    assert set(rows(owner)) == left


@pytest.mark.parametrize("wanted", ["", "nobody"])
def test_who_is_no_member_cannot_be_removed(wanted: str) -> None:
    owner = Owner("--private")
    admits(owner, 1, "zoe")
    assert isinstance(owner.asks(RemoveMember(wanted)), Refused)
    assert len(rows(owner)) == 1


def test_where_everybody_may_come_in_that_is_said_and_how_to_ban_them() -> None:
    owner = Owner()
    admits(owner, 1, "zoe")
    assert comes(owner, 9, "zoe", 1) is not None
    answer = owner.asks(RemoveMember("zoe"))
    id = hex_id(proves(1).person)
    assert isinstance(answer, Told)
    assert answer.text.startswith("zoe is no member any more, and the name is free.")
    assert answer.text.endswith(f"they may come back; ban {id} against that.")
    assert isinstance(owner.asks(Ban(id)), Told)
    assert comes(owner, 10, "zoe", 1) is None
    assert comes(owner, 11, "zoe", 2) is not None


def test_who_had_a_name_that_is_somebody_elses_now_is_removed_by_the_id_only() -> None:
    owner = Owner()
    admits(owner, 1, "anna")
    assert comes(owner, 9, "anna", 2) is not None
    assert isinstance(owner.asks(RemoveMember("anna")), Refused)
    assert [row.name for row in rows(owner).values()] == ["anna"]
    id = hex_id(proves(1).person)
    answer = owner.asks(RemoveMember(id))
    assert isinstance(answer, Told)
    assert answer.text.startswith(f"anna ({id}) is no member any more. ")
    assert owner.names() == ["anna"]
