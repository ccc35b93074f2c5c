"""Tk's real main loop in a test: without it a thread's wake waits a second and is refused."""

import threading
import time
import tkinter as tk
from collections.abc import Callable

from tests.support.processes import PATIENCE_S


def run_until(root: tk.Misc, is_true: Callable[[], object]) -> None:
    """Run the main loop until that is true."""
    end = time.monotonic() + PATIENCE_S
    timer = ""

    def look() -> None:
        nonlocal timer
        if is_true() or time.monotonic() > end:
            root.quit()
        else:
            timer = root.after(2, look)

    if not is_true():
        timer = root.after(0, look)
        root.mainloop()
        assert is_true(), "it did not happen"


def run_in_thread(root: tk.Misc, work: Callable[[], None]) -> None:
    """Do that in another thread, as a link does what it does: while the main loop runs."""
    thread = threading.Thread(target=work)
    root.after(0, thread.start)
    run_until(root, lambda: thread.ident is not None and not thread.is_alive())
