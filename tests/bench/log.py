"""What the log on the disk costs.

    python tests/bench/log.py [messages]

Appending, for batches of several sizes and two mixtures of senders; then a log of a million
messages (or as many as said): how fast it opens, and how fast somebody reads what they missed.
Appending is CPU of the loop; the fastest of three rounds counts.
"""

import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from shared.chat import EVERYONE_ID, TEXT, Message
from tests.support.logs import EVERYONE, DiskLog

MISSED = 10_000
PAGE = 256


class Crowd:
    """`private`: the share of messages that are to three people instead of everyone."""

    def __init__(self, size: int, private: float) -> None:
        self._random = Random(1)
        self._people = [
            (self._random.getrandbits(64), self._random.randbytes(16)) for _ in "x" * size
        ]
        self._said = [0] * size
        self._private = private

    def batch(self, size: int) -> list[Message]:
        return [self._message() for _ in range(size)]

    def _message(self) -> Message:
        random = self._random
        index = random.randrange(len(self._people))
        self._said[index] += 1
        sender, outbox = self._people[index]
        to: tuple[int, ...] = EVERYONE
        if random.random() < self._private:
            to = tuple(random.choice(self._people)[0] for _ in range(3))
        body, number = b"x" * 100, self._said[index]
        return Message(sender, "somebody", to, TEXT, body, 1, outbox, number, outbox)


def measure_appending(people: int, private: float, size: int, batches: int) -> float:
    """Microseconds of the loop's CPU for each message, all that is derived later included."""
    crowd = Crowd(people, private)
    with tempfile.TemporaryDirectory() as folder:
        log = DiskLog(Path(folder))
        work = [crowd.batch(size) for _ in range(batches)]
        began = time.thread_time()
        for batch in work:
            log.append(batch)
            log.outcomes()
        spent = time.thread_time() - began
        log.close()
    return spent / (size * batches) * 1e6


def measure_reading(messages: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, crowd = Path(name), Crowd(200, 0.3)
        log = DiskLog(folder)
        began, cursor = time.perf_counter(), 0
        for done in range(0, messages, 200):
            if done >= messages - MISSED and not cursor:
                cursor = log.head
            log.append(crowd.batch(200))
            log.outcomes()
        print(f"{messages:,} messages written in {time.perf_counter() - began:.1f} s")
        log.close()
        print(f"DATA/server.db has {(folder / 'server.db').stat().st_size / 2**20:,.0f} MB")
        began = time.perf_counter()
        log = DiskLog(folder, seed=2)
        print(f"opened in {(time.perf_counter() - began) * 1e3:.0f} ms")
        for person, who in ((crowd._people[0][0], "one of 200"), (EVERYONE_ID + 1, "a stranger")):
            _read(log, person, cursor, who)
            _read(log, person, 0, who)
        log.close()


def _read(log: DiskLog, person: int, after: int, who: str) -> None:
    began, found, pages = time.perf_counter(), 0, 0
    while after < log.head and found < MISSED:
        page = log.read(person, after, PAGE)
        found, after, pages = found + len(page.messages), page.reached, pages + 1
    spent = time.perf_counter() - began
    print(f"{who} reads {found:,} messages in {pages} pages, {spent * 1e3:.0f} ms")


def main() -> None:
    print("senders  private  batch   us a message")
    for people, private in ((20, 0.0), (20, 0.5), (1000, 0.0), (1000, 0.5)):
        for size in (1, 20, 64):
            rounds = (measure_appending(people, private, size, 10_000 // size) for _ in "123")
            cost = min(rounds)
            print(f"{people:7}  {private:7}  {size:5}  {cost:13.1f}")
    measure_reading(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)


if __name__ == "__main__":
    main()
