"""Whom a ban means is chosen, and answered in the dialog where it fails."""

import pytest
from msgspec.structs import replace

from chatserver.control.answers import Told
from chatserver.control.operations import Ban
from chatserver.dashboard.ban_dialog import BanDialog
from tests.chatserver.dashboard.conftest import Room
from tests.support.dialogs import widgets_of


def test_of_a_verified_person_the_identity_is_meant_unless_chosen_otherwise(room: Room):
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[1])
    room.shown(dialog)
    radios = [str(one["text"]) for one in widgets_of(dialog, "TRadiobutton")]
    assert radios == ["This person, from wherever they come", "Everybody at 192.168.7.3"]
    dialog.yes.invoke()
    assert room.done() == Ban("", room.server.people[1].id)
    assert not dialog.winfo_exists()
    assert room.told == [Told("bob is banned.")]


@pytest.mark.parametrize(
    ("is_private", "what_helps"),
    [(False, "Ban the address too"), (True, "needs an invite: revoke")],
)
def test_that_another_name_is_another_person_is_said(room: Room, is_private: bool, what_helps: str):
    room.server.status = replace(room.server.status, is_private=is_private)
    room.look()
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[1])
    room.shown(dialog)
    said = " ".join(room.texts(dialog))
    assert "Under another name they come as somebody new" in said
    assert what_helps in said
    dialog.close()


def test_their_address_can_be_banned_instead(room: Room):
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[1])
    room.shown(dialog)
    room.button(dialog, "Everybody at 192.168.7.3").invoke()
    dialog.yes.invoke()
    assert room.done() == Ban("192.168.7.3/32"), "and nobody who is called like it"


def test_a_guest_has_an_address_only(room: Room):
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[3])
    room.shown(dialog)
    assert len(widgets_of(dialog, "TRadiobutton")) == 1
    assert any("no key" in text for text in room.texts(dialog))
    dialog.yes.invoke()
    assert room.done() == Ban("192.168.7.5/32")


def test_return_alone_bans_nobody(room: Room):
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[1])
    room.shown(dialog)
    room.press("Return")
    assert not dialog.winfo_exists()
    assert not any(isinstance(one, Ban) for one in room.server.asked)


def test_a_refusal_stays_in_the_dialog(room: Room):
    room.server.refusal = "That is your own address."
    dialog = BanDialog(room.root, room.theme, room.owner, room.server.people[1])
    room.shown(dialog)
    dialog.yes.invoke()
    assert room.texts(dialog)[-1] == "That is your own address."
    assert not dialog.yes.instate(["disabled"])
    room.press("Escape")
    assert not dialog.winfo_exists()
