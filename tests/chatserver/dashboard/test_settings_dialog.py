"""Settings together: what holds is shown, and nothing that was typed is dropped unasked."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from chatserver.control.answers import Told
from chatserver.control.operations import (
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
)
from chatserver.dashboard.setting import Setting
from chatserver.dashboard.settings_dialog import SettingsDialog
from shared.tk.dialog import Dialog
from tests.chatserver.dashboard.conftest import Room


@pytest.fixture
def dialog(room: Room):
    made = SettingsDialog(room.root, room.theme, room.owner, lambda: room.copied.append("bans"))
    room.shown(made)
    yield made
    if made.winfo_exists():
        made.close()


def fill(field, text: str) -> None:
    field.delete(0, "end")
    field.insert(0, text)


def said(setting: Setting) -> str:
    return str(setting.answer.label["text"]).strip()


def test_it_shows_what_holds(dialog: SettingsDialog):
    assert dialog.name.field.get() == "Front desk"
    assert dialog.welcome.field.get().startswith("Welcome on board.")
    assert [field.get() for field in dialog.limits.fields] == ["20000", "64", "64"]
    assert [field.get() for field in dialog.keeps.fields] == ["30", "1024", "50"]
    assert not dialog.guests.paused.get()


def test_each_group_is_saved_and_answered(room: Room, dialog: SettingsDialog):
    fill(dialog.name.field, " Bridge ")
    dialog.name.button.invoke()
    dialog.welcome.field.text.insert("end", "\nNo smoking.\n")
    dialog.welcome.button.invoke()
    fill(dialog.limits.fields[1], "8")
    dialog.limits.button.invoke()
    fill(dialog.keeps.fields[0], "365")
    dialog.keeps.button.invoke()
    dialog.guests.box.invoke()
    assert room.server.asked[-5:] == [
        RenameServer("Bridge"),
        SetWelcome("Welcome on board. The mess opens at noon.\nNo smoking."),
        SetLimits(20_000, 8, 64),
        SetRetention(365, 1024, 50),
        PauseGuests(True),
    ]
    done = "It is done."
    assert [said(setting) for setting in dialog.settings] == [
        "The server is called Bridge now.",
        done,
        "New guests wait outside.",
        done,
        done,
    ]


def test_return_saves_where_one_types(room: Room, dialog: SettingsDialog):
    fill(dialog.name.field, "Bridge")
    room.press("Return")
    assert room.done() == RenameServer("Bridge")
    assert dialog.winfo_exists()


def test_a_refused_pause_is_not_shown_as_one(room: Room, dialog: SettingsDialog):
    room.server.refusal = "The disk is full, so that cannot be kept."
    dialog.guests.box.invoke()
    assert not dialog.guests.paused.get(), "the box shows what holds"


def test_what_is_changed_elsewhere_follows(room: Room, dialog: SettingsDialog):
    room.server.status = replace(room.server.status, guests_paused=True)
    room.look()
    dialog.draw()
    assert dialog.guests.paused.get()


def asked(dialog: SettingsDialog) -> Dialog:
    return next(child for child in dialog.winfo_children() if isinstance(child, Dialog))


def test_what_is_not_saved_is_not_dropped_without_a_word(room: Room, dialog: SettingsDialog):
    dialog.welcome.field.set("Tea at four")
    fill(dialog.keeps.fields[0], "9")
    room.press("Escape")
    question = asked(dialog)
    room.shown(question)
    assert room.texts(question) == ["Not saved yet: Welcome text, Messages are kept."]
    room.press("Escape")
    assert dialog.welcome.field.get() == "Tea at four"
    dialog.keeps.button.invoke()
    room.button(dialog, "Close").invoke()
    question = asked(dialog)
    assert room.texts(question) == ["Not saved yet: Welcome text."]
    room.button(question, "Discard").invoke()
    assert not dialog.winfo_exists()


def test_return_saves_all_of_it(room: Room, dialog: SettingsDialog):
    dialog.welcome.field.set("Tea at four")
    fill(dialog.keeps.fields[0], "9")
    room.press("Escape")
    room.shown(asked(dialog))
    room.press("Return")
    assert room.server.asked[-2:] == [SetWelcome("Tea at four"), SetRetention(9, 1024, 50)]
    assert not dialog.winfo_exists()


def test_what_cannot_be_saved_stays_with_the_reason(room: Room, dialog: SettingsDialog):
    fill(dialog.name.field, "")
    fill(dialog.keeps.fields[0], "9")
    room.server.refusal = "The disk is full, so that cannot be kept."
    left: list[str] = []
    dialog.leave(lambda: left.append("left"))
    room.button(asked(dialog), "Save").invoke()
    assert (said(dialog.name), said(dialog.keeps)) == ("A server has a name.", room.server.refusal)
    fill(dialog.name.field, "Bridge")
    room.server.refusal = ""
    dialog.leave(lambda: left.append("left"))
    room.button(asked(dialog), "Go on editing").invoke()
    assert left == []
    dialog.leave(lambda: left.append("left"))
    dialog.leave(lambda: left.append("now"))
    assert sum(isinstance(child, Dialog) for child in dialog.winfo_children()) == 1
    room.button(asked(dialog), "Save").invoke()
    assert left == ["now"]


def test_a_late_answer_is_waited_for(room: Room, dialog: SettingsDialog):
    later: list[Callable[[], object]] = []
    answer_now = room.owner.ask
    dialog.owner = room.owner._replace(
        ask=lambda operation, then: later.append(lambda: answer_now(operation, then))
    )
    left: list[str] = []
    dialog.welcome.field.set("Tea at four")
    fill(dialog.keeps.fields[0], "9")
    dialog.leave(lambda: left.append("left"))
    room.button(asked(dialog), "Save").invoke()
    dialog.leave(lambda: left.append("now"))
    assert asked(dialog), "who does not want to wait may discard it"
    for answer in later:
        assert left == []
        answer()
    assert left == ["now"]


def test_what_is_in_force_but_not_kept_is_read_before_the_end(room: Room, dialog: SettingsDialog):
    told = Told("It is done. But the disk did not take it.", is_kept=False)
    later: list[Callable[[], object]] = []
    dialog.owner = room.owner._replace(ask=lambda operation, then: later.append(lambda: then(told)))
    left: list[str] = []
    dialog.welcome.field.set("Tea at four")
    dialog.leave(lambda: left.append("left"))
    room.button(asked(dialog), "Save").invoke()
    later[0]()
    label = dialog.welcome.answer.label
    assert (left, label["text"], label["style"]) == ([], told.text, "Warning.TLabel")
    dialog.leave(lambda: left.append("now"))
    assert left == ["now"]


def test_typed_on_and_saved_twice_it_is_left_after_the_last_answer(
    room: Room, dialog: SettingsDialog
):
    later: list[Callable[[], object]] = []
    dialog.owner = room.owner._replace(
        ask=lambda operation, then: later.append(lambda: room.ask(operation, then))
    )
    left: list[str] = []
    for text in ("Tea at four", "Tea at five"):
        dialog.welcome.field.set(text)
        dialog.leave(lambda: left.append("left"))
        room.button(asked(dialog), "Save").invoke()
    later[0]()
    assert left == []
    assert dialog.welcome.button.instate(["disabled"])
    later[1]()
    assert left == ["left"]
    assert dialog.welcome.button.instate(["!disabled"])


def test_who_goes_on_editing_is_left_to_it(room: Room, dialog: SettingsDialog):
    later: list[Callable[[], object]] = []
    dialog.owner = room.owner._replace(
        ask=lambda operation, then: later.append(lambda: room.ask(operation, then))
    )
    left: list[str] = []
    dialog.welcome.field.set("Tea at four")
    for choice in ("Save", "Go on editing"):
        dialog.leave(lambda: left.append("left"))
        room.button(asked(dialog), choice).invoke()
    later[0]()
    assert left == []
    assert dialog.unsaved == []


def test_all_saved_there_is_nothing_to_ask(room: Room, dialog: SettingsDialog):
    dialog.welcome.field.set("Tea at four")
    dialog.welcome.button.invoke()
    room.press("Escape")
    assert not dialog.winfo_exists()


def test_bans_are_a_dialog_of_their_own(room: Room, dialog: SettingsDialog):
    room.button(dialog, "Show who is banned").invoke()
    assert room.copied == ["bans"]
