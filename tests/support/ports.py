"""Ports of this process's own.

Those that the system hands out by itself go to whoever asks next, such as a test beside this one:
one that is closed for a moment, or left to a program that has yet to start, may be gone. These lie
below, and each process takes from a row of its own.
"""

import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Final

FIRST: Final = 20_000
LAST: Final = 32_000
"""Linux hands out those from 32,768 up, other systems from 49,152."""

ROW: Final = 100


def free_port() -> int:
    """For UDP and TCP; another one each time, until the row is through."""
    return next(port for port in _row() if _is_free(port))


@cache
def _row() -> Iterator[int]:
    """Whoever holds its first port has it, until the process ends."""
    for first in range(FIRST, LAST, ROW):
        keeper = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            keeper.bind(("127.0.0.1", first))
        except OSError:
            keeper.close()
        else:
            keeper.detach()
            return cycle(range(first + 1, first + ROW))
    raise OSError("all rows of ports are taken")


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as sock:
            try:
                sock.bind(("", port))
            except OSError:
                return False
    return True
