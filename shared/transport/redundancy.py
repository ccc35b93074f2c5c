"""Which chat pieces ride again, unasked, while the line loses many packets.

At a message each 50 ms a copy in the next datagram arrives sooner than any timer's, and costs
no datagram.
"""

from typing import Final

from shared.transport.outbox import Outbox
from shared.wire.frames import RUN_HEAD_SIZE

MOST_PIECES: Final = 8
MOST_BYTES: Final = 600  # half a datagram: the other half belongs to what is new


def choose(chat: Outbox, aboard: list[int], room: int) -> list[tuple[int, bytes]]:
    """The oldest unacknowledged pieces, at most 8 and 600 bytes of frames and `room`.

    `aboard` are the sequences that the datagram carries already.
    """
    room = min(room, MOST_BYTES)
    chosen: list[tuple[int, bytes]] = []
    for sequence, piece in chat.unacked():
        if sequence in aboard:
            continue
        room -= RUN_HEAD_SIZE + len(piece)
        if room < 0 or len(chosen) == MOST_PIECES:
            break
        chosen.append((sequence, piece))
    return chosen
