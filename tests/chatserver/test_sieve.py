from collections.abc import Sequence

from chatserver.sieve import (
    FLOOD_WARN_S,
    LEAST_SHARE,
    LOOK_S,
    MOST_OF_A_KIND_PER_S,
    WARN_S,
    Sieve,
)
from shared.net.filter import Shape
from shared.net.udp import RECEIVE_BUFFER
from shared.wire.packets import HELLO, INIT


class Socket:
    receive_buffer = RECEIVE_BUFFER
    dropped: int | None = 0
    hellos = inits = 0.0

    def keep_out_junk(self, first_byte: int, shapes: Sequence[Shape]) -> None:
        shares = {shape.beginning[0]: shape.share for shape in shapes}
        self.hellos, self.inits = shares[HELLO], shares[INIT]


class Flood:
    """So many packets of strangers a second, of which the socket lets some in."""

    def __init__(self) -> None:
        self.socket, self.said, self.now = Socket(), list[str](), 0.0
        self.hellos = self.inits = 0.0
        self.sieve = Sieve([self.socket], b"ab", self.heard, self.said.append, self.now)

    def heard(self) -> tuple[int, int]:
        return round(self.hellos), round(self.inits)

    def go_on(self, seconds: float, hellos: float = 0.0, inits: float = 0.0) -> None:
        """`hellos` and `inits`: how many are sent a second."""
        for _ in range(round(seconds / LOOK_S)):
            self.now += LOOK_S
            self.hellos += hellos * self.socket.hellos * LOOK_S
            self.inits += inits * self.socket.inits * LOOK_S
            self.sieve.on_time(self.now)


def test_everybody_gets_in_until_there_is_a_flood() -> None:
    flood = Flood()
    assert (flood.socket.hellos, flood.socket.inits) == (1.0, 1.0)
    flood.go_on(10, 0.9 * MOST_OF_A_KIND_PER_S, 0.9 * MOST_OF_A_KIND_PER_S)
    assert (flood.socket.hellos, flood.socket.inits) == (1.0, 1.0)
    assert flood.sieve.wake_at == float("inf")
    assert flood.said == []


def test_of_a_flood_as_much_gets_in_as_can_be_looked_at() -> None:
    flood = Flood()
    flood.go_on(10, hellos=100_000)
    assert 0.5 < 100_000 * flood.socket.hellos / MOST_OF_A_KIND_PER_S < 1.6
    assert flood.sieve.wake_at == flood.now + LOOK_S
    assert "floods" in flood.sieve.describe()
    flood.go_on(10, hellos=1e9)
    assert flood.socket.hellos >= LEAST_SHARE, "a newcomer has a chance"


def test_who_has_a_cookie_does_not_suffer_from_those_who_want_one() -> None:
    flood = Flood()
    flood.go_on(10, hellos=100_000, inits=100)
    assert flood.socket.hellos < 0.1
    assert flood.socket.inits == 1.0
    other = Flood()
    other.go_on(10, hellos=100, inits=100_000)
    assert other.socket.hellos == 1.0
    assert other.socket.inits < 0.1


def test_the_owner_hears_of_a_flood_once_and_what_to_do() -> None:
    flood = Flood()
    flood.go_on(10, hellos=100_000)
    (line,) = flood.said
    assert "100,000 packets a second" in line
    assert "tcpdump" in line
    flood.go_on(10)
    flood.go_on(10, hellos=100_000)
    assert len(flood.said) == 1, "floods come in waves"
    flood.go_on(FLOOD_WARN_S)
    flood.go_on(10, inits=100_000)
    assert len(flood.said) == 2


def test_when_it_is_over_everybody_gets_in_again() -> None:
    flood = Flood()
    flood.go_on(10, 100_000, 100_000)
    flood.go_on(10)
    assert (flood.socket.hellos, flood.socket.inits) == (1.0, 1.0)
    assert "floods" not in flood.sieve.describe()


def test_the_owner_hears_of_lost_packets_once_a_minute() -> None:
    flood = Flood()
    flood.go_on(10)
    assert flood.said == []
    flood.socket.dropped = 1_500
    flood.go_on(10)
    (line,) = flood.said
    assert line.startswith("Up to 1,500 packets were lost, and have to be repeated: ")
    flood.socket.dropped = 1_600
    flood.go_on(WARN_S - 20)
    assert len(flood.said) == 1
    flood.go_on(20)
    assert flood.said[1].startswith("Up to 100 packets")
    flood.go_on(2 * WARN_S)
    assert len(flood.said) == 2, "no more were lost"


def test_a_small_buffer_is_what_the_owner_can_mend() -> None:
    flood = Flood()
    flood.socket.receive_buffer, flood.socket.dropped = RECEIVE_BUFFER - 1, 1
    flood.go_on(1)
    assert "sysctl -w net.core.rmem_max=" in flood.said[0]


def test_what_is_not_known_is_not_told() -> None:
    flood = Flood()
    flood.socket.dropped = None
    flood.go_on(100)
    assert flood.said == []
    assert flood.sieve.describe() == (
        "Receive buffers of 4,096 KB (asked for: 4,096 KB). How many packets are lost for want of "
        "room this system does not tell."
    )


def test_the_owner_who_asks_hears_of_what_was_lost() -> None:
    flood = Flood()
    flood.socket.receive_buffer, flood.socket.dropped = 212_992, 1_500
    assert flood.sieve.describe() == (
        "Receive buffers of 208 KB (asked for: 4,096 KB). Up to 1,500 packets lost for want of "
        "room since the start."
    )
    flood.socket.dropped = 0
    assert "No packets lost for want of room since the start." in flood.sieve.describe()
