"""DATA packets: header, key phases and replay window around a plaintext.

| bytes | content                                                        |
| ----- | -------------------------------------------------------------- |
| 1     | FD in key phase 0, FE in key phase 1                           |
| 8     | the receiver's CID                                             |
| 8     | packet number, big-endian, one more for each packet, never again |
| n     | frames, sealed; padded so that the datagram has 64 bytes or more |
| 16    | tag; it covers the first 17 bytes, too                         |
"""

from struct import Struct
from typing import Final, Protocol

from shared.session.keys import ReceiveKeys, SendKeys
from shared.wire import BadPacket
from shared.wire.frames import MAX_PAYLOAD

DATA: Final = 0xFD  # key phase 0; phase 1 is one more
HEADER: Final = Struct(">B8sQ")
HEADER_SIZE: Final = HEADER.size
TAG_SIZE: Final = 16
MAX_DATAGRAM: Final = HEADER_SIZE + MAX_PAYLOAD + TAG_SIZE
# A short ACK would tell an eavesdropper which datagrams are ACKs, and a RESET must stay smaller
# than whatever triggers it.
MIN_DATAGRAM: Final = 64
_MIN_PAYLOAD: Final = MIN_DATAGRAM - HEADER_SIZE - TAG_SIZE


class Replay(Protocol):
    """A replay window, as in shared.crypto.replay."""

    def fresh(self, number: int) -> bool: ...
    def mark(self, number: int) -> None: ...


class Sealed:
    """Both directions of a session's DATA packets."""

    __slots__ = ("_replay", "cid", "peer_cid", "receive_keys", "send_keys")

    def __init__(
        self,
        cid: bytes,
        peer_cid: bytes,
        send_keys: SendKeys,
        receive_keys: ReceiveKeys,
        replay: Replay,
    ) -> None:
        self.cid = cid
        self.peer_cid = peer_cid
        self.send_keys = send_keys
        self.receive_keys = receive_keys
        self._replay = replay

    @property
    def next_number(self) -> int:
        """The number of the packet sealed next."""
        return self.send_keys.number

    def open_untrusted(self, datagram: bytes) -> tuple[int, bytes]:
        """(packet number, plaintext) of a datagram that is authentic and new; else BadPacket."""
        if not MIN_DATAGRAM <= len(datagram) <= MAX_DATAGRAM:
            raise BadPacket("not the size of a DATA packet")
        kind, cid, number = HEADER.unpack_from(datagram)
        phase = kind - DATA
        if cid != self.cid or not 0 <= phase <= 1:
            raise BadPacket("not a DATA packet of this session")
        if not self._replay.fresh(number):  # before the costly part
            raise BadPacket("seen before")
        header, sealed = datagram[:HEADER_SIZE], datagram[HEADER_SIZE:]
        plaintext = self.receive_keys.open_untrusted(phase, number, header, sealed)
        self._replay.mark(number)
        return number, plaintext

    def seal(self, plaintext: bytes, acked: int, now: float) -> bytes:
        """The next datagram; `acked` is our highest packet number that the peer acknowledged."""
        keys = self.send_keys
        number = keys.number
        if now >= keys.old_at or number >= keys.old_number:
            keys.ratchet(acked, now)
        keys.number = number + 1
        if len(plaintext) < _MIN_PAYLOAD:
            plaintext = plaintext.ljust(_MIN_PAYLOAD, b"\0")
        header = HEADER.pack(DATA + keys.phase, self.peer_cid, number)
        return header + keys.key.seal(number, header, plaintext)
