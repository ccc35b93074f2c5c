"""What is in view is there at once; the rest comes in turns, and only as much as may be needed."""

import tkinter as tk

from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.rows import NewRow
from chatgui.tk.pane import filling
from chatgui.tk.pane.filling import _longest_rising
from tests.support.pane_rows import Told, messages
from tests.support.windows import Wait


def keys(told: Told) -> list[str]:
    return [entry.row.key for entry in told.pane.sheet.entries]


def test_a_long_conversation_begins_with_a_screenful_at_its_end(told: Told, wait: Wait):
    told.pane.show(messages(0, 400))
    assert keys(told) == [f"m{n}" for n in range(400 - filling.AT_ONCE, 400)]
    wait(lambda: told.pane._turn is None)
    assert filling.AT_ONCE < len(keys(told)) < 200
    assert keys(told)[-1] == "m399"


def test_scrolling_back_finds_all_of_it(told: Told, root: tk.Tk, wait: Wait):
    told.pane.show(messages(0, 300))
    for _ in range(200):
        told.pane.text.yview_scroll(-1, "pages")
        root.update()
        wait(lambda: told.pane._turn is None and told.pane._idle is None)
        if told.looks[-1][0] == "m0":
            break
    assert keys(told)[0] == "m0"
    assert keys(told) == [f"m{n}" for n in range(len(keys(told)))]


def test_it_opens_at_what_is_new(told: Told, root: tk.Tk, wait: Wait):
    rows = [*messages(0, 100), NewRow("new", "New since 12:10"), *messages(100, 300)]
    told.pane.show(rows)
    wait(lambda: told.pane._turn is None and told.pane._idle is None)
    first, last, is_at_end = told.looks[-1]
    assert int(first[1:]) < 100 <= int(last[1:])
    assert not is_at_end


def test_another_conversation_shares_nothing_with_the_last(told: Told, root: tk.Tk):
    told.pane.show([NewRow("new", "New since 12:10"), *messages(0, 50)])
    told.pane.show(messages(100, 150))
    root.update()
    assert told.looks[-1][1:] == ("m149", True)
    assert keys(told)[0] == "m100"


def test_a_line_that_wanders_pulls_no_message_along(told: Told, wait: Wait):
    new = NewRow("new", "New since 12:10")
    told.pane.show([new, *messages(0, 30)])
    before = [entry for entry in told.pane.sheet.entries if entry.row is not new]
    told.pane.show([*messages(0, 30), new])
    wait(lambda: told.pane._turn is None)
    assert keys(told)[-1] == "new"
    assert next(e for e in told.pane.sheet.entries if e.row is not new) is before[0]


def test_a_flood_leaves_a_bounded_sheet(told: Told, root: tk.Tk):
    for last in range(400, 1400, 50):
        told.pane.show(messages(last - 400, last))
        root.update()
        assert told.pane.is_at_end()
    assert len(keys(told)) <= filling.MOST_ABOVE + filling.A_STEP


def test_a_row_far_away_is_seen_when_it_is_wanted(told: Told, root: tk.Tk):
    told.pane.show(messages(0, 400))
    told.pane.see("m3")
    root.update()
    assert int(told.looks[-1][0][1:]) <= 3 <= int(told.looks[-1][1][1:])
    told.pane.see("nothing of that kind")
    assert keys(told)[0] == "m0"


@given(st.lists(st.integers(-1, 40), unique_by=lambda n: n if n >= 0 else object()))
def test_the_longest_rising_run_is_rising_and_no_shorter_than_a_greedy_one(numbers: list[int]):
    found, greedy = _longest_rising(numbers), []
    for number in numbers:
        if number >= 0 and (not greedy or number > greedy[-1]):
            greedy.append(number)
    assert found == sorted(found)
    assert len(found) >= len(greedy)
    places = [numbers.index(number) for number in found]
    assert places == sorted(places)
    assert -1 not in found
