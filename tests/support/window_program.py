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
from collections.abc import Callable, Sequence
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

    def __init__(
        self, port: int, name: str, home: str, *options: str, before: Sequence[str] = ()
    ) -> None:
        """`name` empty: the start dialog asks. `before`: how programs are started here."""
        who = ("-p", str(port), "-u", name) if name else ()
        words = (*who, "--home", home, *options)
        super().__init__(*before, sys.executable, "-m", "tests.support.window_program", *words)
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

    def open(self, window: Window, conversation: str) -> None:
        """By a click in the left column. The entry is elsewhere then, so this waits for it."""
        self.click(window, conversation)
        window.wait_for(lambda seen: seen["header"] == conversation)

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


class Keyboard:
    """Reads the test's questions; whoever is on the screen answers them, a dialog or a window."""

    def __init__(self) -> None:
        self._ask: Callable[[], object] = lambda: None
        self._open = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._read, name="keyboard", daemon=True).start()

    def move_to(self, ask: Callable[[], object]) -> None:
        """What the one before has not answered is for this one."""
        with self._lock:
            self._ask = ask
            is_asked = self._open > 0
        if is_asked:
            ask()

    def answer(self, seen: dict[str, Any]) -> None:
        with self._lock:
            if self._open == 0:
                return
            self._open -= 1
        print(json.dumps(seen), flush=True)

    def _read(self) -> None:
        for _ in sys.stdin:
            with self._lock:
                self._open += 1
                ask = self._ask
            ask()


def main() -> int:
    from chatgui.__main__ import main as chat
    from chatgui.tk import entrance, program
    from chatgui.tk.program import Program as Plain

    keyboard = Keyboard()

    class Watched(Plain):
        def __init__(self, *parts: Any) -> None:
            super().__init__(*parts)
            keyboard.move_to(lambda: self._pump.put(Asked()))

        def _hear(self, event: Event) -> None:
            if isinstance(event, Asked):
                self._root.after(PAUSE_MS, lambda: keyboard.answer(_describe(self)))
            else:
                super()._hear(event)

    class Guarded(entrance.Entrance):
        """It looks around by itself, and answers then."""

        def __init__(self, *parts: Any) -> None:
            self._is_asked = threading.Event()
            super().__init__(*parts)
            keyboard.move_to(self._is_asked.set)

        def _look(self) -> None:
            super()._look()
            if self._is_asked.is_set():
                self._is_asked.clear()
                keyboard.answer(_describe_start(self))

    setattr(program, "Program", Watched)  # noqa: B010 - the type checker would object
    setattr(entrance, "Entrance", Guarded)  # noqa: B010
    return chat(sys.argv[1:])


def _describe_start(entrance: Any) -> dict[str, Any]:
    dialog, starting = entrance.dialog, entrance._starting
    dialog.update_idletasks()
    spots = dict(_texts(dialog.list.canvas))
    for name in ("name", "start", "join", "examine"):
        spots[name] = _middle(getattr(dialog, name))
    return {
        "is_shown": bool(dialog.winfo_viewable()),
        "doing": starting.doing,
        "server": starting.server,
        "problems": {field: problem.text for field, problem in starting.problems.items()},
        "spots": spots,
    }


def _describe(program: Any) -> dict[str, Any]:
    program._root.update_idletasks()  # what was drawn is where it will be
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
