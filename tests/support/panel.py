"""A panel with an XEmbed tray on the tests' display: trayer, as a person would run it.

with Panel() as panel:
    icon = panel.icon("Parley")         its window, when it is in the tray
    panel.right_click(icon)
    panel.kill(); panel.start()
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

from shared.desktop.tray.xlib import Display
from tests.support.notification_host import PATIENCE_S
from tests.support.screen import Box

NO_PANEL: Final = "These tests need trayer and xdotool: sudo apt install trayer xdotool"
LOOK_S: Final = 0.02


class Panel:
    """`height`: of its icons, nearly."""

    def __init__(self, height: int = 24, *options: str) -> None:
        assert shutil.which("trayer"), NO_PANEL
        assert shutil.which("xdotool"), NO_PANEL
        place = ("--edge", "bottom", "--align", "right", "--widthtype", "request")
        self._words = ("trayer", *place, "--height", str(height), *options)
        self.start()

    def start(self) -> None:
        """Its tray is there when this returns: programs do not wait for one for long."""
        self._process = subprocess.Popen(
            self._words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait(lambda: tray_owner() or self._process.poll() is not None, "no tray")
        assert self._process.poll() is None, "trayer does not start"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_S)
        self._wait(lambda: not tray_owner(), "the tray stays")

    def __enter__(self) -> "Panel":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.kill()

    def find(self, title: str) -> str:
        """The window of the icon with that title, if it is shown; else empty."""
        found = _xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()
        return found[0] if found else ""

    def icon(self, title: str) -> str:
        """Waits for it; for tests without a Tk loop of their own."""
        found = ""

        def look() -> str:  # only once: panels move icons, and the next look might not see it
            nonlocal found
            found = self.find(title)
            return found

        self._wait(look, f"no icon {title!r}")
        return found

    def wait_for_none(self, title: str) -> None:
        self._wait(lambda: not self.find(title), f"the icon {title!r} stays")

    def _wait(self, is_true: Callable[[], object], trouble: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not is_true():
            assert time.monotonic() < end, trouble
            time.sleep(LOOK_S)

    def place(self, icon: str) -> Box:
        """Where it is on the screen; waits for it to be there, and to stay there."""
        found: Box | None = None

        def look() -> bool:
            nonlocal found
            before, found = found, self.seen_at(icon)
            return found is not None and found == before

        self._wait(look, f"no window {icon!r}")
        assert found is not None
        return found

    def seen_at(self, window: str) -> Box | None:
        """None: it is not there any more."""
        said = _xdotool("getwindowgeometry", "--shell", window)
        known = dict(line.split("=", 1) for line in said.split() if "=" in line)
        if "HEIGHT" not in known:
            return None
        return int(known["X"]), int(known["Y"]), int(known["WIDTH"]), int(known["HEIGHT"])

    def point_at(self, icon: str) -> None:
        left, top, width, height = self.place(icon)
        move_pointer(left + width // 2, top + height // 2)

    def click(self, icon: str) -> None:
        self.point_at(icon)
        press("1")

    def right_click(self, icon: str) -> None:
        self.point_at(icon)
        press("3")


def tray_owner() -> int:
    """The window of whoever is the tray now; 0: nobody."""
    try:
        display = Display()
    except OSError:  # the screen has gone, and the panel with it
        return 0
    try:
        with display.refusable():
            return display.owner(display.atom("_NET_SYSTEM_TRAY_S0"))
    finally:
        display.close()


def move_pointer(x: int, y: int) -> None:
    _xdotool("mousemove", str(x), str(y))


def press(button: str) -> None:
    _xdotool("click", button)


def _xdotool(*words: str) -> str:
    done = subprocess.run(
        ("xdotool", *words), env=os.environ, capture_output=True, text=True, check=False
    )
    return done.stdout
