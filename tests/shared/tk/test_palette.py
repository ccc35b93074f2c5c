"""Contrast (WCAG), computed from the palettes: text 4.5, what is not text 3."""

import pytest

from chatgui.app.settings import Theme
from shared.tk.palette import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Palette, choose_palette

GROUNDS = ("pane", "side", "field", "hover", "press", "select", "theirs", "mine")
TEXT = [
    *(("text", ground) for ground in GROUNDS if ground != "press"),
    *(("sub", ground) for ground in GROUNDS),
    *(("link", ground) for ground in ("pane", "theirs", "mine")),
    *(("warn", ground) for ground in ("warn_soft", "side", "hover", "pane")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_press")),
]
SHAPES = [("ring", "pane"), ("ring", "side"), ("ring", "field"), ("here", "side"), ("away", "side")]
HIGH = pytest.mark.parametrize("palette", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
PALETTES = pytest.mark.parametrize(
    "palette", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high", "high dark"]
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@PALETTES
@pytest.mark.parametrize(("over", "under"), TEXT)
def test_text_can_be_read(palette: Palette, over: str, under: str):
    assert contrast(getattr(palette, over), getattr(palette, under)) >= 4.5


@PALETTES
@pytest.mark.parametrize(("over", "under"), SHAPES)
def test_marks_can_be_seen(palette: Palette, over: str, under: str):
    assert contrast(getattr(palette, over), getattr(palette, under)) >= 3


@PALETTES
def test_names_and_initials_can_be_read(palette: Palette):
    assert len(palette.names) == len(palette.avatars) == 8
    assert all(contrast(name, palette.theirs) >= 4.5 for name in palette.names)
    assert all(contrast("#ffffff", fill) >= 4.5 for fill in palette.avatars)


@HIGH
@pytest.mark.parametrize(("over", "under"), TEXT)
def test_high_contrast_is_higher(palette: Palette, over: str, under: str):
    assert contrast(getattr(palette, over), getattr(palette, under)) >= 7


@HIGH
@pytest.mark.parametrize("over", ["line", "edge", "thumb", "ring"])
def test_high_contrast_has_edges(palette: Palette, over: str):
    for under in ("pane", "side", "field"):
        assert contrast(getattr(palette, over), getattr(palette, under)) >= 3


@pytest.mark.parametrize(
    ("theme", "is_high", "is_system_dark", "palette"),
    [
        ("system", False, False, LIGHT),
        ("system", False, True, DARK),
        ("light", False, True, LIGHT),
        ("dark", False, False, DARK),
        ("light", True, True, HIGH_LIGHT),
        ("system", True, True, HIGH_DARK),
    ],
)
def test_the_palette_one_wants(theme: Theme, is_high: bool, is_system_dark: bool, palette: Palette):
    assert choose_palette(theme, is_high, is_system_dark) is palette
