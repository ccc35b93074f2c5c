"""The real program with a window, which also tells a test what it shows.

`python -m tests.support.window_program [options of chatgui]`: each line of standard input is
answered by a line of JSON with what is on the screen and where. What the person does, the test does
with a mouse and keys (`Hand`).
"""

import json
import subprocess
import sys
import threading
import time
import tkinter as tk
from collections.abc import Callable
from typing import Any

from chatgui.app.messages import Event
from tests.support.processes import PATIENCE_S, Program

LOOKS = 5
PAUSE_MS = 20
"""Before an answer, so that a test that waits for something leaves the computer to others."""


class Asked(Event, frozen=True):
    """The test wants to know."""


class Window(Program):
    """The program as a child of the test; it is on the screen when the constructor returns."""

    def __init__(self, port: int, name: str, home: str, *options: str) -> None:
        words = ("-p", str(port), "-u", name, "--home", home, *options)
        super().__init__(sys.executable, "-m", "tests.support.window_program", *words)
        self.wait_for(lambda seen: seen["is_shown"])

    def look(self) -> dict[str, Any]:
        self.type("\n")
        found: dict[str, Any] = json.loads(self.out.expect(lambda line: line.startswith("{")))
        return found

    def wait_for(self, is_true: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Look until that is true of what is seen."""
        end = time.monotonic() + PATIENCE_S
        while not is_true(seen := self.look()):
            assert time.monotonic() < end, f"it shows {seen}"
        return seen


class Hand:
    """A mouse and a keyboard at the screen: xdotool's."""

    def click(self, window: Window, spot: str) -> None:
        """On what is called so: a text in the left column, "entry", or "send"."""
        seen = window.wait_for(lambda seen: spot in seen["spots"])
        x, y = seen["spots"][spot]
        self._do("mousemove", "--sync", str(x), str(y), "click", "1")

    def focus(self, title: str) -> None:
        """Wait until a window of that title is on the screen, and give it the keyboard. xdotool
        gives up where another window goes while it looks."""
        words = ("xdotool", "search", "--sync", "--onlyvisible", "--name", title, "windowfocus")
        looks = (subprocess.run((*words, "--sync"), timeout=PATIENCE_S) for _ in range(LOOKS))
        assert any(look.returncode == 0 for look in looks)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "2", text)

    def press(self, *keys: str) -> None:
        self._do("key", *keys)

    def _do(self, *words: str) -> None:
        subprocess.run(("xdotool", *words), check=True, timeout=PATIENCE_S)


def main() -> int:
    from chatgui.__main__ import main as chat
    from chatgui.tk import run
    from chatgui.tk.program import Program as Plain

    class Watched(Plain):
        def __init__(self, *parts: Any) -> None:
            super().__init__(*parts)
            threading.Thread(target=self._read, name="keyboard", daemon=True).start()

        def _read(self) -> None:
            for _ in sys.stdin:
                self._pump.put(Asked())

        def _hear(self, event: Event) -> None:
            if isinstance(event, Asked):
                self._root.after(PAUSE_MS, self._tell)
            else:
                super()._hear(event)

        def _tell(self) -> None:
            print(json.dumps(_describe(self)), flush=True)

    setattr(run, "Program", Watched)  # noqa: B010 - the type checker would object
    return chat(sys.argv[1:])


def _describe(program: Any) -> dict[str, Any]:
    window, root = program.window, program.window.pane.winfo_toplevel()
    spots = dict(_texts(window.left.list.canvas))
    for name, widget in (("entry", window.foot.composer.text), ("send", window.foot.send_button)):
        spots[name] = _middle(widget)
    return {
        "is_shown": bool(root.winfo_viewable()),
        "title": root.title(),
        "pane": window.pane.text.get("1.0", "end").replace("\n", " "),
        "draft": window.foot.composer.get(),
        "well": program.chat.status.is_well,
        "waiting": program.chat.status.waiting,
        "header": program.chat.header.title,
        "focus": str(root.focus_get()),
        "spots": spots,
    }


def _texts(canvas: tk.Canvas) -> list[tuple[str, tuple[int, int]]]:
    """Texts of a drawn list and where they are on the screen; of equal ones the uppermost."""
    found = []
    for item in reversed(canvas.find_all()):
        if str(canvas.type(item)) == "text" and (box := canvas.bbox(item)):
            x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
            if 0 <= y < canvas.winfo_height():
                at = canvas.winfo_rootx() + x, canvas.winfo_rooty() + y
                found.append((str(canvas.tk.call(canvas, "itemcget", item, "-text")), at))
    return found


def _middle(widget: tk.Misc) -> tuple[int, int]:
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    return x + widget.winfo_width() // 2, y + widget.winfo_height() // 2


if __name__ == "__main__":
    sys.exit(main())
