"""Junk for the native door, as fast as one is told: python -m tests.bench.junk PORT RATE SECONDS
KIND TAG

From 64 addresses of loopback. KIND is `hello` (HELLOs that are right), `data` (DATA of sessions
that do not exist), `inside` (the same with the first two bytes that the CIDs of the server have,
TAG in hex: whoever has been there may know them), `noise` (a first byte of ours and random ones),
or `mix`: these and INITs with cookies that nobody gave, FINs and RESETs of nobody, in equal parts.
Prints how many were sent. sendmmsg, because Python's own `send` would take the core that the server
needs.
"""

import ctypes
import os
import socket
import sys
import time
from random import Random

from shared.net.filter import keep_out_junk
from shared.wire.packets import HELLO, INIT, VERSION
from tests.bench.crowd import host

SOURCES = 64
BATCH = 32
TURN_S = 0.002
FIRST_HOST = 100_000
_HELLO, _INIT = bytes((HELLO, VERSION)), bytes((INIT, VERSION))


class Piece(ctypes.Structure):  # struct iovec
    _fields_ = (("base", ctypes.c_char_p), ("size", ctypes.c_size_t))


class Header(ctypes.Structure):  # struct msghdr
    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_size", ctypes.c_uint),
        ("pieces", ctypes.POINTER(Piece)),
        ("piece_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_size", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class Message(ctypes.Structure):  # struct mmsghdr
    _fields_ = (("header", Header), ("sent", ctypes.c_uint))


class Source:
    """A socket and the datagrams it sends over and over."""

    def __init__(self, port: int, number: int, datagrams: list[bytes]) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((host(FIRST_HOST + number), 0))
        keep_out_junk(self.sock, 0, ())  # answers, or they would count as lost by a full buffer
        self.sock.connect(("127.0.0.1", port))
        self._pieces = (Piece * BATCH)(*((data, len(data)) for data in datagrams))
        self._messages = (Message * BATCH)()
        for message, piece in zip(self._messages, self._pieces, strict=True):
            message.header.pieces, message.header.piece_count = ctypes.pointer(piece), 1

    def send(self, libc: ctypes.CDLL) -> int:
        return max(0, libc.sendmmsg(self.sock.fileno(), self._messages, BATCH, 0))


def make_junk(random: Random, kind: str, tag: bytes) -> bytes:
    bytes_of = random.randbytes
    if kind == "hello":  # version, CID, mode, key, zeros
        return _HELLO + bytes_of(8) + b"\x00" + bytes_of(32) + bytes(1157)
    if kind == "init":
        fields = bytes_of(8) + b"\x00" + bytes_of(32) + bytes(16) + bytes_of(16)
        return _INIT + fields + bytes(1125)
    if kind == "bad hello":
        return _HELLO + bytes_of(1198)
    if kind == "fin":
        return b"\xfc" + bytes_of(300)
    if kind == "reset":
        return b"\xff" + bytes_of(43)
    if kind == "noise":
        return bytes((random.randrange(0xF8, 0x100),)) + bytes_of(random.randrange(1400))
    size = random.randrange(63, 1199)
    return b"\xfd" + ((tag if kind == "inside" else b"") + bytes_of(size))[:size]


MIX = ("hello", "init", "bad hello", "fin", "reset", "noise", "data")


def main() -> None:
    port, rate, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    kinds = MIX if sys.argv[4] == "mix" else (sys.argv[4],)
    tag = bytes.fromhex(sys.argv[5])
    libc, random = ctypes.CDLL(None, use_errno=True), Random(1)
    sources = [
        Source(port, number, [make_junk(random, random.choice(kinds), tag) for _ in range(BATCH)])
        for number in range(SOURCES)
    ]
    sent = turn = 0
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < seconds:
        while sent < elapsed * rate and time.monotonic() - began < seconds:
            sent += sources[turn % SOURCES].send(libc)
            turn += 1
        time.sleep(TURN_S)
    print(sent, sum(os.times()[:2]))


if __name__ == "__main__":
    main()
