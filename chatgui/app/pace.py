"""How often something dear is done: at once, and then not again for a while."""


class Pace:
    """`want` it; `take` says when it is time. Times in milliseconds; the clock may jump."""

    def __init__(self, gap_ms: int) -> None:
        self._gap_ms = gap_ms
        self._last_ms = -gap_ms
        self._is_wanted = False

    def want(self) -> None:
        self._is_wanted = True

    def take(self, now_ms: int) -> bool:
        """True: do it now; it was wanted, and the last time is long enough ago."""
        if not self._is_wanted or self._left(now_ms):
            return False
        self._is_wanted, self._last_ms = False, now_ms
        return True

    def due_ms(self, now_ms: int) -> int | None:
        """In how many milliseconds to `take`; None: nothing is wanted."""
        return self._left(now_ms) if self._is_wanted else None

    def _left(self, now_ms: int) -> int:
        passed = now_ms - self._last_ms
        return self._gap_ms - passed if 0 <= passed < self._gap_ms else 0
