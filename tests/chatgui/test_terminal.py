import io
import queue
from pathlib import Path

import pytest

from chatgui.app.history import History
from chatgui.app.messages import (
    AskList,
    End,
    Ended,
    Event,
    Intent,
    MessageReceived,
    NotSent,
    Quit,
    Seen,
    Send,
    Wait,
    Waited,
)
from chatgui.app.model import Line, Model
from chatgui.brake import STRETCH_LINES, Brake
from chatgui.terminal import (
    MOST_WAITING,
    READER_PATIENCE_S,
    REQUEST_PATIENCE_S,
    STRETCH,
    Inbox,
    View,
    run_terminal,
    show,
)
from tests.support.processes import PATIENCE_S


class FakeLink:
    """Answers at once, or at its start: a list with a message, quit with the end. `early`: what was
    posted before."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.posted: list[Intent] = []
        self.at_start: list[Event] = []
        self.early: list[Intent] | None = None

    def start(self) -> None:
        self.early = self.posted[:]
        for event in self.at_start:
            self.inbox.put(event)
        for intent in self.early:
            self.answer(intent)

    def post(self, intent: Intent) -> None:
        self.posted.append(intent)
        if self.early is not None:
            self.answer(intent)

    def answer(self, intent: Intent) -> None:
        if isinstance(intent, AskList):
            self.inbox.put(MessageReceived("eva", "hi"))
        if isinstance(intent, Wait):
            self.inbox.put(Waited(intent.number))
        if isinstance(intent, Quit):
            self.inbox.put(Ended("quit"))

    def join(self, timeout: float) -> None:
        pass


def run(
    typed: str, monkeypatch: pytest.MonkeyPatch, at_start: tuple[Event, ...] = ()
) -> tuple[int, list[Intent]]:
    links: list[FakeLink] = []

    def make(inbox: Inbox) -> FakeLink:
        links.append(FakeLink(inbox))
        links[0].at_start = list(at_start)
        return links[0]

    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return run_terminal(Model("bob", "box:1"), make), links[0].posted


def test_a_session_of_typed_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, posted = run("msg 1 eva ho\nhelp\ndance\n\nquit\n", monkeypatch)
    assert status == 0
    assert posted[:2] == [Send(("eva",), "ho"), Quit()]
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "msg <number_of_users> <username1> <username2> ... <message>",
        "list",
        "help",
        "quit",
        "incorrect userinput format",
        "quitting",
    ]
    assert captured.err == ""


def test_the_end_of_input_is_quit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("", monkeypatch) == (0, [Quit()])


def test_what_a_script_has_said_is_taken_before_a_server_can_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    links: list[FakeLink] = []

    def make(inbox: Inbox) -> FakeLink:
        links.append(FakeLink(inbox))
        return links[0]

    monkeypatch.setattr("sys.stdin", io.StringIO("msg 1 eva ho\n"))
    monkeypatch.setattr("chatgui.terminal.FIRST_S", PATIENCE_S)
    run_terminal(Model("bob", "box:1"), make)
    assert links[0].early == [Send(("eva",), "ho"), Quit()]


@pytest.mark.parametrize(
    ("ended", "is_watched", "is_told"),
    [
        (Ended("uninvited"), False, True),
        (Ended("uninvited"), True, False),  # who sits there sees what they typed
        (Ended("uninvited", after_quit=True), False, False),
        (Ended("quit"), False, False),
    ],
)
def test_a_script_is_told_that_it_ended_before_its_input(
    ended: Ended, is_watched: bool, is_told: bool, tmp_path: Path, capsys
) -> None:
    link = FakeLink(queue.SimpleQueue())
    history = History(lambda: tmp_path / "none.db", lambda: None)
    view = View(Model("bob", "box:1"), link, history, Brake(), is_watched=is_watched)
    view.handle(ended)
    assert ("The rest of the input was not taken." in capsys.readouterr().err) == is_told


@pytest.mark.parametrize("why", ["full", "name", "unknown", "no server", "lost server"])
def test_an_end_by_the_server_is_status_1(monkeypatch: pytest.MonkeyPatch, why: End) -> None:
    assert run("", monkeypatch, (Ended(why),))[0] == 1


def test_what_is_about_the_program_goes_to_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("", monkeypatch, (NotSent("Not sent."), MessageReceived("eva", "a\nb")))
    captured = capsys.readouterr()
    assert captured.err == "Not sent.\n"
    assert captured.out.splitlines()[0] == "msg: eva: a / b"


def test_a_program_without_standard_input_just_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[FakeLink] = []
    monkeypatch.setattr("sys.stdin", None)

    def make(inbox: Inbox) -> FakeLink:
        posted.append(FakeLink(inbox))
        return posted[0]

    assert run_terminal(Model("bob", "box:1"), make) == 0


def test_nobody_reading_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr("sys.stdout", closed)
    show([Line("x"), Line("y")])


def received(conversation: bytes, position: int, early: bool = False) -> MessageReceived:
    return MessageReceived("eva", "hi", early=early, conversation=conversation, position=position)


@pytest.mark.parametrize("is_watched", [True, False])
def test_seen_is_what_was_printed_before_a_person_typed_a_line(is_watched: bool) -> None:
    link = FakeLink(queue.SimpleQueue())
    view = View(Model("bob", "box:1"), link, None, Brake(), is_watched=is_watched)
    for event in (received(b"a", 3), received(b"b", 4), received(b"a", 5)):
        view.handle(event)
    assert link.posted == []
    for line in ("", "list"):
        view.handle(line)
    seen = [Seen(b"a", 5), Seen(b"b", 4)] if is_watched else []
    assert link.posted == [*seen, AskList()]


def test_the_end_of_input_is_no_sign_that_anything_was_seen() -> None:
    link = FakeLink(queue.SimpleQueue())
    view = View(Model("bob", "box:1"), link, None, Brake(), is_watched=True)
    view.handle(received(b"a", 3))
    view.handle(None)
    assert link.posted == [Quit()]


def test_the_classroom_door_has_no_history(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("history\nsearch x\n", monkeypatch)
    captured = capsys.readouterr()
    assert captured.out == "quitting\n"
    assert captured.err.count("--door native") == 2


def test_what_is_read_ahead_waits_until_the_server_has_taken_it() -> None:
    link, brake = FakeLink(queue.SimpleQueue()), Brake()
    view = View(Model("bob", "box:1"), link, None, brake, is_watched=False)
    view.handle(STRETCH)
    assert link.posted == [Wait(0, MOST_WAITING, READER_PATIENCE_S)]
    brake.hold()  # the first stretch is let pass
    view.handle(Waited(0))
    brake.hold()  # would never return


def test_a_long_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    _, posted = run("msg 1 eva ho\n" * 5 * STRETCH_LINES, monkeypatch)
    assert len([intent for intent in posted if isinstance(intent, Send)]) == 5 * STRETCH_LINES
    assert len([intent for intent in posted if isinstance(intent, Wait)]) == 5
    assert posted[-1] == Quit()


def test_the_history_is_asked_behind_what_was_typed_before_and_ahead_of_what_comes_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = FakeLink(queue.SimpleQueue())
    history = History(lambda: tmp_path / "none.db", lambda: None)
    view = View(Model("bob", "box:1"), link, history, Brake(), is_watched=False)
    for line in ("msg 1 eva ho", "search x", "search y", "msg 1 eva hi", None):
        view.handle(line)
    wait = Wait(1, 0, REQUEST_PATIENCE_S)
    assert link.posted == [Send(("eva",), "ho"), wait]
    assert capsys.readouterr().err == ""
    view.handle(Waited(1))
    assert "history cannot be read" in capsys.readouterr().err
    assert link.posted[2:] == [wait]
    view.handle(Waited(1))
    assert link.posted[3:] == [Send(("eva",), "hi"), Quit()]
