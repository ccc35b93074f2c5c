"""The picture laid on what stands behind it, as each kind of screen keeps its pixels. What the
icon does in a panel, `tests/shared/tk/test_dock.py` shows."""

import sys
from typing import Any

import pytest

if sys.platform in ("win32", "darwin"):
    pytest.skip("XEmbed is X11's", allow_module_level=True)

from shared.desktop.tray.plug import lay_on

RED, HALF, CLEAR = b"\xff\x00\x00\xff", b"\xff\x00\x00\x80", b"\x00\xff\x00\x00"


class Image:
    """As Xlib's, one row high."""

    def __init__(self, depth: int, masks: tuple[int, int, int], below: int, width: int) -> None:
        self.depth = depth
        self.red_mask, self.green_mask, self.blue_mask = masks
        self.pixels = [below] * width

    def get_pixel(self, image: Any, x: int, y: int) -> int:
        return self.pixels[x + y * 2]

    def put_pixel(self, image: Any, x: int, y: int, value: int) -> None:
        self.pixels[x + y * 2] = value


MASKS = 0xFF0000, 0x00FF00, 0x0000FF


def laid(depth: int, masks: tuple[int, int, int], below: int) -> list[int]:
    """Red, half red, nothing, red."""
    image = Image(depth, masks, below, 4)
    lay_on(image, RED + HALF + CLEAR + RED, 2, 0, 0)  # type: ignore[arg-type]
    return image.pixels


def test_on_a_usual_screen_what_is_behind_shines_through() -> None:
    assert laid(24, MASKS, 0x0000FF) == [0xFF0000, 0x80007F, 0x0000FF, 0xFF0000]


def test_on_a_screen_with_other_colours_first() -> None:
    assert laid(24, MASKS[::-1], 0xFF0000) == [0x0000FF, 0x7F0080, 0xFF0000, 0x0000FF]


def test_on_a_screen_with_few_colours() -> None:
    assert laid(16, (0xF800, 0x07E0, 0x001F), 0x001F) == [0xF800, 0x800F, 0x001F, 0xF800]


def test_in_a_see_through_panel_opacity_is_kept() -> None:
    """Colours are weighted by it there, as compositors want them."""
    assert laid(32, MASKS, 0) == [0xFFFF0000, 0x80800000, 0, 0xFFFF0000]
