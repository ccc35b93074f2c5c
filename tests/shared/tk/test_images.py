"""Images are drawn once, change colour where they are, and go when nothing shows them."""

import tkinter as tk
from tkinter import ttk

from shared.tk import images as module
from shared.tk.images import Images, Round, colour_of
from shared.tk.palette import DARK, LIGHT


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_colours_have_names():
    assert colour_of(LIGHT, "accent") == LIGHT.accent
    assert colour_of(DARK, "names.3") == DARK.names[3]
    assert colour_of(DARK, "#010203") == "#010203"
    assert colour_of(DARK, "") == ""


def test_the_same_image_is_made_once(root: tk.Tk):
    images = Images(root, LIGHT, 1.0)
    assert images.disc(20, "accent") is images.disc(20, "accent")
    assert images.disc(20, "accent") is not images.disc(20, "here")
    assert images.blank(7) is images.blank(7)
    assert images.blank(7).width() == 7


def test_a_new_palette_changes_images_where_they_are(root: tk.Tk):
    images = Images(root, LIGHT, 1.0)
    disc = images.disc(20, "accent")
    base = Round(20, 20, (0, 0, 0, 0), "side")
    layered = images.layers(base, Round(10, 10, (0, 0, 0, 0), "here", x=5, y=5))
    assert disc.get(10, 10) == rgb(LIGHT.accent)
    images.recolour(DARK)
    assert disc.get(10, 10) == rgb(DARK.accent)
    assert layered.get(0, 0) == rgb(DARK.side)
    assert layered.get(10, 10) == rgb(DARK.here)
    assert (layered.width(), layered.height()) == (20, 20)


def test_lengths_at_96_dpi_are_scaled(root: tk.Tk):
    images = Images(root, LIGHT, 2.0)
    assert images.icon("search", 20, "sub").width() == 40
    framed = images.rounded(40, 40, 0, "pane", "text", 1)
    assert framed.get(1, 20) == rgb(LIGHT.text)
    assert framed.get(2, 20) == rgb(LIGHT.pane)


def test_icons_grow_with_the_text_where_they_are(root: tk.Tk):
    images = Images(root, LIGHT, 2.0)
    icon, disc = images.icon("close", 16, "sub"), images.disc(20, "accent")
    label = ttk.Label(root, image=icon)
    images.resize(2.0)
    assert (icon.width(), disc.width()) == (64, 20)
    assert label.winfo_reqwidth() >= 64
    assert images.icon("close", 16, "sub") is icon
    images.resize(1.0)
    assert icon.width() == 32


def test_what_nothing_shows_is_forgotten_and_what_is_shown_stays(root: tk.Tk, monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 20)
    images = Images(root, LIGHT, 1.0)
    label = ttk.Label(root, image=images.disc(5, "accent"))
    shown = str(label.cget("image")[0])
    for size in range(6, 100):
        images.disc(size, "accent")
    assert len(root.image_names()) < 60
    assert shown in root.image_names()
