"""kill -9 of the server, again and again, while people talk: nothing lost, doubled or swapped.

PARLEY_LONG=1: 1,000 times (PARLEY_KILLS=N: N times), and how long everybody takes to be back is
measured.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import quantiles

import pytest

from tests.support.history import describe
from tests.support.site import Site

LONG = os.environ.get("PARLEY_LONG") == "1"
KILLS = 4
"""In a round of new clients: one that loses many sessions in a minute makes longer pauses."""

ROUNDS = int(os.environ.get("PARLEY_KILLS") or (1_000 if LONG else 20)) // KILLS
BACK_S = 3.0
LOAD_S = 0.1
"""How long at most the server works on before it is killed: it has to be in the middle of it."""

NAMES = ("ann", "bob", "carl")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, NAMES)
    yield site
    site.close()


class Talk:
    """Messages with numbers, by anybody to anybody."""

    def __init__(self, site: Site, seed: int) -> None:
        self.rng = Random(seed)
        self._site = site
        self._count = 0

    def go_on(self, messages: int) -> None:
        for _ in range(messages):
            speaker, *others = self.rng.sample(NAMES, len(NAMES))
            to = tuple(others[: self.rng.randrange(len(NAMES))])
            self._site.say(speaker, self._next(), to)

    def check(self) -> None:
        """Everybody says something; returns when everybody has heard it."""
        texts = {name: self._next() for name in NAMES}
        for name, text in texts.items():
            self._site.say(name, text)
        for name in NAMES:
            self._site.people[name].wait_for({texts[other] for other in NAMES if other != name})

    def _next(self) -> str:
        self._count += 1
        return f"number {self._count}"


@pytest.mark.timeout(7200 if ROUNDS > 5 else 600)
def test_kill_9_of_the_server_under_load(site: Site, capsys: pytest.CaptureFixture[str]):
    talk = Talk(site, seed=9)
    back_s: list[float] = []
    site.start()
    for _ in range(ROUNDS):
        for person in site.people.values():
            person.start()
        site.meet()
        for number in range(KILLS):
            talk.go_on(talk.rng.randrange(5, 25))
            time.sleep(talk.rng.uniform(0, LOAD_S))
            site.kill()
            talk.go_on(3)
            site.start()
            listens_at = time.monotonic()
            talk.check()
            back_s += [time.monotonic() - listens_at] if number == 0 else []
        assert [person.quit() for person in site.people.values()] == [0, 0, 0]
    findings = site.judge()
    assert not findings, describe(findings)
    if ROUNDS > 5:
        spread = quantiles(back_s, n=20)
        with capsys.disabled():
            print(f"\nback after a restart: median {spread[9]:.2f} s, 95 % {spread[18]:.2f} s")
        assert spread[18] <= BACK_S
