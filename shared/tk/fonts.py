"""Named fonts: what is shown in one is laid out anew when its size changes. And what fits in."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import font as tkfont

FAMILIES = ("Inter", "Segoe UI", "Noto Sans", "DejaVu Sans")
ELLIPSIS = "…"
MOST_FITTED = 5000
TK_FONTS = ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkTooltipFont")

Font = tkfont.Font


class Fonts:
    """`body`, `bold`, `small`, `small_bold`, `title`; `thin` is for lines of a given height.
    Sizes are points: Tk 8.6.13 multiplies negative ones, pixels, by Xft.dpi too."""

    def __init__(self, root: tk.Misc, points: int, families: Sequence[str] = FAMILIES) -> None:
        known = set(tkfont.families(root))
        default = str(tkfont.nametofont("TkDefaultFont", root).actual("family"))
        family = next((name for name in families if name in known), default)

        def make(name: str, weight: str = "normal") -> Font:
            return Font(root, name="Parley" + name, family=family, weight=weight)  # type: ignore[arg-type]

        self.body, self.bold = make("Body"), make("Bold", "bold")
        self.small, self.small_bold = make("Small"), make("SmallBold", "bold")
        self.title, self.thin = make("Title", "bold"), make("Thin")
        self.thin.configure(size=1)
        self._tk = [tkfont.nametofont(name, root) for name in TK_FONTS]  # menus, file dialogs
        for font in self._tk:
            font.configure(family=family)
        self._fitted: dict[tuple[str, str, int], str] = {}
        self._widths: dict[tuple[str, str], int] = {}
        self.resize(points)

    def resize(self, points: int) -> None:
        """`points`: of message text; the others follow it."""
        self.points = points
        self._fitted.clear()
        self._widths.clear()
        for font in (self.body, self.bold, *self._tk):
            font.configure(size=points)
        for font in (self.small, self.small_bold):
            font.configure(size=max(6, points - 1))
        self.title.configure(size=points + 4)

    def measure(self, text: str, font: Font) -> int:
        """Pixels; remembered, because asking Tk for each row of each frame costs more."""
        key = (str(font), text)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= MOST_FITTED:
                self._widths.clear()
            found = self._widths[key] = font.measure(text)
        return found

    def fit(self, text: str, font: Font, width: int) -> str:
        """The text, or its begin with an ellipsis that fits into so many pixels."""
        key = (str(font), text, width)
        found = self._fitted.get(key)
        if found is None:
            if len(self._fitted) >= MOST_FITTED:
                self._fitted.clear()
            found = self._fitted[key] = _cut(text, font, width)
        return found


def _cut(text: str, font: Font, width: int) -> str:
    if len(text) <= width and font.measure(text) <= width:
        return text
    fits, breaks = 0, min(len(text), max(0, width))  # few characters are narrower than a pixel
    while fits < breaks:
        middle = (fits + breaks + 1) // 2
        if font.measure(text[:middle].rstrip(" ,") + ELLIPSIS) <= width:
            fits = middle
        else:
            breaks = middle - 1
    return text[:fits].rstrip(" ,") + ELLIPSIS
