"""The pane as its users know it; its parts have tests of their own."""

import time
import tkinter as tk
from itertools import pairwise

from msgspec import structs

from chatgui.app.rows import AlsoRow, DayRow, NewRow, NoteRow, Row
from shared.tk.theme import Theme
from tests.support.pane_rows import Told, linked, message, messages
from tests.support.windows import Wait


def every_kind() -> list[Row]:
    return [
        DayRow("d", "Today"),
        linked(1, "see https://a.example/b", "https://a.example/b", unverified=True),
        AlsoRow("a", "also with carol", b"also"),
        *(
            message(2 + n, "مرحبا \U0001f600\t日本語", is_mine=True, tick=tick, state="s")
            for n, tick in enumerate(("waiting", "refused", "server", "some", "all", "read"))
        ),
        NewRow("new", "New since 12:10"),
        NoteRow("n", "Here now: bob"),
        message(20, "x" * 70_000, is_hit=True),
    ]


def test_every_kind_of_row_is_shown_at_every_width(told: Told, root: tk.Tk, wait: Wait):
    rows = every_kind()
    told.pane.show(rows)
    for width in (600, 320, 900):
        root.geometry(f"{width}x500")
        wait(lambda width=width: told.pane.text.winfo_width() == width)
        wait(lambda: told.pane._turn is None)
        assert [entry.row for entry in told.pane.sheet.entries] == rows
        assert told.pane.text.xview() == (0.0, 1.0)


def test_it_tells_what_is_in_view_once_for_each_move(told: Told, root: tk.Tk):
    told.pane.show(messages(0, 100))
    root.update()
    assert told.looks[-1][1:] == ("m99", True)
    count = len(told.looks)
    root.update()
    told.pane.show(messages(0, 100))
    for _ in range(5):
        told.pane.text.yview_scroll(-2, "pages")
    root.update()
    assert len(told.looks) <= count + 2
    assert not told.looks[-1][2]


def test_what_is_wanted_before_the_window_is_there_is_shown_then(root: tk.Tk, theme: Theme):
    for key in ("m7", ""):
        told = Told(root, theme, is_seen=False)
        told.pane.show(messages(0, 300))
        told.pane.go_to_end() if not key else told.pane.see(key)
        assert told.pane.sheet.entries == []
        told.pane.pack(fill="both", expand=True)
        root.update()
        first, last, is_at_end = told.looks[-1]
        assert is_at_end == (not key)
        assert int(first[1:]) <= int(key[1:] or 299) <= int(last[1:])
        told.pane.destroy()


def test_nothing_is_shown_and_told_of_no_rows(told: Told, root: tk.Tk):
    told.pane.show(messages(0, 10))
    root.update()
    told.pane.show([])
    root.update()
    assert told.pane.sheet.entries == []
    assert told.pane.text.get("1.0", "end").strip() == ""


def test_a_long_message_is_unfolded_where_it_is(told: Told, root: tk.Tk):
    told.pane.show([message(1, "\n".join(f"line {n}" for n in range(200))), message(2)])
    root.update()
    assert not told.pane.text.search("line 199", "1.0")
    told.pane.unfold("m1")
    root.update()
    assert told.pane.text.search("line 199", "1.0")
    told.pane.show([structs.replace(message(1, "\n".join(["x"] * 300)), key="m1")])
    assert "299" not in told.pane.text.get("1.0", "end")
    assert told.pane.sheet.entries[0].laid.is_folded is False


def test_another_size_of_text_lays_all_out_anew(told: Told, root: tk.Tk, theme: Theme):
    told.pane.show([message(number, "some words") for number in range(30)])
    root.update()
    before = [entry.laid.width for entry in told.pane.sheet.entries][-3:]
    theme.resize(20)
    root.update()
    after = [entry.laid.width for entry in told.pane.sheet.entries][-3:]
    assert all(wide > 1.3 * narrow for narrow, wide in zip(before, after, strict=True))
    assert told.pane.is_at_end()


def test_a_hundred_thousand_messages_leave_nothing_behind(told: Told, root: tk.Tk):
    """Not all of them here: what a thousand leave, the next thousand do not add to."""
    sizes = []
    for last in range(400, 3200, 50):
        told.pane.show(messages(last - 400, last))
        root.update()
        text = told.pane.text
        sizes.append(len(text.tag_names()) + len(text.image_names()) + len(root.image_names()))
    half = len(sizes) // 2
    assert max(sizes[half:]) <= 1.2 * max(sizes[:half])
    assert len(told.pane.text.mark_names()) < 6


def test_turns_are_short(told: Told, root: tk.Tk):
    """With much to spare for slow machines; `README` has no figure that this would prove."""
    spent = []
    for last in range(400, 1000, 50):
        before = time.process_time()
        told.pane.show(messages(last - 400, last))
        spent.append(time.process_time() - before)
        root.update()
    assert sorted(spent)[len(spent) // 2] < 0.15


def test_bubbles_of_one_sender_stand_closer(told: Told, root: tk.Tk):
    rows = [message(1, "a"), message(2, "b", is_first=False), message(3, "c", is_first=False)]
    told.pane.show([*rows, message(4, "d", is_mine=True)])
    root.update()
    sheet, text = told.pane.sheet, told.pane.text
    gaps = [text.dlineinfo(f"{sheet.first_line(at)}.0") for at in range(1, 4)]
    heights = [gap[3] for gap in gaps if gap]
    assert heights[0] == heights[1] < heights[2]
    assert all(a[1] < b[1] for a, b in pairwise(g for g in gaps if g))
