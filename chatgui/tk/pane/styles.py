"""The tags of the pane's Text: what each kind of line and run looks like.

Names of lines in bubbles are "SIDE KIND WIDTH", made when first used and dropped when no line has
them any more. Only those at the right side depend on how wide the pane is.
"""

import tkinter as tk
from typing import Any

from chatgui.tk.pane import geometry
from shared.tk.theme import Theme

RADIUS, NEAR_RADIUS = 10, 4
MOST_KEPT = 250
"""Above it, those that no line has are dropped now and then."""
KINDS = ("line", "last", "cap", "head")
SIDES = {"mine": "mine", "theirs": "theirs", "mine-hit": "warn_soft", "theirs-hit": "warn_soft"}
"""The bubbles' grounds, as names of the palette."""
NO_STOP = 1


class Styles:
    def __init__(self, text: tk.Text, theme: Theme) -> None:
        self._text, self._theme = text, theme
        self._width = 1
        self._made: set[str] = set()
        self._most = MOST_KEPT
        self.refresh()

    def need(self, name: str) -> None:
        """Have that tag."""
        if name not in self._made and name.partition(" ")[0] in SIDES:
            if len(self._made) >= self._most:
                self._drop_unused()
            self._made.add(name)
            self._configure(name)
            if name.split(" ")[1] == "cap":
                self._text.tag_raise(name, "sel")  # there is nothing in it to be selected
            else:
                self._text.tag_lower(name)  # below the selection and what marks single runs

    def resize(self, width: int) -> None:
        """The pane is so wide now."""
        if width != self._width:
            self._width = width
            for name in self._made:
                if name.startswith("mine"):
                    self._configure(name)

    def refresh(self) -> None:
        """Colours, fonts or the scale have changed."""
        for name in self._made:
            self._configure(name)
        self._configure_runs()
        self._configure_middle()
        gaps = (f"gap {gap}" for gap in (geometry.GAP, geometry.SMALL_GAP))
        for name in ("sel", *gaps, "end", "outside"):  # what is outside a bubble is not selected
            self._text.tag_raise(name)

    def _drop_unused(self) -> None:
        for name in list(self._made):
            if not self._text.tag_nextrange(name, "1.0"):
                self._text.tag_delete(name)
                self._made.discard(name)
        self._most = max(MOST_KEPT, 2 * len(self._made))

    def _configure(self, name: str) -> None:
        side, kind, inner = name.split(" ")
        px, palette = self._theme.px, self._theme.palette
        pad = px(geometry.PADDING)
        width = int(inner) + 2 * pad
        left = geometry.bubble_left(self._theme)
        if side.startswith("mine"):
            left = max(NO_STOP, self._width - width - px(geometry.MARGIN_RIGHT))
        right = left + width
        options: dict[str, Any] = {"lmargin1": left, "font": self._theme.fonts.body}
        if kind == "line":
            options |= {"tabs": (left + pad, right), "spacing1": px(1), "spacing3": px(2)}
        elif kind == "last":
            stops = (left + pad, right - pad, "right", right)
            options |= {"tabs": stops, "spacing1": px(1), "spacing3": px(2)}
        elif kind == "cap":
            options |= {"tabs": (right - px(RADIUS),), "font": self._theme.fonts.thin}
        else:
            options |= {"tabs": (left, right - pad), "lmargin1": px(geometry.MARGIN_LEFT)}
        ground = getattr(palette, SIDES[side])
        self._text.tag_configure(
            name, background=ground, foreground=palette.text, lmargincolor=palette.pane, **options
        )

    def _configure_runs(self) -> None:
        set_up, fonts, palette = self._text.tag_configure, self._theme.fonts, self._theme.palette
        set_up("link", foreground=palette.link, underline=True)
        set_up("unfold", foreground=palette.link, underline=True, font=fonts.small)
        set_up("stamp", foreground=palette.sub, font=fonts.small)
        set_up("refused", foreground=palette.warn, font=fonts.small)
        set_up("warn", foreground=palette.warn, font=fonts.small)
        set_up("end", background=palette.pane, font=fonts.thin)
        set_up("outside", background=palette.pane)
        set_up("sel", background=palette.accent, foreground=palette.on_accent)
        for hue, colour in enumerate(palette.names):
            set_up(f"name {hue}", foreground=colour, font=fonts.bold)

    def _configure_middle(self) -> None:
        set_up, px = self._text.tag_configure, self._theme.px
        fonts, palette = self._theme.fonts, self._theme.palette
        for gap in (geometry.GAP, geometry.SMALL_GAP):
            thin = fonts.thin.metrics("linespace")
            space = max(0, px(gap) - thin)
            set_up(f"gap {gap}", font=fonts.thin, spacing1=space, background=palette.pane)
        middle: dict[str, Any] = {"justify": "center", "spacing1": px(1), "spacing3": px(1)}
        for name in ("day", "also", "note"):
            set_up(name, font=fonts.small, foreground=palette.sub, **middle)
        set_up("new", font=fonts.small_bold, foreground=palette.link, **middle)
