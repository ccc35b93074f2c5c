"""Rows of the list: everything is said in words too, and narrow ones leave out columns."""

import tkinter as tk

import pytest

from chatserver.dashboard.crowd import Row
from chatserver.dashboard.person_rows import HEIGHT, hue_of, paint_person
from shared.faces import hue
from shared.tk.listing import List, Section
from shared.tk.theme import Theme
from tests.support.dialogs import texts_of_list
from tests.support.tiny_owner import NOON_MS, make_people
from tests.support.windows import Wait

ALICE, _, _, DAVE = make_people(4)


def show(root: tk.Tk, theme: Theme, wait: Wait, row: Row, width: int) -> list[str]:
    root.geometry(f"{width}x300")
    listing = List(root, theme, lambda *_: None, ground="pane")
    listing.pack(fill="both", expand=True)
    listing.show(
        [
            Section(
                "",
                "",
                1,
                HEIGHT,
                lambda *_: [row],
                lambda cell, one: paint_person(cell, one, True, NOON_MS),
                lambda one: 1,
            )
        ]
    )
    wait(lambda: listing.canvas.winfo_width() == width)
    wait(lambda: listing._pending is None)
    return texts_of_list(listing)


def test_wide_rows_say_all(root: tk.Tk, theme: Theme, wait: Wait):
    said = show(root, theme, wait, ALICE, 800)
    assert said[0] == "Al"
    assert said[1:3] == ["good line", "1.2 ms · 0 % lost"]
    assert said[3].startswith("since ")
    assert said[4:] == ["alice", "Parley, verified · 192.168.7.2:50000"]


def test_narrow_rows_have_no_column_for_the_time(root: tk.Tk, theme: Theme, wait: Wait):
    said = show(root, theme, wait, ALICE, 400)
    assert len(said) == 5
    assert said[3] == "alice"
    assert said[4].endswith("…")


def test_a_guest_is_marked_in_words(root: tk.Tk, theme: Theme, wait: Wait):
    said = show(root, theme, wait, DAVE, 800)
    assert "netcat, unverified · 192.168.7.5:50003" in said
    assert "not measured" in said


def test_a_row_that_is_not_known_yet_says_nothing(root: tk.Tk, theme: Theme, wait: Wait):
    assert show(root, theme, wait, 17, 800) == []


@pytest.mark.parametrize(("id", "number"), [("00000000000000ff", 255), ("ff", 255)])
def test_people_have_the_colour_they_have_everywhere(id: str, number: int):
    assert hue_of(id) == hue(number)


def test_an_id_that_is_none_has_some_colour():
    assert hue_of("guest") == 0
