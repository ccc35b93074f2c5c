"""What every widget of one root shares: the scale, the palette, the fonts, the images.

    theme = Theme(root, LIGHT, points=10)
    theme.change(DARK)       at run time: ttk widgets and images follow by themselves,
    theme.resize(14)         and all widgets get <<ThemeChanged>>, to which drawn ones draw anew

Lengths in the code are pixels at 96 dpi; `px` makes them the screen's. `tall` lets them grow with
the text too: rows, and what else must hold text.
"""

import tkinter as tk

from shared.tk import looks, scaling, style
from shared.tk.fonts import Fonts
from shared.tk.images import Images, colour_of
from shared.tk.palette import Palette
from shared.tk.points import NORMAL_POINTS


class Theme:
    def __init__(
        self, root: tk.Tk, palette: Palette, points: int = NORMAL_POINTS, factor: float = 0.0
    ) -> None:
        """`factor`: 0: the screen's."""
        self.root, self.palette = root, palette
        self.factor = factor or scaling.scale(root)
        self.fonts = Fonts(root, points)
        self.images = Images(root, palette, self.factor, self.growth)
        style.build(self)
        looks.apply(self)
        root.configure(background=palette.pane)

    @property
    def growth(self) -> float:
        """Of what must hold text; smaller text leaves it as it is."""
        return max(1.0, self.fonts.points / NORMAL_POINTS)

    def px(self, length: float) -> int:
        """The screen's pixels; never 0 for what is more than nothing."""
        return round(length * self.factor) or (1 if length > 0 else 0)

    def tall(self, length: float) -> int:
        """Like `px`, and grown with the text."""
        return self.px(length * self.growth)

    def colour(self, name: str) -> str:
        return colour_of(self.palette, name)

    def change(self, palette: Palette) -> None:
        """Light or dark from now on."""
        self.palette = palette
        self.images.recolour(palette)
        looks.apply(self)
        self.root.configure(background=palette.pane)

    def resize(self, points: int) -> None:
        """Of message text; everything that holds text follows."""
        self.fonts.resize(points)
        self.images.resize(self.growth)
        looks.apply(self)
