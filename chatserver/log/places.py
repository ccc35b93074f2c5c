"""Where the next entry stands: positions that tell a lost future from a quiet end.

A kept entry stands at the next multiple of STEP, one that passes through at the next position. So
whoever holds a position knows behind which kept entry it is. A run of a server that was killed is
known by its last kept entry alone, though others stood behind that one; and a position behind a
later kept entry was given out in a future that this log has lost: an older copy was put back.
"""

from typing import Final, NamedTuple

STEP: Final = 4096
"""So many people may come, go or ask for the list between two messages."""

RANDOM_STEPS_BITS: Final = 28
"""Each run begins up to 2^40 further on, somewhere at random: a copy put back and run on does not
hand out again what clients have from the lost future. That leaves room for 8 million runs."""


class Run(NamedTuple):
    """`last`: of its kept entries; `first` if there is none."""

    first: int
    last: int


class Places:
    """Gives out positions; `given` is the last."""

    def __init__(self, earlier: list[Run], steps: int) -> None:
        """`earlier`: all runs before, in order. `steps`: random, below 2^RANDOM_STEPS_BITS."""
        self._earlier = earlier
        before = earlier[-1].last if earlier else 0
        self.first = self.given = (before // STEP + 1 + steps) * STEP

    def next(self, *, kept: bool) -> int:
        self.given = (self.given // STEP + 1) * STEP if kept else self.given + 1
        return self.given

    def common(self, cursor: int) -> int:
        """The highest position up to which this log and the one that gave out `cursor` agree."""
        if self.first <= cursor <= self.given:
            return cursor
        below = [run for run in self._earlier if run.first <= cursor]
        if not below:
            return 0
        return cursor if cursor < below[-1].last + STEP else below[-1].last
