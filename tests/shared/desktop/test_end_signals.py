import os
import queue
import signal
import subprocess
import sys

import pytest

from shared.desktop.end_signals import heard_signals

PATIENCE_S = 60.0


def test_each_signal_is_heard_and_what_was_before_is_again() -> None:
    before = signal.getsignal(signal.SIGTERM)
    heard: queue.Queue[str] = queue.Queue()
    with heard_signals(lambda: heard.put("end")):
        for number in (signal.SIGTERM, signal.SIGTERM):
            os.kill(os.getpid(), number)
            assert heard.get(timeout=PATIENCE_S) == "end"
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heard_signals(lambda: pytest.fail("it was heard")):
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


SLEEPER = """
import ctypes, os
from shared.desktop.end_signals import heard_signals

def end():
    print("heard", flush=True)
    os._exit(7)

with heard_signals(end):
    threads = ctypes.CDLL(None)
    print("ready", flush=True)
    lock = ctypes.create_string_buffer(128)
    threads.pthread_mutex_lock(lock)
    threads.pthread_mutex_lock(lock)  # waits for itself, also after signals
"""


def test_it_is_heard_where_the_main_thread_never_runs_python() -> None:
    """It is caught in C, as in a desktop's own loop."""
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "heard\n"
        assert process.wait(PATIENCE_S) == 7
