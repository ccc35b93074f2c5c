"""The loop with real sockets on loopback; what it decides is tested without them elsewhere."""

import io
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from chatserver.config import read_config
from chatserver.control.answers import AnyAnswer, Invites, PeopleHere, Refused, ServerStatus, Told
from chatserver.control.operations import (
    AskInvites,
    AskPeople,
    AskStatus,
    Kick,
    MakeInvite,
    ReleaseName,
    SetWelcome,
)
from chatserver.data import DataFolder
from chatserver.keeper import PRESSING_EVERY_S
from chatserver.log.memory import MemoryLog
from chatserver.operator.hatch import ENDED, NOT_STORED
from chatserver.printer import Printer
from chatserver.server import REST_S, Server
from shared.chat import Entry, Message
from shared.dialects.classroom.packet import encode_packet
from shared.disk import DiskError
from shared.net.path import Path as NetPath
from shared.net.udp import Datagram, bind_udp
from shared.wire.packets import DATA_EVEN
from tests.support.house import packets, single, transfer
from tests.support.native_peer import NativePeer


class WatchedLog(MemoryLog):
    """Notes when a message is appended, among what the sockets send."""

    def __init__(self, happened: list[object]) -> None:
        super().__init__()
        self.happened = happened

    def append(self, entries: Sequence[Entry]) -> None:
        super().append(entries)
        self.happened += [entry for entry in entries if isinstance(entry, Message)]


class Running:
    """`look`: shown all datagrams before they are sent, in the server's thread."""

    def __init__(
        self,
        words: str = "",
        data: DataFolder | None = None,
        look: Callable[[list[bytes]], None] = lambda sent: None,
    ) -> None:
        self.look = look
        self.happened: list[object] = []
        self.out, self.err = io.StringIO(), io.StringIO()
        self.printer = Printer(self.out, self.err)
        sock = bind_udp("127.0.0.1", 0, any_address=False)
        self.port = sock.port
        sock.send = self.watch(sock.send)  # type: ignore[method-assign]
        config = read_config(["-a", "127.0.0.1", *words.split()])
        log = None if data else WatchedLog(self.happened)
        self.rests: list[float] = []
        rest = self.rests.append
        self.server = Server(config, [sock], self.printer, data=data, log=log, rest=rest)
        self.ended: list[bool] = []
        self.thread = threading.Thread(target=lambda: self.ended.append(self.server.run()))
        self.thread.start()

    def watch(
        self, send: Callable[[Iterable[Datagram]], None]
    ) -> Callable[[Iterable[Datagram]], None]:
        def sends(datagrams: Iterable[Datagram]) -> None:
            sent = list(datagrams)
            self.happened += [data for data, _ in sent]
            self.look([data for data, _ in sent])
            send(sent)

        return sends

    def stop(self) -> None:
        self.server.stop()
        self.server.stop()
        self.thread.join(30)
        self.printer.close()


@pytest.fixture
def running() -> Iterator[Running]:
    found = Running()
    yield found
    found.stop()
    assert found.ended == [True]


@pytest.fixture
def peer(running: Running) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(30)
        sock.connect(("127.0.0.1", running.port))
        yield sock


def test_a_line_is_answered(peer: socket.socket) -> None:
    peer.send(b"hello\n")
    assert peer.recv(2000).endswith(b": hello\n")


def test_more_than_one_turns_commands_are_all_worked_off(peer: socket.socket) -> None:
    peer.send(b"/nick bob\n")
    peer.recv(2000)
    for _ in range(3):
        peer.send(b"x\n" * 20)
    got = b""
    while got.count(b"bob: x\n") < 60:
        got += peer.recv(2000)


def test_it_rests_after_a_busy_turn_and_no_other(running: Running, peer: socket.socket) -> None:
    for line in (b"/nick bob\n", b"calm\n", b"as ever\n"):
        peer.send(line)
        peer.recv(2000)
    assert running.rests == []
    for _ in range(50):  # a computer with other things to do may part one into two calm turns
        peer.send(b"x\n" * 20)
        assert [peer.recv(2000) for _ in range(20)] == [b"bob: x\n"] * 20
        if running.rests:
            break
    running.stop()
    assert set(running.rests) == {REST_S}


def test_a_part_2_message_stands_in_the_log_before_its_end_is_acked(
    running: Running, peer: socket.socket
) -> None:
    for number, text in enumerate(("join 3 bob", "send_message 13 1 everyone hi")):
        for data in transfer(text, 100 * number):
            peer.send(data)
            assert packets([peer.recv(2000)])[0].type == "ack"
    running.stop()
    (said,) = (what for what in running.happened if isinstance(what, Message))
    assert running.happened.index(said) < running.happened.index(encode_packet("ack", 103))


def test_the_owner_is_obeyed(running: Running, peer: socket.socket) -> None:
    peer.send(single("join 3 bob"))
    peer.send(single("request_users_list 0"))
    peer.recv(2000)
    answers: list[AnyAnswer] = []
    running.server.ask(AskPeople(), answers.append)
    running.server.ask(Kick("bob"), answers.append)
    texts = [packets([peer.recv(2000)])[0].body for _ in range(2)]
    assert texts[-1] == "err_server_full 0"
    running.stop()
    people, farewell = answers
    assert isinstance(people, PeopleHere)
    assert [row.name for row in people.rows] == ["bob"]
    assert farewell == Told("bob (127.0.0.1) is sent away for 10 minutes.")
    assert running.out.getvalue().splitlines()[:2] == ["join: bob", "request_users_list: bob"]


def test_who_asks_too_late_is_told_so_at_once(running: Running) -> None:
    running.stop()
    answers: list[AnyAnswer] = []
    running.server.ask(AskStatus(), answers.append)
    assert answers == [ENDED]


def test_the_end_is_told_to_everybody(running: Running, peer: socket.socket) -> None:
    peer.send(b"hello\n")
    peer.recv(2000)
    running.stop()
    assert peer.recv(2000) == b"the server is closing. you have been disconnected.\n"
    assert running.ended == [True]


@pytest.mark.parametrize("durability", ["crash", "memory"])
def test_a_session_is_in_the_book_before_its_client_knows_of_it(
    tmp_path: Path, durability: str
) -> None:
    """Or a server that is killed then would not reset it, and an idle client would not notice."""
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    stored: list[int] = []

    def look(sent: list[bytes]) -> None:
        if any(datagram[0] == DATA_EVEN for datagram in sent):
            with closing(sqlite3.connect(data.database.path)) as database:
                stored.append(len(database.execute("SELECT * FROM sessions").fetchall()))

    running = Running(f"--durability {durability}", data, look)
    with NativePeer(running.port, 1, "ann") as ann:
        ann.join()
    running.stop()
    data.close()
    assert stored[0] == 1


@pytest.mark.parametrize("durability", ["crash", "power", "memory"])
def test_however_long_the_disk_takes_lines_are_answered_in_order(
    tmp_path: Path, durability: str
) -> None:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    running = Running(f"--durability {durability}", data)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(30)
        sock.connect(("127.0.0.1", running.port))
        sock.send(b"/nick bob\n1\n2\n3\n")
        got = b""
        while b"bob: 3\n" not in got:
            got += sock.recv(2000)
        assert got.endswith(b"bob: 1\nbob: 2\nbob: 3\n")
    running.stop()
    assert running.ended == [True]
    kept = data.database.query("SELECT count(*) FROM messages")
    data.close()
    assert kept == [(0 if durability == "memory" else 3,)]


class Turns:
    """A server turned by hand, its socket and its clock made of nothing."""

    def __init__(self, data: DataFolder) -> None:
        self.now = 1000.0
        self.stored: list[list[str]] = []
        self.database = data.database
        self.printer = Printer(None, None)
        self.sock = bind_udp("127.0.0.1", 0, any_address=False)
        self.sock.send = self.send  # type: ignore[method-assign]
        config = read_config(["-a", "127.0.0.1"])
        self.server = Server(config, [self.sock], self.printer, data=data, clock=lambda: self.now)

    def send(self, datagrams: Iterable[Datagram]) -> None:
        """Look what is on the disk when something leaves."""
        if list(datagrams):
            self.stored.append(self.names())

    def names(self) -> list[str]:
        return [name for (name,) in self.database.query("SELECT name FROM guests")]

    def gets(self, datagram: bytes, port: int = 4000) -> None:
        path = NetPath(("127.0.0.1", port))
        self.server.parts.entrance.receive(datagram, path, self.now)
        self.turn()

    def turn(self) -> None:
        self.server._turn([])

    def close(self) -> None:
        self.server._close()
        self.printer.close()


@pytest.fixture
def turns(tmp_path: Path) -> Iterator[Turns]:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    turns = Turns(data)
    yield turns
    turns.close()
    data.close()


def test_who_somebody_is_stands_on_the_disk_before_they_are_told(turns: Turns) -> None:
    turns.gets(b"/nick zoe\n")
    assert turns.stored == [["zoe"]]
    turns.now += PRESSING_EVERY_S
    turns.gets(b"/nick kim\n")
    turns.now += PRESSING_EVERY_S
    turns.gets(b"/quit\n")
    assert turns.stored[1:] == [["kim"], []]


def test_coming_and_going_is_no_flood_of_writing(turns: Turns) -> None:
    turns.gets(b"/nick zoe\n")
    turns.gets(b"/nick ann\n", 4001)
    turns.gets(b"/nick eva\n", 4002)
    assert turns.names() == ["zoe"]
    assert 0 < turns.server._timeout() <= PRESSING_EVERY_S, "it comes back for the others"
    turns.now += PRESSING_EVERY_S
    turns.turn()
    assert sorted(turns.names()) == ["ann", "eva", "zoe"]
    assert turns.server._timeout() > PRESSING_EVERY_S


@pytest.mark.parametrize("durability", ["crash", "power", "memory"])
def test_what_the_owner_has_set_is_on_the_disk_when_they_hear_of_it(
    tmp_path: Path, durability: str
) -> None:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    running = Running(f"--durability {durability}", data)
    stored: list[object] = []
    is_told = threading.Event()

    def look(answer: AnyAnswer) -> None:
        with closing(sqlite3.connect(data.database.path)) as database:
            stored.extend(database.execute("SELECT name, value FROM settings").fetchall())
        is_told.set()

    running.server.ask(SetWelcome("hi"), look)
    assert is_told.wait(30)
    running.stop()
    data.close()
    assert stored == [("welcome", '"hi"')]


@pytest.mark.parametrize("durability", ["crash", "power", "memory"])
def test_who_was_sent_away_and_whose_name_is_free_is_so_on_the_disk_when_the_owner_hears(
    tmp_path: Path, durability: str
) -> None:
    """Or a crash would seat them again."""
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    running = Running(f"--durability {durability}", data)
    found: list[object] = []
    is_told = threading.Event()

    def look(answer: AnyAnswer, table: str) -> None:
        with closing(sqlite3.connect(data.database.path)) as database:
            found.append((answer, database.execute(f"SELECT name FROM {table}").fetchall()))
        if table == "people":
            is_told.set()

    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bob,
        NativePeer(running.port, 1, "ann") as ann,
    ):
        bob.settimeout(30)
        bob.connect(("127.0.0.1", running.port))
        bob.send(b"/nick bob\n")
        while b"->bob" not in bob.recv(2000):
            pass
        ann.join()
        running.server.ask(Kick("bob"), lambda answer: look(answer, "guests"))
        running.server.ask(Kick("ann"))
        running.server.ask(ReleaseName("ann"), lambda answer: look(answer, "people"))
        assert is_told.wait(30)
    running.stop()
    data.close()
    assert found == [
        (Told("bob (127.0.0.1) is sent away for 10 minutes."), []),
        (Told("The name ann is free."), []),
    ]


def test_what_the_disk_does_not_take_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    running = Running("", data)
    answers: list[AnyAnswer] = []
    is_told = threading.Event()

    def fail(statements: object) -> None:
        raise DiskError("It is full.")

    with monkeypatch.context() as patched:
        patched.setattr(data.database, "commit", fail)
        running.server.ask(SetWelcome("hi"), answers.append)
        running.server.ask(MakeInvite("for zoe"), answers.append)
        running.server.ask(AskInvites(), answers.append)
        running.server.ask(AskStatus(), lambda answer: (answers.append(answer), is_told.set()))
        assert is_told.wait(30)
    running.stop()
    data.close()
    told, refused, invites, status = answers
    assert isinstance(told, Told)
    assert told.text == f"Whoever comes in reads it. {NOT_STORED}"
    assert not told.is_kept
    assert isinstance(refused, Refused)
    assert refused.text.startswith("No invite is made: whoever got it could be turned away. It is ")
    assert invites == Invites(()), "no link that is forgotten is given away"
    assert isinstance(status, ServerStatus)
    assert status.welcome == "hi"
    assert status.troubles[0].startswith("It is full. ")
