"""`python -m chatgui -p PORT -u NAME`: the client, in a window or in this terminal. What only one
of the two needs is imported for that one: a window is to be there at once."""

import sys
from pathlib import Path

from chatgui.app import words as texts
from chatgui.options import BadArgument, Options, read_options
from chatgui.profile import default_home, export_identity, import_identity
from shared.disk import DiskError


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 after `quit`, 1 if the server ended it or none was found, 2 if it could not
    begin."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _do(read_options(words))
    except (BadArgument, DiskError) as trouble:
        _refuse(str(trouble), has_window="--terminal" not in words)
        return 2


def _do(options: Options) -> int:
    """What the command line asks for; BadArgument or DiskError if that cannot begin."""
    home = options.home or default_home()
    if options.is_self_test:
        from chatgui.self_test import check_client

        return check_client(options, home)
    if options.export_to is not None:
        return _export(home, options.name, options.export_to)
    if options.import_from is not None:
        return _import(home, options.name, options.import_from)
    if _is_mute() and (options.finds or options.doctor or options.terminal):
        raise BadArgument(texts.NO_TERMINAL)
    if options.finds:
        from chatgui.finding import find_in_terminal

        return find_in_terminal(home)
    if options.doctor:
        from chatgui.doctor.command import doctor_in_terminal

        return doctor_in_terminal(options, home)
    if options.terminal:
        from chatgui.in_terminal import chat_in_terminal

        return chat_in_terminal(options, home)
    _register_links()
    from chatgui.window import open_window

    return open_window(options, home)


def _register_links() -> None:
    """Of a packaged program on Windows: nobody has installed it."""
    if sys.platform == "win32" and getattr(sys, "frozen", False):
        from shared.desktop.links import register_links
        from shared.desktop.siblings import client_command

        register_links(client_command())


def _refuse(sentence: str, has_window: bool) -> None:
    """Who has double-clicked reads no terminal."""
    if has_window or _is_mute():
        from shared.desktop.alert import alert

        alert(sentence)
    else:
        print(sentence, file=sys.stderr)


def _is_mute() -> bool:
    """As after a double click. A script may close what it does not read; it can write still, and
    nobody is there for a window."""
    return sys.stdin is sys.stdout is sys.stderr is None


def _export(home: Path, name: str, target: Path) -> int:
    export_identity(home, name, target)
    print(texts.EXPORTED.format(name=name, path=target))
    return 0


def _import(home: Path, name: str, source: Path) -> int:
    import_identity(home, name, source)
    print(texts.IMPORTED.format(name=name))
    return 0
