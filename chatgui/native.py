"""A client's end of the native door. Sans-IO; the interface is `chatgui.link.Session`'s.

do(intent, now)             what the person wants
receive(datagram, now)      what the server sent
datagrams(now)              what to send it
events()                    what the person should hear of
wake_at()                   when `datagrams` has more, without anything else happening

What the person says goes over the desk to the connection; what the server says, record by record,
to the desk (answers), to incoming (the log), to questions (pages), or straight to the person.
What changes goes to the archive: it is on the disk before it is said, told or reported.
"""

from collections.abc import Callable
from contextlib import suppress
from math import inf
from typing import Final

from chatgui.app import words
from chatgui.app.messages import (
    End,
    Ended,
    Event,
    HistoryChanged,
    Intent,
    NotSent,
    Quit,
    Wait,
    WaitingChanged,
    Warned,
)
from chatgui.archive.archive import Archive
from chatgui.caller import Caller
from chatgui.connection import INVITE_CODES, Connection, Opened, Stopped, WrongServer
from chatgui.dialogue import Dialogue
from chatgui.status import LineWatch, StatusWatch
from chatgui.waits import Waits
from shared.dialects.native import closing
from shared.dialects.native.records import (
    NameRefused,
    Posted,
    ServerRecord,
    Welcome,
    decode_server_untrusted,
)
from shared.session.events import Arrived
from shared.text import one_line
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting

FAREWELL_S: Final = 3.0
"""How long leaving waits for the server to say something new about what was asked of it."""

RENEW_S: Final = 1.0
"""A session is opened for another outbox at most so often."""

_ENDS: Final[dict[int, End]] = {
    closing.ELSEWHERE: "elsewhere",
    closing.KICKED: "kicked",
    closing.FULL: "full",
    closing.UNINVITED: "uninvited",
    closing.EXPIRED: "invite expired",
    closing.REVOKED: "invite revoked",
    closing.USED_UP: "invite used up",
    closing.REMOVED: "removed",
}


class NativeSession:
    """Looks for the server at once, and again for ever. After `Ended` nothing more happens."""

    def __init__(
        self,
        caller: Caller,
        archive: Archive,
        random_bytes: Callable[[int], bytes],
        now: float,
        *,
        where: str = "",
        tells_read: bool = True,
    ) -> None:
        """`where`: the server's address as typed; what waits for it in the archive is said.

        `tells_read`: whether others may know what the person has read.
        """
        self._caller = caller
        self._archive = archive
        self._dialogue = Dialogue(
            archive,
            where,
            caller.installation,
            random_bytes,
            name=caller.name,
            tells_read=tells_read,
        )
        if caller.server_keys.expected is not None:
            self._dialogue.attach(caller.server_keys.expected)  # for what waits there
        self._status = StatusWatch(now)
        self._line = LineWatch()
        self._waiting = 0  # messages, as the view was told
        self._waits = Waits(now)
        self._events = self._dialogue.events
        self._farewell: list[bytes] = []
        self._now = now
        self._is_in = False  # welcomed in the session that is open
        self._is_stale = False  # that was opened for what stands in the archive no more
        self._renew_at = now  # not before: a server may find fault with every outbox
        self._progress_at: float | None = None  # since leaving has begun
        self.ended = False
        self.is_guess = False
        """We are where the server that is known may be: no other is believed there."""
        self._connection = Connection(
            static=caller.identity.static,
            greet=self._greet,
            random_bytes=random_bytes,
            now=now,
            invite=lambda: caller.token,
        )

    def do(self, intent: Intent, now: float) -> None:
        self._now = now
        if self._progress_at is not None or self.ended:
            return
        if isinstance(intent, Quit):
            self._progress_at = now
            self._dialogue.leave()
        elif isinstance(intent, Wait):
            self._waits.add(intent)
        else:
            self._dialogue.do(intent)

    def hold(self, is_held: bool) -> None:
        """Let the server keep what is said for now: the view is behind. Not while it owes us its
        word on what we said: that comes by the same lane."""
        self._connection.hold(is_held and self._dialogue.desk.is_idle)

    def receive(self, datagram: bytes, now: float) -> None:
        self._now = now
        if not self.ended:
            self._connection.receive(datagram, now)
            self._follow(now)

    def datagrams(self, now: float) -> list[bytes]:
        self._now = now
        if self.ended:
            farewell, self._farewell = self._farewell, []
            return farewell
        if self._is_in:
            self._dialogue.prepare(self._connection)
        self._store(now)
        if self._is_in:
            self._dialogue.say(self._connection, now)
            self._renew_if_wanted(now)
        if self._is_stale:  # still: another handshake was under way
            self._connection.renew(now)
        datagrams = self._connection.datagrams(now)
        self._follow(now)
        self._watch(now)
        self._leave_if_time(now)
        return datagrams

    def events(self) -> list[Event]:
        """Only what is on the disk is told, as long as there is one."""
        self._store(self._now)
        self._tell_waiting()
        self._events += self._waits.poll(self._dialogue.desk.size, self._now)
        events = self._events[:]
        self._events.clear()
        return events

    def wake_at(self) -> float | None:
        moments = (
            self._connection.wake_at(),
            self._status.wake_at(),
            self._archive.wake_at(),
            self._waits.wake_at(),
            self._dialogue.wake_at() if self._is_in else inf,
            self._renew_at if self._is_in and self._dialogue.desk.wants_session else inf,
            inf if self._progress_at is None else self._progress_at + FAREWELL_S,
        )
        return None if min(moments) == inf else min(moments)

    @property
    def is_lost(self) -> bool:
        """Nobody answers; perhaps the server is at another address now."""
        return not self._connection.is_answering

    @property
    def forgives(self) -> bool:
        """Whether another server than the one that is known may be met without an end."""
        return self._connection.forgives

    @forgives.setter
    def forgives(self, forgives: bool) -> None:
        known = self._caller.server_keys.expected is not None
        self._connection.forgives = forgives and known

    def take_wrong(self) -> bool:
        return self._connection.take_wrong()

    def moved(self, now: float) -> None:
        """The server may be elsewhere, and what is sent goes there now."""
        self._connection.move(now)

    def network_changed(self, now: float) -> None:
        self._connection.ask_for_life(now)

    def refused(self, now: float) -> None:
        self._connection.suspect(now)

    # --- what the server says ----------------------------------------------------------------

    def _greet(self, server_key: bytes) -> ClientGreeting | None:
        """Nothing is read, and nothing told, for a server that is not the one expected."""
        keys = self._caller.server_keys
        if not keys.accepts(server_key) or (self.is_guess and server_key != keys.expected):
            return None
        if self._dialogue.attach(server_key):
            self._is_in = False  # what was open was with another one
        self._store(self._now)
        return self._caller.greet(server_key, *self._dialogue.introduce())

    def _follow(self, now: float) -> None:
        for event in self._connection.events():
            if isinstance(event, Arrived):
                self._understand(event.record, now)
            elif isinstance(event, Opened):
                self._is_in = self._is_stale = False
                warning = self._caller.server_keys.remember(event.server_key)
                self._events += [Warned(warning)] if warning else []
            elif isinstance(event, Stopped):
                if event.code in INVITE_CODES:
                    self._caller.be_refused()
                self._end(_ENDS[event.code], now)
            elif isinstance(event, WrongServer):
                told = self._caller.describe_wrong_server(event.key)
                self._end("wrong server", now, told, self._caller.fingerprints(event.key))

    def _understand(self, data: bytes, now: float) -> None:
        """A record that makes no sense is a server's mistake; it moves nothing."""
        if self.ended:
            return
        with suppress(BadPacket):
            record = decode_server_untrusted(data)
            if self._progress_at is not None and not isinstance(record, Posted):
                self._progress_at = now
            if record is not None:
                self._obey(record, now)

    def _obey(self, record: ServerRecord, now: float) -> None:
        if isinstance(record, Welcome):
            self._is_in = True
            self._caller.takeover, self._caller.name = False, record.name
            warning = self._caller.be_in()
            self._events += [Warned(warning)] if warning else []
            self._connection.expect_ack_delay(record.ack_delay_ms / 1000)
            self._dialogue.enter(record)
        elif isinstance(record, NameRefused):
            told = words.NAME_REFUSED.format(reason=record.reason, suggestion=record.suggestion)
            facts = one_line(record.reason), one_line(record.suggestion)
            self._end("name", now, one_line(told), facts)
        elif self._is_in:  # else from a session that is given up
            self._dialogue.hear(record, now)

    def _renew_if_wanted(self, now: float) -> None:
        """What waits in another outbox needs a session of its own."""
        if self._dialogue.desk.wants_session and now >= self._renew_at:
            self._renew_at = now + RENEW_S
            self._connection.renew(now)

    def _store(self, now: float) -> None:
        moves = self._archive.moves
        told = self._archive.commit(now)
        self._events += [Warned(told)] if told else []
        changed = self._archive.take_changed()
        self._events += [HistoryChanged(changed)] if changed else []
        if self._archive.moves != moves:
            self._dialogue.reopen()
            self._is_in, self._is_stale = False, True
            self._connection.renew(now)

    # --- how it goes, and ends ---------------------------------------------------------------

    def _tell_waiting(self) -> None:
        count = self._dialogue.desk.unsent
        if count != self._waiting and not self.ended:
            self._waiting = count
            self._events.append(WaitingChanged(count))

    def _watch(self, now: float) -> None:
        connection = self._connection
        if self._is_in and connection.is_answering:
            event: Event | None = self._status.see_in(connection.loss, now)
            measured = self._line.see(connection.rtt_s, connection.loss, now)
            self._events += [measured] if measured is not None else []
        else:
            event = self._status.see_out(connection.trouble, connection.has_been_answered, now)
        if event is not None and not self.ended:
            self._events.append(event)

    def _leave_if_time(self, now: float) -> None:
        """Leave when all is said and answered, or nobody answers."""
        if self._progress_at is None or self.ended:
            return
        is_done = self._dialogue.is_idle and self._is_reported
        if is_done or now >= self._progress_at + FAREWELL_S:
            self._end("quit", now)

    @property
    def _is_reported(self) -> bool:
        """The server knows what was read, or would not hear of it now. Nobody tells it later: the
        next program does not know what was on the screen of this one."""
        connection = self._connection
        if not (self._is_in and connection.is_answering):
            return True
        return self._dialogue.is_reported and connection.is_heard

    def _end(self, why: End, now: float, reason: str = "", facts: tuple[str, ...] = ()) -> None:
        if self.ended:
            return
        self.ended = True
        self._farewell = self._connection.close(now)
        self._store(now)
        unsent = self._dialogue.desk.unsent
        if unsent:
            self._events.append(NotSent(self._describe_unsent(unsent)))
        if self._dialogue.desk.unlisted and why == "quit":
            self._events.append(NotSent(words.NO_LIST))
        self._events += self._waits.give_up()
        after_quit = why != "quit" and self._progress_at is not None
        self._events.append(Ended(why, reason, facts, after_quit))

    def _describe_unsent(self, count: int) -> str:
        if not self._archive.is_stored:
            return words.LEFT_UNSENT.format(count=count)
        told = words.LEFT_WAITING if count == 1 else words.LEFT_WAITING_MANY
        return told.format(count=count)
