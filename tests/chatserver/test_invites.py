"""Invites end by their time, by their number and by their owner; no use counts twice."""

import pytest

from chatserver import invites as invites_module
from chatserver.invites import ANY_NUMBER, End, Invite, Invites
from shared.crypto.identity import invite_psk

DAY_MS = 24 * 3600 * 1000
NOW_MS = 1_800_000_000_000
ANN, BOB = b"a" * 32, b"b" * 32


def invite(
    token: bytes = b"t" * 16,
    *,
    days: int = 7,
    uses: int = 1,
    made_ms: int = NOW_MS,
    is_revoked: bool = False,
) -> Invite:
    until_ms = made_ms + days * DAY_MS if days else 0
    return Invite(token, "for the desk", made_ms, until_ms, uses, is_revoked)


@pytest.mark.parametrize(
    ("found", "after_ms", "end"),
    [
        (invite(), 0, None),
        (invite(), 7 * DAY_MS - 1, None),
        (invite(), 7 * DAY_MS, "expired"),
        (invite(days=0), 9_999 * DAY_MS, None),
        (invite(uses=0), 0, "used up"),
        (invite(uses=0), 8 * DAY_MS, "expired"),
        (invite(uses=ANY_NUMBER), 0, None),
        (invite(is_revoked=True), 8 * DAY_MS, "revoked"),
    ],
)
def test_when_an_invite_lets_nobody_in_any_more(
    found: Invite, after_ms: int, end: End | None
) -> None:
    assert found.end(NOW_MS + after_ms) == end


def test_a_use_counts_and_can_be_given_back() -> None:
    made = invite(uses=2)
    invites = Invites([made])
    invites.use(made.id, ANN)
    assert invites.has_let_in(made.id, ANN)
    assert not invites.has_let_in(made.id, BOB)
    assert invites.is_pressing
    assert [found.uses_left for found in invites] == [1]
    invites.give_back(made.id, ANN)
    assert not invites.has_let_in(made.id, ANN)
    assert [found.uses_left for found in invites] == [2]
    assert invites.changes() == {made.id: made}
    assert invites.changed_uses() == {(made.id, ANN): None}
    assert not invites.is_changed
    assert not invites.are_uses_changed
    assert not invites.is_pressing


def test_of_any_number_there_is_always_one_more() -> None:
    made = invite(uses=ANY_NUMBER)
    invites = Invites([made])
    for who in (ANN, BOB):
        invites.use(made.id, who)
    invites.give_back(made.id, BOB)
    assert [found.uses_left for found in invites] == [ANY_NUMBER]


def test_who_has_a_revoked_token_can_prove_it() -> None:
    """Or they could not be told that it was revoked."""
    made = invite()
    invites = Invites([made])
    invites.revoke(made.id)
    assert [found.end(NOW_MS) for found in invites] == ["revoked"]
    assert invites.psk_of(made.id, b"k" * 32) == invite_psk(made.token, b"k" * 32)
    assert invites.psk_of(b"?" * 16, b"k" * 32) is None


def test_nothing_but_random_bytes_becomes_a_token() -> None:
    with pytest.raises(ValueError, match="made by the server"):
        Invites().make(invite(b"open sesame"), NOW_MS)


def test_what_was_set_on_the_wall_changes_no_lease() -> None:
    made, lasting = invite(), invite(b"l" * 16, days=0)
    invites = Invites([made, lasting])
    invites.shift(-400 * DAY_MS)
    assert [found.until_ms for found in invites] == [made.until_ms - 400 * DAY_MS, 0]
    assert set(invites.changes()) == {made.id, lasting.id}
    invites.shift(0)
    assert not invites.is_changed


def test_there_are_so_many_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invites_module, "MOST_INVITES", 2)
    old, other = invite(b"o" * 16, uses=1), invite(b"p" * 16)
    invites = Invites([old, other])
    assert not invites.make(invite(), NOW_MS), "both can be used"
    invites.use(old.id, ANN)
    assert invites.make(invite(), NOW_MS)
    assert invites.by_id(old.id) is None
    assert not invites.has_let_in(old.id, ANN)
    invites.give_back(old.id, ANN)
    assert invites.by_id(old.id) is None
    assert invites.changes()[old.id] is None


def test_a_log_line_with_an_invite_does_not_give_it_away() -> None:
    assert "tttt" not in repr(invite())
