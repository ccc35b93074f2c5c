"""One sender, N receivers: what a delivery costs the server, and how soon the last has it.

    python -m tests.bench fanout [--receivers 100] [--seconds 4] [--rounds 3] [--drag 0]

Side by side in one run: Parley as it is shipped (encrypted, with log, receipts and limits) and
whichever of ngircd, mosquitto and nats-server are installed (plain TCP, their limits off). `window`
is how many texts the sender may be ahead of the slowest receiver. Every delivery is verified.

What is quoted is the server's CPU, which the clients' own work does not count into. `--drag US`
makes each delivery that much dearer for the clients: if the server's figures stay, it was not the
clients that were measured.
"""

import argparse
import gc
import time
from dataclasses import asdict, dataclass, field
from itertools import chain
from statistics import median

from tests.bench.bounds import number_from, whole_from
from tests.bench.crowd import Client, Crowd
from tests.bench.rivals import RIVALS
from tests.bench.rivals.server import Server, tell_missing
from tests.bench.tally import Tally
from tests.bench.usage import cpu_s, memory_kb

WINDOWS = (1, 16, 200)
CROWD = 900
JOIN_S = 120.0
SETTLE_S = 1.2
"""After the last text: ACKs and receipts that come later are part of the price."""

WARM_UP_S = 0.5
AGREE = 0.2
"""Rounds further apart than this share say that something else was measured, too."""


@dataclass
class Cell:
    """One rival, so many receivers, one window; a list has one value a round."""

    rival: str
    version: str
    receivers: int
    window: int
    us_a_delivery: list[float] = field(default_factory=list)
    texts_a_s: list[float] = field(default_factory=list)
    last_ms: list[float] = field(default_factory=list)
    last_p99_ms: list[float] = field(default_factory=list)
    server_busy: list[float] = field(default_factory=list)
    clients_busy: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    deliveries: int = 0

    @property
    def median_us(self) -> float:
        return median(self.us_a_delivery)

    @property
    def spread(self) -> float:
        """How far the rounds are apart, as a share of their median; 0 if that is less than a step
        of the kernel's clock."""
        values = self.us_a_delivery
        return (max(values) - min(values)) / self.median_us if self.median_us else 0.0


class Stage:
    """A server with a sender and receivers in it."""

    def __init__(self, server: Server, receivers: int, drag_s: float = 0.0) -> None:
        self.server = server
        self.tally = Tally(receivers)
        self.crowd = Crowd(self._hear)
        self._drag_s = drag_s
        self.sender = server.client(0, listens=False)
        # Each connects when it is its turn: who connects and waits is shown out.
        others = (server.client(number) for number in range(1, receivers + 1))
        self.crowd.let_in(chain([self.sender], others), server.at_once, JOIN_S)
        self.crowd.run(WARM_UP_S)

    def _hear(self, client: Client, text: bytes, at_ns: int) -> None:
        if client is self.sender:
            return
        self.tally.hear(client, text, at_ns)
        if self._drag_s:
            until = time.perf_counter() + self._drag_s
            while time.perf_counter() < until:
                pass

    def talk(self, seconds: float, window: int) -> None:
        """As fast as the window lets; returns when everybody has everything."""
        end = time.monotonic() + seconds

        def keep_ahead() -> bool:
            said = self.tally.said
            while self.tally.ahead < window and self.sender.say(self.tally.next_text()):
                self.tally.note_said()
            if self.tally.said > said:
                self.crowd.flush(self.sender)
            return time.monotonic() >= end

        self.crowd.run(seconds + 1, keep_ahead)
        if not self.crowd.run(30, lambda: self.tally.ahead == 0):
            raise RuntimeError(f"{self.tally.ahead} texts did not reach everybody within 30 s.")

    def close(self) -> None:
        self.crowd.close()


def measure(stage: Stage, cell: Cell, seconds: float) -> None:
    """One round."""
    tally, pid = stage.tally, stage.server.process.pid
    stage.talk(WARM_UP_S, cell.window)
    first, deliveries = tally.said + 1, tally.deliveries
    cpu, own, began = cpu_s(pid), time.process_time(), time.monotonic()
    stage.talk(seconds, cell.window)
    took, texts = time.monotonic() - began, tally.said + 1 - first
    busy, own = cpu_s(pid) - cpu, time.process_time() - own
    stage.crowd.run(SETTLE_S)
    delivered = tally.deliveries - deliveries
    assert delivered == texts * cell.receivers, "the tally saw to that"
    spans = sorted(tally.spans_s(first))
    cell.deliveries += delivered
    cell.us_a_delivery.append((cpu_s(pid) - cpu) / delivered * 1e6)
    cell.texts_a_s.append(texts / took)
    cell.last_ms.append(median(spans) * 1e3)
    cell.last_p99_ms.append(spans[len(spans) * 99 // 100] * 1e3)
    cell.server_busy.append(busy / took)
    cell.clients_busy.append(own / took)
    cell.memory_mb.append(memory_kb(pid) / 1024)


def plan(receivers: int, crowd: int) -> list[tuple[type[Server], int, list[Cell]]]:
    """Who is measured with how many, and in which windows."""
    found = []
    for rival in (rival for rival in RIVALS if rival.is_installed()):
        for count, windows in ((receivers, WINDOWS), (crowd, WINDOWS[:1])):
            if count:
                version = rival.version()
                cells = [Cell(rival.title, version, count, window) for window in windows]
                found.append((rival, count, cells))
    return found


def run(words: list[str]) -> dict[str, object]:
    """Measure and print; the result for the report."""
    options = _parser().parse_args(words)
    tell_missing(RIVALS)
    planned = plan(options.receivers, options.crowd)
    for number in range(options.rounds):
        for rival, count, cells in planned:
            print(f"round {number + 1} of {options.rounds}: {rival.title}, {count} receivers")
            play(rival, count, cells, options)
    cells = [cell for _, _, cells in planned for cell in cells]
    print(table(cells))
    return {"cells": [_as_figures(cell) for cell in cells]}


def _as_figures(cell: Cell) -> dict[str, object]:
    return asdict(cell) | {"median_us": cell.median_us, "spread": cell.spread}


def play(rival: type[Server], count: int, cells: list[Cell], options: argparse.Namespace) -> None:
    with rival() as server:
        stage = Stage(server, count, options.drag * 1e-6)
        gc.collect()
        gc.freeze()
        gc.disable()
        for cell in cells:
            measure(stage, cell, options.seconds)
        gc.enable()
        gc.unfreeze()
        stage.close()


HEAD = """\
                            CPU us a  rounds   texts   to the last, ms     busy         memory
rival        receivers  window delivery  apart      /s   median      99 %  server clients   MB"""


def table(cells: list[Cell]) -> str:
    return "\n".join([HEAD, *map(_row, cells), _agreement(cells)])


def _agreement(cells: list[Cell]) -> str:
    if all(len(cell.us_a_delivery) < 2 for cell in cells):
        return "One round alone does not tell how far rounds are apart: --rounds 3."
    apart = [cell for cell in cells if cell.spread > AGREE]
    names = ", ".join(f"{cell.rival} {cell.receivers}/{cell.window}" for cell in apart)
    return (
        f"More than {AGREE:.0%} apart: {names}." if apart else f"Rounds agree within {AGREE:.0%}."
    )


def _row(cell: Cell) -> str:
    spread = f"{cell.spread:.0%}" if len(cell.us_a_delivery) > 1 else "-"
    return (
        f"{cell.rival:12} {cell.receivers:9} {cell.window:7} {cell.median_us:8.2f} "
        f"{spread:>6} {median(cell.texts_a_s):7.0f} {median(cell.last_ms):8.2f} "
        f"{median(cell.last_p99_ms):9.2f} {median(cell.server_busy):7.0%} "
        f"{median(cell.clients_busy):7.0%} {median(cell.memory_mb):4.0f}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py bench fanout", description=__doc__.split("\n")[0])
    parser.add_argument("--receivers", type=whole_from(1), default=100)
    parser.add_argument(
        "--crowd", type=whole_from(0), default=CROWD, help="of the run at window 1; 0: none"
    )
    parser.add_argument(
        "--seconds", type=number_from(1), default=4.0, help="for each window and round"
    )
    parser.add_argument("--rounds", type=whole_from(1), default=3)
    parser.add_argument("--drag", type=number_from(0), default=0.0, metavar="US")
    return parser
