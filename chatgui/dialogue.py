"""What is said within sessions: the desk's messages, the server's log, pages and reports.

    attach(server)          this server it is; then `introduce` for FIN, and `enter` once welcome
    hear(record, now)       what the server says from then on
    prepare(carrier)        ask who is who, and number what can be; then commit the archive
    say(carrier, now)       hand over what there is room for

`events`: what the person should hear of, in the order it happened.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from chatgui.app import words
from chatgui.app.messages import (
    AskHolders,
    AskList,
    AskPeople,
    HistoryBegan,
    Intent,
    Joined,
    KeepDraft,
    MoreHistory,
    Mute,
    NoticeReceived,
    Say,
    Seen,
    Send,
    Warned,
    WatchPeople,
)
from chatgui.archive.archive import NO_LOG, Archive
from chatgui.carrier import Carrier
from chatgui.conversations import Conversations
from chatgui.desk import NEVER, Desk
from chatgui.incoming import Incoming
from chatgui.people import People
from chatgui.questions import Questions
from chatgui.refill import Refill
from chatgui.reports import Reports
from chatgui.telling import Telling
from shared.constants import RECEIPTS
from shared.dialects.native.records import (
    CaughtUp,
    Committed,
    Counts,
    Error,
    Gap,
    HistoryPage,
    HoldersPage,
    Notice,
    NotSaved,
    PeoplePage,
    Posted,
    Receipts,
    Refused,
    Roster,
    ServerRecord,
    Welcome,
)
from shared.text import one_line


class Introduction(NamedTuple):
    """What FIN says of earlier sessions."""

    outbox: bytes
    cursor: int
    log: bytes


class Dialogue:
    def __init__(
        self,
        archive: Archive,
        where: str,
        installation: bytes,
        random_bytes: Callable[[int], bytes],
        *,
        name: str,
        tells_read: bool,
    ) -> None:
        self._new_desk = partial(Desk, archive, where, installation, random_bytes, name)
        self.desk = self._new_desk()
        self.events = self.desk.events  # one list: they are told in the order they happened
        self._archive = archive
        self._conversations = Conversations(archive, where)
        self._server = b""
        self._is_told = False  # the view knows which server it is
        self._people = People()
        self._all: dict[bytes, Incoming] = {}  # by server
        self._questions = Questions()
        self._refill = Refill()
        self._reports = Reports(random_bytes, tells_read=tells_read)
        self._introduced = Introduction(b"", 0, NO_LOG)
        self._telling = Telling(archive)
        self._notice = ""  # the last that the server had for us
        self._name = name

    def attach(self, server: bytes) -> bool:
        """That server it is; True if it was another before, or none."""
        if server == self._server:
            return False
        place = self._archive.attach(server)
        self._server, self._is_told = server, False
        self.desk.attach(server, place)
        self._conversations.attach(server)
        if server not in self._all:
            self._all[server] = Incoming(server, place, self._archive, self.desk.compare)
        return True

    def reopen(self) -> None:
        """The archive has moved into a file that may have more: take that up. What was asked about
        people is forgotten. Then open another session."""
        server, self._server = self._server, b""
        self._all.clear()
        self.desk = self._new_desk()
        self.desk.events = self.events
        if server:
            self.attach(server)

    def introduce(self) -> Introduction:
        """For the FIN of the session that is to be opened."""
        self._archive.forget_holes(self._server)
        log, cursor = self._incoming.introduce()
        self._introduced = Introduction(self.desk.outbox, cursor, log)
        return self._introduced

    @property
    def is_idle(self) -> bool:
        """Nothing is owed: everything said and asked has been answered."""
        return self.desk.is_idle and self._questions.is_idle

    @property
    def is_reported(self) -> bool:
        """What the server is to know of received and read has been said."""
        return self._reports.is_told

    def leave(self) -> None:
        """The person quits."""
        self._reports.leave()

    def wake_at(self) -> float:
        """While the server has us in."""
        return min(self.desk.wake_at(), self._reports.wake_at(), self._refill.wake_at())

    def do(self, intent: Intent) -> None:
        match intent:
            case Send() | Say() | AskList():
                self.desk.take(intent)
            case Seen(conversation, position):
                self._reports.see(conversation, position)
                self._conversations.do(intent, self._log)
            case KeepDraft(_, members, _):
                self.desk.remember_names(members)
                self._conversations.do(intent, self._log)
            case Mute():
                self._conversations.do(intent, self._log)
            case AskPeople():
                self._people.ask(intent)
            case WatchPeople():
                self._people.watch(intent)
            case AskHolders(position):
                self._questions.ask_holders(position)
            case MoreHistory():
                self._questions.ask_history()

    def enter(self, welcome: Welcome) -> None:
        """Welcomed, in the session that was introduced last."""
        incoming = self._incoming
        is_new_log = incoming.follow(welcome)
        went_back = incoming.go_back(welcome.begin)
        self._name = one_line(welcome.name)
        counted = self._people.restart(welcome)
        self._tell_joined()
        self.events += counted
        if is_new_log:
            self.events.append(HistoryBegan())
        elif went_back:
            self.events.append(Warned(words.SERVER_OLDER))
        behind = welcome.begin if went_back and not is_new_log else NEVER
        self.desk.restart(welcome, self._introduced.outbox, is_new_log, behind)
        self.events += self._questions.restart(is_new_log)
        self._refill.stop()
        is_whole = welcome.known <= welcome.limits.roster_whole
        self._reports.restart(
            self._introduced.cursor if welcome.log == self._introduced.log else 0,
            is_new_log=is_new_log,
            is_whole=is_whole,
        )
        self._telling.restart(is_roster_due=is_whole)
        self._reports.ask(self._archive.unsure(self._server, welcome.log, RECEIPTS))

    def hear(self, record: ServerRecord, now: float) -> None:
        """BadPacket for what makes no sense; that is a server's mistake, and moves nothing."""
        match record:
            case Posted():
                self._hear_posted(record)
            case Roster() | PeoplePage() | Committed() | Refused() | NotSaved():
                self.desk.hear(record, now)
                if isinstance(record, Roster | PeoplePage):
                    self.events += self._people.hear(record)
                if isinstance(record, Roster):
                    self.events += self._telling.meet(self._server)
            case Counts():
                self._count(record)
            case CaughtUp(position):
                self._incoming.catch_up(position)
                self.desk.catch_up()
                self._begin_refill(now)
            case Gap():
                self.events.append(Warned(words.GAP))
            case Receipts(rows):
                self._archive.count_receipts(self._server, self._incoming.log, rows)
            case HoldersPage() | HistoryPage():
                self._hear_page(record, now)
            case Notice(text):
                self._hear_notice(one_line(text))
            case Error(_, text):
                self.events.append(NoticeReceived(one_line(text)))

    def _hear_notice(self, text: str) -> None:
        """Its welcome comes with each session, also when the line was lost for a moment only."""
        if text != self._notice:
            self._notice = text
            self.events.append(NoticeReceived(text))

    def prepare(self, carrier: Carrier) -> None:
        self.desk.address(carrier)

    def say(self, carrier: Carrier, now: float) -> None:
        self.desk.say(carrier, now)
        log, cursor = self._archive.stored_cursor(self._server)
        if log == self._incoming.log:
            self._reports.receive(cursor, now)
        self._reports.pump(carrier, now)
        self._questions.pump(carrier, self._oldest)
        self._people.pump(carrier)
        may_ask = self._questions.is_idle and self._archive.is_stored
        self._refill.pump(carrier, now, may_ask=may_ask)

    @property
    def _incoming(self) -> Incoming:
        return self._all[self._server]

    def _tell_joined(self) -> None:
        """What was kept for the server at this address is shown as that server's from now on."""
        if not self._is_told:
            self._is_told = True
            self._archive.change_all()
        own, has_all = self._archive.own, self._people.has_all
        self.events.append(Joined(self._name, own, self._server, has_all))

    def _count(self, counts: Counts) -> None:
        had_all = self._people.has_all
        counted = self._people.hear(counts)
        if self._people.has_all != had_all:
            self.desk.turn_pages()
            self._tell_joined()
        self.events += counted

    @property
    def _log(self) -> bytes:
        return self._incoming.log if self._server else NO_LOG

    def _oldest(self) -> int | None:
        return self._archive.lowest(self._server, self._incoming.log)

    def _hear_posted(self, posted: Posted) -> None:
        news = self._incoming.take_untrusted(posted)
        if news is not None:
            self.events += self._telling.tell(self._server, news)

    def _hear_page(self, page: HoldersPage | HistoryPage, now: float) -> None:
        if isinstance(page, HoldersPage):
            event = self._questions.hear_holders(page)
        else:
            event = self._questions.hear_history(page, self._incoming.take_page_untrusted(page))
            before = self._refill.hear(page, now)
            if before is not None:
                self._archive.refill(self._server, self._incoming.log, before)
        self.events += [event] if event is not None else []

    def _begin_refill(self, now: float) -> None:
        """Not sooner: what is still to be posted is for the screen, too."""
        log, cursor = self._incoming.log, self._incoming.cursor
        self._refill.begin(self._archive.missing_before(self._server, log, cursor + 1), now)
