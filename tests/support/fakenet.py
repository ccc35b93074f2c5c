"""A bad network in a box: seeded, in virtual time.

Every option of a link is drawn or given once and printed by `describe`; every packet's fate comes
from one generator, so the same seed and the same sends give the same network byte for byte
(`fingerprint` proves it). Time is an argument: nothing here sleeps or asks a clock.
"""

import hashlib
from dataclasses import dataclass, fields, replace
from heapq import heappop, heappush
from random import Random
from typing import NamedTuple

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """What happens to packets in one direction. Probabilities 0..1, times in seconds."""

    loss: float = 0.0
    duplicate: float = 0.0
    delay: tuple[float, float] = (0.001, 0.005)  # uniform
    reorder: float = 0.0  # this share waits `reorder_by` longer, so that others overtake
    reorder_by: float = 0.010
    corrupt: float = 0.0  # one bit flips
    truncate: float = 0.0
    mtu: int = 1500  # bytes of the datagram that still pass

    @classmethod
    def draw(cls, rng: Random) -> "Link":
        """A random link, from fine to terrible."""
        low = rng.choice((0.0, 0.001, 0.02))
        return cls(
            loss=rng.choice((0.0, 0.02, 0.1, 0.3, 0.5)),
            duplicate=rng.choice((0.0, 0.0, 0.1, 0.3)),
            delay=(low, low + rng.choice((0.001, 0.004, 0.1))),
            reorder=rng.choice((0.0, 0.05, 0.3)),
            reorder_by=rng.choice((0.005, 0.05, 0.5)),
            corrupt=rng.choice((0.0, 0.0, 0.05)),
            truncate=rng.choice((0.0, 0.0, 0.05)),
        )


class Delivery(NamedTuple):
    """A datagram arriving; ordered by time, then by when it was sent."""

    at: float
    order: int
    to: Address
    sender: Address
    data: bytes


class FakeNet:
    """Addresses, directed links between them, and what is on its way."""

    def __init__(self, seed: int, default: Link | None = None) -> None:
        self.seed = seed
        self.default = default or Link()
        self.sent = 0  # datagrams handed in
        self._rng = Random(seed)
        self._links: dict[tuple[Address, Address], Link] = {}
        self._cut: set[frozenset[Address]] = set()
        self._gone: set[Address] = set()
        self._on_way: list[Delivery] = []
        self._order = 0
        self._digest = hashlib.blake2s()

    def set_link(self, a: Address, b: Address, link: Link) -> None:
        """Set both directions."""
        self._links[a, b] = self._links[b, a] = link

    def link(self, sender: Address, to: Address) -> Link:
        return self._links.get((sender, to), self.default)

    def partition(self, a: Address, b: Address, is_cut: bool = True) -> None:
        """Let nothing pass between the two, or let it pass again."""
        (self._cut.add if is_cut else self._cut.discard)(frozenset((a, b)))

    def heal(self) -> None:
        """From now on nothing is lost, damaged, late or cut."""
        self.default = Link()
        self._links.clear()
        self._cut.clear()

    def rebind(self, old: Address, new: Address) -> None:
        """A host moves: links are the same, what goes to the old address is lost."""
        for (a, b), link in list(self._links.items()):
            if old in (a, b):
                self._links[new if a == old else a, new if b == old else b] = link
        self._gone.add(old)
        self._gone.discard(new)

    def send(self, now: float, sender: Address, to: Address, data: bytes) -> None:
        self.sent += 1
        link, rng = self.link(sender, to), self._rng
        copies = 2 if rng.random() < link.duplicate else 1
        for _ in range(copies):
            if rng.random() < link.loss or len(data) > link.mtu:
                continue
            delay = rng.uniform(*link.delay)
            if rng.random() < link.reorder:
                delay += link.reorder_by
            self._order += 1
            arriving = Delivery(now + delay, self._order, to, sender, self._damage(data, link))
            heappush(self._on_way, arriving)

    def _damage(self, data: bytes, link: Link) -> bytes:
        rng = self._rng
        if link.truncate and rng.random() < link.truncate:
            data = data[: rng.randrange(len(data))]
        if link.corrupt and data and rng.random() < link.corrupt:
            at = rng.randrange(len(data))
            data = data[:at] + bytes((data[at] ^ 1 << rng.randrange(8),)) + data[at + 1 :]
        return data

    @property
    def next_at(self) -> float:
        return self._on_way[0].at if self._on_way else float("inf")

    def deliver(self, now: float) -> Delivery | None:
        """The next datagram that has arrived by now, or None."""
        while self._on_way and self._on_way[0].at <= now:
            arrived = heappop(self._on_way)
            unreachable = arrived.to in self._gone or self._is_cut(arrived)
            if unreachable:
                continue
            self._digest.update(repr(arrived).encode())
            return arrived
        return None

    def _is_cut(self, arrived: Delivery) -> bool:
        return frozenset((arrived.to, arrived.sender)) in self._cut

    def fingerprint(self) -> str:
        """Of every delivery so far: time, addresses and bytes."""
        return self._digest.hexdigest()

    def describe(self) -> str:
        """The seed and every option, for the output of a test that fails."""
        lines = [f"FakeNet seed={self.seed} default: {options(self.default)}"]
        lines += [f"  {a} -> {b}: {options(link)}" for (a, b), link in self._links.items()]
        lines += [f"  cut: {sorted(pair)}" for pair in self._cut]
        return "\n".join(lines)


def options(link: Link) -> str:
    return " ".join(f"{field.name}={getattr(link, field.name)}" for field in fields(link))


def lossy(link: Link, loss: float) -> Link:
    """The same link with another loss."""
    return replace(link, loss=loss)
