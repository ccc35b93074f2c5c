"""How long the message pane keeps Tk busy: opening, scrolling, another width, a flood; and whether
it grows over the messages that pass through it.

    xvfb-run python -m tests.bench.pane [--messages 100000]

Prints the time of this process, not of the clock: what one event or call took at most.
"""

import argparse
import random
import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

from chatgui.app.rows import MessageRow
from chatgui.tk.pane.message_pane import Calls, MessagePane
from shared.tk.palette import LIGHT
from shared.tk.theme import Theme
from tests.support.pane_rows import WORDS, message

WINDOW = 400
A_TURN = 50
clock = time.process_time


class Bench:
    def __init__(self) -> None:
        self.root = tk.Tk(className="Parley")
        self.root.geometry("700x700")
        calls = Calls(lambda *_: None, *[lambda _: None] * 3, lambda: None)
        self.pane = MessagePane(self.root, Theme(self.root, LIGHT), calls)
        self.pane.pack(fill="both", expand=True)
        self.root.update()
        self._made = 0
        self._chance = random.Random(1)

    def messages(self, count: int) -> list[MessageRow]:
        self._made += count
        return [self._message(number) for number in range(self._made - count, self._made)]

    def _message(self, number: int) -> MessageRow:
        words = self._chance.choices(WORDS.split(), k=self._chance.randint(1, 30))
        is_mine = self._chance.random() < 0.4
        is_first = self._chance.random() < 0.5
        return message(number, " ".join(words), is_mine=is_mine, is_first=is_first)

    def longest(self, act: Callable[[], object]) -> float:
        """Milliseconds of the act itself, or of the longest event that it led to."""
        times, end = [self._time(act)], time.monotonic() + 0.05
        while time.monotonic() < end:
            times.append(self._time(lambda: self.root.tk.dooneevent(2)))
        return max(times)

    def _time(self, act: Callable[[], object]) -> float:
        before = clock()
        act()
        return 1000 * (clock() - before)


def report(name: str, times: list[float]) -> None:
    times.sort()
    print(f"{name}: median {times[len(times) // 2]:.1f} ms, longest {times[-1]:.1f} ms", flush=True)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=20_000, help="that pass through")
    count = options.parse_args().messages
    bench = Bench()
    pane, root, text = bench.pane, bench.root, bench.pane.text
    opened = [bench.messages(WINDOW) for _ in range(10)]
    report("another conversation", [bench.longest(lambda r=r: pane.show(r)) for r in opened])
    steps = [-3] * 40 + [3] * 10
    report("a step of scrolling", [
        bench.longest(lambda step=step: text.yview_scroll(step, "units")) for step in steps
    ])  # fmt: skip
    for name, widths in (("wide", range(700, 900, 9)), ("narrow", range(480, 300, -9))):
        report(f"another width, {name}", [
            bench.longest(lambda width=width: root.geometry(f"{width}x700")) for width in widths
        ])  # fmt: skip
    pane.go_to_end()
    rows, turns = opened[-1], []
    before = resident_mb()
    for _ in range(count // A_TURN):
        rows = (rows + bench.messages(A_TURN))[-WINDOW:]
        turns.append(bench.longest(lambda rows=rows: pane.show(rows)))
    report(f"{A_TURN} new messages at once", turns)
    print(f"{count} messages: {before:.1f} MB before, {resident_mb():.1f} MB after")


if __name__ == "__main__":
    main()
