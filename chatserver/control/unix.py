"""The control channel on Unix: a socket in the data folder, and who is at its other end.

DATA/control is the socket; or, where that path is too long for one or the disk has no sockets, a
file with the path of the socket, which stands in a folder of its own that only this user has. Each
frame ends with a newline.
"""

import contextlib
import os
import select
import shutil
import socket
import stat
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from chatserver.control.line import HALF_S
from shared.disk import PRIVATE_FILE, replace_file

NAME: Final = "control"
LONGEST: Final = 100
"""Bytes of a socket's path. macOS has room for 103, Linux for 107."""

WAITING: Final = 128
"""Connections that the system takes before we do; a script may start a hundred `ctl` at once."""

_BLOCK: Final = 64 * 1024
_PEERCRED: Final = struct.Struct("=iII")  # Linux: struct ucred
_LOCAL_PEERCRED: Final = 1  # macOS and FreeBSD: struct xucred, the user behind a version
_XUCRED: Final = struct.Struct("=II")


class SocketLine:
    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._read = b""

    def read(self, limit: int, timeout_s: float | None) -> bytes:
        self._sock.settimeout(timeout_s)
        until: float | None = None
        while b"\n" not in self._read:
            if self._read and until is None:
                until = time.monotonic() + HALF_S
            if until is not None:
                self._sock.settimeout(max(until - time.monotonic(), 0.001))
            block = self._sock.recv(_BLOCK)
            if not block:
                return b""
            self._read += block
            if len(self._read) > limit:
                raise OSError("a frame is too long")
        frame, _, self._read = self._read.partition(b"\n")
        return frame

    def write(self, frame: bytes) -> None:
        self._sock.settimeout(HALF_S)  # for all of it, however slowly it is read
        self._sock.sendall(frame + b"\n")

    def owner(self) -> int | None:
        return peer_of(self._sock)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)  # wakes whoever reads; `close` would not
        self._sock.close()


class SocketDoor:
    """Opens DATA/control, in place of one that an earlier server left: hold the folder's lock."""

    def __init__(self, data: Path) -> None:
        self._named = data / NAME
        _clear(self._named)
        self._folder: Path | None = None
        try:
            self._sock = _listen(self._named)
        except OSError:
            self._folder = Path(tempfile.mkdtemp(prefix="parley-"))  # private, and new
            self._sock = _listen(self._folder / NAME)
            replace_file(self._named, os.fsencode(self._folder / NAME))
        self._sock.setblocking(False)  # `accept` waits itself
        self._number = _number_of(self._named)
        self._waker, self._woken = socket.socketpair()

    def accept(self) -> SocketLine:
        waiting = select.poll()
        try:
            waiting.register(self._sock, select.POLLIN)
            waiting.register(self._woken, select.POLLIN)
        except ValueError:
            raise OSError("it is closed") from None
        waiting.poll()
        return SocketLine(self._sock.accept()[0])

    def close(self) -> None:
        self._waker.close()  # to close the socket wakes nobody who waits in `accept`
        with contextlib.suppress(OSError):
            # Where the folder was moved while we ran, another server may have its own there.
            if _number_of(self._named) == self._number:
                self._named.unlink()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._sock.close()
        self._woken.close()


def connect(data: Path, timeout_s: float) -> SocketLine:
    """FileNotFoundError, ConnectionRefusedError: no server is there."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.settimeout(timeout_s)
    try:
        sock.connect(os.fspath(_target(data / NAME)))
    except BaseException:
        sock.close()
        raise
    return SocketLine(sock)


def peer_of(sock: socket.socket) -> int:
    """The user whose program is at the other end; OSError where the system does not say."""
    if sys.platform == "linux":
        said = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEERCRED.size)
        return int(_PEERCRED.unpack(said)[1])
    said = sock.getsockopt(0, _LOCAL_PEERCRED, 128)  # at SOL_LOCAL, which Python has no name for
    return int(_XUCRED.unpack_from(said)[1])


def _target(named: Path) -> Path:
    if not stat.S_ISREG(named.stat().st_mode):
        return named
    return Path(os.fsdecode(named.read_bytes()))


def _listen(path: Path) -> socket.socket:
    if len(os.fsencode(path)) > LONGEST:
        raise OSError("the path is too long for a socket")
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.bind(os.fspath(path))
        path.chmod(PRIVATE_FILE)  # until here only a loose umask lets others connect: see `owner`
        sock.listen(WAITING)
    except BaseException:
        sock.close()
        raise
    return sock


def _number_of(path: Path) -> tuple[int, int]:
    """Of the file itself, whatever it is called."""
    found = path.lstat()
    return found.st_dev, found.st_ino


def _clear(named: Path) -> None:
    """Take away a socket, and the folder that was made for one."""
    with contextlib.suppress(OSError, ValueError):
        target = _target(named)
        if target != named and target.name == NAME and target.parent.name.startswith("parley-"):
            target.unlink(missing_ok=True)
            target.parent.rmdir()
    with contextlib.suppress(FileNotFoundError):
        named.unlink()
