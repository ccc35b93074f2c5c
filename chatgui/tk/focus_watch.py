"""Whether the person works in a window: what is shown then is seen."""

import tkinter as tk
from collections.abc import Callable


class FocusWatch:
    """`tell(has_focus)`: that has changed. The window has it while any part of it has."""

    def __init__(self, root: tk.Tk, tell: Callable[[bool], object]) -> None:
        self._root, self._tell = root, tell
        self._has_focus = False
        self._timer = ""
        root.bind("<FocusIn>", lambda _: self._look(), add=True)
        root.bind("<FocusOut>", lambda _: self._look_soon(), add=True)

    def close(self) -> None:
        """Before the root is destroyed: where the focus goes then is nobody's doing."""
        for event in ("<FocusIn>", "<FocusOut>"):
            self._root.unbind(event)
        self._forget()

    def _look_soon(self) -> None:
        """When it has gone from one part of the window to another it is there already."""
        self._forget()
        self._timer = self._root.after_idle(self._look)

    def _forget(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
            self._timer = ""

    def _look(self) -> None:
        has_focus = self._root.focus_displayof() is not None
        if has_focus != self._has_focus:
            self._has_focus = has_focus
            self._tell(has_focus)
