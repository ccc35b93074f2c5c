"""What the owner is told when a server cannot be asked."""

import contextlib
import socket
import threading
from pathlib import Path

import pytest

from chatserver.control import client as module
from chatserver.control.answers import Told
from chatserver.control.client import ControlClient, ControlError, EndedError, NoServerError
from chatserver.control.frames import encode
from chatserver.control.operations import AnyOperation, AskNames, MakeInvite
from chatserver.control.service import Service
from chatserver.control.unix import SocketDoor, SocketLine

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


class Mute:
    """Something that listens there and behaves as told."""

    def __init__(self, data: Path, says: bytes | None) -> None:
        self.door = SocketDoor(data)
        self.says = says
        self.accepted: list[object] = []
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        with contextlib.suppress(OSError):  # closed before anybody came
            self.behave()

    def behave(self) -> None:
        line = self.door.accept()
        self.accepted.append(line)
        if self.says is not None:
            line.read(1000, 10)
            line._sock.sendall(self.says)
            line.close()

    def close(self) -> None:
        self.door.close()
        self.thread.join(10)
        for line in self.accepted:
            line.close()  # type: ignore[attr-defined]


def says_of(data: Path, patience_s: float = 10.0, operation: AnyOperation | None = None) -> str:
    client = ControlClient(data, patience_s=patience_s)
    with pytest.raises(ControlError) as told:
        client.ask(operation or AskNames())
    client.close()
    return str(told.value)


def test_no_server(tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoServerError, match="No server runs with the data folder"):
            ControlClient(data).ask(AskNames())


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (AskNames(), "Try again. If"),
        (MakeInvite("eva"), "what was asked all the same: look before"),
    ],
)
def test_a_server_that_hangs_is_not_waited_for(
    tmp_path: Path, operation: AnyOperation, told: str
) -> None:
    mute = Mute(tmp_path, None)
    said = says_of(tmp_path, 0.05, operation)
    assert "has not answered" in said
    assert told in said
    mute.close()


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (b"", "ended before it answered"),
        (b"hal", "ended before it answered"),
        (b"junk\n", "not understood"),
        (b"x" * (module.ANSWER_BYTES + 1), "too long"),
    ],
)
def test_what_is_no_answer_is_said(tmp_path: Path, says: bytes, told: str) -> None:
    mute = Mute(tmp_path, says)
    assert told in says_of(tmp_path)
    mute.close()


def test_another_users_server_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_its_server", lambda line, data: False)
    mute = Mute(tmp_path, None)
    assert "belongs to another user" in says_of(tmp_path)
    mute.close()


def test_a_server_that_was_started_again_is_asked_anew(tmp_path: Path) -> None:
    client = ControlClient(tmp_path)
    for answer in (Told("first"), Told("second")):
        service = Service(SocketDoor(tmp_path), lambda operation, answered, a=answer: answered(a))
        assert client.ask(AskNames()) == answer
        service.close()
    client.close()


class Forgetful:
    """Its first line answers once, and closes when it has heard a second operation."""

    def __init__(self, data: Path) -> None:
        self.heard: list[bytes] = []
        self.door = SocketDoor(data)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        with contextlib.suppress(OSError):
            self.serve(self.door.accept(), answers=1)
            self.serve(self.door.accept(), answers=2)

    def serve(self, line: SocketLine, answers: int) -> None:
        while frame := line.read(1000, 10):
            self.heard.append(frame)
            if answers == 0:
                break
            line.write(encode(Told("done")))
            answers -= 1
        line.close()

    def close(self) -> None:
        self.door.close()
        self.thread.join(10)


def test_what_only_looks_is_asked_again_where_the_server_has_closed(tmp_path: Path) -> None:
    server, client = Forgetful(tmp_path), ControlClient(tmp_path)
    client.ask(AskNames())
    assert client.ask(AskNames()) == Told("done")
    assert len(server.heard) == 3
    client.close()
    server.close()


def test_what_changes_something_is_not_done_twice(tmp_path: Path) -> None:
    server, client = Forgetful(tmp_path), ControlClient(tmp_path)
    client.ask(AskNames())
    with pytest.raises(EndedError, match="ended before it answered"):
        client.ask(MakeInvite("eva"))
    assert len(server.heard) == 2
    client.close()
    server.close()


def test_what_was_not_even_heard_is_asked_of_the_next_server(tmp_path: Path) -> None:
    client = ControlClient(tmp_path)
    for answer in (Told("first"), Told("second")):
        service = Service(SocketDoor(tmp_path), lambda operation, answered, a=answer: answered(a))
        assert client.ask(MakeInvite("eva")) == answer
        service.close()
    client.close()
