"""What the benchmark has started, and that nothing of it stays behind, however the benchmark ends.

Each program gets a session of its own: Ctrl-C and the end of the terminal reach the benchmark
alone, which then ends the others. `interruptible` goes around all of it.
"""

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
CLOSING_S = 10.0
NESTED_S = 5.0
"""More for a program that ends others in turn."""

_started: "list[subprocess.Popen[Any]]" = []


def start(words: list[str], **options: Any) -> "subprocess.Popen[Any]":
    """`end` it when it is no longer needed."""
    with signals_wait():  # or it runs before anybody has noted it
        process = subprocess.Popen(words, start_new_session=True, **options)
        _started.append(process)
    return process


def end(process: "subprocess.Popen[Any]", how: int = signal.SIGTERM) -> None:
    """Ask it to, and wait; kill it if it takes too long."""
    if process.poll() is None:
        process.send_signal(how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(CLOSING_S)
    _kill(process)


def end_all() -> None:
    """At the same time."""
    for process in _started:
        if process.poll() is None:
            process.terminate()
    for process in _started.copy():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(CLOSING_S + NESTED_S)
        _kill(process)


def _kill(process: "subprocess.Popen[Any]") -> None:
    if process.poll() is None:
        process.kill()
        # A signal in the middle of `poll` can leave it locked: it is over, and nobody can see it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(CLOSING_S)
    if process in _started:
        _started.remove(process)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """The first signal that asks for the end is a KeyboardInterrupt; from then on further ones
    change nothing, also while Python itself ends."""
    numbers = [getattr(signal, name) for name in NAMES]
    heard = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    is_interrupted = False

    def interrupt(number: int, frame: object) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        ignore()
        raise KeyboardInterrupt

    def ignore() -> None:
        for each in heard:
            signal.signal(each, lambda number, frame: None)

    before = {number: signal.signal(number, interrupt) for number in heard}
    try:
        yield
    finally:
        ignore()
        end_all()
        if not is_interrupted:
            for number, old in before.items():
                signal.signal(number, old)


@contextlib.contextmanager
def signals_wait() -> Iterator[None]:
    """Until this is over, for what must not be done by halves. In this process alone."""
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, frame: came.append(number))
        for number in (getattr(signal, name) for name in NAMES)
        if callable(signal.getsignal(number))
    }
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
        for number in came[:1]:
            signal.raise_signal(number)
