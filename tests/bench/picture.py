"""Groups of bars as an SVG that is readable on a light and on a dark page, written by hand."""

from collections.abc import Sequence
from html import escape
from math import log10
from typing import NamedTuple

WIDTH = 760
LABELS = 165
"""Left of the bars; as much is left free behind the longest for its value."""

BAR, BETWEEN_GROUPS, TOP = 16, 14, 70

STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.note { fill: #59636e }
.c0 { fill: #0969da } .c1 { fill: #bc4c00 } .c2 { fill: #1a7f37 } .c3 { fill: #8250df }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .note { fill: #9198a1 }
  .c0 { fill: #4493f8 } .c1 { fill: #db6d28 } .c2 { fill: #3fb950 } .c3 { fill: #ab7df8 }
}"""


class Group(NamedTuple):
    """Bars that are compared; a series without a value has no bar in it."""

    label: str
    values: dict[str, float]


def draw(title: str, note: str, groups: Sequence[Group], *, log: bool = False) -> str:
    """ "" without any value. `log`: each factor of ten is as long as the other; values are greater
    than 0 then."""
    series = list(dict.fromkeys(name for group in groups for name in group.values))
    values = [value for group in groups for value in group.values.values()]
    if not values:
        return ""
    least, most = min(values), max(values)
    room = WIDTH - 2 * LABELS

    def length(value: float) -> float:
        if not log:
            return room * value / (most or 1.0)
        low = log10(least) - 0.3  # the least is to be seen, too
        return room * (log10(value) - low) / (log10(most) - low)

    parts = [_text(10, 24, title, "title"), _text(10, 44, note, "note")]
    y = TOP
    for group in groups:
        parts.append(_text(10, y + 12, group.label))
        for name, value in group.values.items():
            parts += _bar(y, length(value), series.index(name), f"{name}  {_told(value)}")
            y += BAR + 2
        y += BETWEEN_GROUPS
    return _page(title, y, parts)


def _bar(y: float, length: float, color: int, told: str) -> list[str]:
    box = f'<rect class="c{color % 4}" x="{LABELS}" y="{y}" width="{length:.1f}" height="{BAR}"/>'
    return [box, _text(LABELS + length + 6, y + 12, told)]


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text{name} x="{x:.1f}" y="{y}">{escape(text)}</text>'


def _page(title: str, height: float, parts: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">'
    )
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>\n"])


def _told(value: float) -> str:
    """Three digits are what such a measurement is worth."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
