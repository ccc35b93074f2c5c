"""How fast a client's history is: opening it, its last pages, searching it, and storing.

    python tests/bench/history.py [--messages 1000000] [--keep FOLDER]

The messages are made of some 20,000 words that are as common as words of a language are (the n-th
is said 1/n times as often as the first), one in ten of them in Japanese. Every figure is the worst
of 5 runs on a connection just opened, the file being in the system's cache.
"""

import argparse
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from chatgui.app.history import History  # noqa: E402
from chatgui.archive.archive import open_archive  # noqa: E402
from chatgui.archive.items import Item  # noqa: E402

SERVER, LOG, OWN = b"s" * 32, b"l" * 16, 1
LETTERS, IDEOGRAPHS = "etaoinshrdlucmfwypvbgk", "日本語会議明後今人大学生先月火水木金土曜前上下中国"
BATCH = 5_000


class Speech:
    def __init__(self) -> None:
        self.rng = Random(1)
        self.words = ["".join(self.rng.choices(LETTERS, k=2 + n % 7)) for n in range(20_000)]
        self.sums = list(accumulate(1 / (n + 1) for n in range(len(self.words))))

    def text(self) -> str:
        if self.rng.random() < 0.1:
            return "".join(self.rng.choices(IDEOGRAPHS, k=12))
        return " ".join(self.word() for _ in range(self.rng.randrange(3, 16)))

    def word(self) -> str:
        return self.words[bisect(self.sums, self.rng.random() * self.sums[-1])]


def fill(folder: Path, count: int) -> None:
    archive, _ = open_archive(folder, OWN, lambda: 0)
    speech, rng = Speech(), Random(2)
    begun, stored_s = time.monotonic(), 0.0
    for position in range(1, count + 1):
        to = (0,) if rng.random() < 0.5 else (OWN,)
        sender = rng.randrange(2, 300)
        body = speech.text().encode()
        archive.place(
            SERVER,
            Item(sender, f"p{sender}", to, 0, body, b"o" * 16, position, LOG, position, position),
        )
        if position % BATCH == 0 or position == count:
            archive.move_cursor(SERVER, LOG, position)
            before = time.monotonic()
            trouble = archive.commit(0.0)
            assert not trouble, trouble
            stored_s += time.monotonic() - before
    archive.close()
    size = (folder / "history.db").stat().st_size / 2**20
    made_s = time.monotonic() - begun
    print(f"{count} messages made in {made_s:.0f} s, {stored_s:.0f} of it to store; {size:.0f} MB")


def measure(folder: Path, label: str, ask: Callable[[History], object]) -> None:
    worst = 0.0
    for _ in range(5):
        history = History(lambda: folder / "history.db", lambda: SERVER)
        begun = time.perf_counter()
        found = ask(history)
        worst = max(worst, time.perf_counter() - begun)
        history.close()
    count = len(found) if isinstance(found, list) else 1
    print(f"{1000 * worst:8.1f} ms  {label} ({count})")


def measure_opening(folder: Path) -> None:
    worst = 0.0
    for _ in range(5):
        begun = time.perf_counter()
        archive, _ = open_archive(folder, OWN, lambda: 0)
        archive.attach(SERVER)
        archive.unsure(SERVER, LOG, 200)
        worst = max(worst, time.perf_counter() - begun)
        archive.close()
    print(f"{1000 * worst:8.1f} ms  open it for writing, and find where we stand")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        if not (folder / "history.db").exists():
            fill(folder, options.messages)
        measure_opening(folder)
        measure(folder, "the last 100", lambda history: history.newest(100))
        measure(folder, "the last 100 to Everyone", lambda history: history.newest(100, b""))
        middle = options.messages // 2
        measure(folder, "50 around one in the middle", lambda h: h.around(middle, 50))
        words = Speech().words
        searches = {
            "the most common word": words[0],
            "the two most common": f"{words[0]} {words[1]}",
            "three of them": " ".join(words[1:4]),
            "a common and a rare one": f"{words[0]} {words[15_000]}",
            "a rare one": words[15_000],
            "the beginning of many": words[2][:2],
            "two ideographs": "会議",
            "four ideographs": "明日会議",
            "nothing": "zzzzzzzz",
            "a letter": "e",
        }
        for label, typed in searches.items():
            measure(folder, f"search {label}: {typed}", lambda h, typed=typed: h.search(typed, 50))


if __name__ == "__main__":
    main()
