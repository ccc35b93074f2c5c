"""Each setting as it holds, as it is saved, and the mistakes that are told before."""

import pytest
from msgspec.structs import replace

from chatserver.control.operations import (
    AnyOperation,
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
)
from chatserver.dashboard.owner_dialog import OwnerDialog
from chatserver.dashboard.server_settings import (
    LIMITS,
    RETENTION,
    GuestsSetting,
    NameSetting,
    NumbersSetting,
    WelcomeSetting,
)
from chatserver.dashboard.setting import Setting
from tests.chatserver.dashboard.conftest import Room

KINDS = {
    "name": NameSetting,
    "welcome": WelcomeSetting,
    "guests": GuestsSetting,
    "limits": lambda dialog, heard: NumbersSetting(dialog, heard, LIMITS),
    "keeps": lambda dialog, heard: NumbersSetting(dialog, heard, RETENTION),
}


@pytest.fixture
def dialog(room: Room):
    made = OwnerDialog(room.root, room.theme, room.owner, "Settings")
    yield made
    made.destroy()


def make(dialog: OwnerDialog, kind: str) -> Setting:
    setting: Setting = KINDS[kind](dialog, lambda answer: None)
    status = dialog.owner.board.status
    assert status is not None
    setting.fill(replace(status, name="Bridge \U0001f6a2", welcome="Tea at four"))
    return setting


@pytest.mark.parametrize(
    ("kind", "typed", "operation"),
    [
        ("name", ["Bridge "], RenameServer("Bridge")),
        ("welcome", ["Tea at four"], SetWelcome("Tea at four")),
        ("guests", [], PauseGuests(False)),
        ("limits", ["20000", "64", "64"], SetLimits(20_000, 64, 64)),
        ("keeps", ["30", "1024", "50"], SetRetention(30, 1024, 50)),
    ],
)
def test_what_holds_is_what_would_be_saved(
    dialog: OwnerDialog, kind: str, typed: list[str], operation: AnyOperation
):
    setting = make(dialog, kind)
    assert setting.typed() == typed
    assert setting.read() == operation


def test_a_click_on_the_box_is_enough(room: Room, dialog: OwnerDialog):
    setting = make(dialog, "guests")
    assert isinstance(setting, GuestsSetting)
    setting.box.invoke()
    assert room.done() == PauseGuests(True)
    assert not setting.is_unsaved


@pytest.mark.parametrize(
    ("typed", "mistake"), [("", "A server has a name."), ("x" * 49, "48 characters at most.")]
)
def test_a_name_that_cannot_be(dialog: OwnerDialog, typed: str, mistake: str):
    setting = make(dialog, "name")
    assert isinstance(setting, NameSetting)
    setting.field.delete(0, "end")
    setting.field.insert(0, typed)
    with pytest.raises(ValueError, match=f"^{mistake}$"):
        setting.read()


@pytest.mark.parametrize(
    ("kind", "typed", "mistake"),
    [
        ("limits", "", "people in all: A number from 1 to 1,000,000."),
        ("keeps", "0", "days: A number from 1 to 1,000,000."),
    ],
)
def test_a_number_that_is_none(dialog: OwnerDialog, kind: str, typed: str, mistake: str):
    setting = make(dialog, kind)
    assert isinstance(setting, NumbersSetting)
    setting.fields[0].delete(0, "end")
    setting.fields[0].insert(0, typed)
    with pytest.raises(ValueError, match=f"^{mistake}$"):
        setting.read()
