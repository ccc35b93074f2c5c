"""A native server of the test's own: handshakes, sessions and the least of a chat. Sans-IO.

It says what PROTOCOL 4.4 and 4.5 let a server say, in the order that a client may rely on: Welcome
(or NameRefused) first on lane CHAT, then what is new for the person, then CaughtUp; afterwards
Posted before the Committed of the same message; answers to questions on lane CONTROL.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from random import Random

from shared.crypto.identity import ServerKeys, person_id
from shared.crypto.replay import ReplayWindow
from shared.crypto.seal import SealKey
from shared.dialects.native import closing
from shared.dialects.native.records import (
    AWAY,
    DELIVERED,
    HERE,
    MESSAGE,
    NATIVE,
    AskHistory,
    AskHolders,
    AskPeople,
    AskReceipts,
    AskRoster,
    CaughtUp,
    Committed,
    HistoryPage,
    Holder,
    HoldersPage,
    Kept,
    Limits,
    MessageEntry,
    NameRefused,
    NotSaved,
    PeoplePage,
    Posted,
    Receipt,
    Receipts,
    Record,
    Refused,
    Roster,
    Row,
    Say,
    Welcome,
    decode_client_untrusted,
    encode,
)
from shared.names import name_key
from shared.session.established import Established
from shared.session.events import Arrived, Closed
from shared.session.opened import Opened
from shared.session.server_opening import Repeated, ServerOpening
from shared.transport.lanes import BULK, CHAT, CONTROL
from shared.wire import BadPacket, packets
from shared.wire.greetings import ClientGreeting
from tests.support.fakenet import Address

PAGE = 3
Sent = list[tuple[bytes, Address]]


@dataclass
class Guest:
    """Somebody's session, and what still has to be said in it."""

    session: Established
    greeting: ClientGreeting
    person: int
    waiting: list[tuple[int, bytes]] = field(default_factory=list)
    closes_with: int | None = None


class TinyServer:
    """`keeps_log` False: `restart` forgets all messages, as a server without a disk does."""

    def __init__(self, seed: int = 1, roster_whole: int = 300) -> None:
        self.rng = Random(f"tiny server {seed}")
        self.keys = ServerKeys(bytes([seed]) * 32)
        self.psks: dict[bytes, bytes] = {}  # of invites, by the ids of their tokens
        self.roster_whole = roster_whole
        self.names: dict[int, str] = {}
        self.refuses: dict[str, str] = {}  # names, and which one is free
        self.refuses_texts: set[bytes] = set()
        self.saves = True
        self.answers = True
        self.log_id = self.rng.randbytes(16)
        self.log: list[MessageEntry | None] = []
        self.lost = range(0)  # positions that an older copy of the log knows nothing of
        self.sequences: dict[bytes, int] = {}
        self.answered: dict[tuple[bytes, int], tuple[Say, Record]] = {}
        self.since: dict[int, int] = {}  # people, and what was said before they came
        self.received: dict[int, int] = {}  # people, and what some installation of theirs has
        self.unsaved: dict[bytes, int] = {}
        self.heard: list[Record] = []
        self.greetings: list[ClientGreeting] = []
        self.restart(0.0)

    # --- the house ---------------------------------------------------------------------------

    def restart(self, now: float, *, keeps_log: bool = True) -> None:
        """All sessions are forgotten; people who speak are sent RESETs."""
        self.guests: dict[bytes, Guest] = {}
        self.opening = ServerOpening(
            keys=self.keys,
            name="tiny",
            lane_credits=(65536, 65536, 65536),
            psk_of=self.psks.get,
            newcomers_need_invite=bool(self.psks),
            random_bytes=self.rng.randbytes,
            now=now,
        )
        if not keeps_log:
            self.log_id = self.rng.randbytes(16)
            self.log.clear()
            self.sequences.clear()
            self.answered.clear()

    def put_back(self, count: int) -> None:
        """An older copy of its data: only the first `count` messages and their answers; positions
        that were given out since are not used again."""
        self.lost = range(count + 1, len(self.log) + 1)
        self.log[count:] = [None] * len(self.lost)
        keys = {(entry.outbox, entry.sequence) for entry in self.log if entry is not None}
        self.answered = {key: self.answered[key] for key in keys if key in self.answered}
        self.sequences = {}
        for outbox, sequence in keys:
            self.sequences[outbox] = max(sequence, self.sequences.get(outbox, 0))

    @property
    def messages(self) -> list[MessageEntry]:
        return [entry for entry in self.log if entry is not None]

    def guest(self, name: str) -> Guest:
        return next(g for g in self.guests.values() if self.names[g.person] == name)

    def texts(self) -> list[str]:
        return [entry.body.decode() for entry in self.messages]

    def wake_at(self) -> float:
        moments = [guest.session.wake_at() for guest in self.guests.values()]
        return min(moments, default=float("inf"))

    def receive(self, data: bytes, sender: Address, now: float) -> Sent:
        if not self.answers or not data:
            return []
        try:
            if data[0] in (packets.DATA_EVEN, packets.DATA_ODD):
                return self._receive_data(data, sender, now)
            return self._receive_opening(data, sender, now)
        except BadPacket:
            return []

    def flush(self, now: float) -> Sent:
        out: Sent = []
        for cid, guest in list(self.guests.items()):
            self._hear(guest, now)
            self._say_waiting(guest)
            if guest.closes_with is not None and not guest.waiting:
                guest.session.close(guest.closes_with)
            out += [(data, _address(path)) for data, path in guest.session.datagrams(now, 64)]
            if guest.session.is_closed:
                self.guests.pop(cid, None)
        return out if self.answers else []

    # --- datagrams ---------------------------------------------------------------------------

    def _receive_data(self, data: bytes, sender: Address, now: float) -> Sent:
        guest = self.guests.get(data[1:9])
        if guest is None and len(data) < packets.MIN_DATA_SIZE:
            return []
        if guest is None:
            token = self.keys.reset_token(int.from_bytes(data[1:9], "big"))
            return [(packets.Reset(token).encode(self.rng.randbytes(23)), sender)]
        guest.session.receive_untrusted(data, sender, now)
        self._hear(guest, now)
        return []

    def _receive_opening(self, data: bytes, sender: Address, now: float) -> Sent:
        answer = self.opening.receive_untrusted(data, sender, now)
        if isinstance(answer, Opened):
            self._let_in(answer, sender, now)
        elif isinstance(answer, Repeated):
            guest = self.guests.get(answer.server_cid.to_bytes(8, "big"))
            if guest is not None:
                guest.session.ping()
        elif answer is not None:
            return [(answer, sender)]
        return []

    def _let_in(self, opened: "Opened[ClientGreeting]", sender: Address, now: float) -> None:
        greeting = opened.greeting
        self.greetings.append(greeting)
        session = Established(
            is_server=True,
            cid=opened.local_cid.to_bytes(8, "big"),
            peer_cid=opened.remote_cid.to_bytes(8, "big"),
            send_key=SealKey(opened.send_key),
            receive_key=SealKey(opened.receive_key),
            replay=ReplayWindow(),
            path=sender,
            random_bytes=self.rng.randbytes,
            now=now,
        )
        guest = Guest(session, greeting, person_id(greeting.identity))
        old = next((g for g in self.guests.values() if g.person == guest.person), None)
        self.guests[session.cid] = guest
        if old is not None and not self._replace(old, guest):
            return
        self._welcome(guest, greeting)

    def _replace(self, old: Guest, new: Guest) -> bool:
        """The same installation replaces its session without a word; another asks first."""
        if old.greeting.installation == new.greeting.installation:
            del self.guests[old.session.cid]
            return True
        loser = old if new.greeting.takeover else new
        loser.waiting.clear()
        loser.closes_with = closing.ELSEWHERE
        return loser is old

    # --- the chat ----------------------------------------------------------------------------

    def _welcome(self, guest: Guest, greeting: ClientGreeting) -> None:
        if greeting.name in self.refuses:
            suggestion = self.refuses[greeting.name]
            self.say(guest, CHAT, NameRefused(greeting.name, "that name is taken", suggestion))
            return
        self.names[guest.person] = greeting.name
        limits = Limits(500, 65536, self.roster_whole)
        received = self.received.get(guest.person, 0)
        begin = greeting.cursor if greeting.log == self.log_id else received
        begin = self.lost.start - 1 if begin in self.lost else begin
        welcome = Welcome(
            guest.person,
            greeting.name,
            self.log_id,
            len(self.log),
            0,
            self.sequences.get(greeting.outbox, 0),
            limits,
            len(self.names),
            1,
            1,
            25,
            begin,
            self.since.get(guest.person, 0),
        )
        self.say(guest, CHAT, welcome)
        for position, entry in enumerate(self.log[begin:], begin + 1):
            if entry is not None and self._is_for(guest, entry):
                self.say(guest, CHAT, _posted(position, entry))
        self.say(guest, CHAT, CaughtUp(len(self.log)))

    def _hear(self, guest: Guest, now: float) -> None:
        for event in guest.session.events():
            if isinstance(event, Closed):
                self.guests.pop(guest.session.cid, None)
            elif isinstance(event, Arrived):
                record = decode_client_untrusted(event.record)
                assert record is not None
                self.heard.append(record)
                self._answer(guest, record)

    def _answer(self, guest: Guest, record: Record) -> None:
        if isinstance(record, Say):
            self._take(guest, record)
        elif isinstance(record, AskRoster):
            self.say(guest, CONTROL, Roster(1, True, tuple(self._rows())))
        elif isinstance(record, AskPeople):
            self.say(guest, CONTROL, self._page(record))
        elif isinstance(record, AskReceipts):
            rows = tuple(Receipt(position, 1, 1, 1, 0, 0) for position in record.positions)
            self.say(guest, CONTROL, Receipts(rows))
        elif isinstance(record, AskHolders):
            self.say(guest, BULK, self._holders(record))
        elif isinstance(record, AskHistory):
            self.say(guest, BULK, self._history(guest, record))

    def _take(self, guest: Guest, say: Say) -> None:
        outbox = guest.greeting.outbox
        said = self.answered.get((outbox, say.sequence))
        if said is not None:
            reused = Refused(say.sequence, "outbox_reused", "that number was used")
            self.say(guest, CHAT, said[1] if said[0] == say else reused)
        elif say.sequence <= self.sequences.get(outbox, 0):
            self.say(guest, CHAT, Committed(say.sequence, 0, 0))
        elif not self.saves or say.sequence > self.unsaved.get(outbox, say.sequence):
            self.unsaved.setdefault(outbox, say.sequence)
            self.say(guest, CHAT, NotSaved(say.sequence))
        else:
            self.unsaved.pop(outbox, None)
            self._append(guest, say)

    def _append(self, guest: Guest, say: Say) -> None:
        outbox = guest.greeting.outbox
        assert say.sequence > self.sequences.get(outbox, 0), "said out of order"
        self.sequences[outbox] = say.sequence
        answer: Record = Refused(say.sequence, "rude", "mind your words")
        if say.body not in self.refuses_texts:
            name, number = self.names[guest.person], say.sequence
            self.post(MessageEntry(guest.person, name, say.to, say.kind, say.body, outbox, number))
            answer = Committed(say.sequence, len(self.log), 0)
        self.answered[outbox, say.sequence] = (say, answer)
        self.say(guest, CHAT, answer)

    def post(self, entry: MessageEntry) -> None:
        """Into the log, and to whom it is for."""
        self.log.append(entry)
        for other in self.guests.values():
            if self._is_for(other, entry) and other.closes_with is None:
                self.say(other, CHAT, _posted(len(self.log), entry))

    def _is_for(self, guest: Guest, entry: MessageEntry) -> bool:
        return guest.person in (entry.sender, *entry.to) or 0 in entry.to

    def _rows(self) -> list[Row]:
        here = {guest.person for guest in self.guests.values()}
        rows = [
            Row(person, name, NATIVE, HERE if person in here else AWAY, 0)
            for person, name in self.names.items()
        ]
        return sorted(rows, key=lambda row: row.name)

    def _page(self, ask: AskPeople) -> PeoplePage:
        rows = [row for row in self._rows() if ask.filter in name_key(row.name)]
        rest = [row for row in rows if row.name > ask.after]
        return PeoplePage(ask.filter, ask.after, tuple(rest[:PAGE]), len(rest) > PAGE)

    def _holders(self, ask: AskHolders) -> HoldersPage:
        rest = [row for row in self._rows() if row.person > ask.after]
        rest.sort(key=lambda row: row.person)
        people = tuple(Holder(row.person, row.name, DELIVERED, 0) for row in rest[:PAGE])
        return HoldersPage(ask.position, ask.after, people, len(rest) > PAGE)

    def _history(self, guest: Guest, ask: AskHistory) -> HistoryPage:
        """All from the first message on, whatever Welcome.begin was."""
        mine = [
            Kept(position, 0, MESSAGE, encode(entry))
            for position, entry in enumerate(self.log, 1)
            if entry and position < ask.before and self._is_for(guest, entry)
        ]
        return HistoryPage(ask.before, tuple(mine[-PAGE:][::-1]), len(mine) > PAGE)

    def say(self, guest: Guest, lane: int, record: Record) -> None:
        guest.waiting.append((lane, encode(record)))
        self._say_waiting(guest)

    def _say_waiting(self, guest: Guest) -> None:
        while guest.waiting and guest.session.send(*guest.waiting[0]):
            guest.waiting.pop(0)


def _posted(position: int, entry: MessageEntry) -> Posted:
    return Posted(position, 1_700_000_000_000, MESSAGE, encode(entry))


def _address(path: Hashable) -> Address:
    assert isinstance(path, tuple)
    return path
