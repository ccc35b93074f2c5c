"""`python -m chatgui --terminal -p PORT -u NAME`: the client."""

import argparse
import random
import socket
import sys
import time
from collections.abc import Callable

from chatgui.app import words
from chatgui.app.messages import Event
from chatgui.app.model import Model
from chatgui.classroom import ClassroomSession
from chatgui.link import Link, connect
from chatgui.terminal import run_terminal
from shared import __version__
from shared.constants import DEFAULT_PORT
from shared.dialects.classroom.transfer import SEQNO_BITS
from shared.names import BadName, check_name, fit_name
from shared.net.path import shown_host


class BadArgument(ValueError):
    """What is wrong with the command line, as a sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 after `quit`, 1 if the server ended it, 2 if it could not begin."""
    options = _parser().parse_args(arguments)
    try:
        name, port = _read_name(options.user), _read_port(options.port)
        if not options.terminal:
            raise BadArgument(words.NO_WINDOW)
        sock = _connect(options.address, port)
    except BadArgument as mistake:
        print(mistake, file=sys.stderr)
        return 2
    where = f"{shown_host(options.address)}:{port}"
    return run_terminal(Model(name, where), _link_maker(name, options.part, sock))


def _link_maker(
    name: str, part: int, sock: socket.socket
) -> Callable[[Callable[[Event], None]], Link]:
    def random_seqno() -> int:
        return random.SystemRandom().getrandbits(SEQNO_BITS - 1)

    session = ClassroomSession(name, part, random_seqno, time.monotonic())
    return lambda on_event: Link(session, sock, on_event)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chatgui",
        description="Chat with the people on your network.",
        epilog="In the terminal: " + "; ".join(words.HELP),
    )
    add = parser.add_argument
    add("--terminal", action="store_true", help="chat in this terminal")
    add("-p", "--port", default=str(DEFAULT_PORT), help=f"the server's port ({DEFAULT_PORT})")
    add("-a", "--address", default="127.0.0.1", help="the server's computer (this one)")
    add("-u", "--user", metavar="NAME", help="your name")
    add("--part", type=int, choices=(1, 2), default=2, help="of the classroom protocol (2)")
    add("-w", "--window", metavar="N", help="accepted for old scripts, and ignored")
    add("--version", action="version", version=f"Parley {__version__}")
    return parser


def _read_name(text: str | None) -> str:
    if text is None:
        raise BadArgument(words.NO_NAME)
    try:
        return check_name(text)
    except BadName as reason:
        raise BadArgument(
            words.BAD_NAME.format(name=text, reason=reason, fitting=fit_name(text))
        ) from None


def _read_port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 9 and 0 < int(text) <= 65_535:
        return int(text)
    raise BadArgument(words.BAD_PORT.format(port=text))


def _connect(address: str, port: int) -> socket.socket:
    try:
        return connect(address, port)
    except (OSError, UnicodeError):
        raise BadArgument(words.BAD_ADDRESS.format(address=address)) from None


if __name__ == "__main__":
    sys.exit(main())
