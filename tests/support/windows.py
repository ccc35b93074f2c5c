"""Fixtures for tests of windows: `screen`, `root`, `theme`, `wait`; and what a test must not leave.

root            a Tk root on a display of the tests' own; fails the test on any callback error,
                logged error or window left open
wait(cond)      lets Tk work until `cond()` is true; no test sleeps
screen.picture(path)
"""

import gc
import logging
import os
import time
import tkinter as tk
import traceback
from collections.abc import Callable, Iterator

import pytest

from shared.tk.palette import LIGHT
from shared.tk.theme import Theme
from tests.support.screen import Screen, needs_screen

PATIENCE_S = 60.0
NO_BUS = "unix:path=/nowhere/bus"
Wait = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="session")
def display() -> Iterator[Screen | None]:
    """None where the computer's own is used."""
    if not needs_screen():
        yield None
        return
    try:
        made = Screen()
    except RuntimeError as trouble:
        pytest.fail(str(trouble), pytrace=False)
    before = os.environ.copy()
    os.environ["DISPLAY"] = made.name
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = NO_BUS  # nothing is announced to whoever works here
    yield made
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(name)
        if name in before:
            os.environ[name] = before[name]
    made.close()


@pytest.fixture
def screen(display: Screen | None) -> Screen | None:
    """`display`, and its pointer is not where the test before has left it: what opens under it
    would explain itself, in a window more."""
    if display is not None:
        display.park_pointer()
    return display


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@pytest.fixture
def quiet(screen: Screen | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test on a callback error or a logged error; for tests that make their own root."""
    errors = _Errors()

    def report(_: tk.Tk, *what: object) -> None:
        errors.found.append("".join(traceback.format_exception(*what)))  # type: ignore[call-overload]

    monkeypatch.setattr(tk.Tk, "report_callback_exception", report)
    logging.getLogger().addHandler(errors)
    yield
    logging.getLogger().removeHandler(errors)
    # What Tk's objects free they must free in this thread, not in the next one that collects.
    gc.collect()
    assert not errors.found, errors.found[0]


@pytest.fixture
def root(quiet: None) -> Iterator[tk.Tk]:
    made = tk.Tk(className="Parley")
    yield made
    try:
        made.update()
        left = [child for child in made.winfo_children() if isinstance(child, tk.Toplevel)]
        # Tk would go on answering for what this root has copied, out of memory that was freed.
        made.selection_clear(selection="CLIPBOARD")
    except tk.TclError:
        return  # the test has destroyed it
    made.destroy()
    assert not left, f"windows left open: {left}"


@pytest.fixture
def wait(root: tk.Tk) -> Wait:
    return lambda condition: wait_for(root, condition)


def wait_for(root: tk.Tk, condition: Callable[[], object]) -> None:
    """Let Tk work until that is true."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        tick = root.after(2, lambda: None)  # wakes the next line when there is nothing to do
        root.tk.dooneevent(0)
        root.after_cancel(tick)


@pytest.fixture
def theme(root: tk.Tk) -> Theme:
    """Light, at the scale of the tests' display."""
    return Theme(root, LIGHT)
