"""What a finished handshake hands to the session it opens."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.wire.packets import NO_TOKEN_ID

Greeting = TypeVar("Greeting")


@dataclass(frozen=True, slots=True)
class Opened(Generic[Greeting]):
    """Keys and names of a new session; `Greeting` is what the other side said inside the handshake.

    A client gets `Opened[ServerGreeting]`, a server `Opened[ClientGreeting]`. The keys go into
    `SealKey`, phase 0, packet numbers from 0.
    """

    send_key: bytes = field(repr=False)
    receive_key: bytes = field(repr=False)
    local_cid: int  # in the packets that come here
    remote_cid: int  # in the packets that go there
    remote_static: bytes  # the peer's X25519 public key, proved
    handshake_hash: bytes
    greeting: Greeting
    token_id: bytes = NO_TOKEN_ID  # of the invite that this handshake was sealed with
