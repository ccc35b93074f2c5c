"""The figures for bad networks, in virtual time: two clients through one relay, two hops.

A message of 100 bytes each 50 ms; every link has 1-5 ms delay each way, and where packets are
lost at all, 10 % are doubled and 10 % overtaken. Latency runs from saying to having, over both
hops. Datagrams per message and hop are those the sending end of a hop sends; those the receiving
end sends (ACKs) are bounded by the last column, both together. PARLEY_LONG=1: more seeds.
"""

import os
from random import Random

import pytest

from shared.session.events import Moved
from shared.transport.loss import REDUNDANT_SHARE
from tests.support.fakenet import Link, lossy
from tests.support.faults import Schedule
from tests.support.relayed import SERVER, Relayed

LONG = os.environ.get("PARLEY_LONG") == "1"
MESSAGES = 10_000
SEEDS = range(1, 21 if LONG else 3)
ROUND_TRIP_S = 0.020  # alice, server, bob and back at the slowest
BAD = Link(duplicate=0.1, reorder=0.1)


def measure(seed: int, link: Link) -> tuple[Relayed, list[float], list[float]]:
    """(chat after all has arrived, sent datagrams per message and hop, the same both ways)."""
    relayed = Relayed(seed, link)
    print(relayed.net.describe())
    relayed.world.run(1.0)  # the handshake's last words
    before = [host.datagrams for host in relayed.hosts]
    relayed.chat(MESSAGES)
    alice, for_alice, bob, for_bob = (
        (host.datagrams - was) / MESSAGES for host, was in zip(relayed.hosts, before, strict=True)
    )
    relayed.world.run(relayed.world.now + 5)
    assert relayed.got == list(range(MESSAGES)), "all, once, in order"
    return relayed, [alice, for_bob], [alice + for_alice, bob + for_bob]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("loss", "p50", "p99", "p999", "sent", "both"),
    [
        (0.0, 0.010, 0.5 * ROUND_TRIP_S + 0.002, 0.012, 1.05, 2.1),
        (0.1, 0.010, 0.060, 0.250, 1.5, 3.0),
        (0.3, 0.020, 0.250, 0.500, 3.0, 3.0),
        (0.5, 0.100, 1.000, 3.000, 3.0, 3.2),
    ],
)
def test_latency_and_price(
    seed: int, loss: float, p50: float, p99: float, p999: float, sent: float, both: float
) -> None:
    relayed, sending, together = measure(seed, lossy(BAD, loss) if loss else Link())
    assert relayed.percentile(0.5) <= p50
    assert relayed.percentile(0.99) <= p99
    assert relayed.percentile(0.999) <= p999
    assert max(sending) <= sent
    assert max(together) <= both


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_minute_at_90_percent_then_clean(seed: int) -> None:
    relayed = Relayed(seed, lossy(BAD, 0.9))
    relayed.chat(1200)
    relayed.net.default = Link()
    relayed.world.run(relayed.world.now + 3.0)
    assert relayed.got == list(range(1200))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_100_address_changes_lose_nothing(seed: int) -> None:
    relayed = Relayed(seed, lossy(BAD, 0.05))
    moves: list[object] = []
    forward = relayed.for_alice.on_event

    def on_event(event: object, now: float) -> None:
        if isinstance(event, Moved):
            moves.append(event.path)
        forward(event, now)  # type: ignore[arg-type]

    relayed.for_alice.on_event = on_event
    rng = Random(seed)
    for n in range(100):
        relayed.chat(10)
        relayed.world.move(relayed.alice, ("10.2.0.1", 2000 + n))
        if rng.random() < 0.5:
            relayed.world.move(relayed.bob, ("10.3.0.1", 3000 + n))
            relayed.bob.session.ping()  # it has noticed
    relayed.chat(20)
    relayed.world.run(relayed.world.now + 5)
    assert relayed.got == list(range(1020))
    assert len(moves) >= 90
    assert relayed.for_alice.session.path == relayed.alice.address
    assert relayed.percentile(0.99) <= 0.75


@pytest.mark.parametrize("block", range(10))
def test_random_fault_schedules(block: int) -> None:
    per_block = 1000 if LONG else 20
    for seed in range(block * per_block, (block + 1) * per_block):
        schedule = Schedule(seed, messages=40)
        schedule.run()
        assert schedule.relayed.got == list(range(40)), schedule.describe()


def test_a_seed_replays_byte_for_byte() -> None:
    runs = []
    for seed in (5, 5, 6):
        schedule = Schedule(seed, messages=40)
        schedule.run()
        runs.append((schedule.net.fingerprint(), schedule.describe()))
    assert runs[0] == runs[1] != runs[2]


def test_the_server_is_never_confused_with_a_client() -> None:
    relayed = Relayed(1, Link())
    relayed.chat(3)
    assert relayed.alice.session.path == relayed.bob.session.path == SERVER


@pytest.mark.parametrize("delay", [(0.001, 0.002), (0.001, 0.005), (0.0, 0.010)])
def test_delay_that_varies_is_not_taken_for_loss(delay: tuple[float, float]) -> None:
    """Bursts of 200 messages, their packets thoroughly mixed and none of them lost."""
    relayed = Relayed(1, Link(delay=delay), message_every_s=0.0)
    relayed.chat(200)
    relayed.world.run(relayed.world.now + 1.0)
    before, session = relayed.for_bob.datagrams, relayed.for_bob.session
    for _ in range(10):
        relayed.chat(200)
        relayed.world.run(relayed.world.now + 1.0)
    assert relayed.got == list(range(2200))
    sent = (relayed.for_bob.datagrams - before) / 10
    print(f"{sent:.0f} datagrams a burst at {delay}, loss taken for {session.loss:.1%}")
    assert session.loss < REDUNDANT_SHARE, "else everything is said twice"
    assert relayed.alice.session.loss < REDUNDANT_SHARE
