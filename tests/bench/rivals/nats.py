"""nats-server, and clients that subscribe to one subject."""

import re

from tests.bench.rivals.server import Server, output_of
from tests.bench.rivals.stream import StreamClient

CONFIG = """\
host: 127.0.0.1
port: {port}
max_connections: 100000
max_pending: 1GB
write_deadline: "60s"
"""
CONNECT = (
    b'CONNECT {"verbose":false,"pedantic":false,"echo":false,"lang":"bench","version":"1"}\r\n'
)


class Nats(Server):
    title = "nats-server"
    program = "nats-server"
    package = "nats-server"

    @classmethod
    def version(cls) -> str:
        found = re.search(r"v([\d.]+)", output_of("nats-server", "--version"))
        return found[1] if found else "?"

    def command(self) -> list[str]:
        config = self.folder / "nats.conf"
        config.write_text(CONFIG.format(port=self.port))
        return ["nats-server", "-c", str(config)]

    def client(self, number: int, *, listens: bool = True) -> "NatsClient":
        return NatsClient(self.port, number, listens)


class NatsClient(StreamClient):
    def __init__(self, port: int, number: int, listens: bool) -> None:
        super().__init__(port, number)
        subscription = b"SUB bench 1\r\n" if listens else b""
        self._write(CONNECT + subscription + b"PING\r\n")

    def frame(self, text: bytes) -> bytes:
        return b"PUB bench %d\r\n%b\r\n" % (len(text), text)

    def parse(self, data: bytes) -> tuple[list[bytes], bytes]:
        texts, at = [], 0
        while (line_end := data.find(b"\r\n", at)) >= 0:
            line = data[at:line_end]
            if line.startswith(b"MSG "):
                start = line_end + 2
                end = start + int(line[line.rindex(b" ") :])
                if end + 2 > len(data):
                    break
                texts.append(data[start:end])
                at = end + 2
            else:
                self._mind(line)
                at = line_end + 2
        return texts, data[at:]

    def _mind(self, line: bytes) -> None:
        if line == b"PING":
            self._write(b"PONG\r\n")
        elif line == b"PONG":
            self.is_in = True
        elif line.startswith(b"-ERR"):
            raise RuntimeError(f"nats-server refuses: {line.decode(errors='replace')}")
