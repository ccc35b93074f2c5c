"""Above the messages: who they are with, who gets them not encrypted, and the way to search."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatgui.app.rows import Header
from chatgui.app.words import window as words
from shared.tk.buttons import icon_button
from shared.tk.theme import Theme
from shared.tk.tooltip import explain

LEAST_TITLE, MOST_TITLE = 60, 200
"""So much of it is shown before the warning says a word; and from here on that says all it has."""
LEAST_WARNING = 48
"""Of words; the sign alone says as much as less of them, and the tooltip says all."""


class HeaderBar(ttk.Frame):
    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        on_search: Callable[[], object],
        on_settings: Callable[[], object],
    ) -> None:
        px = theme.px
        super().__init__(parent, padding=(px(24), px(10), px(12), px(10)))
        self._theme = theme
        self._header = Header("", "", "")
        texts = ttk.Frame(self)
        self._title = ttk.Label(texts, style="Title.TLabel")
        self._subtitle = ttk.Label(texts, style="Sub.TLabel")
        self._title.pack(anchor="w")
        self._subtitle.pack(anchor="w")
        self._warning, self._warning_text = self._make_warning()
        self.search = icon_button(self, theme, "search", words.FIND, on_search)
        self.settings = icon_button(self, theme, "settings", words.SETTINGS, on_settings)
        self.settings.pack(side="right")
        self.search.pack(side="right")
        self._warning.pack(side="right", padx=px(8))
        texts.pack(side="left", fill="x", expand=True)
        self._texts = texts
        texts.bind("<Configure>", lambda _: self._fit())
        explain(theme, self._warning_text, self._explain_warning)
        self.bind("<Configure>", lambda _: self._fit())
        self.bind("<<ThemeChanged>>", lambda _: self._fit())

    def show(self, header: Header) -> None:
        self._header = header
        if header.warning:
            self._warning.pack(side="right", padx=self._theme.px(8), before=self._texts)
        else:
            self._warning.pack_forget()
        self._fit()

    def _explain_warning(self) -> str:
        """Whole, also where it is cut."""
        header = self._header
        return "\n".join(text for text in (header.warning, header.meaning) if text)

    def _make_warning(self) -> tuple[ttk.Frame, ttk.Label]:
        px = self._theme.px
        pill = ttk.Frame(self, style="Warn.TFrame")
        image = self._theme.images.icon("warning", 16, "warn")
        text = ttk.Label(pill, image=image, compound="left", style="Warn.TLabel", takefocus=False)
        text.pack(padx=px(10), pady=px(6))
        return pill, text

    def _fit(self) -> None:
        """What is long is cut, rather than pushing the buttons out; the warning last."""
        fonts = self._theme.fonts
        tall, whole = self._theme.tall, fonts.measure(self._header.title, fonts.title)
        title = max(tall(LEAST_TITLE), min(tall(MOST_TITLE), whole))
        room = self.winfo_width() - self._beside() - title
        fits = room >= tall(LEAST_WARNING)
        warning = fonts.fit(self._header.warning, fonts.small_bold, room) if fits else ""
        self._warning_text.configure(text=warning)
        room = max(1, self._texts.winfo_width() - self._theme.px(8))
        self._title.configure(text=fonts.fit(self._header.title, fonts.title, room))
        self._subtitle.configure(text=fonts.fit(self._header.subtitle, fonts.small, room))

    def _beside(self) -> int:
        """What neither the title nor the warning's words can have."""
        buttons = self.search.winfo_reqwidth() + self.settings.winfo_reqwidth()
        return buttons + self._theme.px(24 + 12 + 3 * 8 + 2 * 10) + self._theme.tall(16)
