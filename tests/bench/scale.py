"""Ten thousand native clients on one server, and a flood of junk.

    python -m tests.bench scale [--clients 10000] [--seconds 20] [--junk 100000]

Real sessions, each on a socket and an address of loopback of its own, held by this process. Times
to the last receiver end when the kernel has the datagram; the others when the client has worked
its way there, so they are upper bounds. CPU is the server's.
"""

import argparse
import gc
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from statistics import median

from shared.dialects.native.records import HERE, AskPeople, PeoplePage, Roster, Watch
from tests.bench import started
from tests.bench.bounds import number_from, whole_from
from tests.bench.crowd import Client, Crowd
from tests.bench.rivals.parley import Parley, ParleyClient
from tests.bench.tally import Tally
from tests.bench.usage import cpu_s, lost_datagrams, memory_kb

PATIENCE_S = 180.0
SPARE_FILES = 100
READERS = 20
WATCHERS = 200
WATCHED = 50
TALKERS = 50
LEAST = 3
"""One who talks, one who leaves, one who watches."""

JUNK_TEXT_EVERY_S = 0.02
SETTLE_S = 3.0
"""After much has happened, before nothing does."""


class Town:
    """A server and its clients. `figures` grows with each measurement, and is printed."""

    def __init__(self, count: int) -> None:
        self.figures: dict[str, float] = {}
        self.server = Parley()
        self.tally = Tally(count - 1)
        self.crowd = Crowd(self._hear)
        self.clients: list[ParleyClient] = [self.server.client(n) for n in range(count)]

    def _hear(self, client: Client, text: bytes, at_ns: int) -> None:
        if client is not self.clients[0]:
            self.tally.hear(client, text, at_ns)

    def close(self) -> None:
        self.crowd.close()
        self.server.stop()

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def note(self, **figures: float) -> None:
        self.figures |= figures
        print("  " + ", ".join(f"{name} {value:,.2f}" for name, value in figures.items()))

    def wait_for(self, clients: Iterable[ParleyClient], holds: Callable[..., object]) -> None:
        """Until it holds for each of them; looks at one at a time, as 10,000 would take a while."""
        waiting = list(clients)

        def nobody_left() -> bool:
            while waiting and holds(waiting[-1]):
                waiting.pop()
            return not waiting

        if not self.crowd.run(PATIENCE_S, nobody_left):
            raise RuntimeError(f"{len(waiting)} clients did not get there in {PATIENCE_S:.0f} s.")

    # --- what is measured -----------------------------------------------------------------------

    def join(self) -> None:
        """Everybody at once, as fast as this process can say HELLO."""
        print("join storm")
        memory, cpu, own = memory_kb(self.pid), cpu_s(self.pid), time.process_time()
        began = time.monotonic()
        self.crowd.let_in(beginning(self.clients), len(self.clients), PATIENCE_S)
        self._note_arrivals("join", began, cpu, own)
        self.crowd.run(SETTLE_S)
        self.note(memory_kb_each=(memory_kb(self.pid) - memory) / len(self.clients))

    def _note_arrivals(self, what: str, began: float, cpu: float, own: float) -> None:
        took, own = time.monotonic() - began, time.process_time() - own
        waits = sorted(client.in_at - began for client in self.clients)
        spent_ms = (cpu_s(self.pid) - cpu) / len(waits) * 1e3
        self.note(
            **{
                f"{what}_median_s": median(waits),
                f"{what}_p99_s": waits[len(waits) * 99 // 100],
                f"{what}_last_s": waits[-1],
                f"{what}_cpu_ms_each": spent_ms,
                f"{what}_clients_cpu_share": own / took,
                f"{what}_reopened": sum(client.reopened for client in self.clients),
            }
        )

    def talk(self, seconds: float, name: str = "steady") -> None:
        """A text each second from one to all the others."""
        print("steady chat, a text a second to everybody")
        first, cpu, own = self.tally.said + 1, cpu_s(self.pid), time.process_time()
        began = time.monotonic()
        for number in range(round(seconds)):
            self.crowd.run(began + number - time.monotonic())
            if self.clients[0].say(self.tally.next_text()):
                self.tally.note_said()
                self.crowd.flush(self.clients[0])
        self.crowd.run(began + round(seconds) - time.monotonic())
        if not self.crowd.run(30, lambda: self.tally.ahead == 0):
            raise RuntimeError(f"{self.tally.ahead} texts did not reach everybody.")
        took, spent = time.monotonic() - began, cpu_s(self.pid) - cpu
        spans = sorted(self.tally.spans_s(first))
        if not spans:
            raise RuntimeError("nothing could be said: the sender never had room.")
        deliveries = len(spans) * self.tally.listeners
        self.note(
            **{
                f"{name}_last_median_ms": median(spans) * 1e3,
                f"{name}_last_worst_ms": spans[-1] * 1e3,
                f"{name}_us_a_delivery": spent / deliveries * 1e6,
                f"{name}_cpu_share": spent / took,
                f"{name}_clients_cpu_share": (time.process_time() - own) / took,
            }
        )

    def read_roster(self) -> None:
        readers = self.clients[1 : READERS + 1]
        print(f"people page through the roster at the same time: {len(readers)}")
        cpu, began = cpu_s(self.pid), time.monotonic()
        pages = [PageReader(client, self.crowd) for client in readers]
        self.wait_for(readers, lambda client: pages[client.number - 1].step())
        assert all(len(reader.names) == len(self.clients) for reader in pages)
        count = sum(reader.pages for reader in pages)
        took, spent = time.monotonic() - began, cpu_s(self.pid) - cpu
        self.note(pages=count, pages_a_s=count / took, page_cpu_ms=spent / count * 1e3)

    def watch(self) -> None:
        """Some leave, others watch them leave; where they are few, half of them do either."""
        leavers = self.clients[-min(WATCHED, (len(self.clients) - 1) // 2) :]
        watchers = self.clients[1 : -len(leavers)][:WATCHERS]
        print(f"people leave: {len(leavers)}; others watch them: {len(watchers)}")
        watched = tuple(client.person for client in leavers)
        for watcher in watchers:
            self._ask(watcher, Watch(watched))
        self.wait_for(watchers, lambda client: len(seen(client, HERE)) == len(leavers))
        cpu, began = cpu_s(self.pid), time.monotonic()
        for leaver in leavers:
            leaver.native.session.close()
            self.crowd.flush(leaver)
        self.wait_for(
            watchers, lambda client: len(seen(client) - seen(client, HERE)) == len(leavers)
        )
        self.note(watch_last_ms=(time.monotonic() - began) * 1e3, watch_cpu_s=cpu_s(self.pid) - cpu)
        for watcher in watchers:
            watcher.answers = None
        for leaver in leavers:
            leaver.native.begin(time.monotonic())
            self.crowd.flush(leaver)
        self.wait_for(leavers, lambda client: client.is_in)

    def _ask(self, client: ParleyClient, record: object) -> None:
        client.answers = []
        client.ask(record)
        self.crowd.flush(client)

    def idle(self, seconds: float) -> None:
        print("nobody says anything")
        self.crowd.run(SETTLE_S)
        cpu, began = cpu_s(self.pid), time.monotonic()
        self.crowd.run(seconds)
        self.note(idle_cpu_share=(cpu_s(self.pid) - cpu) / (time.monotonic() - began))
        self.note(idle_memory_mb=memory_kb(self.pid) / 1024)

    def restart(self) -> None:
        """kill -9, and the same server again: everybody comes back by themselves."""
        print("kill -9, and a new start")
        sessions = {client: client.native.sessions for client in self.clients}
        self.server.end(signal.SIGKILL)
        began, own = time.monotonic(), time.process_time()
        self.server.process = self.server.start()
        self.note(restart_up_s=time.monotonic() - began)
        self.wait_for(
            self.clients, lambda client: client.is_in and client.native.sessions > sessions[client]
        )
        self._note_arrivals("restart", began, 0.0, own)


class PageReader:
    """Asks for one page after the other."""

    def __init__(self, client: ParleyClient, crowd: Crowd) -> None:
        self.names: set[str] = set()
        self.pages = 0
        self._client, self._crowd = client, crowd
        self._ask("")

    def _ask(self, after: str) -> None:
        self._client.answers = []
        self._client.ask(AskPeople("", after))
        self._crowd.flush(self._client)

    def step(self) -> bool:
        """Whether it has them all."""
        pages = [answer for answer in self._client.answers or () if isinstance(answer, PeoplePage)]
        if not pages:
            return False
        self.pages += 1
        self.names |= {row.name for row in pages[0].people}
        if pages[0].more:
            self._ask(pages[0].people[-1].name)
        else:
            self._client.answers = []
            return True
        return False


def beginning(clients: list[ParleyClient]) -> Iterator[ParleyClient]:
    """Each begins its handshake when it is taken."""
    for client in clients:
        client.native.begin(time.monotonic())
        yield client


def seen(client: ParleyClient, presence: int | None = None) -> set[int]:
    """Whom a watcher was told of last as being so; None: whom at all."""
    last = {
        row.person: row.presence
        for answer in client.answers or ()
        if isinstance(answer, Roster)
        for row in answer.people
    }
    return {person for person, state in last.items() if presence in (None, state)}


def measure_junk(rate: float, seconds: float) -> dict[str, float]:
    """People who talk, without and with junk of each kind; what they notice, and what it costs."""
    town = Town(TALKERS)
    try:
        town.crowd.let_in(beginning(town.clients), TALKERS, PATIENCE_S)
        town.crowd.run(1)
        print(f"{TALKERS} people talk")
        chatter(town, seconds, "calm")
        memory = memory_kb(town.pid)
        for kind in ("mix", "noise", "hello", "data", "inside"):
            print(f"{TALKERS} people talk, {rate:,.0f} datagrams of junk a second: {kind}")
            suffer(town, kind, rate, seconds)
            town.note(**{f"{kind}_memory_mb_more": (memory_kb(town.pid) - memory) / 1024})
        return town.figures
    finally:
        town.close()


def suffer(town: Town, kind: str, rate: float, seconds: float) -> None:
    tag = town.clients[0].native.server_cid.to_bytes(8, "big")[:2].hex()
    words = [sys.executable, "-m", "tests.bench.junk", str(town.server.port)]
    words += [str(rate), str(seconds + 1), kind, tag]
    junk = started.start(words, stdout=subprocess.PIPE, text=True)
    town.crowd.run(1)
    chatter(town, seconds, kind)
    sent, spent = map(float, junk.communicate()[0].split())
    town.note(
        **{
            f"{kind}_sent_a_s": sent / (seconds + 1),
            f"{kind}_sender_cpu_share": spent / (seconds + 1),
        }
    )


def chatter(town: Town, seconds: float, name: str) -> None:
    """A text each 20 ms to everybody, however the last one fares. `unsaid`: found no room even in
    the sender's own window."""
    first, cpu, began = town.tally.said + 1, cpu_s(town.pid), time.monotonic()
    unsaid, lost = 0, lost_datagrams()
    for number in range(round(seconds / JUNK_TEXT_EVERY_S)):
        town.crowd.run(began + number * JUNK_TEXT_EVERY_S - time.monotonic())
        if town.clients[0].say(town.tally.next_text()):
            town.tally.note_said()
            town.crowd.flush(town.clients[0])
        else:
            unsaid += 1
    lost = lost_datagrams() - lost
    town.crowd.run(30, lambda: town.tally.ahead == 0)
    spans = sorted(town.tally.spans_s(first))
    town.note(
        **{
            f"{name}_texts": len(spans),
            f"{name}_undelivered": town.tally.ahead,
            f"{name}_unsaid": unsaid,
            f"{name}_lost_by_kernel": lost,
            f"{name}_cpu_share": (cpu_s(town.pid) - cpu) / (time.monotonic() - began),
        }
    )
    if spans:  # else nothing came through, which `undelivered` says
        p99_ms = spans[len(spans) * 99 // 100] * 1e3
        town.note(**{f"{name}_last_median_ms": median(spans) * 1e3, f"{name}_last_p99_ms": p99_ms})


def run(words: list[str]) -> dict[str, object]:
    """Measure and print; the result for the report."""
    options = _parser().parse_args(words)
    if not options.clients and not options.junk:
        raise RuntimeError("--clients 0 and --junk 0 leave nothing to measure.")
    open_files(options.clients + SPARE_FILES)
    figures: dict[str, float] = {}
    if options.clients:
        town = Town(options.clients)
        gc.freeze()
        try:
            town.join()
            town.talk(options.seconds)
            town.read_roster()
            town.watch()
            town.idle(options.seconds)
            town.restart()
            town.talk(min(3.0, options.seconds), "after")
            figures |= town.figures
        finally:
            town.close()
    if options.junk:
        figures |= measure_junk(options.junk, options.seconds / 4)
    return {"clients": options.clients, "figures": figures}


def open_files(wanted: int) -> None:
    """Raise what this process may hold open; RuntimeError if that is too little."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted:
        raise RuntimeError(
            f"{wanted} open files are needed and {hard} allowed. Raise that (ulimit -Hn), or take "
            "fewer: --clients N."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py bench scale", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--clients", type=whole_from(LEAST, or_none=True), default=10_000, help="0: junk only"
    )
    parser.add_argument(
        "--seconds", type=number_from(1), default=20.0, help="of each lasting state"
    )
    parser.add_argument("--junk", type=number_from(0), default=100_000, help="a second; 0: none")
    return parser
