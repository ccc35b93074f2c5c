"""How much one guest may send and be sent. Pure; `now` in monotonic seconds."""

LINES_PER_S = 2.0
LINES_BURST = 10.0
"""Faster than anybody types, slower than a flood hurts."""

RECEIVED_BYTES_PER_MINUTE = 64 * 1024
RECEIVED_PER_SENT = 16
"""A forged address is worth 64 KiB a minute to whoever forges it; somebody who really writes
earns more with every line, enough for a busy room of sixteen."""

EARNED_AT_MOST = 4 * 1024 * 1024

HEADER_BYTES = {4: 28, 6: 48}
"""IP and UDP headers, by IP version: they cost the network as much as content does."""


class Bucket:
    """A token bucket: `rate` a second, at most `burst` at once."""

    __slots__ = ("_at", "_burst", "_level", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._at = burst, now

    def take(self, now: float, amount: float = 1.0) -> bool:
        self._fill(now)
        if self._level < amount:
            return False
        self._level -= amount
        return True

    def wait_s(self, now: float, amount: float = 1.0) -> float:
        """Seconds until that much can be taken; 0 if it can be now."""
        self._fill(now)
        return max(0.0, (amount - self._level) / self._rate)

    def _fill(self, now: float) -> None:
        if now > self._at:
            self._level = min(self._burst, self._level + (now - self._at) * self._rate)
            self._at = now


class Allowance:
    """What one host may be sent: so much a minute, and a multiple of what came from it."""

    __slots__ = ("_bucket", "_earned")

    def __init__(self, now: float) -> None:
        rate = RECEIVED_BYTES_PER_MINUTE / 60
        self._bucket = Bucket(rate, RECEIVED_BYTES_PER_MINUTE, now)
        self._earned = 0

    def earn(self, received: int) -> None:
        """Bytes of a datagram from there, headers included."""
        self._earned = min(EARNED_AT_MOST, self._earned + RECEIVED_PER_SENT * received)

    def affords(self, size: int, now: float) -> bool:
        return self._bucket.wait_s(now, size - self._earned) == 0.0

    def spend(self, size: int, now: float) -> bool:
        """Take `size` bytes, earned ones first; False if there are not enough."""
        if self._earned >= size:
            self._earned -= size
            return True
        if not self._bucket.take(now, size - self._earned):
            return False
        self._earned = 0
        return True

    def untouched(self, now: float) -> bool:
        """As good as new: it may be forgotten, a new one would allow the same."""
        return self._bucket.wait_s(now, RECEIVED_BYTES_PER_MINUTE) == 0.0
