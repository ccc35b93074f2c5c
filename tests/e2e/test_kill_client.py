"""kill -9 of a client, again and again: what was entered is said exactly once, what was shown or
stored before the kill is in the history.

PARLEY_LONG=1: 1,000 times; PARLEY_KILLS=N: N times.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support.history import describe
from tests.support.site import Site

LONG = os.environ.get("PARLEY_LONG") == "1"
KILLS = int(os.environ.get("PARLEY_KILLS") or (1_000 if LONG else 20))
START_S = 0.8
"""A client begins to speak after about half of it; it is killed at any moment around that."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, ("ann", "bob"))
    yield site
    site.close()


@pytest.mark.timeout(7200 if KILLS > 20 else 600)
def test_kill_9_of_a_client_under_load(site: Site):
    rng = Random(4)
    ann, bob = site.people["ann"], site.people["bob"]
    entered: set[str] = set()
    site.start()
    ann.start()
    bob.start()
    site.meet()
    for number in range(KILLS):
        for message in range(30):
            site.say("ann", f"from ann {number}.{message}", ("bob",))
            if message % 10 == 0:
                site.say("bob", f"from bob {number}.{message}", ("ann",))
        time.sleep(rng.uniform(0, START_S))
        ann.kill()
        entered.update(*ann.records[:3])
        ann.start()
    site.say("ann", "the end", ("bob",))
    bob.wait_for({"the end"})
    site.say("bob", "the end, too", ("ann",))
    ann.wait_for({"the end, too"})
    assert (ann.quit(), bob.quit()) == (0, 0)
    entered.update(*ann.records[:3], *bob.records[:3])
    findings = site.judge(entered)
    assert not findings, describe(findings)
    assert len(entered) > KILLS
