"""A second start for the same folder rings, and the window that is open already comes up.

FOLDER/doorbell (of a person's profile, of a server's data) has a port of this computer and a key;
only who can read that file can ring, and only who wrote it is told the link the second start had.
"""

import hmac
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from shared.disk import replace_file

KEY_SIZE: Final = 32
NONCE_SIZE: Final = 16
PROOF_SIZE: Final = 32
LONGEST_LINK: Final = 4096

PATIENCE_S: Final = 2.0
"""Both are on the same computer, and it may be busy; a silent stranger is not waited for longer."""

_HERE = "127.0.0.1"
_OWNER, _CALLER, _DONE = b"owner", b"caller", b"up"


class Doorbell:
    """`rung(link)` is called in a thread of its own. OSError: nobody will be able to ring."""

    def __init__(self, folder: Path, rung: Callable[[str], None]) -> None:
        self._path = folder / "doorbell"
        self._rung = rung
        self._key = os.urandom(KEY_SIZE)
        self._is_closed = False
        self._sock = socket.create_server((_HERE, 0))
        try:
            replace_file(self._path, f"{self._port} {self._key.hex()}\n".encode())
        except OSError:
            self._sock.close()
            raise
        threading.Thread(target=self._run, name="doorbell", daemon=True).start()

    def close(self) -> None:
        """The thread ends soon; it is not waited for."""
        self._is_closed = True
        with suppress(OSError):
            self._path.unlink()
        with suppress(OSError):  # out of `accept`, which closing does not end on every system
            socket.create_connection((_HERE, self._port), PATIENCE_S).close()

    @property
    def _port(self) -> int:
        return int(self._sock.getsockname()[1])

    def _run(self) -> None:
        with self._sock:
            while not self._is_closed:
                with suppress(OSError):
                    peer, _ = self._sock.accept()
                    with peer:
                        self._answer(peer)

    def _answer(self, peer: socket.socket) -> None:
        peer.settimeout(PATIENCE_S)
        with peer.makefile("rwb") as stream:
            nonce = stream.read(NONCE_SIZE)
            stream.write(_prove(self._key, _OWNER, nonce))
            stream.flush()
            proof = stream.read(PROOF_SIZE)
            link = stream.readline(LONGEST_LINK)
            if hmac.compare_digest(proof, _prove(self._key, _CALLER, nonce + link)):
                self._rung(link.decode(errors="replace").strip())
                stream.write(_DONE)


def ring(folder: Path, link: str = "") -> bool:
    """Whether a window answered, which comes up then and has the link."""
    try:
        port, key = (folder / "doorbell").read_text("ascii").split()
        with socket.create_connection((_HERE, int(port)), PATIENCE_S) as sock:
            return _ask(sock, bytes.fromhex(key), link.encode() + b"\n")
    except (OSError, ValueError, OverflowError):
        return False


def _ask(sock: socket.socket, key: bytes, link: bytes) -> bool:
    nonce = os.urandom(NONCE_SIZE)
    with sock.makefile("rwb") as stream:
        stream.write(nonce)
        stream.flush()
        if not hmac.compare_digest(stream.read(PROOF_SIZE), _prove(key, _OWNER, nonce)):
            return False  # an old file, and now something else stands at that port
        stream.write(_prove(key, _CALLER, nonce + link) + link)
        stream.flush()
        return stream.read(len(_DONE)) == _DONE


def _prove(key: bytes, role: bytes, what: bytes) -> bytes:
    return hmac.digest(key, role + what, "sha256")
