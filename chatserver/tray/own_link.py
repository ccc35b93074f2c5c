"""How a server in the tray tells a client on this computer, which has started it, where to join."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from chatserver.control.answers import AnyAnswer, Invites, ServerStatus
from chatserver.control.operations import AnyOperation, AskInvites, AskStatus, MakeInvite
from chatserver.tray import words
from shared.server_link import encode_link, read_link_untrusted

HERE: Final = "127.0.0.1"


def say_link(ask: Callable[[AnyOperation], AnyAnswer]) -> None:
    """For a client on this computer, on the first line of the standard output."""
    status = ask(AskStatus())
    if not isinstance(status, ServerStatus):
        raise OSError(words.SILENT)
    link = status.link
    if status.is_private:
        link = _invite_here(ask) or link
    place = read_link_untrusted(link)
    print(encode_link(place._replace(host=HERE) if status.everywhere else place), flush=True)


def _invite_here(ask: Callable[[AnyOperation], AnyAnswer]) -> str:
    """A link with a token; one that was not used the last time does."""
    for operation in (AskInvites(), MakeInvite(words.THIS_COMPUTER)):
        answer = ask(operation)
        rows = answer.rows if isinstance(answer, Invites) else ()
        for row in rows:
            if row.label == words.THIS_COMPUTER and row.uses_left:
                return row.link
    return ""


def let_go() -> None:
    """Of the streams of whoever started us, who waits for their end and may be gone tomorrow."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        with suppress(OSError):
            os.dup2(null, stream)
    os.close(null)
