"""The native door between a fake endpoint and the turnstile: records in, commands; notices out."""

import pytest

from chatserver.doors import native
from chatserver.doors.feed import PAGE
from chatserver.doors.native import HELD_RECORDS, RECORDS_BURST, Answer, NativeDoor, admit_all
from chatserver.doors.readers import PAGES_PER_TURN
from chatserver.log.memory import MemoryLog
from chatserver.turnstile import COMMANDS_PER_PEER, Turnstile
from shared import chat
from shared.crypto.identity import person_id
from shared.dialects.native import closing, records
from shared.net.path import Path
from shared.net.udp import Datagram
from shared.session.events import (
    Arrived,
    CameBack,
    Closed,
    Confirmed,
    Event,
    RoomMade,
    SessionOpened,
    WentAway,
)
from shared.transport.lanes import CHAT, CONTROL
from shared.transport.outbox import Pieces
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting

HOME, LAN = Path(("127.0.0.1", 4000)), Path(("10.0.0.5", 4000))
LOG_ID = b"L" * 16
NO_LOG = bytes(16)


class FakeEndpoint:
    """What the door sees of an endpoint; the test says what happens and how much room there is."""

    def __init__(self) -> None:
        self.happened: list[tuple[int, Event | SessionOpened]] = []
        self.sent: dict[int, list[tuple[int, Pieces]]] = {}
        self.room: dict[int, int] = {}  # cid -> records it takes; absent: any number
        self.closed: dict[int, int] = {}
        self.held: set[tuple[int, int]] = set()
        self.ack_delays: dict[int, float] = {}
        self.wakes_at: float | None = None

    def receive_untrusted(self, datagram: bytes, path: Path, now: float) -> None:
        if datagram == b"junk":
            raise BadPacket("junk")

    def send(self, cid: int, lane: int, record: Pieces) -> bool:
        if cid in self.closed or self.room.get(cid, 1) <= 0:
            return False
        if cid in self.room:
            self.room[cid] -= 1
        self.sent.setdefault(cid, []).append((lane, record))
        return True

    def hold(self, cid: int, lane: int, held: bool) -> None:
        (self.held.add if held else self.held.discard)((cid, lane))

    def close(self, cid: int, code: int, reason: str) -> None:
        self.closed[cid] = code
        self.happened.append((cid, Closed(code, reason, by_peer=False)))

    def expect_ack_delay(self, cid: int, delay_s: float) -> None:
        self.ack_delays[cid] = delay_s

    def events(self) -> list[tuple[int, Event | SessionOpened]]:
        happened, self.happened = self.happened, []
        return happened

    def datagrams(self, now: float) -> list[Datagram]:
        return []

    def wake_at(self) -> float | None:
        return self.wakes_at

    def line(self, cid: int) -> None:
        return None


class Doorway:
    """A door, its endpoint and its log; time stands still unless the test moves it."""

    def __init__(self) -> None:
        self.endpoint = FakeEndpoint()
        self.log = MemoryLog(LOG_ID)
        self.turnstile = Turnstile()
        self.now = 50.0
        numbers = iter(range(100, 10_000))
        self.door = NativeDoor(
            self.endpoint,  # type: ignore[arg-type]
            self.log,
            self.turnstile,
            lambda: next(numbers),
            self._ask,
        )
        self.answers: list[Answer] | None = None  # None: everybody is let in at once

    def _ask(self, event: SessionOpened, now: float, answer: Answer) -> None:
        if self.answers is None:
            admit_all(event, now, answer)
        else:
            self.answers.append(answer)

    def happens(self, cid: int, event: Event | SessionOpened) -> None:
        self.endpoint.happened.append((cid, event))
        self.door.receive(b"\xfd", HOME, self.now)

    def opens(
        self,
        cid: int,
        *,
        path: Path = HOME,
        cursor: int = 0,
        log: bytes = NO_LOG,
        name: str = "bob",
    ) -> None:
        identity = bytes([cid]) * 32
        greeting = ClientGreeting(
            identity, bytes(64), "bob", b"I" * 16, False, b"O" * 16, cursor, log
        )
        self.happens(cid, SessionOpened(cid, identity, greeting, path, bytes(32)))

    def says(self, cid: int, *said: records.Record | bytes) -> None:
        for record in said:
            data = record if isinstance(record, bytes) else records.encode(record)
            self.happens(cid, Arrived(CHAT, data))

    def asked(self) -> list[tuple[int, chat.Command]]:
        """Commands for the hub, and their peers."""
        asked: list[tuple[int, chat.Command]] = []
        while (taken := self.turnstile.take()) is not None:
            asked.append(taken)
        return asked

    def comes_in(self, cid: int, *, begin: int | None = None, **how: object) -> int:
        """Open and be welcomed; the peer's number. `begin`: the log's end if not given."""
        self.opens(cid, **how)  # type: ignore[arg-type]
        ((peer, _),) = self.asked()
        self.welcome(peer, cid, begin)
        return peer

    def welcome(self, peer: int, cid: int, begin: int | None = None, here: int = 1) -> None:
        at = self.log.head if begin is None else begin
        person = person_id(bytes([cid]) * 32)
        self.tell(peer, chat.Welcomed(person, "bob", at, 0, 0, 1, here, 1))

    def tell(self, peer: int, notice: chat.Notice) -> None:
        self.door.tell((peer,), notice, self.now)

    def posts(self, *peers: int, text: bytes = b"hi") -> chat.Posted:
        """A message to all stands in the log, and is applied."""
        message = chat.Message(7, "eva", (chat.EVERYONE_ID,), chat.TEXT, text, 0)
        self.log.append([message])
        notice = chat.Posted("eva", message, self.log.head)
        self.door.tell(peers, notice, self.now)
        return notice

    def turns(self, most: int = 50) -> int:
        """Turns of the server's loop, while there is something to read; how many."""
        self.door.datagrams(self.now)
        turns = 1
        while self.door.wake_at() == self.now and turns < most:
            self.door.datagrams(self.now)
            turns += 1
        return turns

    def heard(self, cid: int) -> list[records.ServerRecord]:
        """What the client was sent since somebody looked."""
        self.turns()
        heard = []
        for _, pieces in self.endpoint.sent.pop(cid, []):
            record = records.decode_server_untrusted(b"".join(piece[2:] for piece in pieces))
            assert record is not None
            heard.append(record)
        return heard

    def positions(self, cid: int) -> list[int]:
        return [r.position for r in self.heard(cid) if isinstance(r, records.Posted)]


@pytest.fixture
def doorway() -> Doorway:
    return Doorway()


# --- Coming in and going ----------------------------------------------------------------------


def test_a_session_asks_to_join_with_what_it_has_proved(doorway: Doorway) -> None:
    doorway.opens(1, cursor=9, log=LOG_ID)
    identity = b"\x01" * 32
    who = chat.Credentials(person_id(identity), identity, b"I" * 16, False, b"O" * 16, LOG_ID, 9)
    assert doorway.asked() == [
        (100, chat.Join("bob", "native", chat.Address("127.0.0.1", 4000), who))
    ]
    assert len(doorway.door) == 1


def test_the_welcome_says_all_a_client_needs_and_comes_first(doorway: Doorway) -> None:
    doorway.posts()
    doorway.comes_in(1)
    welcome, caught_up = doorway.heard(1)
    assert isinstance(welcome, records.Welcome)
    assert (welcome.name, welcome.log, welcome.head, welcome.oldest) == ("bob", LOG_ID, 1, 1)
    assert welcome.limits == records.Limits(500, 65_536, 300)
    assert welcome.ack_delay_ms == 25
    assert caught_up == records.CaughtUp(1)


@pytest.mark.parametrize(("here", "delay_ms"), [(12, 25), (30, 60), (10_000, 200)])
def test_in_a_crowd_acks_may_wait_on_both_sides(doorway: Doorway, here: int, delay_ms: int) -> None:
    doorway.opens(1)
    ((peer, _),) = doorway.asked()
    doorway.welcome(peer, 1, here=here)
    welcome = doorway.heard(1)[0]
    assert isinstance(welcome, records.Welcome)
    assert welcome.ack_delay_ms == delay_ms
    assert doorway.endpoint.ack_delays == {1: delay_ms / 1000}


def test_another_name_after_a_refusal_is_another_join(doorway: Doorway) -> None:
    doorway.opens(1)
    ((peer, join),) = doorway.asked()
    doorway.tell(peer, chat.NameRefused("bob", "somebody here has it", "bob2"))
    assert doorway.heard(1) == [records.NameRefused("bob", "somebody here has it", "bob2")]
    doorway.says(1, records.Join("bob2"))
    assert isinstance(join, chat.Join)
    ((_, again),) = doorway.asked()
    assert isinstance(again, chat.Join)
    assert (again.name, again.credentials) == ("bob2", join.credentials)


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        (Closed(0, "", by_peer=True), "quit"),
        (Closed(2, "nothing heard", by_peer=False), "gone"),
        (Closed(1, "nonsense", by_peer=True), "gone"),
    ],
    ids=repr,
)
def test_a_session_that_ends_leaves(doorway: Doorway, closed: Closed, why: chat.Why) -> None:
    peer = doorway.comes_in(1)
    doorway.happens(1, closed)
    assert doorway.asked() == [(peer, chat.Leave(why))]
    assert len(doorway.door) == 0
    doorway.posts(peer)
    doorway.happens(1, RoomMade(CHAT))  # late news of it is nothing


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("elsewhere", closing.ELSEWHERE),
        ("kicked", closing.KICKED),
        ("closing", closing.CLOSING),
        ("full", closing.FULL),
        ("quit", 0),
        ("replaced", 0),
    ],
)
def test_who_is_dismissed_is_told_why_by_the_closing_code(
    doorway: Doorway, why: chat.Why, code: int
) -> None:
    peer = doorway.comes_in(1)
    doorway.tell(peer, chat.Dismissed(why))
    assert doorway.endpoint.closed == {1: code}
    doorway.door.datagrams(doorway.now)
    assert doorway.asked() == [], "the hub knows already"
    assert len(doorway.door) == 0


def test_the_closing_codes_are_apart_from_the_sessions_own() -> None:
    codes = [closing.ELSEWHERE, closing.KICKED, closing.CLOSING, closing.FULL, closing.UNREAD]
    assert len(set(codes)) == 5
    assert min(codes) >= 16


def test_silence_and_return_are_told(doorway: Doorway) -> None:
    peer = doorway.comes_in(1)
    doorway.happens(1, WentAway())
    doorway.happens(1, CameBack())
    doorway.happens(1, Confirmed())
    assert doorway.asked() == [(peer, chat.Fade(True)), (peer, chat.Fade(False))]


def test_junk_is_nothing(doorway: Doorway) -> None:
    doorway.door.receive(b"junk", HOME, 0.0)
    doorway.happens(9, Arrived(CHAT, b"of a session nobody knows"))
    doorway.posts(55)
    assert doorway.asked() == []


# --- Records ------------------------------------------------------------------------------------


def test_records_are_commands_in_their_order(doorway: Doorway) -> None:
    peer = doorway.comes_in(1)
    doorway.says(1, records.Say(1, (0,), 0, b"hi"), records.Rename("rob"), records.Watch((5,)))
    doorway.says(1, records.Received(9), records.Read(8), records.AskHistory(7))
    assert doorway.asked() == [
        (peer, chat.Post(b"O" * 16, 1, (0,), 0, b"hi")),
        (peer, chat.Rename("rob")),
        (peer, chat.Watch((5,))),
        (peer, chat.Received(9)),
        (peer, chat.Read(8)),
        (peer, chat.AskHistory(7)),
    ]


def test_a_bad_record_is_one_clear_error_and_one_of_tomorrow_is_none(doorway: Doorway) -> None:
    doorway.comes_in(1)
    doorway.heard(1)
    doorway.says(1, b"\xc1", b"\x92\x7f\x01")
    (error,) = doorway.heard(1)
    assert isinstance(error, records.Error)
    assert error.code == "bad_record"
    assert doorway.asked() == []


def test_a_notice_for_many_is_encoded_and_cut_once(
    doorway: Doorway, monkeypatch: pytest.MonkeyPatch
) -> None:
    peers = tuple(doorway.comes_in(cid) for cid in range(1, 51))
    cuts: list[bytes] = []

    def counting_cut(record: bytes) -> Pieces:
        cuts.append(record)
        return (record,)

    monkeypatch.setattr(native, "cut", counting_cut)
    doorway.endpoint.sent.clear()
    doorway.posts(*peers)
    doorway.door.tell(peers, chat.Announced("tea"), doorway.now)
    assert len(cuts) == 2
    first = doorway.endpoint.sent[1]
    for sent in doorway.endpoint.sent.values():
        assert all(mine is theirs for (_, mine), (_, theirs) in zip(sent, first, strict=True))


def test_whoever_comes_or_goes_changes_who_is_told(doorway: Doorway) -> None:
    ann, _, eva = peers = tuple(doorway.comes_in(cid) for cid in (1, 2, 3))
    doorway.door.tell(peers, chat.Announced("one"), doorway.now, but=ann)
    doorway.tell(eva, chat.Announced("to eva"))
    doorway.happens(2, Closed(0, "", by_peer=True))
    doorway.door.tell(peers, chat.Announced("two"), doorway.now)
    assert doorway.asked() == [(peers[1], chat.Leave())]
    kim = doorway.comes_in(4)
    doorway.door.tell((*peers, kim), chat.Announced("three"), doorway.now, but=eva)
    notices = {
        cid: [record.text for record in doorway.heard(cid) if isinstance(record, records.Notice)]
        for cid in (1, 2, 3, 4)
    }
    assert notices == {1: ["two", "three"], 2: ["one"], 3: ["one", "to eva", "two"], 4: ["three"]}


# --- Falling behind and catching up -------------------------------------------------------------


def test_a_full_window_costs_nothing_and_the_log_is_read_when_there_is_room(
    doorway: Doorway,
) -> None:
    slow, quick = doorway.comes_in(1), doorway.comes_in(2)
    doorway.heard(1)
    doorway.endpoint.room[1] = 3
    for _ in range(200):
        doorway.posts(slow, quick)
    assert doorway.positions(1) == [1, 2, 3]
    assert len(doorway.heard(2)) == 202
    doorway.endpoint.room[1] = 150
    doorway.happens(1, RoomMade(CHAT))
    doorway.posts(slow)
    assert doorway.positions(1) == list(range(4, 154))
    doorway.endpoint.room[1] = 1000
    doorway.happens(1, RoomMade(CHAT))
    assert [*doorway.heard(1)][-1] == records.CaughtUp(201)
    doorway.posts(slow)
    assert doorway.positions(1) == [202]


def test_what_stands_behind_the_beginning_is_sent(doorway: Doorway) -> None:
    for _ in range(5):
        doorway.posts()
    doorway.comes_in(1, begin=3)
    doorway.comes_in(2)
    assert doorway.positions(1) == [4, 5]
    assert doorway.positions(2) == []


def test_those_who_catch_up_take_turns_and_a_turn_is_bounded(doorway: Doorway) -> None:
    for _ in range(10 * PAGE):
        doorway.posts()
    for cid in range(1, 41):
        doorway.comes_in(cid, begin=0)
    doorway.door.datagrams(doorway.now)
    sent = [len(doorway.endpoint.sent[cid]) - 1 for cid in range(1, 41)]
    assert sent == [PAGE] * PAGES_PER_TURN + [0] * (40 - PAGES_PER_TURN)
    assert doorway.door.wake_at() == doorway.now, "the others are next"
    # Whoever comes in between waits for a page each of the others, not for all they read.
    doorway.comes_in(41, begin=10 * PAGE - 1)
    while len(doorway.endpoint.sent[41]) < 3:
        doorway.door.datagrams(doorway.now)
    assert max(len(doorway.endpoint.sent[cid]) for cid in range(1, 41)) <= 3 * PAGE
    doorway.turns()
    assert all(doorway.positions(cid) == [*range(1, 10 * PAGE + 1)] for cid in range(1, 41))
    assert doorway.door.wake_at() is None


def test_who_reads_no_more_changes_nothing_for_the_others(doorway: Doorway) -> None:
    peers = [doorway.comes_in(cid) for cid in range(1, 101)]
    doorway.turns()
    doorway.endpoint.room[1] = 0
    for _ in range(300):
        doorway.posts(*peers)
    assert doorway.door.wake_at() is None, "nobody is to be looked after"
    assert all(len(doorway.positions(cid)) == 300 for cid in range(2, 101))
    assert doorway.heard(1)[-1] == records.CaughtUp(0)
    doorway.endpoint.room[1] = 1000
    doorway.happens(1, RoomMade(CHAT))
    assert doorway.positions(1) == [*range(1, 301)]


def test_a_batch_that_lets_somebody_in_and_posts_is_heard_once(doorway: Doorway) -> None:
    """The log has the whole batch before its first entry is applied."""
    doorway.opens(1)
    doorway.opens(2, cursor=0, log=LOG_ID)
    (newcomer, _), (returned, _) = doorway.asked()
    message = chat.Message(7, "eva", (chat.EVERYONE_ID,), chat.TEXT, b"hi", 0)
    doorway.log.append([chat.Exited(1, "quit"), message, message])
    doorway.welcome(newcomer, 1, begin=1)
    doorway.welcome(returned, 2, begin=0)
    doorway.turns()
    for position in (2, 3):
        notice = chat.Posted("eva", message, position)
        doorway.door.tell((newcomer, returned), notice, doorway.now)
    assert doorway.positions(1) == doorway.positions(2) == [2, 3]


def test_answers_wait_for_room_before_the_log_goes_on(doorway: Doorway) -> None:
    peer = doorway.comes_in(1)
    doorway.heard(1)
    doorway.endpoint.room[1] = 0
    doorway.posts(peer)
    doorway.tell(peer, chat.Committed(1, 1, 0))
    doorway.tell(peer, chat.Committed(2, 2, 0))
    doorway.endpoint.room[1] = 1
    doorway.happens(1, RoomMade(CHAT))
    assert doorway.heard(1) == [records.Committed(1, 1, 0)]
    del doorway.endpoint.room[1]
    doorway.happens(1, RoomMade(CHAT))
    committed, posted, caught_up = doorway.heard(1)
    assert (committed, caught_up) == (records.Committed(2, 2, 0), records.CaughtUp(1))
    assert isinstance(posted, records.Posted)


def test_a_full_lane_delays_no_other(doorway: Doorway) -> None:
    peer = doorway.comes_in(1)
    doorway.heard(1)
    doorway.endpoint.room[1] = 0
    doorway.tell(peer, chat.Counted(2, 1))
    del doorway.endpoint.room[1]
    doorway.tell(peer, chat.Committed(1, 1, 0))
    assert doorway.heard(1) == [records.Committed(1, 1, 0)]
    doorway.happens(1, RoomMade(CONTROL))
    assert doorway.heard(1) == [records.Counts(2, 1)]


def test_answers_to_messages_are_kept_however_many_they_are(doorway: Doorway) -> None:
    """A backlog is said faster than its answers leave; its sender has done nothing wrong."""
    peer = doorway.comes_in(1)
    doorway.heard(1)
    doorway.endpoint.room[1] = 0
    count = 4 * HELD_RECORDS
    for sequence in range(1, count + 1):
        doorway.tell(peer, chat.Committed(sequence, sequence, 0))
    assert not doorway.endpoint.closed
    del doorway.endpoint.room[1]
    doorway.happens(1, RoomMade(CHAT))
    assert [r.sequence for r in doorway.heard(1)] == [*range(1, count + 1)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "lane"),
    [(chat.Committed(1, 1, 0), CHAT), (chat.Counted(2, 1), CONTROL)],
    ids=["chat", "control"],
)
def test_nobody_is_given_credit_while_answers_wait_for_room(
    doorway: Doorway, answer: chat.Notice, lane: int
) -> None:
    """So what can wait is bounded by what was granted before."""
    peer = doorway.comes_in(1)
    doorway.endpoint.room[1] = 0
    assert not doorway.endpoint.held
    doorway.tell(peer, answer)
    assert doorway.endpoint.held == {(1, 0), (1, 1), (1, 2)}
    doorway.now += 60.0
    doorway.door.datagrams(doorway.now)
    assert doorway.endpoint.held, "the server is not too slow"
    del doorway.endpoint.room[1]
    doorway.happens(1, RoomMade(lane))
    assert not doorway.endpoint.held


def test_who_asks_and_never_reads_is_sent_away_and_may_come_back(doorway: Doorway) -> None:
    peer = doorway.comes_in(1)
    doorway.endpoint.room[1] = 0
    for _ in range(HELD_RECORDS // 2):
        doorway.tell(peer, chat.Counted(2, 1))
        doorway.tell(peer, chat.HoldersShown(1, 0, (), False))
    assert not doorway.endpoint.closed
    doorway.tell(peer, chat.Counted(2, 1))
    assert doorway.endpoint.closed == {1: closing.UNREAD}
    assert doorway.asked() == [(peer, chat.Leave("gone"))]


# --- Too fast -----------------------------------------------------------------------------------


def test_over_the_rate_credit_is_withheld_on_all_lanes_and_nothing_is_lost(
    doorway: Doorway,
) -> None:
    doorway.comes_in(1, path=LAN)
    say, commands = records.Say(1, (0,), 0, b"x"), 0
    for _ in range(int(RECORDS_BURST)):
        doorway.says(1, say)
        commands += len(doorway.asked())
    assert not doorway.endpoint.held
    doorway.says(1, say)
    assert doorway.endpoint.held == {(1, 0), (1, 1), (1, 2)}
    assert commands + len(doorway.asked()) == RECORDS_BURST + 1
    doorway.door.datagrams(doorway.now)
    assert doorway.door.wake_at() == doorway.now + native.SLOWED_LOOK_S
    doorway.now += RECORDS_BURST / native.RECORDS_PER_S / 4 - 0.1
    doorway.door.datagrams(doorway.now)
    assert doorway.endpoint.held
    doorway.now += 0.1
    doorway.door.datagrams(doorway.now)
    assert not doorway.endpoint.held
    assert doorway.door.wake_at() is None


@pytest.mark.parametrize(
    ("said", "times"),
    [
        (b"\xc1", 201),
        (records.AskPeople("", ""), 41),
        (records.AskRoster(0), 41),
        (records.AskHistory(5), 41),
        (records.AskHolders(5, 0), 41),
        (records.AskReceipts((5,)), 21),
    ],
    ids=repr,
)
def test_every_record_counts_and_dear_ones_count_more(
    doorway: Doorway, said: records.Record | bytes, times: int
) -> None:
    doorway.comes_in(1, path=LAN)
    for _ in range(times - 1):
        doorway.says(1, said)
        doorway.asked()
    assert not doorway.endpoint.held
    doorway.says(1, said)
    assert doorway.endpoint.held


def test_at_home_only_the_servers_own_speed_counts(doorway: Doorway) -> None:
    doorway.comes_in(1)
    doorway.says(1, *[records.Say(1, (0,), 0, b"x")] * (COMMANDS_PER_PEER // 2 - 1))
    assert not doorway.endpoint.held
    doorway.says(1, records.AskRoster(0))
    assert doorway.endpoint.held
    doorway.door.datagrams(doorway.now)
    assert doorway.endpoint.held
    doorway.asked()
    doorway.door.datagrams(doorway.now)
    assert not doorway.endpoint.held


def test_who_is_gone_is_looked_after_no_longer(doorway: Doorway) -> None:
    doorway.comes_in(1)
    doorway.says(1, *[records.AskRoster(0)] * COMMANDS_PER_PEER)
    doorway.happens(1, Closed(0, "", by_peer=True))
    doorway.door.datagrams(doorway.now)
    assert doorway.door.wake_at() is None


def test_it_wakes_for_the_endpoint_too(doorway: Doorway) -> None:
    doorway.endpoint.wakes_at = 51.0
    assert doorway.door.wake_at() == 51.0
    assert doorway.door.line(5) is None


def test_it_is_busy_while_more_is_to_be_sent_than_a_turn_sends(doorway: Doorway) -> None:
    assert not doorway.door.busy(50.0)
    doorway.endpoint.wakes_at = 50.0
    assert doorway.door.busy(50.0)
    assert not doorway.door.busy(49.0)


# --- at the gate --------------------------------------------------------------------------------


def test_nobody_is_listened_to_before_they_are_let_in() -> None:
    way = Doorway()
    way.answers = []
    way.opens(1)
    way.says(1, records.Join("bob"), records.Say(1, (0,), 0, b"hi"))
    assert way.asked() == []
    way.answers.pop()(None)
    ((_, join),) = way.asked()
    assert isinstance(join, chat.Join)


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("uninvited", closing.UNINVITED),
        ("expired", closing.EXPIRED),
        ("revoked", closing.REVOKED),
        ("used up", closing.USED_UP),
        ("removed", closing.REMOVED),
        ("closing", closing.CLOSING),
    ],
)
def test_who_is_not_let_in_is_told_why(why: chat.Why, code: int) -> None:
    way = Doorway()
    way.answers = []
    way.opens(1)
    way.answers.pop()(why)
    assert way.endpoint.closed == {1: code}
    assert way.asked() == []


def test_an_answer_that_comes_too_late_lets_nobody_in() -> None:
    way = Doorway()
    way.answers = []
    way.opens(1)
    way.happens(1, Closed(0, "", by_peer=True))
    way.answers.pop()(None)
    assert way.asked() == []
    assert way.endpoint.closed == {}


def test_who_wishes_another_name_is_asked_for_again() -> None:
    way = Doorway()
    way.answers = []
    way.opens(1)
    way.answers.pop()(None)
    way.asked()
    way.says(1, records.Join("zoe"))
    assert way.asked() == []
    way.answers.pop()(None)
    ((_, join),) = way.asked()
    assert isinstance(join, chat.Join)
    assert join.name == "zoe"
    way.says(1, records.Join("eva"))
    way.answers.pop()("revoked")
    assert way.endpoint.closed == {1: closing.REVOKED}
    assert way.asked() == []
