"""A server is tried, and not joined: HELLOs are answered by RETRYs, one INIT by its proved key.

    datagrams(now)            what to send it
    receive(datagram, now)    what came from its address; never fails
    refuse(refusal)           what the system says in place of an answer
    wake_at                   when `datagrams` has more; `is_over(now)`: nothing more is to come

Sans-IO. A server remembers nothing of a HELLO and forgets an INIT after 10 s; FIN, which would tell
it who we are, is never sent.
"""

from collections.abc import Callable
from math import inf
from typing import Final, Literal

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec import Struct

from shared.session.client_opening import ClientOpening
from shared.text import one_line
from shared.wire import BadPacket, packets

HELLOS: Final = 20
"""5 % steps are enough to tell a good line from a poor one."""

PACE_S: Final = 0.05
"""A second in all, 24 KB/s: nothing that a poor line would lose because of us."""

LATE_S: Final = 1.0
"""What has not come back after that is lost for whoever chats."""

PATIENCE_S: Final = 3.6
"""A system looks 3 s for a neighbour that is not there before it says so."""

REFUSALS: Final = 3
"""So many times in a row: the first may be old news."""

Refusal = Literal["", "not listening", "filtered", "nobody", "no way", "forbidden"]
"""Of the port; of a firewall that says so; of a computer that is not there; of networks; of this
computer itself."""


class Measured(Struct, frozen=True):
    """`rtts_s`: of the HELLOs that were answered. `refusal`: what the system said; `is_foreign`:
    something else than a server answered. `version`: the server's, if it is another one. `key` is
    proved, and empty if it did not come; what else the server says of itself is not."""

    sent: int = 0
    rtts_s: tuple[float, ...] = ()
    refusal: Refusal = ""
    is_foreign: bool = False
    version: int | None = None
    needs_invite: bool = False
    key: bytes = b""
    name: str = ""

    @property
    def has_answered(self) -> bool:
        return bool(self.rtts_s) or bool(self.key) or self.version is not None

    @property
    def loss(self) -> float:
        """Share of the HELLOs, 0..1."""
        return 1 - len(self.rtts_s) / self.sent if self.sent else 0.0


class Trial:
    def __init__(self, random_bytes: Callable[[int], bytes], now: float) -> None:
        self._random_bytes = random_bytes
        self._opening: ClientOpening | None = ClientOpening(
            static=X25519PrivateKey.from_private_bytes(random_bytes(32)),
            greet=lambda key: None,  # nobody is joined
            random_bytes=random_bytes,
            now=now,
        )
        self._begun_at, self._next_at = now, now
        self._sent_at: dict[int, float] = {}
        self._rtts: dict[int, float] = {}
        self._refusal: Refusal = ""
        self._refusals = 0
        self._is_foreign = False
        self._version: int | None = None
        self._needs_invite = False
        self._answers: list[bytes] = []
        self._key, self._name = b"", ""

    @property
    def wake_at(self) -> float:
        opening = self._opening
        asks_at = inf if opening is None or opening.wake_at is None else opening.wake_at
        return min(asks_at, self._next_at)

    def is_over(self, now: float) -> bool:
        """All is known, or patience has an end."""
        if self._has_answered:
            is_known = self._opening is None or self._version is not None
            all_back = len(self._rtts) == HELLOS
            until = self._begun_at + HELLOS * PACE_S + LATE_S
            return (all_back and is_known) or now >= (until if is_known else until + LATE_S)
        return self._refusals >= REFUSALS or now >= self._begun_at + PATIENCE_S

    @property
    def measured(self) -> Measured:
        return Measured(
            len(self._sent_at),
            tuple(self._rtts.values()),
            "" if self._has_answered else self._refusal,
            self._is_foreign,
            self._version,
            self._needs_invite,
            self._key,
            self._name,
        )

    # --- datagrams ---------------------------------------------------------------------------

    def datagrams(self, now: float) -> list[bytes]:
        out, self._answers = self._answers, []
        if now >= self._next_at:
            out.append(self._hello(now))
        due = None if self._opening is None else self._opening.poll(now)
        return out if due is None else [*out, due]

    def receive(self, datagram: bytes, now: float) -> None:
        self._refusals = 0
        try:
            self._receive_untrusted(datagram, now)
        except BadPacket:
            is_ours = datagram[:1] in (bytes([packets.RETRY]), bytes([packets.RESP]))
            self._is_foreign = self._is_foreign or not is_ours

    def refuse(self, refusal: Refusal) -> None:
        self._refusal = refusal
        self._refusals += 1

    @property
    def _has_answered(self) -> bool:
        return bool(self._rtts) or self._version is not None or self._opening is None

    def _hello(self, now: float) -> bytes:
        """Each with a number of its own, so that its answer is told from others."""
        cid = int.from_bytes(self._random_bytes(8), "big")
        self._sent_at[cid] = now
        is_last = len(self._sent_at) == HELLOS
        self._next_at = inf if is_last else self._next_at + PACE_S
        return packets.Hello(cid, packets.Mode.OPEN, self._random_bytes(32)).encode()

    def _receive_untrusted(self, datagram: bytes, now: float) -> None:
        if datagram[:1] == bytes([packets.RETRY]):
            retry = packets.Retry.decode_untrusted(datagram)
            if retry.client_cid in self._sent_at:
                self._count_untrusted(retry, now)
                return
        self._ask_on_untrusted(datagram, now)

    def _count_untrusted(self, retry: packets.Retry, now: float) -> None:
        if retry.version != packets.VERSION:
            self._version = retry.version
        self._needs_invite = retry.mode is packets.Mode.INVITE
        rtt_s = now - self._sent_at[retry.client_cid]
        if rtt_s < LATE_S:
            self._rtts.setdefault(retry.client_cid, rtt_s)

    def _ask_on_untrusted(self, datagram: bytes, now: float) -> None:
        opening = self._opening
        if opening is None:
            return
        answer = opening.receive_untrusted(datagram, now)
        if answer is not None:
            self._answers.append(answer)
        if opening.refused_key is not None and opening.met is not None:
            self._key, self._name = opening.refused_key, one_line(opening.met.name).strip()
            self._opening = None
