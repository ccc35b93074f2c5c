"""`python -m chatgui --terminal -p PORT -u NAME`: the client."""

import os
import random
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chatgui.app import words
from chatgui.app.history import History
from chatgui.app.model import Model
from chatgui.archive.archive import Archive, open_archive
from chatgui.bookmarks import Bookmark
from chatgui.caller import Caller
from chatgui.classroom import ClassroomSession
from chatgui.link import Events, Link, boot_clock
from chatgui.native import NativeSession
from chatgui.options import BadArgument, Options, read_options
from chatgui.profile import Profile, default_home, export_identity, import_identity, open_profile
from chatgui.roaming import Roaming
from chatgui.terminal import run_terminal
from chatgui.uplink import Place, look_up, open_socket
from shared.crypto.identity import person_id
from shared.dialects.classroom.transfer import SEQNO_BITS
from shared.disk import DiskError

LinkMaker = Callable[[Events], Link]


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
    place = _look_up(options)
    if options.door == "classroom":
        model = Model(options.name, options.where)
        return run_terminal(model, _classroom_link(options, place))
    profile = open_profile(home, options.name, os.urandom)
    try:
        return _chat_native(options, place, home, profile)
    finally:
        profile.close()


def _chat_native(options: Options, place: Place, home: Path, profile: Profile) -> int:
    model = Model(options.name, options.where)
    person = person_id(profile.identity.public)
    archive, warning = open_archive(profile.folder, person, _wall_ms)
    if warning:
        print(warning, file=sys.stderr)
    bookmark = _open_bookmark(options, home)
    history = History(lambda: archive.source, lambda: bookmark.expected, person)
    try:
        link = _native_link(options, place, profile, archive, bookmark)
        return run_terminal(model, link, history)
    finally:
        history.close()
        archive.close()


def _classroom_link(options: Options, place: Place) -> LinkMaker:
    def random_seqno() -> int:
        return random.SystemRandom().getrandbits(SEQNO_BITS - 1)

    session = ClassroomSession(options.name, options.part, random_seqno, boot_clock())
    return lambda events: Link(session, _open(options, place), events)


def _open_bookmark(options: Options, home: Path) -> Bookmark:
    bookmark = Bookmark(home, _where(options))
    if options.trust_new_key:
        bookmark.forget()
    if bookmark.warning:
        print(bookmark.warning, file=sys.stderr)
    return bookmark


def _native_link(
    options: Options, place: Place, profile: Profile, archive: Archive, bookmark: Bookmark
) -> LinkMaker:
    caller = Caller(
        profile.identity, profile.installation, options.name, bookmark, takeover=options.takeover
    )
    for other, count in archive.waits_elsewhere(_where(options).lower()):
        print(words.WAITS_ELSEWHERE.format(where=other, count=count), file=sys.stderr)
    session = NativeSession(
        caller,
        archive,
        os.urandom,
        boot_clock(),
        where=_where(options).lower(),
        tells_read=options.tells_read,
    )
    roaming = Roaming(session, options.host, options.port)
    return lambda events: Link(session, _open(options, place), events, roaming=roaming)


def _where(options: Options) -> str:
    """The server's address as typed: what waits for it is found by that."""
    return f"{options.host}:{options.port}"


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _look_up(options: Options) -> Place:
    """Before anything is made on the disk: a mistyped address leaves nothing behind."""
    try:
        return look_up(options.host, options.port)
    except (OSError, UnicodeError):
        raise BadArgument(words.BAD_ADDRESS.format(address=options.host)) from None


def _open(options: Options, place: Place) -> socket.socket:
    try:
        return open_socket(place)
    except OSError:
        raise BadArgument(words.BAD_ADDRESS.format(address=options.host)) from None
