"""What the server's end of the native door costs, without its sockets, hub and log.

    python tests/bench/endpoint.py [rounds]

One sender, 100 receivers, records of 100 bytes, each cut once: CPU of the endpoint for each record
delivered (the sender's packet in, a record sealed for each receiver, their ACKs in). `window` is
how many records are sent before the loop's next turn. Then handshakes, from HELLO to the session.
Only the endpoint's calls are timed; the clients' share runs in between. The fastest round counts.
"""

import sys
from pathlib import Path as FilePath
from time import process_time

sys.path.insert(0, str(FilePath(__file__).resolve().parents[2]))

from shared.net.path import Path
from shared.session.endpoint import Datagram, Endpoint
from shared.session.events import Arrived, SessionOpened
from shared.transport.outbox import cut
from tests.support.clients import NativeClient, make_endpoint

RECEIVERS = 100
RECORD = bytes(100)
WINDOWS = (1, 16, 200)
RECORDS = 400
TURN_S = 0.002
HOST = "127.0.0.1"  # no limits for one network


class Room:
    """An endpoint and its clients, joined without a network; `spent_s` is the endpoint's CPU."""

    def __init__(self, count: int) -> None:
        self.now = 0.0
        self.spent_s = 0.0
        self.endpoint: Endpoint = make_endpoint(max_sessions=2 * count)
        self.clients = {(HOST, n + 1): NativeClient(n + 1) for n in range(count)}
        self.cids: list[int] = []

    def turn(self) -> None:
        """Everybody's datagrams in, the loop's turn, and its datagrams out."""
        self.now += TURN_S
        arrived = [
            (datagram, Path(address))
            for address, client in self.clients.items()
            for datagram in client.datagrams(self.now)
        ]
        began = process_time()
        sent = self._serve(arrived)
        self.spent_s += process_time() - began
        for datagram, path in sent:
            self.clients[path.remote].receive(datagram, self.now)

    def _serve(self, arrived: list[Datagram]) -> list[Datagram]:
        endpoint, now = self.endpoint, self.now
        for datagram, path in arrived:
            endpoint.receive_untrusted(datagram, path, now)
        sent: list[Datagram] = []
        while True:
            batch = endpoint.datagrams(now)
            sent += batch
            for cid, event in endpoint.events():
                if isinstance(event, Arrived):
                    pieces = cut(event.record)
                    for everybody in self.cids:
                        endpoint.send(everybody, 1, pieces)
                elif isinstance(event, SessionOpened):
                    self.cids.append(cid)
            at = endpoint.wake_at()
            if at is None or at > now:
                return sent

    def let_in(self) -> None:
        while not all(client.is_in for client in self.clients.values()):
            self.turn()


def measure_chat(window: int) -> float:
    """Microseconds a record delivered."""
    room = Room(RECEIVERS)
    room.let_in()
    for _ in range(100):  # HANDSHAKE_DONE is acknowledged, the first round trip measured
        room.turn()
    sender = room.clients[HOST, 1]
    room.spent_s = 0.0
    sent = 0
    while len(sender.received) < RECORDS:
        while sent < min(len(sender.received) + window, RECORDS) and sender.send(RECORD):
            sent += 1
        room.turn()
    for _ in range(50):
        room.turn()  # the last ACKs
    assert all(len(client.received) == RECORDS for client in room.clients.values())
    return room.spent_s / (RECORDS * RECEIVERS) * 1e6


def measure_handshakes() -> float:
    """Handshakes a second."""
    room = Room(500)
    room.let_in()
    return len(room.cids) / room.spent_s


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for window in WINDOWS:
        best = min(measure_chat(window) for _ in range(rounds))
        print(f"window {window:3}: {best:5.2f} us a record delivered to {RECEIVERS}")
    print(f"handshakes: {max(measure_handshakes() for _ in range(rounds)):.0f}/s")


if __name__ == "__main__":
    main()
