"""The places of guests, as they outlive the server: who sat where, at which door."""

from msgspec import Struct

from shared.chat import Door
from shared.net.path import Path


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
