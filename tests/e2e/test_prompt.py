"""The client on a real terminal: incoming lines do not garble what is being typed."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from chatgui.prompt import Prompt
from tests.support.peers import LinePeer
from tests.support.processes import ServerProgram

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


@pytest.fixture
def ann(server: ServerProgram):
    from tests.support.console import Console

    words = ("-m", "chatgui", "--terminal", "-p", str(server.port), "-u", "ann")
    with Console(sys.executable, *words, "--door", "classroom") as console:
        console.read_until("ann>")
        server.out.expect("join: ann")
        yield console


def test_a_line_arrives_while_another_is_being_typed(ann, server: ServerProgram):
    with LinePeer(server.port) as other:
        ann.type("msg 1 everyone half")
        ann.read_until("half")
        other.register()
        ann.read_until(": hello")
        ann.read_until("half")  # the prompt is drawn again below the line
        ann.enter(" and half")
        assert other.line() == "ann: half and half"
        ann.type("\x1b[A")  # arrow up: the line from history
        ann.read_until("half and half")
        ann.type("\x15\x04")  # Ctrl-U empties it, Ctrl-D quits
        ann.read_until("quitting")
    assert ann.wait() == 0
    assert ann.restored()


def test_the_server_ends_it_in_the_middle_of_a_line(ann, server: ServerProgram):
    with LinePeer(server.port) as other:
        other.register()
        ann.read_until(": hello")
        ann.type("msg 1 nobody half a li")
        ann.read_until("half a li")
        server.process.kill()
        ann.type("ne\r")
        assert ann.read_until("no longer answers")
    assert ann.wait() == 1
    assert ann.restored()


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeInput]:
    """Of a terminal for the prompts that are made in a test."""
    monkeypatch.setenv("TERM", "xterm")
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def test_a_terminal_that_can_only_print_is_read_as_it_is(server: ServerProgram):
    from tests.support.console import Console

    words = ("-m", "chatgui", "--terminal", "-p", str(server.port), "-u", "ann")
    with Console(sys.executable, *words, "--door", "classroom", term="dumb") as ann:
        server.out.expect("join: ann")
        ann.type("list\r")
        ann.read_until("list: ann")
        assert ann.restored()
        ann.type("\x04")
        assert "\x1b" not in ann.read_until("quitting")
        assert ann.wait() == 0


def test_an_end_between_two_prompts_lets_no_other_begin(keys: PipeInput):
    keys.send_text("one\rtwo\r")
    with Prompt("> ") as prompt:
        lines = prompt.lines()
        assert next(lines) == "one"
        prompt.end()
        assert list(lines) == []


def test_an_end_while_a_prompt_begins_ends_it(keys: PipeInput, monkeypatch: pytest.MonkeyPatch):
    begin = PromptSession.prompt
    keys.send_text("one\r")
    with Prompt("> ") as prompt:

        def begin_late(session: PromptSession[str], *args: object, **options: object) -> object:
            prompt.end()
            return begin(session, *args, **options)

        monkeypatch.setattr(PromptSession, "prompt", begin_late)
        assert list(prompt.lines()) == []


def test_the_terminal_is_as_it_was_when_the_prompt_is_left(
    keys: PipeInput, monkeypatch: pytest.MonkeyPatch
):
    states, is_raw = [], threading.Event()

    @contextmanager
    def raw_mode() -> Iterator[None]:
        states.append("raw")
        is_raw.set()
        try:
            yield
        finally:
            states.append("as before")

    monkeypatch.setattr(keys, "raw_mode", raw_mode)
    with Prompt("> ") as prompt:
        threading.Thread(target=lambda: list(prompt.lines()), daemon=True).start()
        assert is_raw.wait(60)
    assert states == ["raw", "as before"]
