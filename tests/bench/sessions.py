"""Many native clients on one real server: how fast they are in, and what they cost it.

    python tests/bench/sessions.py [--clients 1000] [--minute 60]

The clients share a process and a socket (a session is found by its CID, not by its address). Each
says hello to Everyone once; then for a minute one of them says something every second. Memory is
the server's resident set; CPU is the server process's own, from the operating system.
"""

import argparse
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from shared.dialects.native.records import Say, encode  # noqa: E402
from tests.support.clients import NativeClient  # noqa: E402


class Crowd:
    """Native clients on one socket, driven until a condition holds."""

    def __init__(self, port: int, count: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE
        self._socket.connect(("127.0.0.1", port))
        self._socket.setblocking(False)
        now = time.monotonic()
        self.clients = [NativeClient(i + 1, now=now, name=f"c{i}") for i in range(count)]
        self._by_cid: dict[int, NativeClient] = {}
        self._wake = dict.fromkeys(self.clients, 0.0)

    def run(self, seconds: float, until=lambda: False) -> bool:
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end and not until():
            for client in [c for c, at in self._wake.items() if at <= now]:
                self.flush(client, now)
            select.select([self._socket], [], [], 0.005)
            self._receive()
        return until()

    def flush(self, client: NativeClient, now: float) -> None:
        for datagram in client.datagrams(now):
            try:
                self._socket.send(datagram)
            except OSError:
                break
        self._by_cid[client_cid(client)] = client
        self._wake[client] = client.wake_at()

    def _receive(self) -> None:
        now = time.monotonic()
        for _ in range(2000):
            try:
                datagram = self._socket.recv(2048)
            except OSError:
                return
            at = 2 if datagram[0] == 0xF9 else 1  # RETRY has its version before the CID
            client = self._by_cid.get(int.from_bytes(datagram[at : at + 8], "big"))
            if client is not None:
                client.receive(datagram, now)
                self.flush(client, now)


def client_cid(client: NativeClient) -> int:
    if client.session is not None:
        return int.from_bytes(client.session.cid, "big")
    return client._opening._cid


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--minute", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        words = [sys.executable, "-m", "chatserver", "-p", "0", "--data", data]
        server = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        port = int(re.findall(r"UDP port (\d+)", server.stderr.readline())[0])
        try:
            measure(server.pid, port, options.clients, options.minute)
        finally:
            server.terminate()
            server.wait()


def measure(pid: int, port: int, count: int, minute: float) -> None:
    crowd = Crowd(port, count)
    crowd.run(0.5, lambda: True)
    memory, cpu, began = memory_kb(pid), cpu_s(pid), time.monotonic()
    everybody_in = crowd.run(60, lambda: all(c.received for c in crowd.clients))
    took, spent = time.monotonic() - began, cpu_s(pid) - cpu
    print(
        f"{count} clients in: {everybody_in}, {took:.1f} s, {spent / count * 1e3:.2f} ms CPU each"
    )
    print(f"  server memory each: {(memory_kb(pid) - memory) / count:.1f} KB")
    for client in crowd.clients[:20]:
        client.send(encode(Say(1, (0,), 0, b"hello")))
        crowd.flush(client, time.monotonic())
    cpu, began, spoken = cpu_s(pid), time.monotonic(), 1
    while time.monotonic() - began < minute:
        spoken += 1
        crowd.clients[0].send(encode(Say(spoken, (0,), 0, b"x" * 100)))
        crowd.flush(crowd.clients[0], time.monotonic())
        crowd.run(1.0)
    spent = cpu_s(pid) - cpu
    print(f"after {minute:.0f} s of chat: {(memory_kb(pid) - memory) / count:.1f} KB each, "
          f"{spent / (spoken * count) * 1e6:.1f} us CPU a delivery")  # fmt: skip
    cpu = cpu_s(pid)
    crowd.run(10)
    print(f"idle: {(cpu_s(pid) - cpu) * 10:.1f} % CPU")


def memory_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main()
