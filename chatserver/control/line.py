"""One connection of the control channel, as both ends and both kinds of system see it."""

from typing import Final, Protocol

HALF_S: Final = 10.0
"""Whoever has begun a frame ends it within that; also how long one that we write may wait to be
read. Both ends are programs of one user on one computer."""


class Line(Protocol):
    """Frames go both ways, whole. All errors are OSError; TimeoutError is one of them."""

    def read(self, limit: int, timeout_s: float | None) -> bytes:
        """The next frame, of `limit` bytes at most; empty: the other end has closed. The time is
        that until it begins; None: any."""
        ...

    def write(self, frame: bytes) -> None: ...

    def owner(self) -> int | None:
        """Whose program the other end is, as a user number; None where the system need not say,
        because nobody else gets here."""
        ...

    def close(self) -> None:
        """From any thread; whoever reads there is told that the line has ended."""
        ...


class Door(Protocol):
    """Where lines come in."""

    def accept(self) -> Line:
        """Waits for the next one; an OSError after `close`."""
        ...

    def close(self) -> None:
        """From any thread."""
        ...
