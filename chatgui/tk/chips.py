"""The recipients above the entry: one stop for Tab, arrows inside, Delete removes."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from chatgui.app.rows import Chip
from chatgui.app.words import window as words
from shared.chat import EVERYONE_ID
from shared.tk.fonts import Font
from shared.tk.theme import Theme
from shared.tk.tooltip import Tooltip

MOST_ROWS: Final = 2
"""Others are counted: the messages need the room."""

HEIGHT, GAP, FACE, CROSS, LONGEST_NAME = 28, 8, 20, 16, 150


class _Placed(NamedTuple):
    chip: Chip
    name: str
    x: int
    y: int
    width: int


class Chips(tk.Canvas):
    """`on_remove(person)`: take them away. `on_more`: show also those who have no chip. `on_cross`:
    that was by a click, and the focus belongs elsewhere."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        on_remove: Callable[[int], object],
        on_more: Callable[[], object],
        on_cross: Callable[[], object],
    ) -> None:
        super().__init__(parent, bd=0, highlightthickness=0, takefocus=1, height=theme.tall(HEIGHT))
        self._theme, self._on_remove, self._on_more = theme, on_remove, on_more
        self._on_cross = on_cross
        self._chips: Sequence[Chip] = ()
        self._more = 0
        self._placed: list[_Placed] = []
        self._cursor = 0
        self._over: int | None = None
        self._others: tuple[int, int, int, int] | None = None
        self._tip = Tooltip(theme, self)
        self._bind_all_of_it()

    def show(self, chips: Sequence[Chip], more: int) -> None:
        """`more`: how many others there are."""
        self._chips, self._more = chips, more
        self._cursor = max(0, min(self._cursor, len(chips) - 1))
        self.configure(takefocus=bool(chips))
        self._draw()

    def _bind_all_of_it(self) -> None:
        for keys, act in (
            (("Left", "Up"), lambda: self._move(-1)),
            (("Right", "Down"), lambda: self._move(1)),
            (("Home",), lambda: self._move(-len(self._placed))),
            (("End",), lambda: self._move(len(self._placed))),
            (("Delete", "BackSpace"), lambda: self._remove(self._cursor)),
            (("Return", "space"), lambda: self._act(self._cursor)),
        ):
            for key in keys:
                self.bind(f"<{key}>", lambda _, act=act: act())  # type: ignore[misc]
        for event in ("<Configure>", "<FocusIn>", "<FocusOut>", "<<ThemeChanged>>"):
            self.bind(event, lambda _: self._draw())
        self.bind("<Motion>", self._hover)
        self.bind("<Leave>", lambda _: self._leave())
        self.bind("<Button-1>", self._click)

    def _move(self, by: int) -> None:
        last = len(self._placed) - (not self._others)
        self._cursor = max(0, min(self._cursor + by, last))
        self._draw()

    def _click(self, event: "tk.Event[tk.Misc]") -> None:
        self.focus_set()
        found = self._chip_at(event.x, event.y)
        if found is not None:
            self._cursor = found
        cross = self._cross_at(event.x, event.y)
        if self._is_on_others(event.x, event.y):
            self._on_more()
        elif cross is not None:
            self._remove(cross)
            self._on_cross()
        else:
            self._draw()

    def _act(self, number: int) -> None:
        if number < len(self._placed):
            self._remove(number)
        elif self._others:
            self._on_more()

    def _is_on_others(self, x: int, y: int) -> bool:
        left, top, right, bottom = self._others or (0, 0, 0, 0)
        return left <= x < right and top <= y < bottom

    def _remove(self, number: int) -> None:
        if number < len(self._placed):
            self._on_remove(self._placed[number].chip.person)

    def _chip_at(self, x: int, y: int) -> int | None:
        tall = self._theme.tall(HEIGHT)
        for number, at in enumerate(self._placed):
            if at.x <= x < at.x + at.width and at.y <= y < at.y + tall:
                return number
        return None

    def _cross_at(self, x: int, y: int) -> int | None:
        """The whole right end of a chip, so that it is easily hit."""
        found = self._chip_at(x, y)
        if found is None:
            return None
        at = self._placed[found]
        return found if x >= at.x + at.width - self._theme.tall(CROSS + 12) else None

    def _hover(self, event: "tk.Event[tk.Misc]") -> None:
        number = self._cross_at(event.x, event.y)
        is_link = number is not None or self._is_on_others(event.x, event.y)
        self.configure(cursor="hand2" if is_link else "")
        x, y = event.x, event.y
        self._tip.show_soon(
            self._word_at(x, y), event.x_root, event.y_root, lambda: self._word_at(x, y)
        )
        if number != self._over:
            self._over = number
            self._draw()

    def _word_at(self, x: int, y: int) -> str:
        number = self._cross_at(x, y)
        return "" if number is None else words.REMOVE.format(name=self._placed[number].chip.name)

    def _leave(self) -> None:
        self._over = None
        self._tip.hide()
        self._draw()

    # --- drawing -----------------------------------------------------------------------------

    def _draw(self) -> None:
        theme = self._theme
        self.delete("all")
        self.configure(bg=theme.palette.pane)
        left = self._write(0, theme.tall(HEIGHT) // 2, words.TO, theme.fonts.small, "sub")
        left += theme.tall(GAP) if self._chips else 0
        self._placed, end = self._place(left)
        for number, at in enumerate(self._placed):
            self._draw_chip(at, number)
        hidden = len(self._chips) - len(self._placed) + self._more
        self._others = self._draw_others(end, hidden) if hidden else None
        rows = end.y // theme.tall(HEIGHT + GAP) + 1
        self.configure(height=rows * theme.tall(HEIGHT + GAP) - theme.tall(GAP))

    def _draw_others(self, at: _Placed, hidden: int) -> tuple[int, int, int, int]:
        """How many they are; all are shown by a click. Where that is."""
        theme, tall = self._theme, self._theme.tall(HEIGHT)
        text = words.MORE_RECIPIENTS.format(count=hidden)
        width = theme.fonts.small_bold.measure(text) + theme.tall(16)
        has_cursor = self._cursor == len(self._placed) and self.focus_get() is self
        ring = "ring" if has_cursor else "edge"
        ground = theme.images.rounded(width, tall, tall / 2, "pane", ring, 2 if has_cursor else 1)
        self.create_image(at.x, at.y, image=ground, anchor="nw")
        self._write(at.x + theme.tall(8), at.y + tall // 2, text, theme.fonts.small_bold, "text")
        return at.x, at.y, at.x + width, at.y + tall

    def _place(self, left: int) -> "tuple[list[_Placed], _Placed]":
        """Where each chip goes, in as many rows as there may be; and the place behind the last."""
        theme, placed, x, y = self._theme, list[_Placed](), left, 0
        fonts, room = theme.fonts, max(self.winfo_width(), theme.px(200))
        others = words.MORE_RECIPIENTS.format(count=999)
        rest = fonts.small_bold.measure(others) + theme.tall(16 + GAP)
        for number, chip in enumerate(self._chips):
            name = fonts.fit(chip.name, fonts.small_bold, theme.tall(LONGEST_NAME))
            width = fonts.small_bold.measure(name) + theme.tall(4 + FACE + 6 + 4 + CROSS + 7)
            is_last_row = y >= theme.tall(HEIGHT + GAP) * (MOST_ROWS - 1)
            is_end = number == len(self._chips) - 1 and not self._more
            if x + width + (0 if is_end or not is_last_row else rest) > room:
                if is_last_row:
                    break
                x, y = left, y + theme.tall(HEIGHT + GAP)
            placed.append(_Placed(chip, name, x, y, width))
            x += width + theme.tall(GAP)
        return placed, _Placed(Chip(0, "", "", 0, False), "", x, y, 0)

    def _draw_chip(self, at: _Placed, number: int) -> None:
        theme, tall = self._theme, self._theme.tall(HEIGHT)
        images, middle = theme.images, at.y + tall // 2
        ring = "ring" if number == self._cursor and self.focus_get() is self else ""
        ground = images.rounded(at.width, tall, tall / 2, "select", ring, 2)
        self.create_image(at.x, at.y, image=ground, anchor="nw")
        face = at.x + theme.tall(4) + theme.tall(FACE) // 2
        self._draw_face(face, middle, at.chip)
        left = at.x + theme.tall(4 + FACE + 6)
        self._write(left, middle, at.name, theme.fonts.small_bold, "text")
        colour = "text" if number == self._over else "sub"
        cross = images.icon("close", CROSS, colour)
        self.create_image(at.x + at.width - theme.tall(7), middle, image=cross, anchor="e")

    def _draw_face(self, x: int, y: int, chip: Chip) -> None:
        theme, images = self._theme, self._theme.images
        if chip.person == EVERYONE_ID:
            self.create_image(x, y, image=images.disc(theme.tall(FACE), "accent"))
            self.create_image(x, y, image=images.icon("people", 14, "on_accent"))
            return
        self.create_image(x, y, image=images.disc(theme.tall(FACE), f"avatars.{chip.hue}"))
        self.create_text(x, y, text=chip.initials[:1], font=theme.fonts.small_bold, fill="#ffffff")

    def _write(self, x: int, y: int, text: str, font: Font, colour: str) -> int:
        """The place behind it."""
        fill = self._theme.colour(colour)
        item = self.create_text(x, y, text=text, font=font, fill=fill, anchor="w")
        return int(self.bbox(item)[2])
