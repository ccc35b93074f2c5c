"""What all the dashboard's dialogs promise about answers."""

import pytest

from chatserver.control.answers import AnyAnswer, PeopleHere, Refused, Told
from chatserver.control.operations import Kick
from chatserver.dashboard.owner_dialog import Answered, OwnerDialog
from tests.chatserver.dashboard.conftest import Room


def test_who_is_gone_when_the_answer_comes_is_not_called_and_it_is_said_elsewhere(room: Room):
    late: list[object] = []
    owner = room.owner._replace(ask=lambda operation, then: late.append(then))
    dialog = OwnerDialog(room.root, room.theme, owner, "A dialog")
    called: list[AnyAnswer] = []
    dialog.ask_server(Kick("bob"), called.append)
    dialog.open()
    room.wait(dialog.winfo_viewable)
    dialog.close()
    late[0](Told("bob is sent away."))  # type: ignore[operator]
    assert (called, room.told) == ([], [Told("bob is sent away.")])


def test_answers_are_said_in_words_and_by_a_sign(room: Room):
    dialog = OwnerDialog(room.root, room.theme, room.owner, "A dialog")
    answered = Answered(dialog, dialog.body, 300)
    assert answered.hear(Told("It is done."))
    done = str(answered.icon["image"])
    assert answered.label["text"] == "It is done."
    assert not answered.hear(Refused("It is not."))
    assert (answered.label["text"], answered.label["style"]) == ("It is not.", "Warning.TLabel")
    assert str(answered.icon["image"]) not in ("", done)
    assert not answered.hear(PeopleHere(0, 0, ()))
    assert "another version" in answered.label["text"]
    answered.say("")
    assert (answered.label["text"], str(answered.icon["image"])) == ("", "")
    dialog.destroy()


def test_what_cannot_be_taken_back_is_asked_first(room: Room):
    dialog = OwnerDialog(room.root, room.theme, room.owner, "A dialog")
    dialog.open()
    room.wait(dialog.winfo_viewable)
    done: list[str] = []
    for answer in ("Cancel", "Ban"):
        dialog.ask_first("Ban bob?", "Ban", lambda: done.append("banned"))
        question = dialog.winfo_children()[-1]
        room.wait(question.winfo_viewable)
        assert done == []
        room.button(question, answer).invoke()
    assert done == ["banned"]
    dialog.close()


def test_a_small_screen_has_less_room(room: Room, monkeypatch: pytest.MonkeyPatch):
    dialog = OwnerDialog(room.root, room.theme, room.owner, "A dialog")
    assert dialog.within_screen(580) == 580
    monkeypatch.setattr(dialog, "winfo_screenwidth", lambda: 640)
    assert dialog.within_screen(580) == 640 * 0.9 - 48
    room.theme.resize(20)
    assert dialog.within_screen(580) == (640 * 0.9 - 48) / 2
    dialog.destroy()
