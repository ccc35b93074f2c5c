"""Clicks, selecting and the menu, as a mouse makes them."""

import tkinter as tk

import pytest
from msgspec.structs import replace

from chatgui.app.rows import AlsoRow
from shared.tk import tooltip
from tests.support.pane_rows import Told, linked, message
from tests.support.windows import Wait

URL = "https://a.example/b"


def click(told: Told, index: str, button: int = 1) -> None:
    told.pane.text.update()
    box = told.pane.text.bbox(index)
    assert box is not None
    x, y = box[0] + 2, box[1] + box[3] // 2
    told.pane.text.event_generate(f"<Button-{button}>", x=x, y=y)
    told.pane.text.event_generate(f"<ButtonRelease-{button}>", x=x, y=y)


def drag(told: Told, first: str, last: str) -> None:
    text = told.pane.text
    text.update()
    (x1, y1, _, h1), (x2, y2, _, h2) = text.bbox(first), text.bbox(last)  # type: ignore[misc]
    text.event_generate("<Button-1>", x=x1, y=y1 + h1 // 2)
    text.event_generate("<B1-Motion>", x=x2, y=y2 + h2 // 2)
    text.event_generate("<ButtonRelease-1>", x=x2, y=y2 + h2 // 2)
    text.update()


def find(told: Told, what: str) -> str:
    found = told.pane.text.search(what, "1.0")
    assert found
    return found


def test_a_click_on_a_link_tells_its_whole_address(told: Told):
    other = "http://b.example/" + "long/" * 30
    told.pane.show([linked(1, f"\U0001f600 see {URL} or {other}", URL, other)])
    click(told, find(told, "see"))
    assert told.links == []
    click(told, find(told, "a.example"))
    click(told, f"{find(told, 'b.example')} +1 line")
    assert told.links == [URL, other]


def test_a_click_on_ticks_asks_who_has_it_and_on_also_goes_there(told: Told):
    told.pane.show(
        [
            message(4, "theirs"),
            AlsoRow("a", "also with carol", b"c"),
            message(5, "mine", is_mine=True, tick="some", state="1 of 2"),
        ]
    )
    click(told, find(told, "12:05"))  # of theirs
    assert told.ticks == []
    click(told, find(told, "1 of 2"))
    click(told, f"{find(told, '1 of 2')} +7c")  # the sign itself
    assert told.ticks == [5, 5]
    click(told, find(told, "carol"))
    assert told.alsos == [b"c"]


def test_a_click_unfolds_a_long_message(told: Told):
    told.pane.show([message(1, "\n".join(["line"] * 100))])
    told.pane.text.update()
    told.pane.text.see(find(told, "Show all"))
    click(told, find(told, "Show all"))
    assert not told.pane.text.search("Show all", "1.0")


def test_the_pointer_says_where_a_click_does_something(told: Told):
    told.pane.show([linked(1, f"see {URL}", URL)])
    told.pane.text.update()
    for index, cursor in ((find(told, "a.example"), "hand2"), (find(told, "see"), "arrow")):
        x, y, _, height = told.pane.text.bbox(index)  # type: ignore[misc]
        told.pane.text.event_generate("<Motion>", x=x + 2, y=y + height // 2)
        assert str(told.pane.text.cget("cursor")) == cursor
    told.pane.text.event_generate("<Leave>")


def test_a_part_of_a_message_is_selected_and_copied_as_it_was_sent(told: Told, root: tk.Tk):
    words = "tab\there \U0001f600 end " + "word " * 40 + "last"
    told.pane.show([message(1, words)])
    drag(told, find(told, "here"), find(told, "last"))
    assert told.pane.pointing.selected() == words[words.index("here") : words.index("last")]
    told.pane.text.focus_force()
    told.pane.text.event_generate("<<Copy>>")
    assert root.clipboard_get() == told.pane.pointing.selected()
    assert root.selection_get() == told.pane.pointing.selected()


def test_selecting_over_a_link_does_not_open_it(told: Told):
    told.pane.show([linked(1, f"see {URL} now", URL)])
    drag(told, find(told, "https"), find(told, "example"))
    assert told.pane.pointing.selected() == "https://a."
    assert told.links == []


def test_several_messages_are_copied_as_lines(told: Told):
    told.pane.show([message(1, "first"), message(2, "second", is_mine=True)])
    drag(told, find(told, "first"), f"{find(told, 'second')} lineend -2c")
    assert told.pane.pointing.selected() == "[12:05] bob: first\n[12:05] me: second"


def test_the_other_button_asks_what_to_do(told: Told, wait: Wait):
    told.pane.show([message(5, "mine", is_mine=True)])
    click(told, find(told, "mine"), button=3)
    menu = told.pane.pointing._actions._menu
    wait(menu.winfo_ismapped)
    assert [menu.entrycget(n, "label") for n in range(2)] == ["Who has it", "Copy message"]
    menu.invoke(0)
    menu.unpost()
    assert told.ticks == [5]


def test_no_key_and_no_paste_changes_what_is_shown(told: Told, root: tk.Tk):
    told.pane.show([message(1, "as it was")])
    text = told.pane.text
    before = text.get("1.0", "end")
    text.focus_force()
    root.clipboard_clear()
    root.clipboard_append("pasted")
    for event in ("<Key-x>", "<Key-BackSpace>", "<Delete>", "<Control-k>", "<<Paste>>", "<<Cut>>"):
        text.event_generate(event)
    text.event_generate("<<PasteSelection>>", x=30, y=30)
    text.event_generate("<ButtonRelease-2>", x=30, y=30)
    root.update()
    assert text.get("1.0", "end") == before


def test_what_it_explains_is_true_also_when_nobody_moves(
    told: Told, wait: Wait, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tooltip, "DELAY_MS", 1)
    monkeypatch.setattr(tooltip, "LOOK_MS", 1)
    text = told.pane.text

    def said() -> list[str]:
        windows = [child for child in text.winfo_children() if isinstance(child, tk.Toplevel)]
        return [str(label["text"]) for window in windows for label in window.winfo_children()]

    def show(spoken: str) -> None:
        row = message(5, "mine", is_mine=True, tick="some", state="1 of 2")
        told.pane.show([replace(row, spoken=spoken)])

    show("delivered to 1 of 2")
    text.update()
    box = text.bbox(find(told, "1 of 2"))
    assert box is not None
    text.event_generate("<Motion>", x=box[0] + 2, y=box[1] + box[3] // 2)
    wait(lambda: said() == ["delivered to 1 of 2"])
    show("read by 1 of 2")
    wait(lambda: said() == ["read by 1 of 2"])
    told.pane.show([])
    wait(lambda: not said())
