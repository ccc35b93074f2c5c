"""Trip-wires for every test: a thread left behind is a failure of the test that left it."""

import threading
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Deadlines are wall-clock time, and the machine may be busy: only what is wrong may fail.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")


@pytest.fixture(autouse=True)
def no_stray_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name != "keyboard":  # blocked in a read that nothing can interrupt
            thread.join(5)
            assert not thread.is_alive(), f"thread {thread.name} was left running"
