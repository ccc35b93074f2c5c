"""The theme as the person and the desktop want it: light or dark, and how large text is."""

import tkinter as tk

from chatgui.app.settings import Settings
from shared.tk.palette import Palette, choose_palette
from shared.tk.system_theme import Inquiry
from shared.tk.theme import Theme

ASK_MS, ASKS = 100, 20
"""The desktop is asked while the window opens; what it says later than two seconds after that is
not heard."""


class Appearance:
    """`inquiry`: how the desktop looks, asked as early as possible."""

    def __init__(self, root: tk.Tk, settings: Settings, inquiry: Inquiry) -> None:
        self._root, self._settings, self._inquiry = root, settings, inquiry
        self._asks = 0
        self._timer: str | None = None
        self.theme = Theme(root, self._palette(), settings.font_points)
        self._ask()

    def follow(self, settings: Settings) -> None:
        """Look like that from now on; what is the same already costs nothing."""
        self._settings = settings
        if self._palette() is not self.theme.palette:
            self.theme.change(self._palette())
        if settings.font_points != self.theme.fonts.points:
            self.theme.resize(settings.font_points)

    def _palette(self) -> Palette:
        theme, is_high = self._settings.theme, self._settings.high_contrast
        is_dark = theme == "system" and bool(self._inquiry.answer())
        return choose_palette(theme, is_high, is_dark)

    def close(self) -> None:
        self._inquiry.close()
        if self._timer is not None:
            self._root.after_cancel(self._timer)

    def _ask(self) -> None:
        self._timer = None
        self._inquiry.answer()
        self.follow(self._settings)
        self._asks += 1
        if self._inquiry.is_over or self._asks > ASKS:
            self._inquiry.close()
        else:
            self._timer = self._root.after(ASK_MS, self._ask)
