"""The theme as the desktop is, or as the person wants it. The desktop is asked before Tk starts,
and answers when it likes."""

import tkinter as tk
from typing import Final

from shared.tk.palette import Palette, choose_palette
from shared.tk.palette import Theme as Wanted
from shared.tk.points import NORMAL_POINTS
from shared.tk.system_theme import Inquiry
from shared.tk.theme import Theme

ASK_MS, ASKS = 100, 20
"""The desktop is asked while the window opens; what it says later than two seconds after that is
not heard."""

AS_THE_DESKTOP: Final[Wanted] = "system"


class Appearance:
    """`inquiry`: how the desktop looks, asked as early as possible; it is closed with this."""

    def __init__(
        self,
        root: tk.Tk,
        inquiry: Inquiry,
        points: int = NORMAL_POINTS,
        wanted: Wanted = AS_THE_DESKTOP,
        is_high: bool = False,
    ) -> None:
        self._root, self._inquiry = root, inquiry
        self._wanted, self._is_high = wanted, is_high
        self._asks = 0
        self._timer: str | None = None
        self.theme = Theme(root, self._palette(), points)
        self._ask()

    def want(self, wanted: Wanted, is_high: bool) -> None:
        """From now on; what is the same already costs nothing."""
        self._wanted, self._is_high = wanted, is_high
        palette = self._palette()
        if palette is not self.theme.palette:
            self.theme.change(palette)

    def close(self) -> None:
        self._inquiry.close()
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None

    def _palette(self) -> Palette:
        is_dark = self._wanted == AS_THE_DESKTOP and bool(self._inquiry.answer())
        return choose_palette(self._wanted, self._is_high, is_dark)

    def _ask(self) -> None:
        self._timer = None
        self._inquiry.answer()  # also where it does not count now: what was asked is read
        self.want(self._wanted, self._is_high)
        self._asks += 1
        if self._inquiry.is_over or self._asks > ASKS:
            self._inquiry.close()
        else:
            self._timer = self._root.after(ASK_MS, self._ask)
