"""Chat through a relay on a bad network: the two-hop measurement all figures rest on."""

from collections import deque
from collections.abc import Callable
from random import Random

from shared.session.events import Arrived, Event, RoomMade
from tests.support.fakenet import FakeNet, Link
from tests.support.pair import Host, World

CHAT = 1
ALICE = ("10.0.0.1", 1)
BOB = ("10.0.0.2", 1)
SERVER = ("10.0.0.9", 15000)


class Sender:
    """Sends all it is given on one lane of a host, in order, as the lane has room."""

    def __init__(self, host: Host, lane: int = CHAT) -> None:
        self._host = host
        self._lane = lane
        self._waiting: deque[bytes] = deque()

    def say(self, record: bytes) -> None:
        self._waiting.append(record)
        self.pump()

    def pump(self) -> None:
        while self._waiting and self._host.session.send(self._lane, self._waiting[0]):
            self._waiting.popleft()


class Relayed:
    """Alice says numbered messages, the server forwards each, Bob gets them."""

    def __init__(self, seed: int, link: Link, message_every_s: float = 0.05) -> None:
        self.net = FakeNet(seed, link)
        self.world = World(self.net)
        rng = Random(seed)
        self.alice, self.for_alice = self.world.pair(ALICE, SERVER, rng)
        self.bob, self.for_bob = self.world.pair(BOB, SERVER, rng)
        self.said_at: list[float] = []
        self.got: list[int] = []
        self.latencies: list[float] = []
        self._every_s = message_every_s
        self._from_alice = Sender(self.alice)
        self._to_bob = Sender(self.for_bob)
        self.alice.on_event = self._pump_on_room(self._from_alice)
        self.for_alice.on_event = self._forward
        self.for_bob.on_event = self._pump_on_room(self._to_bob)
        self.bob.on_event = self._note

    @property
    def hosts(self) -> list[Host]:
        return self.world.hosts

    def _pump_on_room(self, sender: Sender) -> Callable[[Event, float], None]:
        def on_event(event: Event, now: float) -> None:
            if isinstance(event, RoomMade):
                sender.pump()

        return on_event

    def _forward(self, event: Event, now: float) -> None:
        if isinstance(event, Arrived):
            self._to_bob.say(event.record)
            self.world.flush(self.for_bob)

    def _note(self, event: Event, now: float) -> None:
        if isinstance(event, Arrived):
            number = int(event.record[:8])
            self.got.append(number)
            self.latencies.append(now - self.said_at[number])

    def chat(self, messages: int) -> None:
        """Say so many messages, one each 50 ms, beginning now."""
        start = self.world.now
        for n in range(messages):
            self.world.run(start + n * self._every_s)
            self.say(len(self.said_at))
            self.world.flush(self.alice)

    def say(self, number: int) -> None:
        self.said_at.append(self.world.now)
        self._from_alice.say(b"%08d" % number + b"x" * 92)

    def percentile(self, share: float) -> float:
        """Latency in seconds that this share of the messages did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
