"""A chat in this terminal, at the native door or at the classroom's."""

import random
import sys
from pathlib import Path

from msgspec import structs

from chatgui.app.model import Model
from chatgui.app.words import finding
from chatgui.classroom import ClassroomSession
from chatgui.finding import find_meant
from chatgui.link import Events, Link, boot_clock
from chatgui.opening import look_up_server, open_chat, open_line
from chatgui.options import BadArgument, Options
from chatgui.terminal import is_terminal, run_terminal
from chatgui.uplink import Place
from shared.dialects.classroom.transfer import SEQNO_BITS
from shared.net.path import bracketed


def chat_in_terminal(options: Options, home: Path) -> int:
    """Until it ends; the exit code. BadArgument or DiskError if it cannot begin."""
    options, at = find_meant(options, home, _ask if is_terminal() else None)
    place = _look_up(options, at)  # first: a mistyped address leaves nothing behind on the disk
    model = Model(options.name, f"{bracketed(at[0])}:{at[1]}")
    if options.door == "classroom" and place is not None:
        return run_terminal(model, lambda events: _classroom_link(options, place, events))
    chat = open_chat(options, home, _warn)
    try:
        return run_terminal(model, lambda events: chat.make_link(events, place), chat.history)
    finally:
        chat.close()


def _classroom_link(options: Options, place: Place, events: Events) -> Link:
    def random_seqno() -> int:
        return random.SystemRandom().getrandbits(SEQNO_BITS - 1)

    session = ClassroomSession(options.name, options.part, random_seqno, boot_clock())
    return Link(session, open_line(options, place), events)


def _look_up(options: Options, at: tuple[str, int]) -> Place | None:
    """None: it is looked for by its key."""
    try:
        return look_up_server(structs.replace(options, host=at[0], port=at[1]))
    except BadArgument:
        if not options.server_key:
            raise
        return None


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    typed = sys.stdin.readline()
    if not typed:
        raise BadArgument(finding.NOT_CHOSEN)
    return typed


def _warn(text: str) -> None:
    print(text, file=sys.stderr)
