from dataclasses import dataclass

import pytest

from chatserver.control.answers import ServerStatus
from chatserver.tray.view import LONGEST_LINE, make_view
from shared.desktop.tray.view import Item, View
from tests.support.statuses import QUIET, status

TROUBLE = "The disk is full. Make room on it."
OTHER = "Attic (3 people) at 10.0.0.9:15000"


@dataclass
class Shown:
    view: View

    def item(self, name: str) -> Item:
        return next(item for item in self.view.items if item.name == name)

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.view.items if item.name]


@pytest.mark.parametrize(
    ("server", "state", "badge", "tooltip"),
    [
        (QUIET, "quiet", 0, "Front desk: nobody is online"),
        (status(people=1), "busy", 1, "Front desk: 1 person online"),
        (status(people=12), "busy", 12, "Front desk: 12 people online"),
        (
            status(people=12, troubles=(TROUBLE, "Another one.")),
            "trouble",
            12,
            f"Front desk: 12 people online\n{TROUBLE}",
        ),
        (
            status(others=(OTHER,)),
            "trouble",
            0,
            "Front desk: nobody is online\n"
            f"Another server is on this network: {OTHER}. People may join the wrong one.",
        ),
    ],
)
def test_how_the_server_is(server: ServerStatus, state: str, badge: int, tooltip: str) -> None:
    view = make_view(server, False)
    assert (view.state, view.badge, view.tooltip) == (state, badge, tooltip)


def test_the_menu() -> None:
    menu = Shown(make_view(status(people=12, guests_paused=True), True))
    assert menu.names == [
        *("state", "dashboard", "address", "invite", "pause", "login", "quit"),
    ]
    assert [item.name for item in menu.view.items if item.is_default] == ["dashboard"]
    assert menu.item("state") == Item("state", "Front desk: 12 people online", is_enabled=False)
    assert menu.item("pause").is_checked
    assert menu.item("login").is_checked


def test_a_worry_is_an_item_that_is_no_wider_than_a_menu() -> None:
    menu = Shown(make_view(status(troubles=("x" * 500,)), None))
    assert len(menu.item("worry").text) == LONGEST_LINE
    assert menu.item("worry").is_enabled


def test_what_cannot_be_is_not_offered() -> None:
    menu = Shown(make_view(status(guests="off"), None))
    assert "login" not in menu.names
    assert not menu.item("pause").is_enabled
    beginning = Shown(make_view(None, None))
    assert not any(beginning.item(name).is_enabled for name in ("address", "invite", "pause"))
    assert beginning.item("quit").is_enabled


def test_what_was_done_last_is_in_the_tooltip() -> None:
    assert make_view(QUIET, None, "Copied.").tooltip.endswith("\nCopied.")
