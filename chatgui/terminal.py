"""The client in a terminal: what scripts, tests and screen readers use.

A view of the same model as the window's. Standard output has PROTOCOL section 2's lines and
the answers of the history, and nothing else; what the program says about itself goes to
standard error.
"""

import contextlib
import io
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, Protocol

from chatgui.app import words
from chatgui.app.controller import Request, read_line
from chatgui.app.history import History
from chatgui.app.messages import Ended, Event, Intent, MessageReceived, Quit, Seen, Wait, Waited
from chatgui.app.model import Line, Model
from chatgui.app.recall import Recall
from chatgui.brake import Brake
from shared.console import print_line
from shared.signals import catch_signals
from shared.text import sanitise


class Poster(Protocol):
    def start(self) -> None: ...
    def post(self, intent: Intent) -> None: ...
    def join(self, timeout: float) -> None: ...


Stretch = Literal[True]
STRETCH: Stretch = True

Input = str | Stretch | None
"""A typed line, the end of a stretch of them, the end of input."""

Inbox = queue.SimpleQueue[Event | Input]

DUMB: Final = ("dumb", "unknown")
"""Kinds of terminals that can only print, such as a shell within Emacs."""

_READER, _REQUEST = 0, 1
"""Who waits."""

MOST_WAITING = 1024 * 1024
"""What is read ahead of a server that takes it more slowly than it comes, in bytes."""

READER_PATIENCE_S = 30.0
"""A server that is started anew is back by then; of none at all a script is to hear some time."""

REQUEST_PATIENCE_S = 3.0
PERSON_PATIENCE_S = 1.0
"""How long a question of the history waits for what was said before it to get to the server."""

FIRST_S = 0.2
"""So long a script's input is read before a server is asked: what stands there already is there."""

LINK_END_S = 2.0


def run_terminal(
    model: Model,
    make_link: Callable[[Inbox], Poster],
    history: History | None = None,
) -> int:
    """Until the person quits (0, or 1 if something could not be sent) or the server ends it (1)."""
    inbox: Inbox = queue.SimpleQueue()
    link, brake = make_link(inbox), Brake()
    view = View(model, link, history, brake, is_watched=is_terminal())
    with _keyboard(model) as keyboard, catch_signals(lambda: inbox.put(None)):
        _start_reader(keyboard, inbox, brake)
        if not is_terminal():
            _take_first(view, inbox)
        link.start()
        while model.ended is None:
            view.handle(inbox.get())
    brake.end()
    link.join(LINK_END_S)
    return 0 if model.ended == "quit" and not model.unsent else 1


def _take_first(view: "View", inbox: Inbox) -> None:
    """What a script has said already is kept in any case: a server refuses within milliseconds, and
    it would be chance what was read by then."""
    until = time.monotonic() + FIRST_S
    item: Event | Input = STRETCH
    with contextlib.suppress(queue.Empty):
        while item is not None:
            item = inbox.get(timeout=max(0.0, until - time.monotonic()))
            view.handle(item)


class View:
    """Takes events and typed lines by turns. `is_watched`: by a person, on a terminal.

    What a person types a line after, they have seen; of a pipe nobody knows.
    """

    def __init__(
        self,
        model: Model,
        link: Poster,
        history: History | None,
        brake: Brake,
        *,
        is_watched: bool,
    ) -> None:
        self._model = model
        self._link = link
        self._recall = Recall(history, link.post)
        self._brake = brake
        self._has_history = history is not None
        self._is_watched = is_watched
        self._asked: Request | None = None  # it waits for what was said before it
        self._held: deque[Input] = deque()  # what was typed behind it
        self._shown: dict[bytes, int] = {}  # since the last line; positions by conversation

    def handle(self, item: Event | Input) -> None:
        if isinstance(item, Event):
            self._hear(item)
        elif self._asked is not None:
            self._held.append(item)
        elif item is STRETCH:
            self._link.post(Wait(_READER, MOST_WAITING, READER_PATIENCE_S))
        else:
            self._obey(item)

    def _obey(self, item: str | None) -> None:
        wanted = Quit() if item is None else read_line(sanitise(item))
        if item is not None:
            self._tell_seen()
        if isinstance(wanted, Intent):
            self._link.post(wanted)
        elif isinstance(wanted, Request):
            self._ask(wanted)
        elif wanted == "help":
            show(Line(text) for text in words.HELP)
            show(Line(text, aside=True) for text in self._recall.help)
        elif wanted == "incorrect":
            show([Line(words.INCORRECT_INPUT)])

    def _ask(self, request: Request) -> None:
        if not self._has_history:
            show(self._recall.answer(request))
            return
        self._asked = request
        patience_s = PERSON_PATIENCE_S if self._is_watched else REQUEST_PATIENCE_S
        self._link.post(Wait(_REQUEST, 0, patience_s))

    def _go_on(self, waited: Waited) -> None:
        if waited.number == _READER:
            self._brake.let_go()
        elif self._asked is not None:
            request, self._asked = self._asked, None
            show(self._recall.answer(request))
            while self._held and self._asked is None:
                self.handle(self._held.popleft())

    def _hear(self, event: Event) -> None:
        if isinstance(event, Waited):
            self._go_on(event)
        show(self._recall.hear(event))
        if isinstance(event, Ended) and self._leaves_rest(event):
            show([Line(words.REST_NOT_TAKEN, aside=True)])
        show(self._model.reduce(event))
        if isinstance(event, MessageReceived) and self._is_watched and event.position:
            before = self._shown.get(event.conversation, 0)
            self._shown[event.conversation] = max(before, event.position)

    def _leaves_rest(self, ended: Ended) -> bool:
        """Of a script's input: what came after the end, or is still to come. A person sees it."""
        is_early = ended.why != "quit" and not ended.after_quit
        return is_early and self._has_history and not self._is_watched

    def _tell_seen(self) -> None:
        for conversation, position in self._shown.items():
            self._link.post(Seen(conversation, position))
        self._shown.clear()


def show(lines: Iterable[Line]) -> None:
    for line in lines:
        stream = sys.stderr if line.aside else sys.stdout
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):  # nobody reads any more
                print_line(stream, line.text + (line.note if stream.isatty() else ""))


def _start_reader(keyboard: Iterator[str], inbox: Inbox, brake: Brake) -> None:
    """Daemon: a read of standard input cannot be interrupted when the server ends the chat."""

    def read() -> None:
        for line in keyboard:
            inbox.put(line)
            if brake.count(line):
                inbox.put(STRETCH)
                brake.hold()
            if brake.is_over:
                return
        inbox.put(None)

    threading.Thread(target=read, name="keyboard", daemon=True).start()


def is_terminal() -> bool:
    """Whether a person sits there, who can be asked."""
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


@contextlib.contextmanager
def _keyboard(model: Model) -> Iterator[Iterator[str]]:
    """Typed lines: from a prompt on a terminal that can be drawn on, else from standard input as it
    is."""
    if is_terminal():
        show([Line(words.WELCOME.format(name=model.name, where=model.where), aside=True)])
    if not is_terminal() or os.environ.get("TERM", "").lower() in DUMB:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        yield iter(sys.stdin or ())
        return
    from chatgui.prompt import Prompt

    with Prompt(f"{model.name}> ") as prompt:
        yield prompt.lines()
