"""The entry: what it tells, how it grows, and that any text may be put into it."""

import tkinter as tk

import pytest

from chatgui.tk.composer import MOST_LINES, Composer
from shared.constants import TEXT_BYTES
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.windows import Wait


class Desk:
    def __init__(self, root: tk.Tk, theme: Theme) -> None:
        self.edits: list[str] = []
        self.sent: list[str] = []
        self.last: str | None = None
        root.geometry("400x600")
        self.composer = Composer(root, theme, self.edits.append, self.send, lambda: self.last)
        self.composer.pack(fill="x")
        self.text = self.composer.text
        self.text.focus_force()
        root.update()

    def send(self) -> None:
        self.sent.append(self.composer.get())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.text.event_generate(key)
            self.text.update()


@pytest.fixture
def desk(root: tk.Tk, theme: Theme, wait: Wait) -> Desk:
    made = Desk(root, theme)
    wait(lambda: root.focus_get() is made.text)
    return made


def hint(desk: Desk) -> bool:
    return any(child.winfo_ismapped() for child in desk.text.winfo_children())


def test_what_is_typed_is_told_and_what_is_set_is_not(desk: Desk):
    desk.press("<Key-h>", "<Key-i>")
    assert desk.edits == ["h", "hi"]
    desk.composer.set("a draft")
    desk.text.update()
    assert desk.composer.get() == "a draft"
    assert desk.edits == ["h", "hi"]
    desk.press("<Key-s>")
    assert desk.edits[-1] == "a drafts"


def test_what_tk_has_not_told_yet_can_be_asked_for(desk: Desk):
    desk.text.insert("end", "hi")
    assert desk.edits == []
    desk.composer.take()
    assert desk.edits == ["hi"]
    desk.composer.take()
    desk.text.update()
    assert desk.edits == ["hi"]


def test_keys_that_come_at_once_find_what_is_written_and_no_more(desk: Desk):
    """On a busy computer they are there before Tk tells of the letters."""
    desk.last = "said before"
    desk.text.insert("end", "x")
    desk.text.event_generate("<Up>")
    assert desk.composer.get() == "x"
    desk.text.insert("end", "x" * TEXT_BYTES)
    desk.text.event_generate("<Return>")
    assert desk.sent == []
    desk.text.delete("end-2c")
    desk.text.event_generate("<Return>")
    assert desk.sent == ["x" * TEXT_BYTES]


def test_the_hint_stands_in_the_empty_entry_only(desk: Desk):
    desk.composer.show_hint("Write a message")
    desk.text.update()
    assert hint(desk)
    desk.press("<Key-x>")
    assert not hint(desk)
    desk.press("<BackSpace>")
    assert hint(desk)


def test_enter_sends_and_shift_enter_breaks(desk: Desk):
    desk.press("<Key-a>", "<Shift-Return>", "<Key-b>", "<Return>")
    assert desk.sent == ["a\nb"]
    assert desk.composer.get() == "a\nb"  # what was sent takes it away


def test_or_enter_breaks_and_control_enter_sends(desk: Desk):
    desk.composer.enter_sends = False
    desk.press("<Key-a>", "<Return>", "<Key-b>", "<Control-Return>")
    assert desk.sent == ["a\nb"]


def test_it_grows_with_its_lines_up_to_six(desk: Desk):
    heights = []
    for count in (1, 2, 5, 6, 30):
        desk.composer.set("\n".join("x" * count))
        desk.text.update()
        heights.append(desk.text.winfo_height())
    assert heights == sorted(heights)
    assert heights[-1] == heights[-2] < (MOST_LINES + 1) * heights[0]
    assert int(desk.text.cget("height")) == MOST_LINES
    desk.composer.set("")
    desk.text.update()
    assert desk.text.winfo_height() == heights[0]


def test_it_grows_when_a_line_wraps(desk: Desk, root: tk.Tk, wait: Wait):
    desk.composer.set("word " * 12)
    root.update()
    before = desk.text.winfo_height()
    root.geometry("200x300")
    wait(lambda: desk.text.winfo_height() > before)


def test_up_brings_the_last_text_back_into_an_empty_entry_only(desk: Desk):
    desk.press("<Up>")
    assert desk.composer.get() == ""
    desk.last = "said before"
    desk.press("<Up>")
    assert desk.edits[-1] == desk.composer.get() == "said before"
    desk.last = "another"
    desk.press("<Up>")
    assert desk.composer.get() == "said before"


def test_anything_can_be_pasted_and_is_cleaned(desk: Desk, root: tk.Tk):
    root.clipboard_clear()
    root.clipboard_append("one\r\ntwo\x1b[31m \u202eright \U0001f600")
    desk.composer.set("X")
    desk.text.tag_add("sel", "1.0", "1.1")
    desk.press("<<Paste>>")
    assert desk.composer.get() == "one\ntwo\u241b[31m right \U0001f600"
    assert desk.edits[-1] == desk.composer.get()
    root.clipboard_clear()
    desk.press("<<Paste>>")
    assert desk.composer.get().startswith("one\ntwo")


def test_emoji_are_whole_characters(desk: Desk):
    desk.composer.set("a\U0001f600")
    desk.press("<Key-b>", "<BackSpace>", "<BackSpace>")
    left = desk.composer.get()
    left.encode()  # no half of a character is left
    assert left == "a"


def test_undo_does_not_go_back_behind_a_draft(desk: Desk):
    desk.press("<Key-a>")
    desk.composer.set("draft")
    desk.press("<<Undo>>")
    assert desk.composer.get() == "draft"
    desk.press("<Key-s>", "<<Undo>>")
    assert desk.composer.get() == "draft"


def test_tab_leaves_it_both_ways(desk: Desk, root: tk.Tk, wait: Wait):
    after = tk.Button(root, text="after")
    after.pack()
    root.update()
    desk.press("<Tab>")
    wait(lambda: root.focus_get() is after)
    assert desk.composer.get() == ""
    desk.text.focus_force()
    wait(lambda: root.focus_get() is desk.text)
    desk.press("<Shift-Tab>")
    wait(lambda: root.focus_get() is after)


def test_too_much_is_said_and_not_sent(desk: Desk):
    desk.composer.set("é" * (TEXT_BYTES // 2))
    desk.press("<Return>", "<Key-x>", "<Return>")
    assert len(desk.sent) == 1
    assert desk.composer.is_too_long()
    assert "Too long by 1 bytes" in desk.composer._trouble.cget("text")
    assert desk.composer._trouble.winfo_ismapped()
    desk.press("<BackSpace>")
    assert not desk.composer._trouble.winfo_ismapped()


def test_it_follows_the_palette(desk: Desk, root: tk.Tk, theme: Theme):
    theme.change(DARK)
    root.update()
    assert desk.text.cget("background") == DARK.field
    assert desk.text.cget("insertbackground") == DARK.text
