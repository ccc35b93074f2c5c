"""What is to be done later, by names."""

import tkinter as tk
from collections.abc import Callable


class Timers:
    """In Tk's thread. `set` again under the same name: only that, and then."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._ids: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        """It is still to be done."""
        return name in self._ids

    def set(self, name: str, wait_ms: int, act: Callable[[], object]) -> None:
        def do() -> None:
            self._ids.pop(name, None)
            act()

        self.cancel(name)
        self._ids[name] = self._root.after(wait_ms, do)

    def cancel(self, name: str) -> None:
        id = self._ids.pop(name, None)
        if id is not None:
            self._root.after_cancel(id)

    def cancel_all(self) -> None:
        for name in list(self._ids):
            self.cancel(name)
