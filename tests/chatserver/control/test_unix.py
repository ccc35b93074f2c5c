"""The Unix socket: where it is, how private it is, what half frames and long ones come to."""

import contextlib
import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from chatserver.control import unix
from chatserver.control.unix import SocketDoor, SocketLine, connect

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


def test_it_stands_in_the_data_folder_for_its_owner_only(tmp_path: Path) -> None:
    door = SocketDoor(tmp_path)
    found = (tmp_path / "control").lstat()
    assert stat.S_ISSOCK(found.st_mode)
    assert stat.S_IMODE(found.st_mode) == 0o600
    door.close()
    assert not (tmp_path / "control").exists()


def test_where_the_path_is_too_long_a_file_says_where_it_is(tmp_path: Path) -> None:
    data = tmp_path / ("d" * 120)
    data.mkdir()
    door = SocketDoor(data)
    named = data / "control"
    target = Path(named.read_text())
    assert stat.S_IMODE(target.lstat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.lstat().st_mode) == 0o700
    assert stat.S_IMODE(named.lstat().st_mode) == 0o600
    ours, theirs = connect(data, 5), door.accept()
    ours.write(b"hello")
    assert theirs.read(100, 5) == b"hello"
    for line in (ours, theirs):
        line.close()
    door.close()
    assert not target.parent.exists()
    assert not named.exists()


@pytest.mark.parametrize("length", [10, 120])
def test_what_a_killed_server_left_is_taken_away(tmp_path: Path, length: int) -> None:
    data = tmp_path / ("d" * length)
    data.mkdir()
    left = SocketDoor(data)
    target = unix._target(data / "control")
    for sock in (left._sock, left._waker, left._woken):  # as the end of its process does
        sock.close()
    with pytest.raises(ConnectionRefusedError):
        connect(data, 5)
    door = SocketDoor(data)
    connect(data, 5).close()
    assert length == 10 or not target.exists()
    door.close()


@pytest.mark.parametrize("length", [10, 120])
def test_what_another_server_has_there_meanwhile_is_left_to_it(tmp_path: Path, length: int) -> None:
    data = tmp_path / ("d" * length)
    data.mkdir()
    door = SocketDoor(data)
    data.rename(tmp_path / "moved")
    data.mkdir()
    other = SocketDoor(data)
    door.close()
    connect(data, 5).close()
    other.close()
    assert not (data / "control").exists()


def test_nobody_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        connect(tmp_path, 5)


def test_closing_wakes_whoever_waits_for_the_next_one(tmp_path: Path) -> None:
    door = SocketDoor(tmp_path)

    def accept() -> None:
        with contextlib.suppress(OSError):  # it was closed before we began to wait
            door.accept().close()

    thread = threading.Thread(target=accept)
    thread.start()
    door.close()
    thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(OSError, match="closed"):
        door.accept()


def test_closing_wakes_also_where_the_socket_is_not_found_any_more(tmp_path: Path) -> None:
    door, waits = SocketDoor(tmp_path), threading.Event()
    (tmp_path / "control").unlink()

    def accept() -> None:
        waits.set()
        with contextlib.suppress(OSError):
            door.accept().close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    waits.wait(10)
    door.close()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    line = SocketLine(ours)
    yield line, theirs
    line.close()
    theirs.close()


def test_frames_come_whole_however_they_were_cut(pair) -> None:
    line, other = pair
    other.sendall(b"one\ntw")
    assert line.read(100, 5) == b"one"
    other.sendall(b"o\nthree\n")
    assert line.read(100, 5) == b"two"
    assert line.read(100, 5) == b"three"
    other.close()
    assert line.read(100, 5) == b""


def test_half_a_frame_is_not_waited_for(pair, monkeypatch) -> None:
    monkeypatch.setattr(unix, "HALF_S", 0.05)
    line, other = pair
    other.sendall(b"hal")
    with pytest.raises(TimeoutError):
        line.read(100, None)


def test_a_frame_too_long_is_an_error_before_it_is_there(pair) -> None:
    line, other = pair
    other.sendall(b"x" * 101)
    with pytest.raises(OSError, match="too long"):
        line.read(100, 5)


def test_who_never_reads_is_not_waited_for(pair, monkeypatch) -> None:
    monkeypatch.setattr(unix, "HALF_S", 0.05)
    line, _ = pair
    with pytest.raises(TimeoutError):
        line.write(b"x" * 10_000_000)


def test_whose_program_the_other_end_is(pair) -> None:
    assert pair[0].owner() == os.getuid()


def test_closing_wakes_whoever_reads(pair) -> None:
    line, _ = pair
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append(line.read(100, None)))
    thread.start()
    line._sock.shutdown(socket.SHUT_RDWR)
    thread.join(10)
    assert read == [b""]
