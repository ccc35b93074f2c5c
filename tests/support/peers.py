"""Peers that know only the wire: written against PROTOCOL.md, importing nothing of Parley's."""

import socket
import zlib

PATIENCE_S = 60.0


class LinePeer:
    """What `nc -u` is: lines out, lines in."""

    def __init__(self, port: int, host: str = "127.0.0.1", source: str = "") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE_S)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect((host, port))
        self._lines: list[str] = []

    def __enter__(self) -> "LinePeer":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def send(self, text: str) -> None:
        self.socket.send(text.encode())

    def line(self) -> str:
        """The next line, without its newline, which must be there."""
        while not self._lines:
            data = self.socket.recv(65_535).decode()
            assert data.endswith("\n"), f"no newline at the end of {data!r}"
            self._lines = data.split("\n")[:-1]
        return self._lines.pop(0)

    def ask(self, text: str) -> str:
        self.send(text)
        return self.line()

    def register(self) -> str:
        """Write a line; the nickname is in its echo."""
        return self.ask("hello\n").partition(":")[0]


def packet(kind: str, seqno: int, body: str = "") -> bytes:
    covered = f"{kind}|{seqno}|{body}|".encode()
    return covered + str(zlib.crc32(covered)).encode()


def message(kind: str, body: str = "") -> str:
    return f"{kind} {len(body)} {body}" if body else f"{kind} 0"


class CoursePeer:
    """A client of the course as a student writes it: blocking, stop and wait, no more than asked.

    `part` 1 or 2; `acks` False is the part 2 client that never acks anything.
    """

    def __init__(self, port: int, part: int = 2, *, acks: bool = True) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(("127.0.0.1", port))
        self.part, self.acks = part, acks
        self._seqno = 1000
        self._arrived: list[str] = []
        self._chunks: dict[int, str] = {}
        self.raw: list[bytes] = []

    def __enter__(self) -> "CoursePeer":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, kind: str, body: str = "") -> None:
        text = message(kind, body)
        if self.part == 1:
            self.socket.send(packet("data", 0, text))
            return
        for type_, chunk in [("start", ""), ("data", text), ("end", "")]:
            self.socket.send(packet(type_, self._seqno, chunk))
            while self._receive() != ("ack", self._seqno + 1):
                pass
            self._seqno += 1
        self._seqno += 100

    def hear(self) -> str:
        """The next whole message from the server."""
        while not self._arrived:
            self._receive()
        return self._arrived.pop(0)

    def _receive(self) -> tuple[str, int]:
        data = self.socket.recv(65_535)
        self.raw.append(data)
        body, _, checksum = data.rpartition(b"|")
        assert zlib.crc32(body + b"|") == int(checksum), data
        kind, seqno_text, content = body.decode().split("|", 2)
        seqno = int(seqno_text)
        if kind == "data" and seqno == 0:
            self._arrived.append(content)
        elif kind != "ack":
            self._take(kind, seqno, content)
        return kind, seqno

    def _take(self, kind: str, seqno: int, content: str) -> None:
        if self.acks:
            self.socket.send(packet("ack", seqno + 1))
        if kind == "start":
            self._chunks = {}
        elif kind == "data":
            self._chunks[seqno] = content
        elif self._chunks:
            self._arrived.append("".join(self._chunks[n] for n in sorted(self._chunks)))
            self._chunks = {}
