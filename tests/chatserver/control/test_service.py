"""The server's end with a real channel and a pretended loop: whoever misbehaves harms nobody."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatserver.control import service as module
from chatserver.control import unix
from chatserver.control.answers import AnyAnswer, LogLines, Refused, Told
from chatserver.control.client import ControlClient, ControlError
from chatserver.control.frames import decode_answer_untrusted, encode
from chatserver.control.operations import LOOK_FIRST, AnyOperation, AskLog, AskNames, Kick
from chatserver.control.service import Service
from chatserver.control.unix import SocketDoor, connect

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


def obey(operation: AnyOperation, answered: Callable[[AnyAnswer], None]) -> None:
    """As a loop would: names are told, a log is long, and nobody is ever kicked in time."""
    if isinstance(operation, AskNames):
        answered(Told("eva"))
    elif isinstance(operation, AskLog):
        answered(LogLines(1, ("x" * 3_000_000,)))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    found = Service(SocketDoor(tmp_path), obey)
    yield found
    found.close()


def asks(data: Path) -> AnyAnswer:
    client = ControlClient(data)
    try:
        return client.ask(AskNames())
    finally:
        client.close()


def test_one_line_asks_many_times(service: Service, tmp_path: Path) -> None:
    client = ControlClient(tmp_path)
    for _ in range(100):
        assert client.ask(AskNames()) == Told("eva")
    assert len(service._lines) == 1
    client.close()


def test_a_hundred_at_once_are_all_answered(service: Service, tmp_path: Path) -> None:
    answers: list[AnyAnswer] = []
    threads = [threading.Thread(target=lambda: answers.append(asks(tmp_path))) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [Told("eva")] * 100


@pytest.mark.parametrize("junk", [b"\n", b"{}\n", b"\xff\xfe\n", b'{"do":"dance"}\n'])
def test_junk_is_refused_and_the_line_goes_on(
    service: Service, tmp_path: Path, junk: bytes
) -> None:
    line = connect(tmp_path, 10)
    line._sock.sendall(junk + encode(AskNames()) + b"\n")
    if junk != b"\n":
        assert isinstance(decode_answer_untrusted(line.read(1000, 10)), Refused)
        assert decode_answer_untrusted(line.read(1000, 10)) == Told("eva")
    line.close()
    assert asks(tmp_path) == Told("eva")


def test_a_flood_without_an_end_is_cut_off(service: Service, tmp_path: Path) -> None:
    line = connect(tmp_path, 10)
    with pytest.raises(OSError, match=r"reset|Broken|closed"):
        line._sock.sendall(b"x" * 50_000_000)
    line.close()
    assert asks(tmp_path) == Told("eva")


def test_who_never_reads_holds_up_nobody(service: Service, tmp_path: Path) -> None:
    lines = [connect(tmp_path, 10) for _ in range(5)]
    for line in lines:
        line.write(encode(AskLog()))
    assert asks(tmp_path) == Told("eva")
    for line in lines:
        line.close()


def test_of_too_many_the_longest_silent_makes_room(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOM_S", 0.01)
    busy = ControlClient(tmp_path)
    busy.ask(AskNames())
    silent = [connect(tmp_path, 10) for _ in range(module.LINES)]
    assert asks(tmp_path) == Told("eva")
    assert busy.ask(AskNames()) == Told("eva")  # by a new line, if it was its turn to go
    for line in silent:
        line.close()
    busy.close()


def test_nobody_waits_for_lines_that_were_left_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOM_S", 3600.0)
    now = [100.0]
    service = Service(SocketDoor(tmp_path), obey, clock=lambda: now[0])
    try:
        idle = [connect(tmp_path, 10) for _ in range(module.LINES - 1)]
        idle[-1].write(encode(AskNames()))
        assert idle[-1].read(1000, 10), "so all of them are in"
        now[0] += module.IDLE_S + 1
        idle += [connect(tmp_path, 10) for _ in range(3)]
        assert asks(tmp_path) == Told("eva")
        for line in idle:
            line.close()
    finally:
        service.close()


def test_a_loop_that_does_not_answer_is_said_to_be_busy(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    client = ControlClient(tmp_path)
    assert client.ask(Kick("eva")) == Refused(f"The server is too busy to answer. {LOOK_FIRST}")
    client.close()


def test_another_user_is_told_so_and_nothing_else(tmp_path: Path) -> None:
    asked: list[AnyOperation] = []
    service = Service(
        SocketDoor(tmp_path),
        lambda operation, answered: asked.append(operation),
        lambda line: False,
    )
    assert asks(tmp_path) == Refused("This server belongs to another user.")
    service.close()
    assert asked == []


def test_the_end_ends_every_line(tmp_path: Path) -> None:
    service = Service(SocketDoor(tmp_path), obey)
    client = ControlClient(tmp_path)
    client.ask(AskNames())
    service.close()
    assert client.await_end(10)
    with pytest.raises(ControlError, match="No server runs"):
        client.ask(AskNames())
    client.close()


def test_a_door_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many open files, for a while."""
    monkeypatch.setattr(module, "ROOM_S", 0.01)
    door = SocketDoor(tmp_path)
    accept, failures = door.accept, iter([OSError(24, "too many"), OSError(24, "too many")])

    def fails_twice() -> unix.SocketLine:
        for failure in failures:
            raise failure
        return accept()

    monkeypatch.setattr(door, "accept", fails_twice)
    service = Service(door, obey)
    assert asks(tmp_path) == Told("eva")
    service.close()
