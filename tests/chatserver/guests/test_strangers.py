"""Guests from afar: proof first, and never more than three bytes back for each that came."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.guests.strangers import STRANGER_S, STRANGERS, Stranger, Strangers
from shared.dialects.classroom.packet import encode_packet
from shared.net.path import Path, SocketAddress
from shared.wire import BadPacket
from tests.support.house import far, on_the_wire, packets, single, transfer

SEQNO = 7000
SOURCE = far(4000)


class Street:
    """Strangers, and everything they were sent."""

    def __init__(self) -> None:
        self.ignored: list[SocketAddress] = []
        self.strangers = Strangers(
            Random(1), lambda: SEQNO, lambda source, now: self.ignored.append(source)
        )
        self.now = 0.0
        self.sent: list[bytes] = []
        self.received: list[bytes] = []

    def hears(self, datagram: bytes, source: SocketAddress = SOURCE) -> Stranger | None:
        self.received.append(datagram)
        try:
            return self.strangers.receive(datagram, Path(source), self.now)
        finally:
            self.take()

    def wait(self, seconds: float) -> None:
        until = self.now + seconds
        while (at := self.strangers.wake_at()) is not None and at <= until:
            self.now = max(at, self.now)
            self.strangers.on_time(self.now)
            self.take()
        self.now = until

    def take(self) -> list[bytes]:
        new = [data for data, _ in self.strangers.out]
        self.strangers.out.clear()
        self.sent += new
        return new

    def code(self) -> bytes:
        words = self.sent[-1].split()
        assert words[0] == b"type"
        return words[1]


def test_the_first_line_is_answered_with_a_number_to_type() -> None:
    street = Street()
    assert street.hears(b"hello\n") is None
    assert street.sent == [b"type %s and press Enter to join\n" % street.code()]
    assert len(street.code()) == 4


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"", b" \n"])
def test_the_number_is_the_proof_and_the_first_line_is_kept(end: bytes) -> None:
    street = Street()
    street.hears(b"hello\n")
    proved = street.hears(street.code() + end)
    assert proved is not None
    assert proved.first_line == b"hello\n"
    assert len(street.strangers) == 0


def test_the_number_of_one_source_is_none_at_another() -> None:
    street = Street()
    street.hears(b"hello\n", far(4000))
    code = street.code()
    assert street.hears(code, far(4001)) is None


def test_three_wrong_numbers_and_the_host_is_ignored() -> None:
    street = Street()
    street.hears(b"hello\n")
    for _ in range(2):
        street.hears(b"99999\n")
    assert street.ignored == []
    street.hears(b"99999\n")
    assert street.ignored == [far(4000)]
    assert len(street.strangers) == 0


def test_three_wrong_numbers_from_three_ports_are_three() -> None:
    street = Street()
    for port in range(4000, 4003):
        street.hears(b"hello\n", far(port))
        street.hears(b"99999\n", far(port))
    assert street.ignored == [far(4002)]


def test_wrong_numbers_are_forgotten_after_10_minutes() -> None:
    street = Street()
    for _ in range(3):
        for port in (4000, 4001):
            street.hears(b"hello\n", far(port))
            street.hears(b"99999\n", far(port))
        street.wait(601)
    assert street.ignored == []


@pytest.mark.parametrize("datagram", [b"X", b"error - too fast\n"], ids=["probe", "error"])
def test_what_is_never_answered(datagram: bytes) -> None:
    street = Street()
    assert street.hears(datagram) is None
    assert street.sent == []


def test_part_1_cannot_prove_anything_and_is_refused() -> None:
    street = Street()
    with pytest.raises(BadPacket):
        street.hears(single("join 3 bob"))
    assert street.sent == []
    assert len(street.strangers) == 0


def test_part_2_proves_itself_by_the_ack_of_a_lone_start() -> None:
    street = Street()
    for data in transfer("join 3 bob"):
        assert street.hears(data) is None
    assert [p.type for p in packets(street.sent)] == ["ack", "ack", "ack", "start"]
    assert street.hears(encode_packet("ack", 999)) is None
    proved = street.hears(encode_packet("ack", SEQNO + 1))
    assert proved is not None
    assert proved.messages == ["join 3 bob"]


def test_an_ack_for_nothing_proves_nothing() -> None:
    street = Street()
    assert street.hears(encode_packet("ack", SEQNO + 1)) is None
    assert street.sent == []


def test_the_start_is_repeated_within_the_limit() -> None:
    street = Street()
    for data in transfer("join 3 bob"):
        street.hears(data)
    street.wait(120)
    assert on_the_wire(street.sent) <= 3 * on_the_wire(street.received)
    starts = [p for p in packets(street.sent) if p.type == "start"]
    assert 2 <= len(starts) <= 20
    assert len(street.strangers) == 0


def test_a_stranger_is_forgotten_after_a_minute() -> None:
    street = Street()
    street.hears(b"hello\n")
    code = street.code()
    street.wait(STRANGER_S + 0.1)
    assert len(street.strangers) == 0
    assert street.hears(code) is None  # a new first line


def test_a_flood_of_forged_sources_is_bounded() -> None:
    street = Street()
    for i in range(2 * STRANGERS):
        street.hears(b"hello\n", (f"198.51.{i % 256}.{i // 256}", 4000))
    assert len(street.strangers) == STRANGERS
    street.wait(STRANGER_S + 0.1)
    assert len(street.strangers) == 0
    assert street.strangers.wake_at() is None


datagrams = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"", b"\n", b"X", b"1\n", b"hello\n", b"a\n" * 20, encode_packet("ack", 5), b"data|0|x"]
        + transfer("join 3 bob")
        + transfer("x", 502)
        + [encode_packet("start", s) for s in range(10)]
        + [encode_packet("data", s, "y" * 900) for s in range(501, 504)]
    ),
)


@settings(max_examples=300)
@given(st.lists(st.tuples(datagrams, st.sampled_from([0.0, 0.3, 0.6, 7.0])), max_size=30))
def test_replies_are_at_most_three_times_what_came(script: list[tuple[bytes, float]]) -> None:
    street = Street()
    for datagram, gap in script:
        try:
            proved = street.hears(datagram)
        except BadPacket:
            proved = None
        assert proved is None
        assert on_the_wire(street.sent) <= 3 * on_the_wire(street.received)
        street.wait(gap)
    street.wait(90)
    assert on_the_wire(street.sent) <= 3 * on_the_wire(street.received)
    assert len(street.strangers) == 0
