"""A flood through the netcat door, and whether a newcomer still gets in.

    python tests/bench/flood.py [--seconds 20] [--lines 10000] [--peers 30]

Offers so many lines a second through so many loopback peers, watches the server's memory, and
lets 20 new people, one after the other, repeat their first line each 200 ms until it is answered.
"""

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TRIES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--lines", type=int, default=10_000, help="offered a second, in all")
    parser.add_argument("--peers", type=int, default=30)
    options = parser.parse_args()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "chatserver",
            "-p",
            "0",
            "--no-announce",
            "--data",
            tempfile.mkdtemp(),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    port = int(re.findall(r"UDP port (\d+)", server.stderr.readline())[0])
    threading.Thread(target=server.stderr.read, daemon=True).start()
    flood = subprocess.Popen(
        [sys.executable, __file__, "flood", str(port), *map(str, vars(options).values())]
    )
    measure(server.pid, port, options.seconds, flood)
    server.terminate()
    server.wait()


def measure(pid: int, port: int, seconds: float, flood: "subprocess.Popen[bytes]") -> None:
    time.sleep(1)  # a benchmark may: the flood is to be in full flow
    at_start, waits = memory_kb(pid), []
    for _ in range(TRIES):
        waits.append(join(port))
        time.sleep(max(0.0, (seconds - 3) / TRIES - waits[-1]))
    at_end = memory_kb(pid)
    flood.wait()
    print(f"newcomers answered within 1 s: {sum(w <= 1 for w in waits)} of {TRIES}")
    print(f"  slowest {max(waits) * 1e3:.0f} ms, median {sorted(waits)[TRIES // 2] * 1e3:.0f} ms")
    print(f"server memory: {at_start} KB one second in, {at_end} KB at the end")


def join(port: int) -> float:
    """Seconds until a new peer has its first line back; repeats it each 200 ms."""
    began = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", port))
        sock.settimeout(0.2)
        while time.monotonic() - began < 10:
            sock.send(b"let me in\n")
            until = time.monotonic() + 0.2
            while time.monotonic() < until:
                try:
                    if sock.recv(65_535).endswith(b": let me in\n"):
                        sock.send(b"/quit\n")
                        return time.monotonic() - began
                except TimeoutError:
                    break
    return 10.0


def offer(port: int, seconds: float, lines: int, peers: int) -> None:
    """The flood itself, in a process of its own; counts what it hears back."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(peers)]
    for sock in sockets:
        sock.connect(("127.0.0.1", port))
        sock.setblocking(False)
    began, sent, heard, dropped = time.monotonic(), 0, 0, 0
    while (elapsed := time.monotonic() - began) < seconds:
        while sent < elapsed * lines:
            sockets[sent % peers].send(b"line %d\n" % sent)
            sent += 1
        for sock in sockets:
            try:
                while True:
                    data = sock.recv(65_535)
                    heard += 1
                    found = re.search(rb"too fast, (\d+) lines", data)
                    dropped += int(found[1]) if found else 0
            except BlockingIOError:
                pass
    print(f"offered {sent / seconds:.0f} lines/s through {peers} peers")
    print(f"heard {heard / seconds:.0f} datagrams/s; told that {dropped} lines were dropped")


def memory_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])


if __name__ == "__main__":
    if sys.argv[1:2] == ["flood"]:
        offer(int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
