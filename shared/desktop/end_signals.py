"""Ctrl-C and the end of the session, for programs whose main thread is a desktop's.

Python's own handlers wait until the main thread runs Python again, and in a desktop's main loop
that may be never. The byte that each signal leaves in a socket is read by a thread.
"""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextlib.contextmanager
def heard_signals(call: Callable[[], object]) -> Iterator[None]:
    """`call`, in a thread of its own, for each one that asks for an end, while inside. Of the main
    thread only. Windows has no SIGHUP; nohup has it ignored."""
    numbers = {getattr(signal, name) for name in NAMES if hasattr(signal, name)}
    before = {number: signal.getsignal(number) for number in numbers}
    taken = {number for number, old in before.items() if old is not signal.SIG_IGN}
    receiver, sender = socket.socketpair()
    sender.setblocking(False)

    def listen() -> None:
        while data := receiver.recv(16):
            if taken & set(data):
                call()

    thread = threading.Thread(target=listen, name="signals")
    thread.start()
    for number in taken:
        signal.signal(number, lambda *_: None)
    old_descriptor = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_descriptor)
        for number in taken:
            signal.signal(number, before[number])
        sender.close()
        thread.join()
        receiver.close()
