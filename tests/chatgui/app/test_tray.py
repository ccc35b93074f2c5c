"""What the client's icon says of the chat behind it."""

from msgspec import structs

from chatgui.app.messages import Ended, Joined, StatusChanged
from chatgui.app.tray import LOGIN, QUIET, QUIT, SHOW, describe_tray
from shared.desktop.tray.view import Item
from tests.support.office import BOB, Desk, make_desk
from tests.support.past import ME


def connected() -> Desk:
    desk = make_desk()
    desk.chat.hear(StatusChanged("connected"))
    desk.chat.hear(Joined("ada", ME))
    desk.settle()
    return desk


def item(desk: Desk, name: str, starts_at_login: bool | None = False) -> Item:
    view = describe_tray(desk.chat, starts_at_login)
    return next(item for item in view.items if item.name == name)


def test_unread_messages_are_counted_and_said() -> None:
    desk = connected()
    quiet = describe_tray(desk.chat, False)
    assert (quiet.state, quiet.badge) == ("quiet", 0)
    assert quiet.tooltip == desk.chat.whose
    for text in ("lunch?", "now?"):
        desk.come(desk.past.say(BOB, text))
    desk.settle()
    view = describe_tray(desk.chat, False)
    assert (view.state, view.badge) == ("busy", 2)
    assert view.tooltip.splitlines() == [desk.chat.whose, "2 unread messages"]
    assert "ada" in desk.chat.whose


def test_a_line_that_is_lost_is_trouble_and_back_it_is_none() -> None:
    desk = connected()
    desk.chat.hear(StatusChanged("trying again"))
    desk.settle()
    lost = describe_tray(desk.chat, False)
    assert lost.state == "trouble"
    assert "trying again" in lost.tooltip
    desk.chat.hear(StatusChanged("connected again"))
    desk.settle()
    assert describe_tray(desk.chat, False).state == "quiet"


def test_before_there_was_a_line_nothing_is_wrong() -> None:
    assert describe_tray(make_desk().chat, False).state == "quiet"


def test_the_end_is_trouble() -> None:
    desk = connected()
    desk.chat.hear(Ended("kicked"))
    desk.settle()
    view = describe_tray(desk.chat, False)
    assert view.state == "trouble"
    assert "over" in view.tooltip


def test_the_menu() -> None:
    desk = connected()
    names = [item.name for item in describe_tray(desk.chat, False).items]
    assert names == [SHOW, "", QUIET, LOGIN, "", QUIT]
    assert item(desk, SHOW).is_default
    assert item(desk, QUIET).is_checked is False
    desk.chat.change_settings(structs.replace(desk.chat.settings, do_not_disturb=True))
    assert item(desk, QUIET).is_checked


def test_start_at_login_is_shown_as_it_is() -> None:
    desk = connected()
    assert [item(desk, LOGIN, on).is_checked for on in (True, False)] == [True, False]
    assert item(desk, LOGIN, False).is_enabled
    assert not item(desk, LOGIN, None).is_enabled
