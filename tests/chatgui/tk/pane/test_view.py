"""What is in view stays where it was, to the pixel."""

import tkinter as tk

import pytest
from msgspec import structs

from tests.support.pane_rows import Told, message, messages
from tests.support.windows import Wait


def top_of(told: Told, key: str) -> int | None:
    at = next((n for n, e in enumerate(told.pane.sheet.entries) if e.row.key == key), None)
    if at is None:
        return None
    info = told.pane.text.dlineinfo(f"{told.pane.sheet.first_line(at) + 2}.0")
    return None if info is None else info[1]


@pytest.fixture
def reading(told: Told, root: tk.Tk) -> Told:
    """In the midst of a hundred messages, between two lines."""
    told.pane.show(messages(100, 200))
    root.update()
    told.pane.see("m150")
    told.pane.text.yview_scroll(7, "pixels")
    root.update()
    return told


def test_older_and_newer_rows_move_nothing(reading: Told, wait: Wait):
    before = top_of(reading, "m150")
    assert before is not None
    reading.pane.show(messages(0, 300))
    assert top_of(reading, "m150") == before
    wait(lambda: reading.pane._turn is None)
    assert top_of(reading, "m150") == before


def test_rows_that_go_or_change_elsewhere_move_nothing(reading: Told):
    before = top_of(reading, "m150")
    rows = messages(120, 190)
    rows[5] = structs.replace(rows[5], text="another text\nof two lines")
    reading.pane.show(rows)
    assert top_of(reading, "m150") == before


def test_if_the_first_row_in_view_goes_the_next_one_stays(reading: Told, root: tk.Tk):
    first = reading.pane.view.visible().start
    keys = [entry.row.key for entry in reading.pane.sheet.entries]
    before = top_of(reading, keys[first + 2])
    reading.pane.show([row for row in messages(100, 200) if row.key != keys[first]])
    assert top_of(reading, keys[first + 2]) == before


def test_at_the_end_what_comes_follows(told: Told, root: tk.Tk):
    told.pane.show(messages(0, 50))
    root.update()
    assert told.pane.is_at_end()
    told.pane.show(messages(0, 53))
    root.update()
    assert told.pane.is_at_end()
    assert told.looks[-1][1:] == ("m52", True)


def test_reading_back_nothing_follows_until_the_end_is_wanted(reading: Told, root: tk.Tk):
    reading.pane.show(messages(100, 210))
    root.update()
    assert not reading.pane.is_at_end()
    reading.pane.go_to_end()
    root.update()
    assert reading.looks[-1][1:] == ("m209", True)


@pytest.mark.parametrize("width", [320, 450, 800])
def test_another_width_keeps_the_place(reading: Told, root: tk.Tk, width: int, wait: Wait):
    def shown() -> str:
        first = reading.pane.view.visible().start
        return reading.pane.sheet.entries[first].row.key

    before = shown()
    root.geometry(f"{width}x500")
    wait(lambda: reading.pane.text.winfo_width() == width and reading.pane._turn is None)
    root.update()
    assert shown() == before


def test_at_the_end_another_size_stays_at_the_end(told: Told, root: tk.Tk, wait: Wait):
    told.pane.show(messages(0, 50))
    root.update()
    for size in ("600x300", "330x500", "700x450"):
        root.geometry(size)
        wait(lambda size=size: f"{told.pane.winfo_width()}x{told.pane.winfo_height()}" == size)
        root.update()
        assert told.pane.is_at_end()


def test_a_message_longer_than_the_view_is_held_at_the_line_that_is_read(told: Told, root: tk.Tk):
    long = message(1, "\n".join(f"line {n}" for n in range(55)))
    told.pane.show([message(0), long, message(2)])
    root.update()
    told.pane.text.yview(f"{told.pane.text.search('line 20', '1.0')}")
    root.update()
    before = told.pane.text.dlineinfo(told.pane.text.search("line 25", "1.0"))
    told.pane.show([*messages(-10, 0), message(0), long, message(2)])
    assert told.pane.text.dlineinfo(told.pane.text.search("line 25", "1.0")) == before
