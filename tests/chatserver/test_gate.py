"""Who is let in, and that nobody is told before it is on the disk."""

import pytest

from chatserver import gate as gate_module
from chatserver.gate import NOTED_EVERY_MS, Gate, Note, Stored
from chatserver.invites import ANY_NUMBER, Invite, Invites
from chatserver.members import Member, Members
from shared.chat import Why

DAY_MS = 24 * 3600 * 1000
NOW_MS = 1_800_000_000_000
ANN, BOB, EVA = b"a" * 32, b"b" * 32, b"e" * 32
TOKEN = b"t" * 16
NONE = bytes(16)


class Door:
    """A gate, and what whoever asked was told. `stores` None: the disk takes its time."""

    def __init__(self, *, uses: int = 1, is_private: bool = True, note: Note | None = None) -> None:
        self.invite = Invite(TOKEN, "for the desk", NOW_MS, NOW_MS + 7 * DAY_MS, uses)
        self.members = Members([Member(ANN, "ann", 1)])
        self.invites = Invites([self.invite])
        self.gate = Gate(self.members, self.invites, note, is_private=is_private)
        self.gate.store = self._store
        self.stores: bool | None = True
        self.storing: list[Stored] = []
        self.told: list[tuple[bytes, Why | None]] = []

    def _store(self, stored: Stored) -> None:
        if self.stores is None:
            self.storing.append(stored)
        else:
            stored(self.stores)

    def ask(self, who: bytes, token_id: bytes = NONE, now_ms: int = NOW_MS) -> list[Why | None]:
        """What was said at once."""
        before = len(self.told)
        self.gate.ask(who, "wish", token_id, now_ms, lambda why: self.told.append((who, why)))
        return [why for _, why in self.told[before:]]

    @property
    def uses_left(self) -> int:
        return next(iter(self.invites)).uses_left


def test_a_private_server_lets_in_members_and_invited_people() -> None:
    door = Door()
    assert door.ask(ANN) == [None]
    assert door.ask(BOB) == ["uninvited"]
    assert door.ask(BOB, b"?" * 16) == ["uninvited"]
    assert door.ask(BOB, door.invite.id) == [None]
    assert door.ask(BOB) == [None], "a member now"
    assert [member.invite for member in door.members] == ["", "for the desk"]
    assert door.gate.lets_in(BOB)
    assert not door.gate.lets_in(EVA)


def test_who_cannot_have_the_name_uses_up_nothing() -> None:
    """Our own client comes back as another identity then: one name, one identity."""
    door = Door()
    door.gate.ask(
        BOB,
        "taken",
        door.invite.id,
        NOW_MS,
        lambda why: door.told.append((BOB, why)),
        lambda: False,
    )
    assert door.told == [(BOB, None)], "the hub says what is wrong with the name"
    assert door.uses_left == 1
    assert not door.gate.lets_in(BOB)
    assert door.ask(EVA, door.invite.id) == [None]


def test_the_same_link_again_costs_no_use() -> None:
    door = Door(uses=3)
    for _ in range(4):
        assert door.ask(BOB, door.invite.id) == [None]
        assert door.ask(ANN, door.invite.id) == [None]
    assert door.uses_left == 2


def test_of_twenty_at_once_one_gets_in_by_an_invite_for_one() -> None:
    door = Door()
    door.stores = None
    crowd = [bytes([number]) * 32 for number in range(1, 21)]
    for who in crowd:
        door.ask(who, door.invite.id)
    for stored in door.storing:
        stored(True)
    assert [why for _, why in door.told].count(None) == 1
    assert [why for _, why in door.told].count("used up") == 19
    assert len(door.members) == 2


@pytest.mark.parametrize(
    ("after_ms", "is_revoked", "why"),
    [(7 * DAY_MS, False, "expired"), (0, True, "revoked"), (9 * DAY_MS, True, "revoked")],
)
def test_an_invite_that_has_ended(after_ms: int, is_revoked: bool, why: Why) -> None:
    door = Door()
    if is_revoked:
        door.invites.revoke(door.invite.id)
    assert door.ask(BOB, door.invite.id, NOW_MS + after_ms) == [why]
    assert door.ask(ANN, door.invite.id, NOW_MS + after_ms) == [None], "who is in, is in"


def test_nobody_is_told_before_it_is_stored() -> None:
    door = Door()
    door.stores = None
    assert door.ask(BOB, door.invite.id) == []
    assert door.ask(BOB, door.invite.id) == [], "a second session of the same person waits as well"
    assert door.ask(BOB) == []
    assert len(door.storing) == 1
    door.storing.pop()(True)
    assert door.told == [(BOB, None)] * 3


def test_what_cannot_be_stored_did_not_happen() -> None:
    door = Door()
    door.stores = False
    assert door.ask(BOB, door.invite.id) == ["closing"]
    assert door.uses_left == 1
    assert BOB not in door.members
    door.stores = True
    assert door.ask(BOB, door.invite.id) == [None]


def test_who_was_removed_does_not_come_back_by_the_same_link() -> None:
    door = Door(uses=ANY_NUMBER)
    door.ask(BOB, door.invite.id)
    door.members.remove(BOB)
    assert door.ask(BOB, door.invite.id) == ["removed"]
    assert door.ask(BOB) == ["removed"], "a client does not show what has let it in once"
    other = Invite(b"o" * 16, "", NOW_MS, 0, 1)
    door.invites.make(other, NOW_MS)
    assert door.ask(BOB, other.id) == [None]


def test_a_public_server_lets_in_everybody_and_takes_invites_too() -> None:
    door = Door(is_private=False)
    assert door.ask(BOB) == [None]
    assert BOB not in door.members
    assert door.ask(BOB, door.invite.id) == [None]
    assert BOB in door.members
    assert door.ask(EVA, door.invite.id) == [None], "used up, and nobody needs it"
    assert EVA not in door.members


def test_members_are_so_many_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_module, "MOST_MEMBERS", 1)
    door = Door()
    assert door.ask(BOB, door.invite.id) == ["full"]
    assert door.uses_left == 1


def test_who_was_known_when_a_server_is_private_for_the_first_time_is_a_member() -> None:
    door = Door()
    known = [(ANN, "ann"), (BOB, "bob")]
    assert door.gate.adopt(known, NOW_MS) == 1
    assert [member.name for member in door.members] == ["ann", "bob"]
    (note,) = door.gate.changes().values()
    assert Door(note=note).gate.adopt(known, NOW_MS) == 0


def test_who_came_or_was_removed_before_it_is_private_again_is_no_member() -> None:
    door = Door()
    door.gate.adopt([], NOW_MS)
    (note,) = door.gate.changes().values()
    public = Door(note=note, is_private=False)
    assert public.gate.adopt([(BOB, "bob")], NOW_MS) == 0
    assert not public.gate.is_changed
    assert Door(note=note).gate.adopt([(BOB, "bob")], NOW_MS) == 0


def test_who_was_removed_while_everybody_could_come_in_is_not_adopted() -> None:
    door = Door(is_private=False)
    door.ask(BOB, door.invite.id)
    door.members.remove(BOB)
    door.gate.is_private = True
    assert door.gate.adopt([(ANN, "ann"), (BOB, "bob")], NOW_MS) == 0
    assert not door.gate.lets_in(BOB)


@pytest.mark.parametrize(
    ("off_days", "left_days"),
    [(2, 5), (300, 0), (-300, 7), (0, 7)],
    ids=["a weekend", "a clock that is ahead, or a long time", "a clock set back", "at once"],
)
def test_time_off_counts_but_no_more_than_a_week(off_days: int, left_days: int) -> None:
    door = Door(note=Note(NOW_MS, True))
    now_ms = NOW_MS + off_days * DAY_MS
    door.gate.resume(now_ms)
    (found,) = door.invites
    assert found.until_ms - now_ms == left_days * DAY_MS
    assert door.gate.changes() == {0: Note(now_ms, True)}


def test_a_clock_that_was_never_looked_at_moves_nothing() -> None:
    door = Door()
    door.gate.resume(NOW_MS + 300 * DAY_MS)
    assert [found.until_ms for found in door.invites] == [door.invite.until_ms]


def test_the_clock_is_noted_now_and_then() -> None:
    door = Door(note=Note(NOW_MS, True))
    door.gate.note(NOW_MS + NOTED_EVERY_MS - 1)
    assert not door.gate.is_changed
    door.gate.note(NOW_MS + NOTED_EVERY_MS)
    assert door.gate.changes() == {0: Note(NOW_MS + NOTED_EVERY_MS, True)}
    door.gate.shift(-DAY_MS)
    assert door.gate.changes() == {0: Note(NOW_MS + NOTED_EVERY_MS - DAY_MS, True)}
