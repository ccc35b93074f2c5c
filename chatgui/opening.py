"""A chat of one person with one server, opened for whichever view: what is on the disk, then a
link.

    open_chat(...)        the profile, its archive and its history; DiskError if they cannot be had
    make_link(events)     once; start it, and post to it what the person wants
    close()               when the link's thread is over
"""

import os
import shutil
import stat
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chatgui.app import words
from chatgui.app.history import History
from chatgui.app.nearby import HERE
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import unmet_key
from chatgui.bookmarks import Bookmark
from chatgui.invitation import Invitation
from chatgui.knock import MakeLink, Prepare
from chatgui.options import BadArgument, Options
from chatgui.profile import Profile, open_profile
from shared.crypto.identity import person_id, server_id
from shared.disk import Lock, no_access
from shared.server_link import read_typed_untrusted
from shared.wire import BadPacket

if TYPE_CHECKING:  # a window is on the screen before these are imported
    import socket

    from chatgui.link import Events, Link
    from chatgui.native import NativeSession
    from chatgui.seeking import Search
    from chatgui.uplink import Place


_ONCE: Final = "parley-"
_MARK: Final = "parley-just-this-once"
"""A file in each such folder, locked by the program that made it."""


class OpenChat:
    """`home`: where its files are, `folder`: those of this person. `person`: this one's id.
    `history`: for the view's thread."""

    def __init__(
        self,
        options: Options,
        home: Path,
        profile: Profile,
        archive: Archive,
        bookmark: Bookmark,
        invitation: Invitation,
        files: ExitStack,
    ) -> None:
        self.home, self.folder = home, profile.folder
        self.person = archive.own
        self._options = options
        self._profile = profile
        self._archive = archive
        self._bookmark = bookmark
        self._invitation = invitation
        self._files = files
        self.history = History(lambda: archive.source, self._server, archive.own)
        files.callback(self.history.close)

    def make_link(self, events: "Events", place: "Place | None") -> "Link":
        """`place`: of the server, from `look_up_server`. None: it cannot be found yet; it is looked
        for then, and what is said meanwhile is shown and kept as always."""
        from chatgui.link import Link
        from chatgui.roaming import Roaming
        from chatgui.seeking import Seeking

        options = self._options
        sock = open_line(options, place)
        session = self._new_session()
        roaming = Roaming(session, options.host, options.port, Seeking(self._make_search))
        return Link(session, sock, events, roaming=roaming)

    def _make_search(self) -> "Search | None":
        """For where the server is now, once it is known which one."""
        from chatgui.whereabouts import Whereabouts

        key = self._bookmark.expected
        return None if key is None else Whereabouts(key, self._bookmark.places_of(key))

    def _new_session(self) -> "NativeSession":
        from chatgui.caller import Caller
        from chatgui.link import boot_clock
        from chatgui.native import NativeSession

        options, profile = self._options, self._profile
        caller = Caller(
            profile.identity,
            profile.installation,
            options.name,
            self._bookmark,
            takeover=options.takeover,
            invitation=self._invitation,
        )
        return NativeSession(
            caller,
            self._archive,
            os.urandom,
            boot_clock(),
            where=_where(options),
            tells_read=options.tells_read,
        )

    def leads_here(self, typed: str) -> bool:
        """Whether that link or address is of the server of this chat; also if it is of none."""
        try:
            place = read_typed_untrusted(typed)
        except BadPacket:
            return True
        expected, options = self._bookmark.expected, self._options
        if place.key and expected:
            return place.key == expected
        return place.port == options.port and _is_same(place.host, options.host)

    def close(self) -> None:
        self._files.close()

    def _server(self) -> bytes:
        """Whose messages are shown: of the server that the address led to last."""
        return self._bookmark.expected or unmet_key(_where(self._options))


def open_chat(
    options: Options, home: Path, warn: Callable[[str], None], *, is_once: bool = False
) -> OpenChat:
    """`warn`: told sentences for the person. `is_once`: `home` is not used, and nothing of this
    chat is left on the disk after `close`."""
    _sweep(Path(tempfile.gettempdir()))
    with ExitStack() as files:
        if is_once:
            home = files.enter_context(_home_for_once())
        profile = open_profile(home, options.name, os.urandom)
        files.callback(profile.close)
        person = person_id(profile.identity.public)
        archive, warning = open_archive(profile.folder, person, _wall_ms)
        files.callback(archive.close)
        if warning:
            warn(warning)
        invitation = _open_invitation(options, profile, warn)
        bookmark = _open_bookmark(options, home, invitation.key, warn)
        for sentence in _waits_elsewhere(options, archive, bookmark):
            warn(sentence)
        return OpenChat(options, home, profile, archive, bookmark, invitation, files.pop_all())


def look_up_server(options: Options) -> "Place":
    """BadArgument if there is no such address."""
    from chatgui.uplink import look_up

    try:
        return look_up(options.host, options.port)
    except (OSError, UnicodeError):
        raise BadArgument(words.BAD_ADDRESS.format(address=options.host)) from None


def make_prepare(options: Options, chat: OpenChat) -> Prepare:
    """For a program or a knock: look the server up, then link."""

    def prepare() -> MakeLink:
        import chatgui.native  # noqa: F401 - the most of what a link needs to import

        place = look_up_server(options)
        return lambda events: chat.make_link(events, place)

    return prepare


def open_line(options: Options, place: "Place | None") -> "socket.socket":
    """A socket to it; BadArgument if that cannot be."""
    from chatgui.uplink import open_nowhere, open_socket

    try:
        return open_nowhere() if place is None else open_socket(place)
    except OSError:
        raise BadArgument(words.BAD_ADDRESS.format(address=options.host)) from None


def _is_same(host: str, other: str) -> bool:
    names = {host.lower(), other.lower()}
    return len(names) == 1 or names <= set(HERE)


def _open_invitation(options: Options, profile: Profile, warn: Callable[[str], None]) -> Invitation:
    """Of a link, or one that was not used yet at an earlier start: it says which server is meant,
    unless the person trusts whichever stands there."""
    what = profile.folder, _where(options), options.server_key, options.token
    invitation = Invitation(*what, waits=not options.trust_new_key)
    if options.server_id and server_id(invitation.key) != options.server_id:
        invitation = Invitation(*what, waits=False)  # another one was found there, and chosen
    if invitation.warning:
        warn(invitation.warning)
    return invitation


def _open_bookmark(
    options: Options, home: Path, key: bytes, warn: Callable[[str], None]
) -> Bookmark:
    """`key`: of the server that is meant; empty: not said."""
    address = f"{options.host}:{options.port}"
    bookmark = Bookmark(home, address, key, options.server_id)
    if options.trust_new_key:
        bookmark.forget()
    if bookmark.warning:
        warn(bookmark.warning)
    return bookmark


def _waits_elsewhere(options: Options, archive: Archive, bookmark: Bookmark) -> Iterator[str]:
    """What will not go to the server that stands at this address, as sentences."""
    counts = Counter(dict(archive.waits_elsewhere(_where(options))))
    for key, count in archive.waits_at_servers():
        if key != bookmark.expected:
            counts[bookmark.address_of(key)] += count
    for where, count in sorted(counts.items()):
        form = words.WAITS_ELSEWHERE if where else words.WAITS_FOR_FORMER
        yield form.format(where=where, count=count)


@contextmanager
def _home_for_once() -> Iterator[Path]:
    """A folder that goes with us."""
    folder = Path(tempfile.gettempdir())
    try:
        folder = Path(tempfile.mkdtemp(prefix=_ONCE))
        lock = Lock(folder / _MARK, waits=False)
    except OSError as error:
        raise no_access(folder, error, "TMPDIR") from None
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(within: Path) -> None:
    """Remove such folders of programs that were ended from outside, as Xlib does when the display
    goes away: only what is marked as ours, and nobody has open."""
    for folder in within.glob(f"{_ONCE}*"):
        with suppress(OSError):
            if _is_ours(folder / _MARK):
                Lock(folder / _MARK, waits=False).release()
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(mark: Path) -> bool:
    found = mark.lstat()
    return stat.S_ISREG(found.st_mode) and (
        sys.platform == "win32" or found.st_uid == os.getuid() == mark.parent.lstat().st_uid
    )


def _where(options: Options) -> str:
    """The server's address as typed: what waits for it is found by that."""
    return f"{options.host}:{options.port}".lower()


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
