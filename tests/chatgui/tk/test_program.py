"""The program's life with a link that is a thread of the test's."""

import os
import queue
import signal
import threading
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chatgui.app.chat import Chat
from chatgui.app.messages import (
    End,
    Ended,
    Event,
    Intent,
    Joined,
    MessageReceived,
    Quit,
    Say,
    StatusChanged,
    WaitingChanged,
)
from chatgui.app.settings import Settings
from chatgui.app.words import window as words
from chatgui.knock import MakeLink
from chatgui.link import Events
from chatgui.options import BadArgument
from chatgui.tk import late_link
from chatgui.tk import program as module
from chatgui.tk.appearance import Appearance
from chatgui.tk.program import Program
from shared.tk.system_theme import Inquiry
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import button_of
from tests.support.office import NOON
from tests.support.past import ME, Past
from tests.support.processes import PATIENCE_S
from tests.support.scene import ALICE, NAMES
from tests.support.screen import needs_screen


class Line:
    """As a link: events from a thread, which ends after `Ended`. `hangs`: it does not."""

    def __init__(self, put: Callable[[Event], None], hangs: bool) -> None:
        self.posted: list[Intent] = []
        self._put, self._hangs = put, hangs
        self._work: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, intent: Intent) -> None:
        self.posted.append(intent)
        if isinstance(intent, Quit) and not self._hangs:
            self._work.put(Ended("quit"))

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def tell(self, event: Event | None) -> None:
        self._work.put(event)

    def _run(self) -> None:
        while (event := self._work.get()) is not None:
            self._put(event)
            if isinstance(event, Ended):
                return


class Life:
    """A program on its way; `do` what is to happen when something is true, then `live`."""

    def __init__(
        self, root: tk.Tk, home: Path, trouble: list[str], hangs: bool, **given: Any
    ) -> None:
        self.root, self.trouble, self.hangs = root, trouble, hangs
        self.line: Line | None = None
        self.prepared: list[bool] = []
        self.is_shown = False
        self.is_mended = threading.Event()
        """Until then no second try succeeds: a busy computer shows later what went wrong."""

        self.steps: list[tuple[Callable[[], object], Callable[[], object]]] = []
        settings = Settings(theme="light")
        self.appearance = Appearance(root, settings, Inquiry([], {}))

        self.past, self.now_ms = Past(NAMES), NOON

        def make_chat(post: Callable[[Intent], None]) -> Chat:
            return Chat("ada", "desk", self.past, settings, post, lambda: self.now_ms, ME)

        self.program = Program(
            root,
            self.appearance,
            make_chat,
            self.prepare,
            home,
            lambda settings: "",
            lambda typed: "desk" in typed,
            **given,
        )

    def prepare(self) -> MakeLink:
        self.prepared.append(self.is_shown)
        if self.trouble:
            raise BadArgument(self.trouble.pop())
        if len(self.prepared) > 1:
            assert self.is_mended.wait(PATIENCE_S)
        return self.make_line

    def make_line(self, events: Events) -> Line:
        self.line = Line(events.put, self.hangs)
        return self.line

    def then(self, is_true: Callable[[], object], act: Callable[[], object]) -> None:
        self.steps.append((is_true, act))

    def live(self) -> bool:
        self.root.bind("<Map>", lambda _: setattr(self, "is_shown", True), add=True)
        end = self.root.after(round(1000 * PATIENCE_S), self.root.quit)
        self._look()
        is_over = self.program.run()
        self.root.after_cancel(end)
        self.root.after_cancel(self._timer)
        assert not self.steps, "it did not come so far"
        return is_over

    def _look(self) -> None:
        self._timer = self.root.after(3, self._look)
        if self.steps and self.steps[0][0]():
            self.steps.pop(0)[1]()

    def is_on(self) -> bool:
        return self.line is not None and self.line.is_alive()

    def banner(self) -> str:
        return "".join(texts(self.program.window.banner))

    def leave(self) -> None:
        """As the window manager's button does."""
        name = self.root.wm_protocol("WM_DELETE_WINDOW")
        self.root.tk.call(name)

    def is_asked(self) -> bool:
        """Whether a dialog waits for keys."""
        focus = str(self.root.focus_get())
        return any(focus.startswith(f"{dialog}.") for dialog in self.dialogs())

    def dialogs(self) -> list[tk.Toplevel]:
        children = self.root.winfo_children()
        return [child for child in children if isinstance(child, tk.Toplevel)]


@pytest.fixture
def live(root: tk.Tk, tmp_path: Path) -> Iterator[Callable[..., Life]]:
    lives: list[Life] = []

    def begin(trouble: tuple[str, ...] = (), hangs: bool = False, **given: Any) -> Life:
        lives.append(Life(root, tmp_path, list(trouble), hangs, **given))
        return lives[0]

    yield begin
    for life in lives:
        life.appearance.close()
        for dialog in life.dialogs():
            dialog.destroy()
        if life.line is not None:
            life.line.tell(None)


Begin = Callable[..., Life]


def tell(life: Life, *events: Event) -> None:
    assert life.line is not None
    for event in events:
        life.line.tell(event)


def posted(life: Life) -> list[Intent]:
    assert life.line is not None
    return life.line.posted


def test_the_window_is_there_before_the_link_and_leaving_ends_both(live: Begin) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, StatusChanged("connected"), Joined("ada", ME)))
    life.then(lambda: life.program.chat.status.is_well, life.leave)
    assert life.live()
    assert life.prepared == [True]
    assert [type(intent) for intent in posted(life)][-1] is Quit
    assert not life.is_on()
    assert not life.root.winfo_viewable()


def test_what_is_wanted_before_there_is_a_link_is_not_lost(live: Begin) -> None:
    life = live()
    life.program.chat.open(b"")
    life.program.chat.edit("early")
    life.program.chat.send()
    life.then(life.is_on, life.leave)
    assert life.live()
    said = [intent for intent in posted(life) if isinstance(intent, Say | Quit)]
    assert [type(intent) for intent in said] == [Say, Quit]


def test_that_something_is_lost_is_said_while_there_is_no_link(
    live: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_link, "RETRY_MS", 50)
    life = live(trouble=("No such computer.",))
    chat = life.program.chat
    chat.open(b"")
    chat.edit("early")
    chat.send()
    life.then(life.banner, life.leave)
    life.then(life.is_asked, lambda: life.dialogs()[0].event_generate("<Return>"))
    life.then(lambda: not life.dialogs(), life.is_mended.set)
    life.then(life.is_on, lambda: None)
    life.then(lambda: not chat.quit_words, life.leave)
    assert life.live()
    assert [intent.text for intent in posted(life) if isinstance(intent, Say)] == ["early"]


def test_that_something_waits_is_said_before_leaving(live: Begin) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, WaitingChanged(2)))
    life.then(lambda: life.program.chat.quit_words, life.leave)
    life.then(life.is_asked, lambda: life.dialogs()[0].event_generate("<Escape>"))
    life.then(lambda: not life.dialogs(), life.leave)
    life.then(life.is_asked, lambda: life.dialogs()[0].event_generate("<Return>"))
    assert life.live()
    assert isinstance(posted(life)[-1], Quit)


def test_a_link_that_hangs_is_left_to_itself(live: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAVE_MS", 20)
    monkeypatch.setattr(late_link, "END_S", 0.05)
    life = live(hangs=True)
    life.then(life.is_on, life.leave)
    assert not life.live()


def test_an_address_that_cannot_be_found_is_told_and_tried_again(
    live: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_link, "RETRY_MS", 50)
    life = live(trouble=("No such address: check -a.",))
    life.then(lambda: "No such address" in life.banner(), life.is_mended.set)
    life.then(life.is_on, lambda: None)
    life.then(lambda: not life.banner(), life.leave)
    assert life.live()
    assert len(life.prepared) == 2


def test_what_was_wrong_at_the_start_stays_until_it_is_closed(
    live: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_link, "RETRY_MS", 50)
    life = live(trouble=("No such address: check -a.",))
    said = ["The history was damaged.", "The settings were damaged."]
    for sentence in said:
        life.program.window.say(sentence)
    life.then(lambda: "No such address" in life.banner(), life.is_mended.set)
    life.then(life.is_on, lambda: tell(life, StatusChanged("connected"), Joined("ada", ME)))
    life.then(lambda: life.banner() == "\n".join(said), life.program.window.banner.close.invoke)
    life.then(lambda: not life.banner(), life.leave)
    assert life.live()


@pytest.mark.parametrize("why", ["kicked", "elsewhere", "wrong server"])
def test_an_end_from_outside_leaves_the_window_with_its_last_words(live: Begin, why: End) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, Ended(why)))
    life.then(lambda: life.banner() == life.program.chat.last_words != "", lambda: None)
    life.then(lambda: not life.is_on(), life.leave)
    assert life.live()
    assert not any(isinstance(intent, Quit) for intent in posted(life))


def test_the_system_s_wish_is_leaving_without_a_question(live: Begin) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, WaitingChanged(2)))
    life.then(lambda: life.program.chat.quit_words, lambda: os.kill(os.getpid(), signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    assert life.live()
    assert isinstance(posted(life)[-1], Quit)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_second_start_brings_the_window_up(live: Begin) -> None:
    life = live()

    def ring() -> None:
        life.root.withdraw()
        threading.Thread(target=life.program.ring, args=("",)).start()

    life.then(life.is_on, ring)
    life.then(life.root.winfo_viewable, life.leave)
    assert life.live()


LINK = f"parley://other:9/{'a' * 52}/{'b' * 24}ce"


@pytest.mark.parametrize("goes", [True, False])
def test_a_second_start_with_a_link_to_another_server_asks_whether_to_go(
    live: Begin, goes: bool
) -> None:
    life = live()
    told: list[str] = []

    def answer() -> None:
        told.extend(texts(life.dialogs()[0]))
        button_of(life.dialogs()[0], words.MOVE_YES if goes else words.STAY).invoke()

    life.then(life.is_on, lambda: tell(life, StatusChanged("connected"), Joined("ada", ME)))
    life.then(lambda: life.program.chat.status.is_well, lambda: life.program.ring("desk:15000"))
    life.then(lambda: True, lambda: life.program.ring(LINK))
    life.then(life.is_asked, answer)
    if not goes:
        life.then(lambda: not life.dialogs(), life.leave)
    assert life.live()
    wanted = ("change", LINK) if goes else ("", "")
    assert (life.program.wish, life.program.typed) == wanted
    assert "other:9" in "".join(told)
    assert "bbbb" not in "".join(told)
    assert [type(intent) for intent in posted(life)][-1] is Quit


def test_another_invite_to_the_same_server_is_taken_where_the_first_does_not_help(
    live: Begin,
) -> None:
    life = live()
    invite = LINK.replace("other", "desk")

    def go() -> None:
        button_of(life.dialogs()[0], words.MOVE_YES).invoke()

    life.then(life.is_on, lambda: tell(life, StatusChanged("unknown invite")))
    life.then(life.banner, lambda: life.program.ring(invite))
    life.then(life.is_asked, go)
    assert life.live()
    assert (life.program.wish, life.program.typed) == ("change", invite)


def test_a_link_to_a_chat_that_is_over_is_taken_at_once(live: Begin) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, Ended("uninvited")))
    life.then(lambda: life.banner() and not life.is_on(), lambda: life.program.ring("desk:15000"))
    assert life.live()
    assert (life.program.wish, life.program.typed) == ("change", "desk:15000")


def test_a_fault_of_ours_is_a_sentence_and_the_chat_goes_on(live: Begin, tmp_path: Path) -> None:
    life = live()

    def fail() -> None:
        raise ZeroDivisionError

    life.then(life.is_on, lambda: life.root.after(0, fail))
    life.then(lambda: "chatgui.log" in life.banner(), lambda: tell(life, Joined("ada", ME)))
    life.then(lambda: "chatgui.log" in life.banner(), life.leave)
    assert life.live()
    assert "ZeroDivisionError" in (tmp_path / "log" / "chatgui.log").read_text()


@pytest.mark.parametrize(("number", "wish"), [(0, "again"), (1, "change")])
def test_behind_the_end_there_is_a_way_on(live: Begin, number: int, wish: str) -> None:
    life = live()
    life.then(life.is_on, lambda: tell(life, Ended("kicked")))
    buttons = life.program.window.banner.buttons
    life.then(lambda: life.banner() and not life.is_on(), lambda: buttons[number].invoke())
    assert life.live()
    assert life.program.wish == wish
    assert life.program.end == Ended("kicked")


@pytest.mark.skipif(not needs_screen(), reason="the desktops of Linux")
def test_a_click_on_what_was_announced_opens_that_conversation(
    live: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.notification_host import notification_host

    monkeypatch.setattr(module, "TICK_MS", 20)
    life = live()
    said = life.past.say(ALICE, "lunch?")
    come = MessageReceived(
        "alice", said.text, conversation=said.conversation, position=1, person=ALICE, to=(ME,)
    )

    def bring() -> None:
        tell(life, StatusChanged("connected"), Joined("ada", ME), come)

    def is_announced() -> bool:
        life.now_ms += 100  # what comes with the line might be more
        return not host.asked.empty()

    with notification_host(monkeypatch) as host:
        life.then(life.is_on, bring)
        life.then(lambda: life.program.chat.status.is_well, lambda: None)
        life.then(is_announced, life.root.iconify)
        life.then(lambda: life.root.state() == "iconic", lambda: host.click(host.asked.get()[0]))
        life.then(
            lambda: life.program.chat.header.title == "alice" and life.root.winfo_viewable(),
            life.leave,
        )
        assert life.live()
