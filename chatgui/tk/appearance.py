"""How the window looks, by the settings: light or dark, and how large text is."""

import tkinter as tk

from chatgui.app.settings import Settings
from shared.tk import appearance
from shared.tk.system_theme import Inquiry


class Appearance(appearance.Appearance):
    def __init__(self, root: tk.Tk, settings: Settings, inquiry: Inquiry) -> None:
        theme, is_high = settings.theme, settings.high_contrast
        super().__init__(root, inquiry, settings.font_points, theme, is_high)

    def follow(self, settings: Settings) -> None:
        """Look like that from now on; what is the same already costs nothing."""
        self.want(settings.theme, settings.high_contrast)
        if settings.font_points != self.theme.fonts.points:
            self.theme.resize(settings.font_points)
