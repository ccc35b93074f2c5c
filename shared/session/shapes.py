"""What a server can be sent by our own clients, as far as it shows without any key.

Its own CIDs begin with two bytes that follow from its key (`ServerKeys.cid_tag`), so of packets for
sessions that never were only one in 65,536 has the right shape. After a restart they are the same,
and old sessions hear by RESET that they are over.
"""

from typing import Final

from shared.net.filter import Shape
from shared.wire.packets import (
    DATA_EVEN,
    DATA_ODD,
    FIN,
    FIN_SIZES,
    HELLO,
    INIT,
    MAX_DATAGRAM_SIZE,
    MIN_DATA_SIZE,
    VERSION,
)

NATIVE_FROM: Final = HELLO
"""Datagrams that begin with this byte or higher are our own clients'."""

_WHOLE: Final = range(MAX_DATAGRAM_SIZE, MAX_DATAGRAM_SIZE + 1)
_DATA: Final = range(MIN_DATA_SIZE, MAX_DATAGRAM_SIZE + 1)
# A few places of the padding are enough to tell it from random bytes.
_PADDING: Final = tuple((at, bytes(4)) for at in (76, 500, 900, 1196))
_NO_COOKIE: Final = ((59, bytes(16)),)


def shapes_for(cid_tag: bytes, hellos: float = 1.0, inits: float = 1.0) -> tuple[Shape, ...]:
    """Of other versions of HELLO and INIT only the size is known. `hellos` and `inits`: their
    shares, in any version; whoever has never heard of us can make them."""
    ours = ((1, cid_tag),)
    return (
        Shape(bytes((HELLO, VERSION)), _WHOLE, _NO_COOKIE + _PADDING, hellos),
        Shape(bytes((INIT, VERSION)), _WHOLE, _PADDING, inits),
        Shape(bytes((HELLO,)), _WHOLE, share=hellos),
        Shape(bytes((INIT,)), _WHOLE, share=inits),
        Shape(bytes((FIN,)), FIN_SIZES, ours),
        Shape(bytes((DATA_EVEN,)), _DATA, ours),
        Shape(bytes((DATA_ODD,)), _DATA, ours),
    )
