"""What the hub wants done, as values: tests compare them, `chatserver.runtime` performs them."""

from msgspec import Struct

from shared.chat import Entry, Notice


class Effect(Struct, frozen=True):
    pass


class Append(Effect, frozen=True):
    """Put this entry into the log; the hub hears of it again by `apply` or `fail`."""

    entry: Entry


class Tell(Effect, frozen=True):
    """To all these peers, `but` one (0: none). Of who is told everything, it is the very same tuple
    until somebody comes or goes, and doors may remember what they found for it."""

    peers: tuple[int, ...]
    notice: Notice
    but: int = 0


class Report(Effect, frozen=True):
    """One line on the server's standard output; PROTOCOL section 2 has the exact words."""

    line: str


class Warn(Effect, frozen=True):
    """One line for the person who runs the server, on standard error."""

    line: str
