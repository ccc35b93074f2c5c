"""Members of a private server, and what asks before one is removed."""

import pytest

from chatserver.control.answers import MemberRow
from chatserver.control.operations import RemoveMember
from chatserver.dashboard.members_dialog import MembersDialog, describe_member
from chatserver.dashboard.owner_dialog import REFRESH_MS
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


@pytest.fixture
def dialog(room: Room):
    room.server.members = [
        MemberRow("alice", NOON_MS, True, "Crew", "a1"),
        MemberRow("alice", NOON_MS, False, "", "a2"),
    ]
    made = MembersDialog(room.root, room.theme, room.owner)
    room.shown(made)
    yield made
    made.close()


def ask_to_remove(room: Room, dialog: MembersDialog, answer: str) -> None:
    dialog.table._act("Remove", "a1")
    question = dialog.winfo_children()[-1]
    room.wait(question.winfo_viewable)
    room.button(question, answer).invoke()


def test_a_member_is_removed_after_a_question(room: Room, dialog: MembersDialog):
    ask_to_remove(room, dialog, "Cancel")
    assert RemoveMember("a1") not in room.server.asked
    ask_to_remove(room, dialog, "Remove")
    assert RemoveMember("a1") in room.server.asked
    assert [row.key for row in dialog.table.rows] == ["a2"]


def test_who_is_no_member_any_more_leaves_the_list(room: Room, dialog: MembersDialog):
    room.server.members, room.server.refusal = [], "No member; `members` shows their names."
    ask_to_remove(room, dialog, "Remove")
    assert dialog.table.rows == []
    assert room.texts(dialog)[-1] == "They are no member any more."


def test_what_becomes_of_members_elsewhere_is_seen(room: Room, dialog: MembersDialog):
    del room.server.members[0]
    dialog.owner = dialog.owner._replace(now_ms=lambda: NOON_MS + REFRESH_MS)
    dialog.draw()
    assert [row.key for row in dialog.table.rows] == ["a2"]


def test_a_member_in_words():
    alice = describe_member(MemberRow("alice", NOON_MS, True, "Crew"), NOON_MS)
    assert alice.detail.startswith("here now · by the invite Crew, since ")
    bob = describe_member(MemberRow("bob", NOON_MS, False), NOON_MS)
    assert bob.detail.startswith("member since ")
