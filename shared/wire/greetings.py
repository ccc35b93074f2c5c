"""What the two sides tell each other inside the handshake, sealed: MessagePack arrays.

The server's, in RESP (anybody may ask for it, nobody else can read it):

| element | type | meaning |
| --- | --- | --- |
| 0 | u64 | server CID: what the client writes into FIN and DATA |
| 1 | bin 16 | reset token: what a believable RESET ends with |
| 2 | [u32, u32, u32] | credit in pieces to begin with on lanes 0, 1, 2, client to server |
| 3 | str, at most 48 characters | the server's name, to be shown after sanitising |

The client's, in FIN:

| element | type | meaning |
| --- | --- | --- |
| 0 | bin 32 | identity: Ed25519 public key |
| 1 | bin 64 | its signature over `parley-binding-1`, server's static key, client's static key |
| 2 | str, 1 to 32 characters | the name wanted |
| 3 | bin 16 | installation id |
| 4 | bool | takeover: replace a session of another installation |
| 5 | bin 16 | outbox id |
| 6 | u64 | cursor: the highest position stored |
| 7 | bin 16 | id of the log that the cursor counts in; zeros if none |

Further elements are ignored, so that later versions can add some.
"""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from shared.wire import BadPacket

_Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
_U64 = Annotated[int, Meta(ge=0)]  # MessagePack has nothing above u64
_U32 = Annotated[int, Meta(ge=0, le=2**32 - 1)]


class ServerGreeting(msgspec.Struct, array_like=True, frozen=True):
    """The payload of Noise message 2; RESP has room for 294 bytes, this takes at most 238."""

    server_cid: _U64
    reset_token: _Id
    lane_credits: tuple[_U32, _U32, _U32]
    name: Annotated[str, Meta(max_length=48)]

    def __repr__(self) -> str:
        """Without the reset token."""
        return f"ServerGreeting(server_cid={self.server_cid:016x}, name={self.name!r})"

    def encode(self) -> bytes:
        """Return the payload."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def decode_untrusted(cls, payload: bytes) -> "ServerGreeting":
        """Read and check every element."""
        return _decode_untrusted(_server_decoder, payload)


class ClientGreeting(msgspec.Struct, array_like=True, frozen=True):
    """The payload of Noise message 3; the signature is not checked by decoding."""

    identity: Annotated[bytes, Meta(min_length=32, max_length=32)]
    signature: Annotated[bytes, Meta(min_length=64, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=32)]
    installation: _Id
    takeover: bool
    outbox: _Id
    cursor: _U64
    log: _Id

    def encode(self) -> bytes:
        """Return the payload."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def decode_untrusted(cls, payload: bytes) -> "ClientGreeting":
        """Read and check every element."""
        return _decode_untrusted(_client_decoder, payload)


_T = TypeVar("_T")
_server_decoder = msgspec.msgpack.Decoder(ServerGreeting)
_client_decoder = msgspec.msgpack.Decoder(ClientGreeting)


def _decode_untrusted(decoder: msgspec.msgpack.Decoder[_T], payload: bytes) -> _T:
    try:
        return decoder.decode(payload)
    # ValueError covers msgspec's errors and broken UTF-8; RecursionError arrays in arrays.
    except (ValueError, RecursionError):
        raise BadPacket("a greeting that does not parse") from None
