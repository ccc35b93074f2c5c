"""What a session costs: memory when idle after chat, CPU per datagram.

    python -m tests.bench.session_cost [SESSIONS] [ROUNDS]

Sends one 100-byte record to all sessions per round, encoded once, and lets each answer with its
ACK when it is due. Sealing alone is measured beside it, in the same run, for scale.
"""

import gc
import sys
import tracemalloc
from random import Random
from time import perf_counter, process_time

from shared.session.established import Established
from shared.transport.outbox import cut
from tests.support.pair import make_pair
from tests.support.sealing import TestKey, TestReplay
from tests.support.state import weigh

SERVER = ("10.0.0.9", 15000)
CHAT = 1
Pairs = list[tuple[Established, Established]]


def exchange(pairs: Pairs, now: float, spent: dict[str, float]) -> None:
    """Let everything that is due flow between each client and its server side."""
    for client, server in pairs:
        began = perf_counter()
        out = server.datagrams(now, 16)
        sent = perf_counter()
        for data, _ in out:
            client.receive_untrusted(data, SERVER, now)
        client.events()
        got = perf_counter()
        back = client.datagrams(now, 16)
        answered = perf_counter()
        for data, _ in back:
            server.receive_untrusted(data, server.path, now)
        server.events()
        heard = perf_counter()
        spent["sent"] += len(out)
        spent["acks"] += len(back)
        spent["send_s"] += sent - began
        spent["receive_s"] += got - sent
        spent["ack_send_s"] += answered - got
        spent["ack_receive_s"] += heard - answered


def make_pairs(count: int) -> Pairs:
    rng = Random(1)
    return [make_pair((f"10.0.{n >> 8}.{n & 255}", 1), SERVER, rng) for n in range(count)]


def chat(pairs: Pairs, rounds: int) -> dict[str, float]:
    names = ("sent", "acks", "send_s", "receive_s", "ack_send_s", "ack_receive_s", "push_s")
    spent = dict.fromkeys(names, 0.0)
    now = 1.0
    exchange(pairs, now, dict.fromkeys(names, 0.0))
    for n in range(rounds):
        now += 0.001
        pieces = cut(b"%08d" % n + b"x" * 92)
        began = perf_counter()
        for _, server in pairs:
            server.send(CHAT, pieces)
        spent["push_s"] += perf_counter() - began
        exchange(pairs, now, spent)
    for tick in range(1, 5):
        exchange(pairs, now + tick * 0.1, dict.fromkeys(names, 0.0))
    return spent


def seal_cost(count: int = 50_000) -> float:
    key, plaintext, header = TestKey(bytes(32)), bytes(140), bytes(17)
    began = process_time()
    for n in range(count):
        key.seal(n, header, plaintext)
    return (process_time() - began) / count


def main() -> None:
    sessions, rounds = (int(word) for word in (*sys.argv[1:], "1000", "32")[:2])
    gc.collect()
    tracemalloc.start()
    pairs = make_pairs(sessions)
    chat(pairs, 8)
    gc.collect()
    size = tracemalloc.get_traced_memory()[0] / (2 * sessions)
    tracemalloc.stop()
    bare = weigh(pairs[0][1], without=(TestKey, TestReplay))
    print(f"memory per idle session after chat: {size:.0f} bytes traced, with test keys and")
    print(f"  replay window; {bare} bytes by walking it without those")
    gc.disable()  # as the server's loop does between batches
    spent = chat(make_pairs(sessions), rounds)
    per = 1e6 / spent["sent"]
    print(f"{spent['sent']:.0f} datagrams sent, {spent['acks']:.0f} ACKs; CPU in us:")
    print(f"  push a record         {spent['push_s'] * per:6.2f}")
    print(
        f"  compose and seal      {spent['send_s'] * per:6.2f}   (sealing {seal_cost() * 1e6:.2f})"
    )
    print(f"  receive a record      {spent['receive_s'] * per:6.2f}")
    print(f"  receive an ACK        {spent['ack_receive_s'] * 1e6 / spent['acks']:6.2f}")
    print(f"  send an ACK           {spent['ack_send_s'] * 1e6 / spent['acks']:6.2f}")


if __name__ == "__main__":
    main()
