import pytest

from shared.desktop import notifications
from shared.desktop.freedesktop import Freedesktop
from shared.desktop.notification import Notification
from shared.desktop.notifications import MOST, WITHIN_S, MacOS, Notifier, Nowhere

NOTE = Notification("bob", '" & (do shell script "x")', b"", False)


class Board:
    def __init__(self) -> None:
        self.shown: list[Notification] = []
        self.is_closed = False

    def show(self, notification: Notification) -> None:
        self.shown.append(notification)

    def close(self) -> None:
        self.is_closed = True


def test_no_more_than_so_many_in_so_long() -> None:
    board = Board()
    notifier = Notifier(lambda _: None, board)
    assert [notifier.show(NOTE, 5.0) for _ in range(MOST + 2)] == [True] * MOST + [False] * 2
    assert not notifier.show(NOTE, 4.9 + WITHIN_S)
    assert notifier.show(NOTE, 5.0 + WITHIN_S)
    assert len(board.shown) == MOST + 1
    notifier.close()
    assert board.is_closed


def test_what_peers_write_is_never_part_of_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[list[str]] = []
    monkeypatch.setattr(notifications, "launch", launched.append)
    MacOS().show(NOTE)
    (words,) = launched
    assert words[0] == "osascript"
    assert words[-2:] == ["bob", NOTE.body]
    assert all(NOTE.body not in word for word in words[:-1])


@pytest.mark.parametrize(
    ("platform", "kind"), [("linux", Freedesktop), ("darwin", MacOS), ("win32", Nowhere)]
)
def test_each_system_has_its_own(platform: str, kind: type) -> None:
    desktop = notifications.choose_desktop(lambda _: None, platform)
    assert isinstance(desktop, kind)
    desktop.close()
