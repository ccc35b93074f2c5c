"""Bans: seen, lifted, and made of somebody who is not here."""

import pytest

from chatserver.control.answers import BanRow
from chatserver.control.operations import Ban, Unban
from chatserver.dashboard.bans_dialog import BansDialog, describe_ban, describe_who
from chatserver.dashboard.owner_dialog import REFRESH_MS
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


@pytest.fixture
def dialog(room: Room):
    room.server.bans = [BanRow("5f1c09be77a04d2c", "identity", "mallory", NOON_MS)]
    made = BansDialog(room.root, room.theme, room.owner)
    room.shown(made)
    yield made
    made.close()


def test_who_is_banned_may_come_again(room: Room, dialog: BansDialog):
    assert dialog.table.rows[0].name == "mallory (5f1c09be77a0…)"
    dialog.table._act("Unban", dialog.table.rows[0].key)
    assert Unban("5f1c09be77a04d2c") in room.server.asked
    assert dialog.table.rows == []
    assert room.texts(dialog)[-1] == "5f1c09be77a04d2c may come again."


def test_who_is_banned_no_more_leaves_the_list(room: Room, dialog: BansDialog):
    room.server.bans, room.server.refusal = [], "Not banned; `bans` shows who is."
    dialog.table._act("Unban", dialog.table.rows[0].key)
    assert dialog.table.rows == []
    assert room.texts(dialog)[-1] == "That ban is lifted already."


def test_bans_made_elsewhere_are_seen(room: Room, dialog: BansDialog):
    room.server.bans.append(BanRow("10.1.0.0/16", "address", "", NOON_MS))
    dialog.owner = dialog.owner._replace(now_ms=lambda: NOON_MS + REFRESH_MS)
    dialog.draw()
    assert len(dialog.table.rows) == 2


def choose(room: Room, dialog: BansDialog, answer: str) -> None:
    question = dialog.winfo_children()[-1]
    room.wait(question.winfo_viewable)
    room.button(question, answer).invoke()


def test_a_network_can_be_banned_after_a_question(room: Room, dialog: BansDialog):
    dialog.ban.field.set(" 10.1.0.0/16 ")
    room.press("Return")
    choose(room, dialog, "Cancel")
    assert Ban("10.1.0.0/16") not in room.server.asked
    assert dialog.ban.field.get() == " 10.1.0.0/16 "
    dialog.ban.button.invoke()
    choose(room, dialog, "Ban")
    assert Ban("10.1.0.0/16") in room.server.asked
    assert [row.name for row in dialog.table.rows][-1] == "10.1.0.0/16"
    assert dialog.ban.field.get() == ""


def test_nobody_and_nonsense_are_told(room: Room, dialog: BansDialog):
    dialog.ban.button.invoke()
    assert room.texts(dialog)[-1].startswith("Say whom")
    room.server.refusal = "Nobody is called that, and it is no address."
    dialog.ban.field.set("hm hm")
    dialog.ban.button.invoke()
    choose(room, dialog, "Ban")
    assert room.texts(dialog)[-1] == room.server.refusal
    assert dialog.ban.field.get() == "hm hm"


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("mallory", "Ban mallory from this server?"),
        ("10.1.2.3", "Ban 10.1.2.3 from this server?"),
        ("10.1.2.7/16", "Ban all 65,536 addresses of 10.1.0.0/16 from this server?"),
    ],
)
def test_the_question_says_how_much_a_network_is(typed: str, question: str):
    assert describe_who(typed) == question


def test_a_ban_in_words():
    row = describe_ban(BanRow("192.168.7.9", "address", "", NOON_MS), NOON_MS)
    assert (row.name, row.key, row.deeds) == ("192.168.7.9", "192.168.7.9", ("Unban",))
    assert row.detail.startswith("address, banned since ")
