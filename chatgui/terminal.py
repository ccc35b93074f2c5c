"""The client in a terminal: what scripts, tests and screen readers use.

A view of the same model as the window's. Standard output has PROTOCOL section 2's lines and
nothing else; what the program says about itself goes to standard error.
"""

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from chatgui.app import words
from chatgui.app.controller import read_line
from chatgui.app.messages import Event, Intent, Quit
from chatgui.app.model import Line, Model
from shared.console import print_line


class Poster(Protocol):
    def start(self) -> None: ...
    def post(self, intent: Intent) -> None: ...
    def join(self, timeout: float) -> None: ...


Inbox = queue.SimpleQueue[Event | str | None]
"""Events of the link, typed lines, and None for the end of input."""

LINK_END_S = 2.0


def run_terminal(model: Model, make_link: Callable[[Callable[[Event], None]], Poster]) -> int:
    """Until the person quits (0) or the server ends it (1)."""
    inbox: Inbox = queue.SimpleQueue()
    link = make_link(inbox.put)
    with _keyboard(model) as keyboard:
        link.start()
        _start_reader(keyboard, inbox)
        while model.ended is None:
            _handle(inbox.get(), model, link)
    link.join(LINK_END_S)
    return 0 if model.ended == "quit" else 1


def _handle(item: Event | str | None, model: Model, link: Poster) -> None:
    if isinstance(item, Event):
        show(model.reduce(item))
        return
    wanted = Quit() if item is None else read_line(item)
    if isinstance(wanted, Intent):
        link.post(wanted)
    elif wanted == "help":
        show(Line(text) for text in words.HELP)
    elif wanted == "incorrect":
        show([Line(words.INCORRECT_INPUT)])


def show(lines: Iterable[Line]) -> None:
    for line in lines:
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            print_line(sys.stderr if line.aside else sys.stdout, line.text)


def _start_reader(keyboard: Iterator[str], inbox: Inbox) -> None:
    """Daemon: a read of standard input cannot be interrupted when the server ends the chat."""

    def read() -> None:
        for line in keyboard:
            inbox.put(line)
        inbox.put(None)

    threading.Thread(target=read, name="keyboard", daemon=True).start()


@contextlib.contextmanager
def _keyboard(model: Model) -> Iterator[Iterator[str]]:
    """Typed lines: from a prompt on a terminal, else from standard input as it is."""
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield iter(sys.stdin or ())
        return
    from chatgui.prompt import Prompt

    show([Line(words.WELCOME.format(name=model.name, where=model.where), aside=True)])
    with Prompt(f"{model.name}> ") as prompt:
        yield prompt.lines()
