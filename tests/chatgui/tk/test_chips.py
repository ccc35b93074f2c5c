import tkinter as tk

import pytest

from chatgui.app.rows import Chip
from chatgui.app.words import window as words
from chatgui.tk.chips import Chips
from shared.tk.theme import Theme
from tests.support.windows import Wait

NAMES = [
    "bob",
    "carol",
    "dave",
    "erin",
    "frank",
    "grace",
    "heidi",
    "ivan",
    "judy",
    "mallory",
    "niaj",
    "olivia",
]


def chips_of(*names: str) -> list[Chip]:
    return [Chip(1 + NAMES.index(name), name, name[:2], 0, False) for name in names]


class Row:
    """Chips in a window, the names removed so far, and the texts that are shown."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait) -> None:
        self.removed: list[str] = []
        self.wait = wait
        root.geometry("460x200")
        self.asked: list[bool] = []
        self.crossed: list[bool] = []
        self.chips = Chips(
            root,
            theme,
            lambda person: self.removed.append(NAMES[person - 1]),
            lambda: self.asked.append(True),
            lambda: self.crossed.append(True),
        )
        self.chips.pack(fill="x")
        wait(root.winfo_viewable)
        wait(lambda: self.chips.winfo_width() > 400)

    def texts(self) -> list[str]:
        items = [item for item in self.chips.find_all() if self.chips.type(item) == "text"]
        return [self.chips.itemcget(item, "text") for item in items]

    def names(self) -> list[str]:
        return [text for text in self.texts() if text in NAMES]

    def focus(self) -> None:
        self.chips.focus_force()
        self.wait(lambda: self.chips.focus_get() is self.chips)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.chips.event_generate(f"<{key}>")

    def middle_of(self, text: str) -> tuple[int, int]:
        left, top, right, bottom = self.chips.bbox(self.item(text))
        return (left + right) // 2, (top + bottom) // 2

    def item(self, text: str) -> int:
        items = self.chips.find_all()
        return next(
            item
            for item in items
            if self.chips.type(item) == "text" and self.chips.itemcget(item, "text") == text
        )


@pytest.fixture
def row(root: tk.Tk, theme: Theme, wait: Wait) -> Row:
    return Row(root, theme, wait)


def test_keys_choose_and_remove(row: Row) -> None:
    row.chips.show(chips_of("bob", "carol", "dave"), 0)
    row.focus()
    row.press("Right", "Delete")
    assert row.removed == ["carol"]
    row.press("Home", "BackSpace", "End", "Return", "Right", "space", "Left", "Delete")
    assert row.removed == ["carol", "bob", "dave", "dave", "carol"]
    assert row.crossed == []


def test_a_click_on_the_cross_removes_and_one_on_the_name_does_not(row: Row) -> None:
    row.chips.show(chips_of("bob", "carol"), 0)
    _, y = row.middle_of("carol")
    right = row.chips.bbox(row.item("carol"))[2]
    row.chips.event_generate("<Button-1>", x=right - 4, y=y)
    assert row.removed == row.crossed == []
    row.chips.event_generate("<Button-1>", x=right + 12, y=y)
    assert row.removed == ["carol"]
    assert row.crossed == [True]


def test_who_does_not_fit_into_two_rows_is_counted(row: Row) -> None:
    row.chips.show(chips_of(*NAMES), 100)
    shown = row.names()
    assert shown == NAMES[: len(shown)]
    assert 4 < len(shown) < len(NAMES)
    hidden = len(NAMES) - len(shown) + 100
    rest = row.item(words.MORE_RECIPIENTS.format(count=hidden))
    assert row.chips.bbox(rest)[2] <= row.chips.winfo_width()
    rows = {row.middle_of(name)[1] for name in shown}
    assert len(rows) == 2


def test_what_is_larger_takes_more_height(row: Row, theme: Theme) -> None:
    row.chips.show(chips_of("bob"), 0)
    one = int(row.chips.cget("height"))
    row.chips.show(chips_of(*NAMES), 0)
    assert int(row.chips.cget("height")) > 2 * one
    row.chips.show(chips_of("bob"), 0)
    theme.resize(20)
    row.wait(lambda: int(row.chips.cget("height")) > 1.5 * one)


def test_with_nobody_chosen_tab_does_not_stop_there(row: Row) -> None:
    row.chips.show([], 0)
    row.focus()
    row.press("Delete", "Right", "Return")
    assert row.removed == []
    assert not int(str(row.chips.cget("takefocus")))


def test_the_cursor_stays_when_others_go(row: Row) -> None:
    row.chips.show(chips_of("bob", "carol", "dave"), 0)
    row.focus()
    row.press("End")
    row.chips.show(chips_of("bob", "carol"), 0)
    row.press("Delete")
    assert row.removed == ["carol"]


def test_the_others_are_shown_by_a_click_and_by_keyboard(row: Row):
    row.chips.show(chips_of("bob", "carol"), 36)
    others = words.MORE_RECIPIENTS.format(count=36)
    x, y = row.middle_of(others)
    row.chips.event_generate("<Motion>", x=x, y=y)
    assert str(row.chips.cget("cursor")) == "hand2"
    row.chips.event_generate("<Button-1>", x=x, y=y)
    row.focus()
    row.press("End", "Return", "Delete")
    assert row.asked == [True, True]
    assert row.removed == []
