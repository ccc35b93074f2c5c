"""Ctrl-C, a closed terminal window, the end of the session, a shutdown: the person leaves, and the
server hears of it."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def catch_signals(call: Callable[[], None]) -> Iterator[None]:
    """`call` instead of the program's sudden end, while inside."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    before = [(number, signal.getsignal(number)) for number in numbers]
    for number, handler in before:
        if handler is not signal.SIG_IGN:  # started with nohup: stays
            signal.signal(number, lambda *_: call())
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
