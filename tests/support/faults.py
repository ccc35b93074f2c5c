"""A random schedule of faults on a relayed chat, all of it drawn from one seed."""

from random import Random

from tests.support.fakenet import FakeNet, Link, options
from tests.support.relayed import ALICE, BOB, SERVER, Relayed


class Schedule:
    """Links that change, partitions and address changes while Alice talks; calm at the end."""

    def __init__(self, seed: int, messages: int) -> None:
        rng = Random(seed)
        self.messages = messages
        self.relayed = Relayed(seed, Link.draw(rng))
        self.log = [f"seed {seed}: {options(self.relayed.net.default)}"]
        self._seconds = messages * 0.05
        for _ in range(rng.randrange(1, 8)):
            self._plan(rng.uniform(0, self._seconds), rng)

    @property
    def net(self) -> FakeNet:
        return self.relayed.net

    def _plan(self, at: float, rng: Random) -> None:
        place = rng.choice((ALICE, BOB))
        kind = rng.choice(("links", "cut", "move", "pause"))
        self.log.append(f"at {at:.3f} s: {kind} {place[0]}")
        world, net = self.relayed.world, self.net
        if kind == "links":
            link = Link.draw(rng)
            self.log[-1] += f" {options(link)}"
            world.call_at(at, lambda now: setattr(net, "default", link))
        elif kind == "cut":
            until = at + rng.choice((0.1, 1.0, 20.0))
            self.log[-1] += f" until {until:.3f} s"
            world.call_at(at, lambda now: net.partition(place, SERVER))
            world.call_at(until, lambda now: net.partition(place, SERVER, is_cut=False))
        elif kind == "move":
            host = self.relayed.alice if place == ALICE else self.relayed.bob
            new = (f"10.1.{rng.randrange(256)}.{rng.randrange(1, 255)}", rng.randrange(1024, 65536))
            self.log[-1] += f" to {new}"
            world.call_at(at, lambda now: world.move(host, new))
        else:
            length = rng.choice((0.05, 0.5, 5.0))
            self.log[-1] += f" for {length} s"
            host = self.relayed.alice if place == ALICE else self.relayed.bob
            world.call_at(at, lambda now: world.pause(host, now + length))

    def run(self) -> None:
        """Talk under the faults, then let the network be fine until all must be there."""
        self.relayed.chat(self.messages)
        self.relayed.world.run(self._seconds + 25)
        self.net.default = Link()
        self.relayed.world.run(self._seconds + 60)

    def describe(self) -> str:
        return "\n".join([*self.log, self.net.describe()])
