"""What a finished handshake hands to the session it opens."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.crypto.replay import ReplayWindow
from shared.crypto.seal import SealKey, WarmKeys
from shared.session.established import Established
from shared.wire.packets import NO_TOKEN_ID

Greeting = TypeVar("Greeting")


@dataclass(frozen=True, slots=True)
class Opened(Generic[Greeting]):
    """Keys and names of a new session; `Greeting` is what the other side said inside the handshake.

    A client gets `Opened[ServerGreeting]`, a server `Opened[ClientGreeting]`. `establish` comes
    next.
    """

    send_key: bytes = field(repr=False)
    receive_key: bytes = field(repr=False)
    local_cid: int  # in the packets that come here
    remote_cid: int  # in the packets that go there
    remote_static: bytes  # the peer's X25519 public key, proved
    handshake_hash: bytes
    greeting: Greeting
    token_id: bytes = NO_TOKEN_ID  # of the invite that this handshake was sealed with

    def establish(
        self,
        *,
        is_server: bool,
        path: Hashable,
        random_bytes: Callable[[int], bytes],
        now: float,
        warm: WarmKeys | None = None,
    ) -> Established:
        """Begin the session: key phase 0, packet numbers from 0. Only once: numbers would repeat.

        A client gives it the datagram that ended the handshake: it is the session's first. A
        server's sessions share `warm`.
        """
        return Established(
            is_server=is_server,
            cid=self.local_cid.to_bytes(8, "big"),
            peer_cid=self.remote_cid.to_bytes(8, "big"),
            send_key=SealKey(self.send_key, warm),
            receive_key=SealKey(self.receive_key, warm),
            replay=ReplayWindow(),
            path=path,
            random_bytes=random_bytes,
            now=now,
        )
