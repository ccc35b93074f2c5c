"""What each setting promises: asked once it can be, answered below it, unsaved until it is done."""

from collections.abc import Callable

import pytest

from chatserver.control.answers import AnyAnswer, ServerStatus, Told
from chatserver.control.operations import AnyOperation, RenameServer
from chatserver.dashboard.owner_dialog import OwnerDialog
from chatserver.dashboard.setting import Setting
from tests.chatserver.dashboard.conftest import Room


class Call(Setting):
    """What the server is called, without fields."""

    text = "Desk"

    def fill(self, status: ServerStatus) -> None:
        self.text = status.name

    def typed(self) -> list[str]:
        return [self.text]

    def read(self) -> AnyOperation:
        if not self.text:
            raise ValueError("A server has a name.")
        return RenameServer(self.text)


class Booth:
    """`heard`: answers, and whether something was unsaved then."""

    def __init__(self, room: Room) -> None:
        self.dialog = OwnerDialog(room.root, room.theme, room.owner, "Settings")
        self.heard: list[tuple[AnyAnswer, bool]] = []
        self.setting = Call(
            self.dialog, "Name", lambda answer: self.heard.append((answer, self.setting.is_unsaved))
        )
        self.button = self.setting.add_button(self.setting.add_row())
        self.setting.keep()

    @property
    def said(self) -> str:
        answer = self.setting.answer
        return str(answer.label["text"]) if answer.frame.winfo_manager() else ""


@pytest.fixture
def booth(room: Room):
    made = Booth(room)
    yield made
    made.dialog.destroy()


def test_it_is_unsaved_until_it_is_done(room: Room, booth: Booth):
    assert not booth.setting.is_unsaved
    booth.setting.text = "Bridge"
    assert booth.setting.is_unsaved
    booth.button.invoke()
    assert room.done() == RenameServer("Bridge")
    assert booth.said == "The server is called Bridge now."
    assert booth.heard == [(Told(booth.said), False)]


def test_what_is_refused_stays_unsaved(room: Room, booth: Booth):
    room.server.refusal = "The disk is full, so that cannot be kept."
    booth.setting.text = "Bridge"
    assert booth.setting.save_by_key() == "break"
    assert (booth.said, booth.setting.is_unsaved) == (room.server.refusal, True)


def test_of_a_mistake_nothing_is_asked(room: Room, booth: Booth):
    before = list(room.server.asked)
    booth.setting.text = ""
    booth.button.invoke()
    assert (booth.said, booth.heard) == ("A server has a name.", [])
    assert room.server.asked == before
    assert not booth.setting.is_asked


def test_what_was_typed_since_is_not_taken_for_saved(room: Room, booth: Booth):
    later: list[Callable[[], object]] = []
    booth.dialog.owner = room.owner._replace(
        ask=lambda operation, then: later.append(lambda: room.ask(operation, then))
    )
    for text in ("Bridge", "Bow"):
        booth.setting.text = text
        booth.setting.save()
    assert booth.button.instate(["disabled"])
    later[0]()
    assert booth.setting.is_unsaved
    assert booth.setting.is_asked
    assert booth.button.instate(["disabled"])
    later[1]()
    assert not booth.setting.is_unsaved
    assert not booth.setting.is_asked
    assert booth.button.instate(["!disabled"])
