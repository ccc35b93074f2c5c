import pytest

from chatserver.control.answers import InviteRow, Invites, Refused, Told
from chatserver.control.operations import AskInvites, MakeInvite, RevokeInvite
from chatserver.invites import MOST_INVITES
from shared.crypto.identity import invite_token_id
from shared.server_link import read_link_untrusted
from tests.support.owner import HOST, PORT, Owner

DAY_MS = 24 * 3600 * 1000


def rows(owner: Owner) -> tuple[InviteRow, ...]:
    answer = owner.asks(AskInvites())
    assert isinstance(answer, Invites)
    return answer.rows


def make(owner: Owner, label: str = "", uses: int = 1, days: int = 7) -> InviteRow:
    answer = owner.asks(MakeInvite(label, uses, days))
    assert isinstance(answer, Invites)
    (row,) = answer.rows
    return row


def test_an_invite_is_a_link_to_this_server_that_can_be_shown_again() -> None:
    owner = Owner("--private")
    row = make(owner, " for Zoë\x1b ", uses=3, days=2)
    place = read_link_untrusted(row.link)
    assert place[:3] == (HOST, PORT, owner.parts.keys.public)
    assert invite_token_id(place.token).hex().startswith(row.id)
    assert (row.label, row.uses_left, row.until_ms - row.made_ms) == (
        "for Zoë\u241b",
        3,
        2 * DAY_MS,
    )
    lasting = make(owner, uses=0, days=0)
    assert (lasting.uses_left, lasting.until_ms) == (-1, 0)
    assert rows(owner) == (row, lasting)
    assert row.link != lasting.link


@pytest.mark.parametrize(
    "operation",
    [
        MakeInvite("x" * 61),
        MakeInvite(uses=-1),
        MakeInvite(uses=100_001),
        MakeInvite(days=-1),
        MakeInvite(days=3651),
    ],
)
def test_what_makes_no_sense_makes_no_invite(operation: MakeInvite) -> None:
    owner = Owner()
    assert isinstance(owner.asks(operation), Refused)
    assert rows(owner) == ()


def test_there_is_an_end_to_invites() -> None:
    owner = Owner()
    for _ in range(MOST_INVITES):
        make(owner)
    assert isinstance(owner.asks(MakeInvite()), Refused)
    assert isinstance(owner.asks(RevokeInvite(rows(owner)[500].id)), Told)
    make(owner, "the last one")
    assert rows(owner)[-1].label == "the last one"


@pytest.mark.parametrize("by", ["id", "label", "capitals"])
def test_a_revoked_invite_is_not_shown_any_more(by: str) -> None:
    owner = Owner()
    row, other = make(owner, "zoe"), make(owner, "tom")
    wanted = {"id": row.id, "label": "zoe", "capitals": f" {row.id.upper()} "}[by]
    answer = owner.asks(RevokeInvite(wanted))
    assert isinstance(answer, Told)
    assert answer.text.startswith("The invite zoe lets nobody in")
    assert rows(owner) == (other,)
    assert isinstance(owner.asks(RevokeInvite(wanted)), Refused)


@pytest.mark.parametrize("wanted", ["", "  ", "nobody", "same"])
def test_what_names_no_invite_or_several_revokes_none(wanted: str) -> None:
    owner = Owner()
    made = (make(owner, "same"), make(owner, "same"))
    assert isinstance(owner.asks(RevokeInvite(wanted)), Refused)
    assert rows(owner) == made


def test_a_label_is_not_taken_for_the_beginning_of_an_id() -> None:
    owner = Owner()
    made = {label: make(owner, label) for label in "0123456789abcdef"}
    for label in list(made)[:3]:
        assert isinstance(owner.asks(RevokeInvite(label)), Told)
        del made[label]
        assert rows(owner) == tuple(made.values())
    answer = owner.asks(RevokeInvite(made["7"].id[:7]))
    assert isinstance(answer, Refused), "too short for an id"


def test_the_label_of_one_that_is_the_id_of_another_revokes_neither() -> None:
    owner = Owner()
    first = make(owner)
    made = (first, make(owner, first.id))
    assert isinstance(owner.asks(RevokeInvite(first.id)), Refused)
    assert rows(owner) == made
