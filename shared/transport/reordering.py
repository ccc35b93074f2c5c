"""Packets that were taken for lost and arrive after all, and what they teach.

On a line whose delay varies more than a burst lasts, three packets behind says nothing, and neither
does 9/8 of a round trip. Taken for loss it would be answered by sending everything twice through
a window that shrinks to nothing. So whoever was doubted is remembered for a while; the first to
arrive late turns the packet threshold off and makes the time threshold as patient as it had to be
(RFC 9002, sections 6.1.1 and 6.1.2 allow both; compare RFC 8985, section 6.2).
"""

from typing import Final

from shared.transport.ledger import Sent
from shared.wire.frames import ACK_BITS

# What a packet lost in earnest leaves of the patience: a line that has been mended is found out.
FORGETTING: Final = 0.9
# Less patience than this is none.
LEAST_S: Final = 0.0005


class Reordering:
    """Tell it who is taken for lost by `doubt`; while any are `doubted`, ask with each ACK for
    those that have arrived by `take_late`.

    `slack_s` is how much later than its loss delay a packet may still come; 0: packets keep their
    order here.
    """

    __slots__ = ("doubted", "slack_s")

    def __init__(self) -> None:
        self.slack_s = 0.0
        self.doubted: dict[int, Sent] | None = None

    def doubt(self, packets: list[Sent]) -> None:
        """These were just taken for lost."""
        if packets:
            self.doubted = self.doubted or {}
            self.doubted.update((sent[0], sent) for sent in packets)

    def take_late(self, largest: int, bitmap: int, loss_delay_s: float, now: float) -> list[Sent]:
        """Those of them that this ACK says have arrived."""
        if self.doubted is None:
            return []
        arrived = bitmap << 1 | 1  # bit i: packet `largest - i`
        late: list[Sent] = []
        for sent in list(self.doubted.values()):
            below = largest - sent[0]
            if below > ACK_BITS:
                self._give_up(sent[0])
            elif below >= 0 and arrived >> below & 1:
                late.append(sent)
                del self.doubted[sent[0]]
                self._learn(now - sent[1] - loss_delay_s, loss_delay_s)
        self.doubted = self.doubted or None
        return late

    def forget(self) -> None:
        """Nothing is in flight any more: an idle session holds no containers."""
        for number in list(self.doubted or ()):
            self._give_up(number)
        self.doubted = None

    def _learn(self, needed_s: float, highest_s: float) -> None:
        self.slack_s = max(self.slack_s, min(needed_s, highest_s), LEAST_S)

    def _give_up(self, number: int) -> None:
        """No ACK can tell of it any more: it was lost."""
        assert self.doubted is not None
        del self.doubted[number]
        slack_s = self.slack_s * FORGETTING
        self.slack_s = slack_s if slack_s >= LEAST_S else 0.0
