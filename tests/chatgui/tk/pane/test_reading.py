"""The pane by keyboard alone."""

import tkinter as tk

import pytest

from chatgui.app.rows import AlsoRow, DayRow, NoteRow
from tests.support.pane_rows import Told, linked, message, messages
from tests.support.windows import Wait

URL = "https://a.example/b"


@pytest.fixture
def keyed(told: Told, root: tk.Tk, wait: Wait) -> Told:
    told.pane.text.focus_force()
    wait(lambda: root.focus_get() is told.pane.text)
    return told


def press(told: Told, *keys: str) -> None:
    for key in keys:
        told.pane.text.event_generate(key)
        told.pane.text.update()


def framed(told: Told) -> tuple[int, int] | None:
    """Top and bottom of the frame."""
    frames = [c for c in told.pane.text.winfo_children() if isinstance(c, tk.Frame)]
    seen = [c for c in frames if c.winfo_ismapped()]
    if not seen:
        return None
    return min(c.winfo_y() for c in seen), max(c.winfo_y() + c.winfo_height() for c in seen)


def test_what_has_the_keyboard_is_framed_while_the_pane_has_it(keyed: Told, root: tk.Tk):
    other = tk.Entry(root, validate="key", validatecommand=lambda: False)
    other.pack()
    keyed.pane.show([message(1, "above"), message(2, "below")])
    press(keyed, "<Up>", "<Up>")
    top = framed(keyed)
    box = keyed.pane.text.bbox(keyed.pane.text.search("above", "1.0"))
    assert top is not None
    assert box is not None
    assert top[0] < box[1] < top[1]
    press(keyed, "<Down>")
    below = framed(keyed)
    assert below is not None
    assert below[0] > box[1]
    other.focus_force()
    root.update()
    assert framed(keyed) is None


def test_the_mouse_needs_no_frame(keyed: Told):
    keyed.pane.show([message(1, "above"), message(2, "below")])
    press(keyed, "<Up>")
    x, y, _, _ = keyed.pane.text.bbox(keyed.pane.text.search("above", "1.0"))  # type: ignore[misc]
    keyed.pane.text.event_generate("<Button-1>", x=x + 2, y=y + 2)
    keyed.pane.text.update()
    assert framed(keyed) is None
    press(keyed, "<Down>")
    assert keyed.pane.reading.key == "m2"  # from where the click was
    assert framed(keyed) is not None


def test_every_row_with_something_to_do_is_reached(keyed: Told):
    also, note = AlsoRow("a", "also", b"c"), NoteRow("n", "note")
    keyed.pane.show([message(1), DayRow("d", "Today"), also, note, message(2, is_mine=True)])
    reached = []
    press(keyed, "<Home>")
    for _ in range(4):
        reached.append(keyed.pane.reading.key)
        press(keyed, "<Down>")
    assert reached == ["m1", "a", "n", "m2"]


def test_enter_does_what_there_is_to_do(keyed: Told, root: tk.Tk):
    keyed.pane.show([message(1, "text"), AlsoRow("a", "also", b"c")])
    press(keyed, "<End>", "<Return>")
    assert keyed.alsos == [b"c"]
    press(keyed, "<Up>", "<space>")
    assert root.clipboard_get() == "text"


def test_enter_asks_where_there_is_more_than_one_thing(keyed: Told, wait: Wait):
    keyed.pane.show([linked(1, f"see {URL}", URL)])
    press(keyed, "<End>", "<Return>")
    menu = keyed.pane.pointing._actions._menu
    wait(menu.winfo_ismapped)
    menu.invoke(0)
    menu.unpost()
    assert keyed.links == [URL]


def test_home_and_end_go_to_both_ends(keyed: Told, root: tk.Tk):
    keyed.pane.show(messages(0, 300))
    press(keyed, "<Home>")
    assert keyed.looks[-1][0] == "m0"
    press(keyed, "<End>")
    assert keyed.looks[-1][1:] == ("m299", True)
    assert keyed.newest == 1


def test_pages_move_what_has_the_keyboard_along(keyed: Told):
    keyed.pane.show(messages(0, 100))
    press(keyed, "<End>", "<Prior>", "<Prior>")
    place = int(str(keyed.pane.reading.key)[1:])
    assert place < 95
    assert framed(keyed) is not None
    press(keyed, "<Next>")
    assert int(str(keyed.pane.reading.key)[1:]) > place


def test_a_message_longer_than_the_view_is_read_by_lines(keyed: Told):
    rows = [message(1, "\n".join(f"line {n}" for n in range(55))), message(2)]
    keyed.pane.show(rows)
    press(keyed, "<Home>")
    presses = 0
    while keyed.pane.reading.key == "m1" and presses < 100:
        press(keyed, "<Down>")
        presses += 1
    assert 5 < presses < 100


def test_shift_selects_rows_and_copy_takes_them(keyed: Told, root: tk.Tk):
    keyed.pane.show([message(1, "a"), message(2, "b"), message(3, "c")])
    press(keyed, "<End>", "<Shift-Up>", "<<Copy>>")
    assert root.clipboard_get() == "[12:05] bob: b\n[12:05] bob: c"
    press(keyed, "<Escape>", "<<Copy>>")
    assert root.clipboard_get() == "b"


def test_select_all_takes_what_was_not_on_the_sheet_yet(keyed: Told):
    keyed.pane.show(messages(0, 200))
    press(keyed, "<<SelectAll>>")
    assert keyed.pane.pointing.selected().count("\n") == 199


def test_tab_leaves_the_pane(keyed: Told, root: tk.Tk, wait: Wait):
    after = tk.Button(root, text="next")
    after.pack()
    root.update()
    press(keyed, "<Tab>")
    wait(lambda: root.focus_get() is after)
