"""Names that are kept, and their release."""

import pytest

from chatserver.control.operations import ReleaseName
from chatserver.dashboard.names_dialog import NamesDialog
from tests.chatserver.dashboard.conftest import Room


@pytest.fixture
def dialog(room: Room):
    made = NamesDialog(room.root, room.theme, room.owner)
    room.shown(made)
    yield made
    made.close()


def test_names_are_shown_and_one_is_released(room: Room, dialog: NamesDialog):
    assert "alice, last here" in dialog.names.get()
    dialog.release.field.set("alice")
    room.press("Return")
    assert ReleaseName("alice") in room.server.asked
    assert room.texts(dialog)[-1] == "It is done."
    assert dialog.release.field.get() == ""


def test_what_is_missing_or_refused_is_said(room: Room, dialog: NamesDialog):
    dialog.release.button.invoke()
    assert room.texts(dialog)[-1] == "Say which name."
    room.server.refusal = "Nobody owns the name zoe."
    dialog.release.field.set("zoe")
    dialog.release.button.invoke()
    assert room.texts(dialog)[-1] == room.server.refusal
