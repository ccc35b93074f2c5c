"""How many handshakes a server does in a second on one core, and what each packet costs it.

    python tests/bench/handshakes.py [rounds]

Only the server's calls are timed; the clients' share runs in between. Loopback addresses, so the
limits for one network do not count.
"""

import sys
import tracemalloc
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from shared.session.server_opening import ServerOpening
from tests.support.openings import handshake_done, make_client, make_server, sent

CLIENTS = 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    spent = [run(make_server()) for _ in range(rounds)]
    best = [min(column) / CLIENTS for column in zip(*spent, strict=True)]
    names = ("HELLO -> RETRY", "INIT -> RESP", "FIN -> Opened")
    for name, seconds in zip(names, best, strict=True):
        print(f"{name:16} {seconds * 1e6:7.1f} us")
    print(f"{'handshakes/s':16} {1 / sum(best):7.0f}")
    print(f"{'half-open':16} {half_open_bytes():7.0f} bytes (tracemalloc; OpenSSL's not counted)")


def run(server: ServerOpening) -> tuple[float, float, float]:
    clients = [make_client(seed) for seed in range(1, CLIENTS + 1)]
    sources = [("127.0.0.1", seed) for seed in range(1, CLIENTS + 1)]
    datagrams = [sent(client.poll(0.0)) for client in clients]
    spent = []
    for _ in range(2):
        answers, seconds = serve(server, datagrams, sources)
        spent.append(seconds)
        datagrams = [
            sent(client.receive_untrusted(answer, 0.0))
            for client, answer in zip(clients, answers, strict=True)
        ]
    opened, seconds = serve(server, datagrams, sources)
    for client, session in zip(clients, opened, strict=True):
        client.receive_untrusted(handshake_done(session), 0.0)
        assert client.opened is not None
    return spent[0], spent[1], seconds


def serve(server: ServerOpening, datagrams: list[bytes], sources: list) -> tuple[list, float]:
    start = perf_counter()
    pairs = zip(datagrams, sources, strict=True)
    answers = [server.receive_untrusted(datagram, source, 0.0) for datagram, source in pairs]
    return answers, perf_counter() - start


def half_open_bytes() -> float:
    server = make_server()
    sources = [("127.0.0.1", seed) for seed in range(1, CLIENTS + 1)]
    clients = [make_client(seed) for seed in range(1, CLIENTS + 1)]
    retries, _ = serve(server, [sent(client.poll(0.0)) for client in clients], sources)
    pairs = zip(clients, retries, strict=True)
    inits = [sent(client.receive_untrusted(retry, 0.0)) for client, retry in pairs]
    tracemalloc.start()
    for init, source in zip(inits, sources, strict=True):
        server.receive_untrusted(init, source, 0.0)
    return tracemalloc.get_traced_memory()[0] / CLIENTS


if __name__ == "__main__":
    main()
