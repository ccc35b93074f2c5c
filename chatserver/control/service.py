"""The server's end of the control channel: a thread that lets lines in, and one for each line.

They only wait and pass on. What is asked goes to the loop, which owns all state, and the answer
comes back by a callback. A line that says nothing costs nothing, one that is never read holds up
nobody but itself, and of too many the one that was silent for longest makes room.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from math import inf
from typing import Final

from chatserver.control.answers import AnyAnswer, Refused
from chatserver.control.channel import is_one_of_us
from chatserver.control.frames import OPERATION_BYTES, BadFrame, decode_operation_untrusted, encode
from chatserver.control.line import HALF_S, Door, Line
from chatserver.control.operations import AnyOperation, say_again

Ask = Callable[[AnyOperation, Callable[[AnyAnswer], None]], None]
"""Passes an operation to the loop; the answer is given to the callback, in whatever thread."""

LINES: Final = 32
"""A dashboard, a tray and a script or two are four."""

ROOM_S: Final = 1.0
"""So long a further line waits for one of these to end by itself: `ctl` takes milliseconds."""

IDLE_S: Final = 5.0
"""Nobody waits for one that was silent for so long: whoever has it opens another one to ask."""

ANSWER_S: Final = 15.0
END_S: Final = 2.0


class Service:
    """Open from the constructor on, until `close`."""

    def __init__(
        self,
        door: Door,
        ask: Ask,
        may_ask: Callable[[Line], bool] = is_one_of_us,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._door = door
        self._ask = ask
        self._may_ask = may_ask
        self._changed = threading.Condition()
        self._lines: dict[Line, float] = {}  # since when each is silent; inf: it is being answered
        self._threads: set[threading.Thread] = set()
        self._is_closed = False
        self._thread = threading.Thread(target=self._accept, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Whoever is just being answered still is; then all lines end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._door.close()  # wakes who waits there
        self._thread.join(END_S)
        with self._changed:
            self._changed.wait_for(lambda: inf not in self._lines.values(), END_S)
        for line in list(self._lines):
            line.close()
        for thread in list(self._threads):
            thread.join(END_S)

    def _accept(self) -> None:
        while self._make_room():
            try:
                line = self._door.accept()
            except OSError:
                if self._is_closed:
                    return
                self._pause()  # too many files are open: one may be closed soon
                continue
            if self._is_closed:  # it only came to wake us
                line.close()
            else:
                self._begin(line)

    def _begin(self, line: Line) -> None:
        thread = threading.Thread(target=self._serve, args=(line,), name="control line")
        thread.daemon = True
        with self._changed:
            self._lines[line] = self._clock()
            self._threads.add(thread)
        thread.start()

    def _make_room(self) -> bool:
        """False: it is all over."""
        with self._changed:
            wait_s = 0.0 if self._has_idle() else ROOM_S
            self._changed.wait_for(lambda: self._is_closed or len(self._lines) < LINES, wait_s)
            if len(self._lines) >= LINES:
                silent = min(self._lines, key=lambda line: self._lines[line])
                silent.close()
                del self._lines[silent]
            return not self._is_closed

    def _has_idle(self) -> bool:
        return min(self._lines.values(), default=inf) < self._clock() - IDLE_S

    def _pause(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed, ROOM_S)

    def _serve(self, line: Line) -> None:
        try:
            with contextlib.suppress(OSError):
                if self._may_ask(line):
                    self._converse(line)
                elif line.read(OPERATION_BYTES, HALF_S):  # unread, it would cost them the answer
                    line.write(encode(Refused("This server belongs to another user.")))
        finally:
            line.close()
            with self._changed:
                self._lines.pop(line, None)
                self._threads.discard(threading.current_thread())
                self._changed.notify_all()

    def _converse(self, line: Line) -> None:
        while not self._is_closed:
            frame = line.read(OPERATION_BYTES, None)
            if not frame:
                return
            self._note(line, inf)
            line.write(encode(self._answer(frame)))
            self._note(line, self._clock())

    def _note(self, line: Line, silent_since: float) -> None:
        with self._changed:
            if line in self._lines:  # else it had to make room
                self._lines[line] = silent_since
                self._changed.notify_all()

    def _answer(self, frame: bytes) -> AnyAnswer:
        try:
            operation = decode_operation_untrusted(frame)
        except BadFrame as mistake:
            return Refused(str(mistake))
        answers: queue.SimpleQueue[AnyAnswer] = queue.SimpleQueue()
        self._ask(operation, answers.put)
        try:
            return answers.get(timeout=ANSWER_S)
        except queue.Empty:
            return Refused(f"The server is too busy to answer. {say_again(operation)}")
