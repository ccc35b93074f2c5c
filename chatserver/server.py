"""Builds the server out of its parts and runs its loop: the one thread that owns all state.

A turn: take what the sockets hold, decide for as long as the turn lasts, commit once, apply, save
what is pressing, send. Behind a busy one the loop rests for a moment.
Other threads (printing, the console, signals) talk to it through its mailbox.
"""

import selectors
import time
from collections.abc import Callable, Sequence
from random import Random, SystemRandom
from typing import Literal

from chatserver.clock import SteadyClock
from chatserver.config import Config
from chatserver.control.operations import AnyOperation, Stop
from chatserver.data import DataFolder
from chatserver.keeper import EVERY_S as SAVE_EVERY_S
from chatserver.keeper import PRESSING_EVERY_S
from chatserver.log.interface import Log
from chatserver.operator.desk import Desk
from chatserver.operator.hatch import Answered, Hatch
from chatserver.parts import build_parts
from chatserver.printer import Printer
from chatserver.sieve import Sieve
from shared.constants import COUNTS_EVERY_S
from shared.net.batch import Socket

RECEIVED_PER_TURN = 1024
"""Drains a burst before the kernel has to drop any of it, yet a turn stays a few milliseconds."""

TURN_S = 0.010
"""How long commands are worked off before the sockets are looked at again."""

MANY = 16
"""Datagrams in and out that make a turn a busy one: more than two people who chat ever make."""

REST_S = 0.001
"""For so long the sockets gather after a busy turn, as network cards do it. A fan-out to a hundred
is followed by their acks, and to wake up for each few of them costs more than to read them. Nobody
waits longer than that; in a calm room nobody waits at all."""

EXPIRE_EVERY_S = 60.0
FORGET_EVERY_S = 0.05
"""While the log has more to forget than one step does: a few percent of the time."""

FAREWELL_S = 1.0
"""How long a closing server waits for acks of its last words; two repetitions of part 2."""


class Server:
    """Give it bound sockets, call `run` in the thread that is to own it; `ask` and `stop` from any
    other. `run` returns after `stop`, with everybody told."""

    def __init__(
        self,
        config: Config,
        sockets: Sequence[Socket],
        printer: Printer,
        *,
        data: DataFolder | None = None,
        log: Log | None = None,
        random: Random | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = SteadyClock(clock)
        self._wall_clock = wall_clock
        self._rest = rest
        self._moved = 0  # datagrams in this turn
        self._sockets = sockets
        self._printer = printer
        self._hatch = Hatch()
        port, now, random = sockets[0].port, self._clock(), random or SystemRandom()
        wall_s, wake = wall_clock(), self._hatch.mailbox.wake
        try:
            self.parts = build_parts(config, port, printer, data, log, random, now, wall_s, wake)
        except BaseException:
            self._hatch.shut()
            raise
        self._turnstile, self._lobby = self.parts.turnstile, self.parts.lobby
        self._entrance, self._native = self.parts.entrance, self.parts.native
        self._hub, self._runtime = self.parts.hub, self.parts.runtime
        self._hub.set_clock(wall_s, now)  # who asks in the first turn is told the time, too
        self._expire_at = self._count_at = self._save_at = now
        self._receipts_at = self._forget_at = self._press_at = now
        self._ends_at: float | None = None
        self.desk = Desk(port, printer, self.parts, now)
        self._traffic = self.desk.traffic

    def ask(self, operation: AnyOperation, answered: Answered = lambda answer: None) -> None:
        """From any thread. `answered`: as `Hatch.ask` has it."""
        self._hatch.ask(operation, answered)

    @property
    def sieve(self) -> Sieve | None:
        """Minds the sockets; whoever runs us on real ones sets it."""
        return self.desk.sieve

    @sieve.setter
    def sieve(self, sieve: Sieve) -> None:
        self.desk.sieve = sieve

    def stop(self) -> None:
        """Tell everybody, then end; asked twice, end at once. From any thread."""
        self.ask(Stop())

    def run(self) -> bool:
        """True: it ended as it was told to."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._hatch.mailbox, selectors.EVENT_READ, "mailbox")
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ, sock)
            while not self._ended():
                ready = self._wait(selector)
                self._turn([key.data for key, _ in ready])
        self._close()
        return True

    def _wait(self, selector: selectors.BaseSelector) -> list[tuple[selectors.SelectorKey, int]]:
        """Until something is ready or due. After a rest something mostly is, and then there is no
        need to know when the next thing is due: each turn looks after that."""
        if self._moved >= MANY and not self._is_behind():
            self._rest(REST_S)
            if ready := selector.select(0):
                return ready
        return selector.select(self._timeout())

    def _is_behind(self) -> bool:
        """Whether the turn has left something to be done at once."""
        return self._turnstile.waiting or self._native.busy(self._clock())

    def _turn(self, ready: list[Socket | Literal["mailbox"]]) -> None:
        now = self._clock()
        self._moved = 0
        for source in ready:
            if source == "mailbox":
                self._hatch.serve(self.desk, self._say_farewell, now)
            else:
                self._receive(source, now)
        self._entrance.on_time(now)
        self._mind_time(now)
        self._decide(now)
        self._send()
        self._note_unreachable()

    def _receive(self, sock: Socket, now: float) -> None:
        received = sock.receive(RECEIVED_PER_TURN)
        self._moved += len(received)
        self._traffic.take(received, now)
        for datagram, path in received:
            self._entrance.receive(datagram, path, now)

    def _note_unreachable(self) -> None:
        """Last in a turn: receiving and sending both bring the news."""
        for sock in self._sockets:
            while sock.unreachable:
                self._entrance.unreachable(sock.unreachable.pop())

    def _decide(self, now: float) -> None:
        """Everybody's commands in turn, until there are none or the turn is over."""
        until = now + TURN_S
        while (taken := self._turnstile.take()) is not None:
            self._runtime.command(*taken, now)
            if len(self._lobby.out) >= RECEIVED_PER_TURN:
                self._send()
            if self._clock() >= until:
                break
        self._runtime.commit(now)

    def _send(self) -> None:
        out = self._lobby.out
        out += self._native.datagrams(self._clock())
        self._save_pressing(self._clock())
        if not out:
            return
        self._moved += len(out)
        self._traffic.give(out)
        # A socket sends to its own kind of address; IPv6's have a flow and a scope behind.
        of_ipv6 = [datagram for datagram in out if len(datagram[1][0]) == 4]
        of_ipv4 = [datagram for datagram in out if len(datagram[1][0]) == 2] if of_ipv6 else out
        for sock in self._sockets:
            sock.send(of_ipv6 if sock.is_ipv6 else of_ipv4)
        out.clear()

    def _timeout(self) -> float:
        """Until the next moment that anything waits for; at least once a minute."""
        if self._turnstile.waiting:
            return 0.0
        moments = (
            self._expire_at,
            self._forget_at,
            self._entrance.wake_at(),
            self._native.wake_at(),
            self._save_at if self._is_unsaved() else None,
            self._press_at if self._is_pressing() else None,
            self._count_at if self._hub.room.counts_due else None,
            self._receipts_at if self._hub.receipts_due else None,
            self._ends_at,
            self.sieve.wake_at if self.sieve is not None else None,
        )
        return max(0.0, min(at for at in moments if at is not None) - self._clock())

    def _mind_time(self, now: float) -> None:
        """What has to be done now and then."""
        if self.sieve is not None:
            self.sieve.on_time(now)
        if self.parts.archive is not None:
            self.parts.archive.on_time(now)
        if now >= self._expire_at:
            self._expire_at = now + EXPIRE_EVERY_S
            self._hub.set_clock(self._wall_clock(), now)
            self._runtime.perform(self._hub.expire(now), now)
        if now >= self._forget_at:
            archive = self.parts.archive
            soon = archive is not None and archive.mind(now, self._wall_clock())
            self._forget_at = now + (FORGET_EVERY_S if soon else EXPIRE_EVERY_S)
        if now >= self._count_at and self._hub.room.counts_due:
            self._count_at = now + COUNTS_EVERY_S
            self._runtime.perform(self._hub.count(now), now)
        if now >= self._receipts_at and self._hub.receipts_due:
            self._runtime.perform(self._hub.tell_receipts(now), now)
            self._receipts_at = now + self._hub.receipts_wait_s
        if now >= self._save_at and self._is_unsaved():
            self._save_at = now + SAVE_EVERY_S
            self._save()

    def _is_unsaved(self) -> bool:
        return self.parts.keeper is not None and self.parts.keeper.is_due

    def _is_pressing(self) -> bool:
        return self.parts.keeper is not None and self.parts.keeper.has_pressing_news

    def _save_pressing(self, now: float) -> None:
        """Before anybody hears of it: whoever was told that they are zoe is so after a crash."""
        if now >= self._press_at and self._is_pressing():
            self._press_at, self._save_at = now + PRESSING_EVERY_S, now + SAVE_EVERY_S
            self._save()

    def _save(self) -> None:
        if self.parts.keeper is not None:
            self.parts.keeper.save()

    def _say_farewell(self, now: float) -> None:
        """Tell everybody; asked twice, do not wait for anybody's ack."""
        if self._ends_at is not None:
            self._ends_at = now
            return
        self._ends_at = now + FAREWELL_S
        self._native.closing = True
        for person in list(self._hub.people):
            self._runtime.perform(self._hub.dismiss(person, "closing"), now)

    def _ended(self) -> bool:
        if self._ends_at is None:
            return False
        now = self._clock()
        owed = (
            self._entrance.busy()
            or self._turnstile.waiting
            or self._native.busy(now)
            or self._runtime.is_waiting
        )
        return now >= self._ends_at or not owed

    def _close(self) -> None:
        self._runtime.finish(self._clock())
        self._send()
        self._save()
        if self.parts.archive is not None:
            self.parts.archive.close()
        for sock in self._sockets:
            sock.close()
        self._hatch.shut()
