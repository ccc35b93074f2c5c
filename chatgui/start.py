"""`python -m chatgui --terminal -p PORT -u NAME`: the client."""

import random
import sys
from pathlib import Path

from chatgui.app import words
from chatgui.app.model import Model
from chatgui.classroom import ClassroomSession
from chatgui.link import Events, Link, boot_clock
from chatgui.opening import look_up_server, open_chat, open_line
from chatgui.options import BadArgument, Options, read_options
from chatgui.profile import default_home, export_identity, import_identity
from chatgui.terminal import run_terminal
from chatgui.uplink import Place
from shared.dialects.classroom.transfer import SEQNO_BITS
from shared.disk import DiskError


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 after `quit`, 1 if the server ended it, 2 if it could not begin."""
    try:
        options = read_options(arguments)
        home = options.home or default_home()
        if options.export_to is not None:
            return _export(home, options.name, options.export_to)
        if options.import_from is not None:
            return _import(home, options.name, options.import_from)
        if not options.terminal:
            raise BadArgument(words.NO_WINDOW)
        return _chat(options, home)
    except (BadArgument, DiskError) as trouble:
        print(trouble, file=sys.stderr)
        return 2


def _export(home: Path, name: str, target: Path) -> int:
    export_identity(home, name, target)
    print(words.EXPORTED.format(name=name, path=target))
    return 0


def _import(home: Path, name: str, source: Path) -> int:
    import_identity(home, name, source)
    print(words.IMPORTED.format(name=name))
    return 0


def _chat(options: Options, home: Path) -> int:
    place = look_up_server(options)  # first: a mistyped address leaves nothing behind on the disk
    model = Model(options.name, options.where)
    if options.door == "classroom":
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


def _warn(text: str) -> None:
    print(text, file=sys.stderr)
