"""Which packet numbers have been seen: a sliding window, as in RFC 4303 section 3.4.3.

Ask `fresh` before decryption, which saves the decryption of a replay, and `mark` only after it
has opened: before that, anybody could move the window.
"""

# Packets overtaken by more than this many are taken for lost. Four times the receive buffer's 256
# datagrams: what a pause of ours piled up arrives in one go and must still count as new.
WINDOW = 1024

_MASK = (1 << WINDOW) - 1


class ReplayWindow:
    """The last 1024 packet numbers, one bit each; at most 260 bytes, object included."""

    __slots__ = ("_seen", "highest")

    def __init__(self) -> None:
        self.highest = -1
        self._seen = 0  # bit i: number `highest - i` has been seen

    def fresh(self, number: int) -> bool:
        """True if `number` has neither been marked nor fallen out of the window."""
        age = self.highest - number
        return age < 0 or (age < WINDOW and not self._seen >> age & 1)

    def mark(self, number: int) -> None:
        """Note that packet `number` arrived and was authentic."""
        ahead = number - self.highest
        if ahead <= 0:
            if ahead > -WINDOW:
                self._seen |= 1 << -ahead
            return
        # The comparison first: a shift by a leap in numbers would build a number that big.
        self._seen = (self._seen << ahead | 1) & _MASK if ahead < WINDOW else 1
        self.highest = number
