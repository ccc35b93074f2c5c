"""A client's end of the native door. Sans-IO; the interface is `chatgui.link.Session`'s.

do(intent, now)             what the person wants
receive(datagram, now)      what the server sent
datagrams(now)              what to send it
events()                    what the person should hear of
wake_at()                   when `datagrams` has more, without anything else happening

What the person says goes over the desk to the connection; what the server says, record by record,
to the desk (answers), to incoming (the log), or straight to the person.
"""

from collections.abc import Callable
from math import inf
from typing import Final

from chatgui.app import words
from chatgui.app.messages import (
    AskList,
    End,
    Ended,
    Event,
    HistoryBegan,
    Intent,
    Joined,
    MessageReceived,
    NoticeReceived,
    NotSent,
    Quit,
    Send,
    Warned,
)
from chatgui.caller import Caller
from chatgui.connection import Connection, Opened, Stopped, WrongServer
from chatgui.desk import Desk
from chatgui.incoming import Incoming
from chatgui.status import StatusWatch
from shared.dialects.native import closing
from shared.dialects.native.records import (
    TEXT,
    CaughtUp,
    Committed,
    Error,
    MessageEntry,
    NameRefused,
    Notice,
    NotSaved,
    PeoplePage,
    Posted,
    Refused,
    Roster,
    ServerRecord,
    Welcome,
    decode_server_untrusted,
)
from shared.session.events import Arrived
from shared.text import decode_untrusted, one_line
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting

OUTBOX_SIZE: Final = 16

FAREWELL_S: Final = 3.0
"""How long leaving waits for the server to say something new about what was asked of it."""

_ENDS: Final[dict[int, End]] = {
    closing.ELSEWHERE: "elsewhere",
    closing.KICKED: "kicked",
    closing.FULL: "full",
}


class NativeSession:
    """Looks for the server at once, and again for ever. After `Ended` nothing more happens."""

    def __init__(self, caller: Caller, random_bytes: Callable[[int], bytes], now: float) -> None:
        self._caller = caller
        self._person = 0  # our id, as the server says
        self._desk = Desk(random_bytes(OUTBOX_SIZE))
        self._incoming = Incoming()
        self._status = StatusWatch(now)
        self._events = self._desk.events  # one list: they are told in the order they happened
        self._farewell: list[bytes] = []
        self._is_in = False  # welcomed in the session that is open
        self._progress_at: float | None = None  # since leaving has begun
        self.ended = False
        self._connection = Connection(
            static=caller.identity.static, greet=self._greet, random_bytes=random_bytes, now=now
        )

    def do(self, intent: Intent, now: float) -> None:
        if self._progress_at is not None or self.ended:
            return
        if isinstance(intent, Send | AskList):
            self._desk.take(intent)
        elif isinstance(intent, Quit):
            self._progress_at = now

    def receive(self, datagram: bytes, now: float) -> None:
        if not self.ended:
            self._connection.receive(datagram, now)
            self._follow(now)

    def datagrams(self, now: float) -> list[bytes]:
        if self.ended:
            farewell, self._farewell = self._farewell, []
            return farewell
        if self._is_in:
            self._desk.pump(self._connection, now)
        datagrams = self._connection.datagrams(now)
        self._follow(now)
        self._watch(now)
        self._leave_if_time(now)
        return datagrams

    def events(self) -> list[Event]:
        events = self._events[:]
        self._events.clear()
        return events

    def wake_at(self) -> float | None:
        moments = (
            self._connection.wake_at(),
            self._status.wake_at(),
            self._desk.wake_at() if self._is_in else inf,
            inf if self._progress_at is None else self._progress_at + FAREWELL_S,
        )
        return None if min(moments) == inf else min(moments)

    @property
    def is_lost(self) -> bool:
        """Nobody answers; perhaps the server is at another address now."""
        return not self._connection.is_answering

    def network_changed(self, now: float) -> None:
        self._connection.ask_for_life(now)

    # --- what the server says ----------------------------------------------------------------

    def _greet(self, server_key: bytes) -> ClientGreeting | None:
        incoming = self._incoming
        return self._caller.greet(server_key, self._desk.outbox, incoming.cursor, incoming.log)

    def _follow(self, now: float) -> None:
        for event in self._connection.events():
            if isinstance(event, Arrived):
                self._understand(event.record, now)
            elif isinstance(event, Opened):
                self._is_in = False
                warning = self._caller.server_keys.remember(event.server_key)
                self._events += [Warned(warning)] if warning else []
            elif isinstance(event, Stopped):
                self._end(_ENDS[event.code], now)
            elif isinstance(event, WrongServer):
                told = self._caller.describe_wrong_server(event.key)
                self._end("wrong server", now, told)

    def _understand(self, data: bytes, now: float) -> None:
        """A record that makes no sense is a server's mistake; it moves nothing."""
        if self.ended:
            return
        try:
            record = decode_server_untrusted(data)
            if isinstance(record, Posted):
                self._show(self._incoming.take_untrusted(record))
                return
        except BadPacket:
            return
        if self._progress_at is not None:
            self._progress_at = now
        self._obey(record, now)

    def _obey(self, record: ServerRecord | None, now: float) -> None:
        match record:
            case Welcome():
                self._enter(record)
            case Roster() | PeoplePage() | Committed() | Refused() | NotSaved():
                self._desk.hear(record, now)
            case CaughtUp(position):
                self._incoming.catch_up(position)
            case Notice(text) | Error(_, text):
                self._events.append(NoticeReceived(one_line(text)))
            case NameRefused(_, reason, suggestion):
                told = words.NAME_REFUSED.format(reason=reason, suggestion=suggestion)
                self._end("name", now, one_line(told))

    def _enter(self, welcome: Welcome) -> None:
        """Welcomed: say again what the server does not know."""
        self._is_in, self._person = True, welcome.person
        self._caller.takeover, self._caller.name = False, welcome.name
        self._connection.expect_ack_delay(welcome.ack_delay_ms / 1000)
        is_new_log = self._incoming.follow(welcome.log)
        self._desk.restart(welcome, is_new_log)
        self._events.append(Joined(one_line(welcome.name)))
        if is_new_log:
            self._events.append(HistoryBegan())

    def _show(self, entry: MessageEntry | None) -> None:
        """Our own messages come back, too; we know them, unless we wrote to ourselves."""
        if entry is None or (entry.sender == self._person and self._person not in entry.to):
            return
        text = decode_untrusted(entry.body) if entry.kind == TEXT else words.NEEDS_NEWER
        is_guest = not entry.outbox  # guests number nothing
        self._events.append(MessageReceived(one_line(entry.sender_name), text, is_guest))

    # --- how it goes, and ends ---------------------------------------------------------------

    def _watch(self, now: float) -> None:
        connection = self._connection
        if self._is_in and connection.is_answering:
            event = self._status.see_in(connection.loss, now)
        else:
            event = self._status.see_out(connection.trouble, connection.has_been_answered, now)
        if event is not None and not self.ended:
            self._events.append(event)

    def _leave_if_time(self, now: float) -> None:
        """Leave when all is said and answered, or nobody answers."""
        if self._progress_at is None or self.ended:
            return
        if not self._desk.is_idle and now < self._progress_at + FAREWELL_S:
            return
        unsent = self._desk.unsent
        if unsent:
            self._events.append(NotSent(words.LEFT_UNSENT.format(count=unsent)))
        self._end("quit", now)

    def _end(self, why: End, now: float, reason: str = "") -> None:
        if not self.ended:
            self.ended = True
            self._farewell = self._connection.close(now)
            self._events.append(Ended(why, reason))
