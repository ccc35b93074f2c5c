"""The native door slows down who sends records faster than a room, or the server, can bear."""

from typing import cast

import pytest

from chatserver.doors.native import RECORDS_BURST, NativeDoor
from chatserver.log.memory import MemoryLog
from chatserver.turnstile import COMMANDS_PER_PEER, Turnstile
from shared.dialects.native import records
from shared.net.path import Path
from shared.session.endpoint import Datagram, Endpoint
from shared.session.events import Arrived, Event, SessionOpened
from shared.transport.outbox import Pieces
from shared.wire.frames import LANES
from shared.wire.greetings import ClientGreeting

CID = 7
NEAR, HERE = Path(("10.0.0.5", 1)), Path(("127.0.0.1", 1))
SAY = records.encode(records.Say(1, (0,), records.TEXT, b"hello"))
ASK = records.encode(records.AskPeople("", ""))


class Held:
    """An endpoint of one session that only notes which lanes are held."""

    def __init__(self, path: Path) -> None:
        greeting = ClientGreeting(
            b"k" * 32, b"s" * 64, "ann", bytes(16), False, bytes(16), 0, bytes(16)
        )
        opened = SessionOpened(CID, greeting.identity, greeting, path, bytes(16))
        self.coming: list[tuple[int, Event | SessionOpened]] = [(CID, opened)]
        self.lanes: set[int] = set()

    def receive_untrusted(self, datagram: bytes, path: Path, now: float) -> None:
        self.coming.append((CID, Arrived(1, datagram)))

    def events(self) -> list[tuple[int, Event | SessionOpened]]:
        coming, self.coming = self.coming, []
        return coming

    def send(self, cid: int, lane: int, record: Pieces) -> bool:
        raise AssertionError("nobody is told anything here")

    def hold(self, cid: int, lane: int, held: bool) -> None:
        assert cid == CID
        (self.lanes.add if held else self.lanes.discard)(lane)

    def datagrams(self, now: float) -> list[Datagram]:
        return []

    def wake_at(self) -> float | None:
        return None


def make(path: Path) -> tuple[NativeDoor, Held, Turnstile]:
    endpoint, turnstile = Held(path), Turnstile()
    return (
        NativeDoor(cast(Endpoint, endpoint), MemoryLog(), turnstile, lambda: 1),
        endpoint,
        turnstile,
    )


def drain(turnstile: Turnstile) -> None:
    while turnstile.take():
        pass


@pytest.mark.parametrize(("record", "cost"), [(SAY, 1), (ASK, 5)], ids=["say", "ask"])
def test_over_the_rate_credit_is_withheld_on_all_lanes_until_some_more_may_come(
    record: bytes, cost: int
) -> None:
    door, endpoint, turnstile = make(NEAR)
    for _ in range(int(RECORDS_BURST) // cost):
        door.receive(record, NEAR, 0.0)
        drain(turnstile)
    assert not endpoint.lanes
    door.receive(record, NEAR, 0.0)
    drain(turnstile)
    assert endpoint.lanes == set(range(LANES))
    door.datagrams(2.4)
    assert endpoint.lanes == set(range(LANES))
    door.datagrams(2.6)  # 50 at 20 a second
    assert not endpoint.lanes


@pytest.mark.parametrize("record", [SAY, ASK], ids=["say", "ask"])
def test_on_loopback_it_is_withheld_from_who_is_faster_than_the_server(record: bytes) -> None:
    door, endpoint, turnstile = make(HERE)
    for _ in range(COMMANDS_PER_PEER):
        door.receive(record, HERE, 0.0)
    assert endpoint.lanes == set(range(LANES))
    door.datagrams(0.1)
    assert endpoint.lanes == set(range(LANES))
    drain(turnstile)
    door.datagrams(0.2)
    assert not endpoint.lanes
