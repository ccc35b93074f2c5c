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

from tests.support.notification_host import PATIENCE_S

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
        self._process = subprocess.Popen(
            self._words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_S)

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

    def place(self, icon: str) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        known: dict[str, str] = {}

        def look() -> bool:
            said = _xdotool("getwindowgeometry", "--shell", icon)
            known.update(dict(line.split("=", 1) for line in said.split() if "=" in line))
            return "HEIGHT" in known

        self._wait(look, f"no window {icon!r}")
        left, top, width, height = (int(known[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return left, top, width, height

    def point_at(self, icon: str) -> None:
        left, top, width, height = self.place(icon)
        move_pointer(left + width // 2, top + height // 2)

    def click(self, icon: str) -> None:
        self.point_at(icon)
        press("1")

    def right_click(self, icon: str) -> None:
        self.point_at(icon)
        press("3")


def move_pointer(x: int, y: int) -> None:
    _xdotool("mousemove", str(x), str(y))


def press(button: str) -> None:
    _xdotool("click", button)


def _xdotool(*words: str) -> str:
    done = subprocess.run(
        ("xdotool", *words), env=os.environ, capture_output=True, text=True, check=False
    )
    return done.stdout
