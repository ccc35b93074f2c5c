"""The tray's picture by its values: shapes, badge, and states that need no colour to tell."""

import struct
import zlib
from itertools import combinations
from typing import get_args

import pytest

from shared.desktop.tray.icon import argb, png, rgba
from shared.desktop.tray.view import State

SIZES = (16, 22, 24, 32, 48, 64, 256)
STATES = get_args(State)


def grey(size: int, state: State, badge: int = 0) -> list[float]:
    """What somebody sees who sees no colours: 0 to 255, on white."""
    pixels = rgba(size, state, badge)
    found = []
    for at in range(0, len(pixels), 4):
        red, green, blue, seen = pixels[at : at + 4]
        light = 0.299 * red + 0.587 * green + 0.114 * blue
        found.append(255 + (light - 255) * seen / 255)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_it_fills_the_square_and_its_corners_are_seen_through(size: int) -> None:
    pixels = rgba(size, "busy")
    assert len(pixels) == 4 * size * size
    seen = pixels[3::4]
    assert seen[0] == seen[size - 1] == seen[-1] == 0
    assert seen[size // 2] == seen[size * (size // 2)] == 255


@pytest.mark.parametrize("size", SIZES)
def test_edges_are_smooth(size: int) -> None:
    assert any(0 < seen < 255 for seen in rgba(size, "busy")[3::4])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pair", list(combinations(STATES, 2)))
def test_states_differ_by_shape_not_by_colour_alone(size: int, pair: tuple[State, State]) -> None:
    """Black and white by each one's own middle: the tiles' greys do not help."""

    def drawing(state: State) -> list[bool]:
        pixels = rgba(size, state)
        return [min(pixels[at : at + 3]) > 150 for at in range(0, len(pixels), 4)]

    one, other = map(drawing, pair)
    assert sum(a != b for a, b in zip(one, other, strict=True)) >= size * size * 0.03


@pytest.mark.parametrize("size", SIZES)
def test_a_badge_says_its_number(size: int) -> None:
    pictures = [grey(size, "busy", badge) for badge in range(11)]
    assert pictures.count(pictures[10]) == 1
    for one, other in combinations(pictures, 2):
        assert sum(abs(a - b) > 40 for a, b in zip(one, other, strict=True)) >= 2


def test_above_nine_it_only_says_so() -> None:
    assert rgba(32, "busy", 10) == rgba(32, "busy", 12_000) != rgba(32, "busy", 9)
    assert rgba(32, "busy", -1) == rgba(32, "busy", 0)


def test_trouble_is_more_than_a_number() -> None:
    assert rgba(32, "trouble", 5) == rgba(32, "trouble", 0)


def test_on_the_bus_opacity_comes_first() -> None:
    pixels, turned = rgba(16, "busy", 3), argb(16, "busy", 3)
    for at in range(0, len(pixels), 4):
        red, green, blue, seen = pixels[at : at + 4]
        assert tuple(turned[at : at + 4]) == (seen, red, green, blue)


@pytest.mark.parametrize("size", [16, 1024])
def test_as_a_file(size: int) -> None:
    data = png(size)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (size, size)
    start = data.index(b"IDAT") + 4
    rows = zlib.decompressobj().decompress(data[start:])
    stride = 4 * size + 1
    pixels = [rows[at + 1 : at + stride] for at in range(0, len(rows), stride)]
    assert b"".join(pixels) == rgba(size, "busy")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_a_server_s_is_told_from_a_client_s_by_its_shape(size: int, state: State) -> None:
    """They may stand side by side."""
    opacity = [rgba(size, state, 3, is_server)[3::4] for is_server in (False, True)]
    differing = sum(abs(a - b) > 128 for a, b in zip(*opacity, strict=True))
    assert differing >= size * size * 0.04
