"""What the server does about its sockets' own trouble: floods of junk, and full buffers.

Of packets that any stranger can make no more are let in than can be looked at: who floods with them
loses most of them at the system's door, where they take no room and no time, and so do honest
newcomers meanwhile, who repeat themselves. Packets of sessions are not touched by it.
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
MOST_STRANGERS_PER_S: Final = 2 * STRANGERS_PER_S
"""Of HELLO and INIT together: as many as the budgets for them have room for."""


class Filtered(Protocol):
    """A socket; `shared.net.udp.UdpSocket` is one."""

    @property
    def receive_buffer(self) -> int: ...
    @property
    def dropped(self) -> int | None: ...
    def keep_out_junk(
        self, first_byte: int, shapes: Sequence[Shape], strangers: float = 1.0
    ) -> None: ...


class Sieve:
    """Call `on_time` in each turn, and at `wake_at`. `strangers`: how many of their packets have
    come in so far. `warn` takes a line for the server's owner."""

    def __init__(
        self,
        sockets: Sequence[Filtered],
        cid_tag: bytes,
        strangers: Callable[[], int],
        warn: Callable[[str], None],
        now: float,
    ) -> None:
        self._sockets = sockets
        self._shapes = shapes_for(cid_tag)
        self._strangers = strangers
        self._warn = warn
        self._share = 1.0
        self._heard, self._looked_at = strangers(), now
        self._told, self._told_at = 0, -inf
        self._attach()

    @property
    def wake_at(self) -> float:
        """`inf` while nobody floods: `on_time` is called in each turn anyway."""
        return self._looked_at + LOOK_S if self._share < 1.0 else inf

    @property
    def dropped(self) -> int:
        """Datagrams that found a buffer full since the start."""
        return sum(sock.dropped or 0 for sock in self._sockets)

    def on_time(self, now: float) -> None:
        if now < self._looked_at + LOOK_S:
            return
        heard, passed_s = self._strangers(), now - self._looked_at
        self._let_in((heard - self._heard) / passed_s)
        self._heard, self._looked_at = heard, now
        if now >= self._told_at + WARN_S and (dropped := self.dropped) > self._told:
            self._warn(f"{dropped - self._told:,} packets were lost{self._explain()}")
            self._told, self._told_at = dropped, now

    def describe(self) -> str:
        """For the owner, who asks."""
        buffers = " and ".join(f"{sock.receive_buffer // 1024:,} KB" for sock in self._sockets)
        flood = "" if self._share == 1.0 else " Somebody floods it; most of that is kept out."
        return (
            f"Receive buffers of {buffers} (asked for: {RECEIVE_BUFFER // 1024:,} KB), "
            f"{self.dropped:,} packets lost for want of room since the start.{flood}"
        )

    def _let_in(self, per_s: float) -> None:
        """Slowly back to everybody when it is over: floods come in waves."""
        share = self._share * min(2.0, MOST_STRANGERS_PER_S / max(per_s, 1.0))
        share = min(1.0, max(LEAST_SHARE, share))
        if share == 1.0 or not 0.9 < share / self._share < 1.5:
            changed, self._share = share != self._share, share
            if changed:
                self._attach()

    def _attach(self) -> None:
        for sock in self._sockets:
            sock.keep_out_junk(NATIVE_FROM, self._shapes, self._share)

    def _explain(self) -> str:
        """What to do about it."""
        if min(sock.receive_buffer for sock in self._sockets) >= RECEIVE_BUFFER:
            return ", and have to be repeated: the computer is too busy, or somebody floods it."
        return (
            ", and have to be repeated: the system grants too small a receive buffer. End the "
            f"server, sudo sysctl -w net.core.rmem_max={RECEIVE_BUFFER}, and start it again."
        )
