"""The places of guests, as they outlive the server: who sat where, at which door."""

from msgspec import Struct

from chatserver.people import GUEST_LEASE_S
from shared.chat import Door
from shared.net.path import Path

_IMPLAUSIBLE_S = 365 * 24 * 3600
"""A server that was off for longer has no guests; a clock that says so is more likely wrong."""


class Seat(Struct, frozen=True):
    """One guest. `path`: the address they write from, and where they were answered from.

    `since` and `cursor`: positions of the log, at which they came and up to which they were sent
    everything. `heard_ms`: milliseconds since 1970. `part_1` and `upper`: how a classroom client
    speaks.
    """

    path: Path
    door: Door
    person: int
    name: str
    since: int
    cursor: int
    heard_ms: int
    answered: bool = False
    part_1: bool = False
    upper: bool = False


def silent_s(seat: Seat, wall_s: float) -> float:
    """How long nothing has been heard from there, now that the clock says so many seconds since
    1970. An implausible clock counts as no time: it must not cost anybody their seat."""
    silent = wall_s - seat.heard_ms / 1000
    return silent if 0 <= silent < _IMPLAUSIBLE_S else 0.0


def is_taken(seat: Seat, wall_s: float) -> bool:
    """Whether the lease still runs."""
    return silent_s(seat, wall_s) <= GUEST_LEASE_S
