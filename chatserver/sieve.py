"""What the server does about its sockets' own trouble: floods of junk, and full buffers.

Of packets that any stranger can make no more are let in than can be looked at: who floods with them
loses most of them at the system's door, where they take no room and no time, and so do honest
newcomers meanwhile, who repeat themselves. HELLO and INIT apart: where one is flooded, whoever is
past it, or not there yet, goes on as if nothing were. Packets of sessions are not touched by it.
"""

from collections.abc import Callable, Sequence
from math import inf
from typing import Final, Protocol

from shared.net.filter import Shape
from shared.net.udp import RECEIVE_BUFFER
from shared.session.handshakes import STRANGERS_PER_S
from shared.session.shapes import NATIVE_FROM, shapes_for

LOOK_S: Final = 0.5
WARN_S: Final = 60.0
LEAST_SHARE: Final = 1 / 256
SHARE_TO_TELL: Final = 1 / 2
"""A crowd that comes at once is heard again before it falls so low."""
FLOOD_WARN_S: Final = 600.0
"""Floods come in waves, and the owner has heard what to do."""
MOST_OF_A_KIND_PER_S: Final = 2 * STRANGERS_PER_S
"""Of HELLO, and of INIT: twice what is looked at, so that none of that is left unused."""


class Filtered(Protocol):
    """A socket; `shared.net.udp.UdpSocket` is one."""

    @property
    def receive_buffer(self) -> int: ...
    @property
    def dropped(self) -> int | None: ...
    def keep_out_junk(self, first_byte: int, shapes: Sequence[Shape]) -> None: ...


class Sieve:
    """Call `on_time` in each turn, and at `wake_at`. `strangers`: how many HELLOs and INITs have
    come in so far. `warn` takes a line for the server's owner."""

    def __init__(
        self,
        sockets: Sequence[Filtered],
        cid_tag: bytes,
        strangers: Callable[[], tuple[int, int]],
        warn: Callable[[str], None],
        now: float,
    ) -> None:
        self._sockets = sockets
        self._cid_tag = cid_tag
        self._strangers = strangers
        self._warn = warn
        self._shares = (1.0, 1.0)
        self._heard, self._looked_at = strangers(), now
        self._told, self._told_at, self._flood_told_at = 0, -inf, -inf
        self._attach()

    @property
    def wake_at(self) -> float:
        """`inf` while nobody floods: `on_time` is called in each turn anyway."""
        return self._looked_at + LOOK_S if self.is_flooded else inf

    @property
    def is_flooded(self) -> bool:
        """Whether so many strangers' packets come that some are kept out."""
        return min(self._shares) < 1.0

    @property
    def dropped(self) -> int | None:
        """So many datagrams at most found a buffer full since the start; None where the system does
        not tell."""
        told = [count for sock in self._sockets if (count := sock.dropped) is not None]
        return sum(told) if told else None

    @property
    def receive_buffer(self) -> int:
        """Of the socket that has the smallest."""
        return min(sock.receive_buffer for sock in self._sockets)

    def on_time(self, now: float) -> None:
        if now < self._looked_at + LOOK_S:
            return
        heard, passed_s = self._strangers(), now - self._looked_at
        came = [(new - old) / passed_s for new, old in zip(heard, self._heard, strict=True)]
        self._heard, self._looked_at = heard, now
        self._tell_of_flood(came, now)
        self._let_in(came)
        if now >= self._told_at + WARN_S and (dropped := self.dropped or 0) > self._told:
            self._warn(f"Up to {dropped - self._told:,} packets were lost{self._explain()}")
            self._told, self._told_at = dropped, now

    def describe(self) -> str:
        """For the owner, who asks."""
        buffers = " and ".join(f"{sock.receive_buffer // 1024:,} KB" for sock in self._sockets)
        flood = " Somebody floods it; most of that is kept out." if self.is_flooded else ""
        return (
            f"Receive buffers of {buffers} (asked for: {RECEIVE_BUFFER // 1024:,} KB). "
            f"{self._describe_lost()}{flood}"
        )

    def _describe_lost(self) -> str:
        dropped = self.dropped
        if dropped is None:
            return "How many packets are lost for want of room this system does not tell."
        lost = f"Up to {dropped:,}" if dropped else "No"
        return f"{lost} packets lost for want of room since the start."

    def _let_in(self, came: Sequence[float]) -> None:
        hellos, inits = map(_next_share, self._shares, came)
        if (hellos, inits) != self._shares:
            self._shares = hellos, inits
            self._attach()

    def _attach(self) -> None:
        for sock in self._sockets:
            sock.keep_out_junk(NATIVE_FROM, shapes_for(self._cid_tag, *self._shares))

    def _tell_of_flood(self, came: Sequence[float], now: float) -> None:
        """Before the shares are set to what has come: so many came through the present ones."""
        sent = [per_s / share for per_s, share in zip(came, self._shares, strict=True)]
        if (
            max(sent) * SHARE_TO_TELL < MOST_OF_A_KIND_PER_S
            or now < self._flood_told_at + FLOOD_WARN_S
        ):
            return
        self._flood_told_at = now
        self._warn(
            f"Somebody floods the server: {max(sent):,.0f} packets a second that ask to come in. "
            "Most are dropped; who is in the chat goes on, newcomers may have to wait for "
            "minutes. To end it, find the computer that sends them (sudo tcpdump -n 'udp and "
            "greater 1200' shows its address) and take it off the network."
        )

    def _explain(self) -> str:
        """What to do about it."""
        if self.receive_buffer >= RECEIVE_BUFFER:
            return ", and have to be repeated: the computer is too busy, or somebody floods it."
        return (
            ", and have to be repeated: the system grants too small a receive buffer. End the "
            f"server, sudo sysctl -w net.core.rmem_max={RECEIVE_BUFFER}, and start it again."
        )


def _next_share(share: float, per_s: float) -> float:
    """Slowly back to everybody when it is over: floods come in waves."""
    wanted = share * min(2.0, MOST_OF_A_KIND_PER_S / max(per_s, 1.0))
    wanted = min(1.0, max(LEAST_SHARE, wanted))
    return wanted if wanted == 1.0 or not 0.9 < wanted / share < 1.5 else share
