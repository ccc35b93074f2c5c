"""What the system's news mean."""

import errno
import socket
import struct
import sys

import pytest

from chatgui.doctor.icmp import _meaning, ask_for_news, read_news, refusal_of
from chatgui.doctor.trial import Refusal
from tests.support.ports import free_port


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (errno.ECONNREFUSED, "not listening"),
        (errno.EHOSTUNREACH, "nobody"),
        (errno.ENETUNREACH, "no way"),
        (errno.EPERM, "forbidden"),
        (errno.EAGAIN, ""),
    ],
)
def test_errors(number: int, refusal: Refusal):
    assert refusal_of(OSError(number, "no")) == refusal


@pytest.mark.parametrize(
    ("origin", "kind", "code", "refusal"),
    [
        (2, 3, 3, "not listening"),
        (2, 3, 13, "filtered"),
        (2, 3, 1, "nobody"),
        (2, 3, 0, "no way"),
        (3, 1, 4, "not listening"),
        (3, 1, 1, "filtered"),
        (3, 1, 3, "nobody"),
        (1, 0, 0, "forbidden"),
    ],
)
def test_reasons(origin: int, kind: int, code: int, refusal: Refusal):
    data = struct.pack("=IBBBB", errno.EPERM, origin, kind, code, 0)
    assert _meaning(data) == refusal
    assert _meaning(data[:6]) == ""


@pytest.mark.parametrize(
    ("sayer", "code", "refusal"),
    [
        ("10.0.0.5", 3, "forbidden"),
        ("10.0.0.5", 13, "forbidden"),
        ("10.0.0.5", 1, "nobody"),
        ("10.0.0.9", 3, "not listening"),
        ("fd00::5", 3, "not listening"),
    ],
)
def test_a_firewall_of_our_own_is_told_from_the_other_computer(
    sayer: str, code: int, refusal: Refusal
):
    data = struct.pack("=IBBBB8x", errno.ECONNREFUSED, 2, 3, code, 0)
    if ":" in sayer:
        data += struct.pack("=H6x", socket.AF_INET6) + socket.inet_pton(socket.AF_INET6, sayer)
    else:
        data += struct.pack("=H2x", socket.AF_INET) + socket.inet_aton(sayer)
    assert _meaning(data, "10.0.0.5") == refusal


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a queue")
def test_the_queue_is_emptied():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", free_port()))
        sock.setblocking(False)
        ask_for_news(sock)
        sock.send(b"")
        assert read_news(sock) == ["not listening"]
        assert read_news(sock) == []
