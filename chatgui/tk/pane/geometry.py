"""What a line of the pane is made of, and the lengths that lines and their looks agree on.

A bubble is a run of whole lines of one Text, all as wide as the bubble: what is left of a line is
filled by tabs, whose stops and margins come with the line's first tag (`styles.py`). So a line's
looks depend on its bubble's width alone, and a Text that becomes wider needs no line again.
"""

from typing import Literal, NamedTuple, Protocol

from chatgui.tk.pane.wrap import Measure

TEXT_WIDTH = 400
PADDING = 12
STEP = 4
"""Bubbles are so many pixels wide, or a multiple: fewer styles."""
GAP, SMALL_GAP = 8, 4
AVATAR = 28
MARGIN_LEFT, MARGIN_RIGHT = 24, 16
AVATAR_GAP = 9
ICON = 16
AWAY_FROM_SIDES = MARGIN_LEFT + MARGIN_RIGHT


Side = Literal["left", "middle", "right"]


class Picture(NamedTuple):
    """`kind`: "cap", "avatar" or "icon"; `what` says which."""

    kind: str
    what: tuple[str, ...]


class Run(NamedTuple):
    """A piece of a line: text, or a picture."""

    content: str | Picture
    tags: tuple[str, ...]


class Line(NamedTuple):
    """The first tag of a run says how the whole line looks. `start` and `end`: what of the row's
    text is in the run at `WORDS`, character by character; equal: nothing."""

    runs: tuple[Run, ...]
    start: int = 0
    end: int = 0


WORDS = 1
"""Where in a line the row's own text begins: behind a tab."""


class Laid(NamedTuple):
    """A row's lines, and how wide it is, in pixels. `is_whole`: nothing was broken for want of
    room, so more of it changes nothing."""

    lines: tuple[Line, ...]
    side: Side
    width: int
    is_whole: bool
    is_folded: bool = False


class Rulers(NamedTuple):
    body: Measure
    bold: Measure
    small: Measure
    small_bold: Measure


class Scale(Protocol):
    """A `Theme`, or a `Room`."""

    def px(self, length: float) -> int: ...

    def tall(self, length: float) -> int: ...


def bubble_left(scale: Scale) -> int:
    """Where others' bubbles begin."""
    return scale.px(MARGIN_LEFT + AVATAR_GAP) + scale.tall(AVATAR)


class Room(NamedTuple):
    """What rows are laid into. `factor`: the screen's pixels for one at 96 dpi; `growth`: of the
    text beyond its usual size; `width`: of the pane, in the screen's pixels."""

    factor: float
    growth: float
    width: int

    def px(self, length: float) -> int:
        return max(1, round(length * self.factor))

    def tall(self, length: float) -> int:
        """Of what grows with the text."""
        return self.px(length * self.growth)

    @property
    def text_width(self) -> int:
        """The most that a line of a message may take."""
        sides = bubble_left(self) + self.px(MARGIN_RIGHT + 2 * PADDING)
        step = self.px(STEP)
        return max(self.px(60), min(self.tall(TEXT_WIDTH), (self.width - sides) // step * step))


END = Run("\n", ("end",))


def make_gap(height: int) -> Line:
    return Line((Run("\n", (f"gap {height}",)),))


def flatten(text: str) -> str:
    """The text as just as many characters, none of which moves to a tab stop or breaks the line."""
    return text.replace("\t", "\u2003").replace("\n", " ")
