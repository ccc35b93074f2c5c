"""The window behind its icon: closed into the tray, brought back, and what the menu does. The tray
is a desktop's on a bus of the tests' own."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from chatgui.app.messages import (
    HistoryChanged,
    Joined,
    MessageReceived,
    Quit,
    StatusChanged,
    WaitingChanged,
)
from chatgui.app.words import window as words
from chatgui.tk import program as module
from chatgui.tk import tray as tray_module
from shared.desktop.login import LoginItem, login_item
from tests.chatgui.tk.test_program import Begin, Life, posted, tell
from tests.chatgui.tk.test_program import live as live
from tests.support.past import ME
from tests.support.scene import ALICE

if sys.platform in ("win32", "darwin"):
    pytest.skip("the trays of Linux", allow_module_level=True)

from tests.support.tray_host import TrayHost, tray_host


@pytest.fixture
def host(screen: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrayHost]:
    monkeypatch.setattr(module, "TRAY_MS", 1)
    monkeypatch.setattr(module, "TICK_MS", 20)
    with tray_host(monkeypatch) as made:
        yield made


class Tray:
    """The person at the panel. In threads: what the icon is told it tells Tk, which must not be
    waiting for that."""

    def __init__(self, life: Life, host: TrayHost) -> None:
        self._life, self._host = life, host
        self._name = ""

    @property
    def name(self) -> str:
        self._name = self._name or self._host.icon()
        return self._name

    def is_there(self) -> bool:
        return self._life.program.background.icon.is_shown

    def choose(self, text: str) -> Callable[[], None]:
        return lambda: _soon(lambda: self._host.click(self.name, text))

    def click(self) -> None:
        _soon(lambda: self._host.activate(self.name))

    def tooltip_has(self, text: str) -> Callable[[], bool]:
        return _seen(lambda: text in str(self._host.get(self.name, "ToolTip")))

    def checks(self, text: str, is_checked: bool) -> Callable[[], bool]:
        return _seen(lambda: self._host.is_checked(self.name, text) is is_checked)


def _soon(act: Callable[[], object]) -> None:
    threading.Thread(target=act).start()


def _seen(ask: Callable[[], object]) -> Callable[[], bool]:
    answers: list[object] = []
    threads: list[threading.Thread] = []

    def look() -> bool:
        if not any(answers) and not any(thread.is_alive() for thread in threads):
            threads.append(threading.Thread(target=lambda: answers.append(ask())))
            threads[-1].start()
        return any(answers)

    return look


def connect(life: Life) -> None:
    tell(life, StatusChanged("connected"), Joined("ada", ME))


def bring(life: Life, text: str) -> None:
    said = life.past.say(ALICE, text)
    life.now_ms += 5000  # what has come is counted a moment later
    come = MessageReceived(
        "alice", text, conversation=said.conversation, position=1, person=ALICE, to=(ME,)
    )
    tell(life, come, HistoryChanged((said.conversation,)))


def is_hidden(life: Life) -> bool:
    return life.root.wm_state() == "withdrawn"


def hide(life: Life, tray: Tray) -> None:
    life.then(life.is_on, lambda: connect(life))
    life.then(tray.is_there, life.leave)
    life.then(lambda: is_hidden(life), lambda: None)


def quit(life: Life) -> None:
    """As Ctrl+Q does."""
    life.root.event_generate("<Control-q>")


def test_closing_hides_and_the_icon_brings_it_back(live: Begin, host: TrayHost) -> None:
    life = live()
    tray, close_banner = Tray(life, host), life.program.window.banner.close.invoke
    hide(life, tray)
    life.then(lambda: is_hidden(life), tray.choose(words.TRAY_SHOW))
    life.then(
        lambda: life.root.winfo_viewable() and words.TRAY_GOES_ON in life.banner(), close_banner
    )
    life.then(lambda: not life.banner(), life.leave)
    life.then(lambda: is_hidden(life), tray.click)
    life.then(lambda: life.root.winfo_viewable() and not life.banner(), lambda: quit(life))
    assert life.live()
    assert life.program.chat.settings.knows_tray
    assert isinstance(posted(life)[-1], Quit)


def test_it_comes_back_where_it_was(live: Begin, host: TrayHost) -> None:
    life = live()
    tray, root, place = Tray(life, host), life.root, (90, 120, 820)

    def is_in_place() -> bool:
        """But for what the window manager draws around it, which moves it a little later."""
        now = root.winfo_rootx(), root.winfo_rooty(), root.winfo_width()
        far = max(abs(one - other) for one, other in zip(place, now, strict=True))
        return bool(root.winfo_viewable()) and far <= 30

    life.then(tray.is_there, lambda: root.wm_geometry("820x560+90+120"))
    life.then(is_in_place, life.leave)
    life.then(lambda: is_hidden(life), tray.click)
    life.then(is_in_place, life.program._leave)
    assert life.live()


def test_what_comes_meanwhile_is_on_the_badge(live: Begin, host: TrayHost) -> None:
    life = live()
    tray = Tray(life, host)
    hide(life, tray)
    life.then(lambda: is_hidden(life), lambda: bring(life, "lunch?"))
    life.then(lambda: life.program.chat.unread == 1, lambda: None)
    life.then(tray.tooltip_has("1 unread message"), tray.choose(words.TRAY_QUIT))
    assert life.live()


def test_do_not_disturb_is_the_setting(live: Begin, host: TrayHost) -> None:
    life = live()
    tray = Tray(life, host)
    choose = tray.choose(words.TRAY_QUIET)
    life.then(tray.is_there, choose)
    life.then(lambda: life.program.chat.settings.do_not_disturb, lambda: None)
    life.then(tray.checks(words.TRAY_QUIET, True), choose)
    life.then(lambda: not life.program.chat.settings.do_not_disturb, lambda: None)
    life.then(tray.checks(words.TRAY_QUIET, False), life.program._leave)
    assert life.live()


def autostart(folder: Path) -> LoginItem:
    return login_item("parley", "Parley", ["parley"], "linux", {"XDG_CONFIG_HOME": str(folder)})


def test_start_at_login_is_turned_on_and_off(live: Begin, host: TrayHost, tmp_path: Path) -> None:
    login = autostart(tmp_path)
    life = live(login=login)
    tray = Tray(life, host)
    choose = tray.choose(words.TRAY_LOGIN)
    life.then(tray.is_there, choose)
    life.then(login.is_on, lambda: None)
    life.then(tray.checks(words.TRAY_LOGIN, True), choose)
    life.then(lambda: not login.is_on(), lambda: None)
    life.then(tray.checks(words.TRAY_LOGIN, False), life.program._leave)
    assert life.live()


def test_what_starts_at_login_is_mended_when_the_program_was_moved(
    live: Begin, host: TrayHost, tmp_path: Path
) -> None:
    gone = login_item("parley", "", ["/gone/parley"], "linux", {"XDG_CONFIG_HOME": str(tmp_path)})
    gone.turn(True)
    life = live(login=autostart(tmp_path))
    tray = Tray(life, host)
    life.then(tray.checks(words.TRAY_LOGIN, True), life.program._leave)
    assert life.live()
    assert "Exec=parley\n" in (tmp_path / "autostart" / "parley.desktop").read_text()


def test_why_it_cannot_start_at_login_is_said(live: Begin, host: TrayHost, tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where a folder should be")
    life = live(login=autostart(tmp_path))
    tray = Tray(life, host)
    life.then(tray.is_there, tray.choose(words.TRAY_LOGIN))
    life.then(lambda: "starts at login" in life.banner(), life.program._leave)
    assert life.live()


def test_quitting_from_the_tray_says_what_waits(live: Begin, host: TrayHost) -> None:
    life = live()
    tray = Tray(life, host)
    life.then(life.is_on, lambda: tell(life, WaitingChanged(2)))
    life.then(lambda: life.program.chat.quit_words and tray.is_there(), life.leave)
    life.then(lambda: is_hidden(life), tray.choose(words.TRAY_QUIT))
    life.then(life.is_asked, lambda: life.dialogs()[0].event_generate("<Return>"))
    assert life.live()
    assert isinstance(posted(life)[-1], Quit)


def test_started_hidden_it_waits_in_the_tray(live: Begin, host: TrayHost) -> None:
    life = live(starts_hidden=True)
    tray = Tray(life, host)
    life.then(lambda: life.is_on() and tray.is_there() and is_hidden(life), tray.click)
    life.then(life.root.winfo_viewable, life.program._leave)
    assert life.live()
    assert life.prepared == [False]


def test_started_hidden_without_a_tray_it_is_in_the_task_bar(
    live: Begin, screen: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRAY_MS", 1)
    monkeypatch.setattr(tray_module, "LOOK_MS", 1)
    life = live(starts_hidden=True)
    life.then(lambda: life.root.wm_state() == "iconic", life.leave)
    assert life.live()


def test_an_icon_that_has_gone_gives_the_window_back(
    live: Begin, host: TrayHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray_module, "GONE_MS", 50)
    life = live()
    tray = Tray(life, host)
    life.then(lambda: life.is_on() and tray.is_there(), life.leave)
    life.then(lambda: is_hidden(life), lambda: _soon(host.leave))
    life.then(lambda: life.root.wm_state() == "iconic", life.leave)
    assert life.live()


def test_who_does_not_want_it_closes_as_before(live: Begin, host: TrayHost) -> None:
    life = live()
    tray, chat = Tray(life, host), life.program.chat
    settings = replace(chat.settings, closes_to_tray=False)
    life.then(lambda: life.is_on() and tray.is_there(), lambda: chat.change_settings(settings))
    life.then(lambda: True, life.leave)
    assert life.live()
    assert isinstance(posted(life)[-1], Quit)
