"""What a session tells its owner."""

from collections.abc import Hashable
from typing import Final, NamedTuple

from shared.net.path import Path
from shared.wire.greetings import ClientGreeting

# Reasons to close that the session itself has; the owner may use any other code, 16 and up.
CLOSE_LEAVING: Final = 0
CLOSE_VIOLATION: Final = 1  # the peer broke the protocol
CLOSE_SILENT: Final = 2  # nothing heard for too long; never on the wire


class Arrived(NamedTuple):
    """A record, in order within its lane."""

    lane: int
    record: bytes


class Confirmed(NamedTuple):
    """The server has finished the handshake and said so."""


class RoomMade(NamedTuple):
    """A lane that refused a record has room for it now."""

    lane: int


class Moved(NamedTuple):
    """The peer has proved to be at another place; datagrams go there from now on."""

    path: Hashable


class WentAway(NamedTuple):
    """The peer has been silent for a while; it may come back."""


class CameBack(NamedTuple):
    """The peer was away and was heard again."""


class Closed(NamedTuple):
    """The last event: by the peer's CLOSE, by silence, by a violation or by `close`."""

    code: int
    reason: str
    by_peer: bool


Event = Arrived | Confirmed | RoomMade | Moved | WentAway | CameBack | Closed


class SessionOpened(NamedTuple):
    """Only from an endpoint, and the first of its session: a client has proved who it is.

    `identity` is its Ed25519 public key, `greeting` what it said in FIN, `token_id` the id of the
    invite it came with (zeros if none). `cid` names the session from now on.
    """

    cid: int
    identity: bytes
    greeting: ClientGreeting
    path: Path
    token_id: bytes
