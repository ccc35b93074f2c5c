import socket
import sys
from collections.abc import Iterator

import pytest

from shared.net.filter import Shape, compile_filter, keep_out_junk

SHAPES = (
    Shape(b"\xf8\x01", range(10, 21), ((2, b"1234567"),)),
    Shape(b"\xf8", range(5, 6)),
    Shape(b"\xfd", range(3, 2000), ((1, b"ab"),)),
)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="socket filters are Linux's")


@pytest.fixture
def reader() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(20)
        yield sock


@pytest.fixture
def writer(reader: socket.socket) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(reader.getsockname())
        yield sock


def passed(reader: socket.socket, writer: socket.socket, datagrams: list[bytes]) -> list[bytes]:
    """Which of them arrive: those before a last one that does."""
    for datagram in (*datagrams, b"the end"):
        writer.send(datagram)
    return list(iter(lambda: reader.recv(4096), b"the end"))


@LINUX
def test_what_has_none_of_the_shapes_does_not_arrive(
    reader: socket.socket, writer: socket.socket
) -> None:
    good = [
        b"",
        b"hello",
        b"\xf7\x01",
        b"\xf8\x011234567" + b"x",
        b"\xf8\x011234567" + b"x" * 11,
        b"\xf8\x02345",
        b"\xfdab",
        b"\xfdab" + bytes(1990),
    ]
    bad = [
        b"\xf8",
        b"\xf8\x01",
        b"\xf8\x011234567",
        b"\xf8\x011234567" + b"x" * 12,
        b"\xf8\x011234568" + b"x",
        b"\xf8\x0122",
        b"\xf8\x02",
        b"\xf8\x0234567890123456",
        b"\xf9" * 30,
        b"\xfdba",
        b"\xfda",
        b"\xff" * 100,
    ]
    assert keep_out_junk(reader, 0xF8, SHAPES)
    mixed = [datagram for pair in zip(good, bad, strict=False) for datagram in pair]
    assert passed(reader, writer, mixed + bad[len(good) :]) == good


@LINUX
def test_a_share_arrives_until_another_is_asked_for(
    reader: socket.socket, writer: socket.socket
) -> None:
    shapes = (Shape(b"\xf8", range(1, 9)), Shape(b"\xfd", range(1, 9)))
    datagrams = [b"\xf8", b"\xfd"] * 50
    assert keep_out_junk(reader, 0xF8, (shapes[0]._replace(share=0.5), shapes[1]))
    came = passed(reader, writer, datagrams)
    assert came.count(b"\xfd") == 50
    assert 5 < came.count(b"\xf8") < 45  # by chance once in 10 to the 8
    assert keep_out_junk(reader, 0xF8, shapes)
    assert passed(reader, writer, datagrams) == datagrams


def test_a_jump_is_short_enough_for_the_kernel() -> None:
    longest = Shape(b"\xf8\x01", range(1, 1201), ((9, bytes(100)), (700, bytes(7))), 0.5)
    program = compile_filter(0xF8, (longest,) * 20)
    assert len(program) <= 4096
    assert max(max(if_so, if_not) for _, if_so, if_not, _ in program) <= 255
