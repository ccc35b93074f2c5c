"""The control channel where there are no Unix sockets: a named pipe of Windows, and a key.

DATA/control is a private file with the pipe's name and a random key, made anew at each start. Who
can read it is the owner: both ends prove that they have the key before anything else is said.
Nothing is ever pickled. (The tests drive this with the sockets of Unix, which have the same calls.)
"""

import contextlib
import secrets
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as open_pipe
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, Final

from shared.disk import replace_file

NAME: Final = "control"
FAMILY: Final = "AF_PIPE"
KEY_BYTES: Final = 32


class PipeLine:
    """`key`: to be asked for before the first frame is read; the server does so there, in the
    line's own thread, so that nobody who accepts has to wait for anybody. Empty: it is proved."""

    def __init__(self, pipe: Any, key: bytes = b"") -> None:
        self._pipe = pipe
        self._key = key

    def read(self, limit: int, timeout_s: float | None) -> bytes:
        try:
            if self._key:
                _prove(self._pipe, self._key, deliver_challenge, answer_challenge)
                self._key = b""
            if not self._pipe.poll(timeout_s):
                raise TimeoutError("nothing came")
            return bytes(self._pipe.recv_bytes(limit))
        except EOFError:
            return b""

    def write(self, frame: bytes) -> None:
        self._pipe.send_bytes(frame)

    def owner(self) -> None:
        return None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._pipe.close()


class PipeDoor:
    """`family`: AF_PIPE but in tests."""

    def __init__(self, data: Path, family: str = FAMILY) -> None:
        self._key = secrets.token_bytes(KEY_BYTES)
        self._named = data / NAME
        name = None  # multiprocessing makes one up
        self._listener = Listener(name, family)
        self._family, self._address = family, str(self._listener.address)
        named = f"{family}\n{self._address}\n{self._key.hex()}\n"
        replace_file(self._named, named.encode())

    def accept(self) -> PipeLine:
        return PipeLine(self._listener.accept(), self._key)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._named.unlink()
        with contextlib.suppress(OSError):  # to close it wakes nobody who waits in `accept`
            open_pipe(self._address, self._family).close()
        self._listener.close()


def connect(data: Path, timeout_s: float) -> PipeLine:
    """FileNotFoundError, ConnectionRefusedError: no server is there."""
    family, address, key = _read_key(data / NAME)
    pipe = open_pipe(address, family)
    try:
        if not pipe.poll(timeout_s):  # the server begins
            raise TimeoutError("the server says nothing")
        _prove(pipe, key, answer_challenge, deliver_challenge)
    except EOFError:
        pipe.close()
        raise ConnectionRefusedError("the server has ended") from None
    except BaseException:
        pipe.close()
        raise
    return PipeLine(pipe)


def _prove(pipe: Any, key: bytes, *steps: Any) -> None:
    for step in steps:
        try:
            step(pipe, key)
        except (AuthenticationError, AssertionError, ValueError):
            raise PermissionError("the other end has not the key") from None


def _read_key(named: Path) -> tuple[str, str, bytes]:
    try:
        family, address, key = named.read_text().split("\n")[:3]
        return family, address, bytes.fromhex(key)
    except ValueError:
        raise FileNotFoundError(f"{named} is not one of ours") from None
