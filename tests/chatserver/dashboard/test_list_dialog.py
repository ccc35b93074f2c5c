"""Lists of the server: shown, followed, and honest about entries that are gone already."""

import pytest

from chatserver.control.answers import AnyAnswer, BanRow, Bans, Refused
from chatserver.control.operations import AskBans, Unban
from chatserver.dashboard.list_dialog import ListDialog
from chatserver.dashboard.owner_dialog import REFRESH_MS, Answered
from chatserver.dashboard.table import Table, TableRow
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


class Hosts(ListDialog):
    """Addresses that are banned."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.root, room.theme, room.owner, "Bans", AskBans(), "Gone already.")
        self.table = Table(self.body, room.theme, "None.", self.lift_ban, 300, 3)
        self.answer = Answered(self, self.body, 300)
        self.ask_list()

    def show_list(self, answer: AnyAnswer) -> bool:
        if not isinstance(answer, Bans):
            return False
        self.table.show([TableRow(row.who, row.who, "", ()) for row in answer.rows])
        return True

    def lift_ban(self, _: str, who: str) -> None:
        self.strike(Unban(who), who)

    @property
    def rows(self) -> list[str]:
        return [row.key for row in self.table.rows]

    @property
    def said(self) -> str:
        return str(self.answer.label["text"])


@pytest.fixture
def dialog(room: Room):
    room.server.bans = [BanRow(who, "address", "", NOON_MS) for who in ("10.1.0.1", "10.1.0.2")]
    made = Hosts(room)
    yield made
    made.destroy()


def test_an_entry_is_struck_off_and_the_list_asked_for_again(room: Room, dialog: Hosts):
    assert dialog.rows == ["10.1.0.1", "10.1.0.2"]
    dialog.lift_ban("", "10.1.0.1")
    assert room.server.asked[-2:] == [Unban("10.1.0.1"), AskBans()]
    assert (dialog.rows, dialog.said) == (["10.1.0.2"], "10.1.0.1 may come again.")


def test_one_that_somebody_else_has_struck_off_is_said_to_be(room: Room, dialog: Hosts):
    del room.server.bans[0]
    room.server.refusal = "Not banned; `bans` shows who is."
    dialog.lift_ban("", "10.1.0.1")
    assert (dialog.rows, dialog.said) == (["10.1.0.2"], "Gone already.")


def test_one_that_could_not_be_struck_off_has_the_reason(room: Room, dialog: Hosts):
    room.server.refusal = "The disk is full, so that cannot be kept."
    dialog.lift_ban("", "10.1.0.1")
    assert (len(dialog.rows), dialog.said) == (2, room.server.refusal)


def test_the_list_is_followed_now_and_then(room: Room, dialog: Hosts):
    room.server.bans.clear()
    dialog.draw()
    assert len(dialog.rows) == 2, "not at each look"
    dialog.owner = dialog.owner._replace(now_ms=lambda: NOON_MS + REFRESH_MS)
    dialog.draw()
    assert (dialog.rows, dialog.said) == ([], "")


def test_no_list_is_said_where_it_was_asked_for_only(room: Room, dialog: Hosts):
    silent = Refused("Nobody answers.")
    dialog.owner = dialog.owner._replace(ask=lambda operation, then: then(silent))
    dialog.refresh()
    assert (len(dialog.rows), dialog.said) == (2, "")
    dialog.ask_list()
    assert (len(dialog.rows), dialog.said) == (2, silent.text)
