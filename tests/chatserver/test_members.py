from chatserver.members import Member, Members
from shared.crypto.identity import person_id

ANN = Member(b"a" * 32, "ann", 5, "for the desk")


def test_a_membership_is_of_the_identity() -> None:
    members = Members([ANN])
    assert ANN.identity in members
    assert b"b" * 32 not in members
    assert ANN.id == person_id(ANN.identity)
    assert len(members) == 1


def test_who_comes_and_goes_is_pressing_a_name_is_not() -> None:
    members = Members([ANN])
    members.call(ANN.identity, "Ann")
    members.call(b"?" * 32, "nobody")
    assert members.is_changed
    assert not members.is_pressing
    assert members.changes() == {ANN.identity: Member(ANN.identity, "Ann", 5, "for the desk")}
    members.call(ANN.identity, "Ann")
    assert not members.is_changed, "no news"
    members.remove(ANN.identity)
    members.remove(b"?" * 32)
    assert members.is_pressing
    assert list(members) == []
    assert members.changes() == {ANN.identity: None}
    members.add(ANN)
    assert members.is_pressing
    assert members.changes() == {ANN.identity: ANN}
    assert not members.is_pressing
