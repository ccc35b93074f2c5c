"""A person at our own client, in virtual time: a home on a disk, a program that may be killed."""

from math import inf
from random import Random

from chatgui.app.messages import (
    Ended,
    Event,
    Intent,
    Joined,
    MessageReceived,
    NotSent,
    Quit,
    Send,
    Warned,
)
from chatgui.archive.archive import Archive, open_archive
from chatgui.bookmarks import Bookmark
from chatgui.caller import Caller
from chatgui.native import NativeSession
from chatgui.profile import Profile, export_identity, import_identity, open_profile
from shared.crypto.identity import person_id
from tests.support.disk import Disk, Files, Killed, put_back
from tests.support.fakenet import Address
from tests.support.records import Records, read_records

WHERE = "chat.example:15000"
WALL_MS = 1_800_000_000_000


class Inhabitant:
    """`start`, `type`, `turn` when it `wake_at`; `kill` it as kill -9 does, and `start` it again.

    `shown`: the texts it was shown, over all its starts, in lists of their own where a disk that
    took nothing made the program forget what it had shown. Whoever has two computers is two of
    these with one name; `bring_identity` makes them one person.
    """

    def __init__(self, name: str, screen: str, address: Address, disk: Disk, seed: object) -> None:
        self.name = name
        self.screen = screen
        self.address = address
        self.disk = disk
        self.shown: list[list[str]] = [[]]
        self.events: list[Event] = []
        self.unsure: set[str] = set()  # as `History` has it
        self.late: set[str] = set()  # as `History` has it
        self.asleep_until = -inf
        self.is_leaving = False
        self._wake_at = inf
        self.session: NativeSession | None = None
        self.archive: Archive | None = None
        self._path = disk.folder  # of the archive's file, once there is one
        self._typed: list[str] = []  # since the last turn that was finished
        self._said: list[str] = []
        self._profile: Profile | None = None
        self._random = Random(f"inhabitant {seed} {screen}")

    def start(self, now: float, *, takeover: bool = False) -> None:
        """Again after a kill, or after it ended by itself."""
        try:
            self._start(now, takeover)
        except Killed:
            self.kill()

    def _start(self, now: float, takeover: bool) -> None:
        home = self.disk.folder
        profile = self._profile = open_profile(home, self.name, self._random.randbytes)
        own = person_id(profile.identity.public)
        self.archive, warning = open_archive(profile.folder, own, lambda: WALL_MS)
        self.events += [Warned(warning)] if warning else []
        self._path = self.archive.path or self._path
        bookmark = Bookmark(home, WHERE)
        caller = Caller(
            profile.identity, profile.installation, self.name, bookmark, takeover=takeover
        )
        random_bytes = self._random.randbytes
        self.session = NativeSession(caller, self.archive, random_bytes, now, where=WHERE)
        self._wake_at = now

    def _forget(self) -> None:
        """What is not on the disk is as good as never typed, and never shown."""
        records = self.records
        kept = {*records.waiting, *records.committed, *records.refused}
        self.unsure.update(text for text in self._said if text not in kept)
        self.shown.append([])

    def bring_identity(self, other: "Inhabitant") -> None:
        """From another computer of theirs."""
        file = self.disk.folder / "identity"
        export_identity(other.disk.folder, self.name, file)
        import_identity(self.disk.folder, self.name, file)
        file.unlink()

    def kill(self) -> None:
        """As kill -9 does: what is not on the disk is gone."""
        self.disk.fail()
        self.unsure.update(self._typed)
        self._let_go()
        self.disk.mend()

    def restore(self, files: Files) -> None:
        """An older copy of the home is put back; what was shown since then may be shown again."""
        self.kill()
        lost = self.records
        put_back(self.disk.folder, files)
        self._forget()
        self.late.update({*self.records.typed}.difference(*lost))

    def close(self) -> None:
        """At the end of a simulation."""
        self._let_go()

    def _let_go(self) -> None:
        archive, profile = self.archive, self._profile
        if archive is not None and not is_stored(archive):  # and its person was told so
            self._forget()
        self.session = self.archive = self._profile = None
        self.is_leaving = False
        self._typed.clear()
        self.disk.bury()
        if archive is not None:
            archive.close()
        if profile is not None:
            profile.close()

    @property
    def is_kept(self) -> bool:
        """False: its disk could not be used when it started, so it works in memory."""
        return self.archive is None or self.archive.is_kept

    @property
    def is_in(self) -> bool:
        """Whether it was ever welcomed."""
        return any(isinstance(event, Joined) for event in self.events)

    def type(self, text: str, names: tuple[str, ...], now: float) -> None:
        assert self.session is not None
        self._typed.append(text)
        self._said.append(text)
        try:
            self.session.do(Send(names, text), now)
            self._wake_at = now
        except Killed:
            self.kill()

    def do(self, intent: Intent, now: float) -> None:
        """What a view wants; nothing is judged by it."""
        if self.session is not None:
            self.session.do(intent, now)
            self._wake_at = now

    def quit(self, now: float) -> None:
        """Who leaves has nothing more to say."""
        if self.session is not None:
            self.is_leaving = True
            self.session.do(Quit(), now)
            self._wake_at = now

    def receive(self, data: bytes, now: float) -> None:
        if self.session is not None and now >= self.asleep_until:
            try:
                self.session.receive(data, now)
            except Killed:
                self.kill()

    def turn(self, now: float) -> list[bytes]:
        if self.session is None or now < self.asleep_until:
            return []
        try:
            out = self._turn(self.session, now)
        except Killed:
            self.kill()
            return []
        self._typed.clear()
        self._look_at_clock()
        return out

    def _look_at_clock(self) -> None:
        """Asking a session for its next moment is not cheap, and simulations ask often."""
        at = None if self.session is None else self.session.wake_at()
        self._wake_at = inf if at is None else at

    def _turn(self, session: NativeSession, now: float) -> list[bytes]:
        out = session.datagrams(now)
        happened = session.events()
        self.events += happened
        self.shown[-1] += [event.text for event in happened if isinstance(event, MessageReceived)]
        if any(isinstance(event, Ended) for event in happened):
            out += session.datagrams(now)  # the farewell
            self._let_go()
        return out

    @property
    def records(self) -> Records:
        """What its disk knows of what was said."""
        if self.archive is not None:  # it may have moved there from memory
            self._path = self.archive.path or self._path
        return read_records(self._path)

    @property
    def not_sent(self) -> list[str]:
        return [event.reason for event in self.events if isinstance(event, NotSent)]

    @property
    def wake_at(self) -> float:
        return inf if self.session is None else max(self._wake_at, self.asleep_until)


def is_stored(archive: Archive) -> bool:
    """Whether all of it is on the disk."""
    return archive.is_kept and not archive._is_failing
