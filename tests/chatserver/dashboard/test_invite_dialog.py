"""Invites: made, shown as link and code, copied and revoked."""

import pytest
from msgspec.structs import replace

from chatserver.control.answers import InviteRow
from chatserver.control.operations import MakeInvite, RevokeInvite
from chatserver.dashboard import words
from chatserver.dashboard.invite_dialog import InviteDialog, describe_invite
from chatserver.dashboard.owner_dialog import REFRESH_MS
from chatserver.dashboard.qr import PAPER
from shared.tk.dialog import Dialog
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import LINK, NOON_MS


@pytest.fixture
def dialog(room: Room):
    made = InviteDialog(room.root, room.theme, room.owner)
    room.shown(made)
    yield made
    made.close()


def test_a_public_server_shows_its_link_at_once(room: Room, dialog: InviteDialog):
    assert LINK in room.texts(dialog)
    assert dialog.code["background"] == PAPER
    dialog.copy.invoke()
    assert dialog.clipboard_get() == LINK


def test_the_link_of_a_server_for_this_computer_is_said_to_be_that(room: Room):
    room.server.status = replace(room.server.status, addresses=("127.0.0.1",))
    room.look()
    dialog = InviteDialog(room.root, room.theme, room.owner)
    room.shown(dialog)
    assert words.INVITE_HERE in room.texts(dialog)
    dialog.close()


def test_a_private_server_needs_an_invite_first(room: Room):
    room.server.status = replace(room.server.status, is_private=True)
    room.look()
    dialog = InviteDialog(room.root, room.theme, room.owner)
    room.shown(dialog)
    assert dialog.copy.instate(["disabled"])
    assert LINK not in room.texts(dialog)
    dialog.close()


def test_an_invite_is_made_shown_and_listed(room: Room, dialog: InviteDialog):
    dialog.label.insert(0, "Crew")
    dialog.uses.set(5)
    dialog.days.set(2)
    dialog.make.invoke()
    assert MakeInvite("Crew", 5, 2) in room.server.asked
    link = room.server.invites[0].link
    assert link in room.texts(dialog)
    assert [row.name for row in dialog.table.rows] == ["Crew"]
    dialog.copy.invoke()
    assert dialog.clipboard_get() == link
    for choice in ("Cancel", "Revoke"):
        assert RevokeInvite(f"{0:032x}") not in room.server.asked
        dialog.table._act("Revoke", dialog.table.rows[0].key)
        question = next(child for child in dialog.winfo_children() if isinstance(child, Dialog))
        assert any(text.startswith("Revoke the invite Crew?") for text in room.texts(question))
        room.button(question, choice).invoke()
    assert RevokeInvite(f"{0:032x}") in room.server.asked
    assert dialog.table.rows == []
    assert LINK in room.texts(dialog), "the link that is revoked is not shown any more"


def test_return_in_a_field_makes_it(room: Room, dialog: InviteDialog):
    room.press("Return")
    assert MakeInvite("", 1, 7) in room.server.asked


def test_one_of_the_list_is_shown_again(room: Room, dialog: InviteDialog):
    for label in ("first", "second"):
        dialog.label.delete(0, "end")
        dialog.label.insert(0, label)
        dialog.make.invoke()
    first = dialog.table.rows[0].key
    dialog.table._act("Show", first)
    assert room.server.invites[0].link in room.texts(dialog)


def test_one_that_is_gone_leaves_the_list_and_is_said_in_plain_words(
    room: Room, dialog: InviteDialog
):
    dialog.make.invoke()
    row = room.server.invites.pop()  # revoked elsewhere
    room.server.refusal = "It is no invite; `invites` shows their ids."
    dialog.table._act("Revoke", row.id)
    question = next(child for child in dialog.winfo_children() if isinstance(child, Dialog))
    room.button(question, "Revoke").invoke()
    assert dialog.table.rows == []
    assert "That invite is gone already." in room.texts(dialog)
    assert row.link not in room.texts(dialog)


def test_what_others_do_to_invites_is_seen(room: Room, dialog: InviteDialog):
    now_ms = NOON_MS
    dialog.owner = dialog.owner._replace(now_ms=lambda: now_ms)
    dialog.make.invoke()
    row = room.server.invites[0]
    room.server.invites = [replace(row, uses_left=0)]
    dialog.draw()
    assert dialog.table.rows[0].detail.startswith("for 1 more"), "not at each look"
    now_ms += REFRESH_MS
    dialog.draw()
    assert dialog.table.rows[0].detail.startswith("used up")
    assert row.link in room.texts(dialog)
    room.server.invites = []
    now_ms += REFRESH_MS
    dialog.draw()
    assert dialog.table.rows == []
    assert row.link not in room.texts(dialog)


@pytest.mark.parametrize(
    ("field", "typed", "mistake"),
    [
        ("uses", "", "A number from 0"),
        ("days", "9999", "A number from 0"),
        ("label", "x" * 49, "48"),
    ],
)
def test_mistakes_are_told_and_nothing_is_asked(
    room: Room, dialog: InviteDialog, field: str, typed: str, mistake: str
):
    widget = getattr(dialog, field)
    widget.delete(0, "end")
    widget.insert(0, typed)
    before = len(room.server.asked)
    dialog.make.invoke()
    assert len(room.server.asked) == before
    assert any(mistake in text for text in room.texts(dialog))


def test_a_refusal_is_told(room: Room, dialog: InviteDialog):
    room.server.refusal = "There are too many invites."
    dialog.make.invoke()
    assert room.server.refusal in room.texts(dialog)
    assert not dialog.make.instate(["disabled"])


@pytest.mark.parametrize(
    ("uses", "until", "said"),
    [
        (-1, 0, "for any number of people, for ever"),
        (1, 0, "for 1 more person, for ever"),
        (7, NOON_MS, "for 7 more people, until "),
        (0, 0, "used up, for ever"),
    ],
)
def test_an_invite_in_words(uses: int, until: int, said: str):
    row = describe_invite(InviteRow("1", "", LINK, NOON_MS, until, uses), NOON_MS)
    assert row.detail.startswith(said)
    assert row.name == "Without a name"
