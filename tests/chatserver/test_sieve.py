from collections.abc import Sequence

from chatserver.sieve import LEAST_SHARE, LOOK_S, MOST_STRANGERS_PER_S, WARN_S, Sieve
from shared.net.filter import Shape
from shared.net.udp import RECEIVE_BUFFER


class Socket:
    receive_buffer = 2 * RECEIVE_BUFFER
    dropped: int | None = 0
    share = 0.0

    def keep_out_junk(
        self, first_byte: int, shapes: Sequence[Shape], strangers: float = 1.0
    ) -> None:
        self.share = strangers


class Flood:
    """So many packets of strangers a second, of which the socket lets some in."""

    def __init__(self) -> None:
        self.socket, self.said, self.now, self.heard = Socket(), list[str](), 0.0, 0.0
        self.sieve = Sieve(
            [self.socket], b"ab", lambda: round(self.heard), self.said.append, self.now
        )

    def go_on(self, per_s: float, seconds: float) -> float:
        """How many of them came in a second, in the end."""
        came = 0.0
        for _ in range(round(seconds / LOOK_S)):
            self.now += LOOK_S
            came = per_s * self.socket.share
            self.heard += came * LOOK_S
            self.sieve.on_time(self.now)
        return came


def test_everybody_gets_in_until_there_is_a_flood() -> None:
    flood = Flood()
    assert flood.socket.share == 1.0
    flood.go_on(0.9 * MOST_STRANGERS_PER_S, 10)
    assert flood.socket.share == 1.0
    assert flood.sieve.wake_at == float("inf")


def test_of_a_flood_as_much_gets_in_as_can_be_looked_at() -> None:
    flood = Flood()
    assert 0.5 < flood.go_on(100_000, 10) / MOST_STRANGERS_PER_S < 1.6
    assert flood.sieve.wake_at == flood.now + LOOK_S
    assert "floods" in flood.sieve.describe()
    flood.go_on(1e9, 10)
    assert flood.socket.share >= LEAST_SHARE, "a newcomer has a chance"


def test_when_it_is_over_everybody_gets_in_again() -> None:
    flood = Flood()
    flood.go_on(100_000, 10)
    flood.go_on(0, 10)
    assert flood.socket.share == 1.0
    assert "floods" not in flood.sieve.describe()


def test_the_owner_hears_of_lost_packets_once_a_minute() -> None:
    flood = Flood()
    flood.go_on(0, 10)
    assert flood.said == []
    flood.socket.dropped = 1_500
    flood.go_on(0, 10)
    (line,) = flood.said
    assert line.startswith("1,500 packets were lost, and have to be repeated: ")
    flood.socket.dropped = 1_600
    flood.go_on(0, WARN_S - 20)
    assert len(flood.said) == 1
    flood.go_on(0, 20)
    assert flood.said[1].startswith("100 packets")
    flood.go_on(0, 2 * WARN_S)
    assert len(flood.said) == 2, "no more were lost"


def test_a_small_buffer_is_what_the_owner_can_mend() -> None:
    flood = Flood()
    flood.socket.receive_buffer, flood.socket.dropped = 212_992, 1
    flood.go_on(0, 1)
    assert "sysctl -w net.core.rmem_max=" in flood.said[0]


def test_what_is_not_known_is_not_told() -> None:
    flood = Flood()
    flood.socket.dropped = None
    flood.go_on(0, 100)
    assert flood.said == []
    assert flood.sieve.describe() == (
        "Receive buffers of 8,192 KB (asked for: 4,096 KB), 0 packets lost for want of room since "
        "the start."
    )
