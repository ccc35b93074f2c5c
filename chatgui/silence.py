"""When a silent server is doubted: it owes an answer, and patience has an end."""

from math import inf
from typing import Final

# With a probe every second, all of them and their answers are lost by bad luck once in 25 times
# at 50 % loss each way, and once in 1,000 at 30 %: then a handshake is begun for nothing.
PATIENCE_S: Final = 5.0
# After sleep nothing is sure: the server may have dropped us, our address may be another.
PATIENCE_AFTER_SLEEP_S: Final = 1.0
# Turns come when they were asked for. A loaded machine is late by a second; this is sleep.
SLEEP_S: Final = 3.0


class Silence:
    """Counts from when there was something to answer, not from when the server was last heard."""

    def __init__(self) -> None:
        self._owed_since = inf
        self._patience_s = PATIENCE_S

    def doubt_at(self, heard_at: float) -> float:
        """When to doubt a server last heard at that time, if it stays silent."""
        return max(heard_at, self._owed_since) + self._patience_s

    def ask(self, now: float) -> None:
        """Something is under way that the server must answer."""
        self._owed_since = min(self._owed_since, now)

    def ask_urgently(self, now: float) -> None:
        """Likewise, where we may have slept or moved: what was owed before does not count."""
        self._owed_since = now
        self._patience_s = PATIENCE_AFTER_SLEEP_S

    def hurry(self, now: float) -> None:
        """There is a sign that nobody is there. Again and again it changes nothing: patience has
        begun."""
        self.ask(now)
        self._patience_s = PATIENCE_AFTER_SLEEP_S

    def end(self) -> None:
        """It was heard, or owes nothing."""
        self._owed_since = inf
        self._patience_s = PATIENCE_S
