"""mosquitto, and clients of MQTT 3.1.1 with QoS 0: the broker keeps nothing and acknowledges
nothing, which is its fastest way."""

import getpass
import re

from tests.bench.rivals.server import Server, output_of
from tests.bench.rivals.stream import StreamClient

CONFIG = """\
listener {port} 127.0.0.1
user {user}
allow_anonymous true
persistence false
max_queued_messages 0
max_inflight_messages 0
set_tcp_nodelay true
log_dest none
"""
TOPIC = b"\x00\x05bench"
CONNACK, PUBLISH, SUBACK = 0x20, 0x30, 0x90


class Mqtt(Server):
    title = "mosquitto"
    program = "mosquitto"
    package = "mosquitto"

    @classmethod
    def version(cls) -> str:
        found = re.search(r"version ([\d.]+)", output_of("mosquitto", "-h"))
        return found[1] if found else "?"

    def command(self) -> list[str]:
        config = self.folder / "mosquitto.conf"
        config.write_text(CONFIG.format(port=self.port, user=getpass.getuser()))
        return ["mosquitto", "-c", str(config)]

    def client(self, number: int, *, listens: bool = True) -> "MqttClient":
        return MqttClient(self.port, number, listens)


class MqttClient(StreamClient):
    def __init__(self, port: int, number: int, listens: bool) -> None:
        super().__init__(port, number)
        self._listens = listens
        name = b"c%d" % number
        level_flags_keepalive = b"\x00\x04MQTT\x04\x02\x00\x00"
        self._write(packet(0x10, level_flags_keepalive + len(name).to_bytes(2, "big") + name))

    def frame(self, text: bytes) -> bytes:
        return packet(PUBLISH, TOPIC + text)

    def parse(self, data: bytes) -> tuple[list[bytes], bytes]:
        texts, at = [], 0
        while (found := body_of(data, at)) is not None:
            start, end = found
            kind = data[at] & 0xF0
            if kind == PUBLISH:
                texts.append(data[start + len(TOPIC) : end])
            elif kind == CONNACK:
                self._come_in(data[start + 1])
            elif kind == SUBACK:
                self.is_in = True
            at = end
        return texts, data[at:]

    def _come_in(self, code: int) -> None:
        if code != 0:
            raise RuntimeError(f"mosquitto refuses, code {code}.")
        if self._listens:
            self._write(packet(0x82, b"\x00\x01" + TOPIC + b"\x00"))
        else:
            self.is_in = True


def packet(kind: int, body: bytes) -> bytes:
    size, length = len(body), bytearray()
    while size > 127:
        length.append(size & 127 | 128)
        size >>= 7
    return bytes((kind, *length, size)) + body


def body_of(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the body of the packet at that place begins and ends; None if it is not whole."""
    size = shift = 0
    for start in range(at + 1, min(at + 5, len(data))):
        size |= (data[start] & 127) << shift
        shift += 7
        if data[start] < 128:
            end = start + 1 + size
            return (start + 1, end) if end <= len(data) else None
    return None
