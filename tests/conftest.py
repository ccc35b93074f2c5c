"""Trip-wires for every test: a thread left behind is a failure of the test that left it."""

import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_stray_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name != "keyboard":  # blocked in a read that nothing can interrupt
            thread.join(5)
            assert not thread.is_alive(), f"thread {thread.name} was left running"
