"""Nothing is lost, doubled or out of order, whatever happens: seeded schedules of disasters.

A seed that fails is printed and fails again: PARLEY_SEED=N runs that one alone.
PARLEY_SCHEDULES=N runs N of them, PARLEY_LONG=1 10,000.
"""

import os

import pytest

from tests.support.disasters import Disasters
from tests.support.disk import Disks, fast_folder

LONG = os.environ.get("PARLEY_LONG") == "1"
SCHEDULES = int(os.environ.get("PARLEY_SCHEDULES") or (10_000 if LONG else 200))
BATCH = max(1, SCHEDULES // 20)
ONE = os.environ.get("PARLEY_SEED")
FIRST = [int(ONE)] if ONE else list(range(0, SCHEDULES, BATCH))


def run(seed: int) -> tuple[str, str]:
    """What was wrong, and the digest of all that happened."""
    with fast_folder() as folder, Disks() as disks:
        disasters = Disasters(seed, folder, disks)
        try:
            findings = disasters.run()
        except AssertionError as stuck:
            return f"{disasters.describe([])}\n{stuck}", ""
        finally:
            disasters.village.close()
        return disasters.describe(findings) if findings else "", disasters.village.digest()


@pytest.mark.timeout(3600 if LONG else 300)
@pytest.mark.parametrize("first", FIRST)
def test_nothing_is_lost_doubled_or_out_of_order(first: int):
    for seed in range(first, first + (1 if ONE else BATCH)):
        wrong, _ = run(seed)
        assert not wrong, wrong


@pytest.mark.parametrize("seed", [3, 7])
def test_a_seed_replays_byte_for_byte(seed: int):
    assert run(seed) == run(seed) != run(seed + 1)
