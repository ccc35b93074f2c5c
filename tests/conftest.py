"""Trip-wires for every test: a thread or a program left behind is a failure of the test that left
it."""

import importlib.util
import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support import strays
from tests.support.processes import ServerProgram

pytest_plugins = ["tests.support.no_tk"]
if importlib.util.find_spec("_tkinter"):
    pytest_plugins.append("tests.support.windows")

# Deadlines are wall-clock time, and the machine may be busy: only what is wrong may fail. For the
# same reason all runs try the same; who looks for what is wrong has PARLEY_LONG try something else.
settings.register_profile(
    "parley",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("PARLEY_LONG"),
)
settings.load_profile("parley")

strays.adopt_orphans()

# Behind a shell's `&` or nohup these are ignored, and programs take that over: what the tests start
# could not be interrupted then. A handler, unlike what is ignored, is not taken over.
for name in ("SIGINT", "SIGHUP"):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)


@pytest.fixture(autouse=True)
def no_stray_programs() -> Iterator[None]:
    before = strays.children()
    yield
    left = strays.end_strays(before)
    assert not left, f"left running: {left}"


@pytest.fixture(autouse=True)
def no_stray_threads(no_stray_programs: None) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name != "keyboard":  # blocked in a read that nothing can interrupt
            thread.join(20)
            assert not thread.is_alive(), f"thread {thread.name} was left running"


@pytest.fixture
def serve() -> "Iterator[Callable[..., ServerProgram]]":
    """Start servers with the options given; they end with the test."""
    started: list[ServerProgram] = []

    def start(*options: str) -> ServerProgram:
        started.append(ServerProgram(*options))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(serve: "Callable[..., ServerProgram]") -> ServerProgram:
    return serve()
