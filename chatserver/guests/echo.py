"""Notices a peer that only ever sends back what it was sent (an echo service, another server)."""

from collections import deque

ECHOES = 3
"""Nobody repeats three of our lines in a row, prefix and all; a program does at once."""

LINES_KEPT = 32


class EchoWatch:
    """One netcat peer's last lines from us, and how many of its own ended with one of them."""

    __slots__ = ("_echoes", "_sent")

    def __init__(self) -> None:
        self._sent: deque[bytes] = deque(maxlen=LINES_KEPT)
        self._echoes = 0

    def sent(self, lines: bytes) -> None:
        """Lines as they go to the peer, each with its newline."""
        self._sent.extend(line for line in lines.split(b"\n") if line)

    def is_echo(self, line: bytes) -> bool:
        """Judge the next line from the peer: True from the third echo in a row."""
        if any(line.endswith(ours) for ours in self._sent):
            self._echoes += 1
        else:
            self._echoes = 0
        return self._echoes >= ECHOES
