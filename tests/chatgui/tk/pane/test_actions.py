import tkinter as tk

from chatgui.app.rows import AlsoRow, DayRow, NoteRow, Row
from chatgui.tk.pane.actions import Actions, Calls
from shared.tk.theme import Theme
from tests.support.pane_rows import linked, message

URL = "https://example.org/" + "a" * 100


class Desk:
    def __init__(self, root: tk.Tk, theme: Theme) -> None:
        self.done: list[object] = []
        put = self.done.append
        calls = Calls(lambda *look: None, put, put, put, lambda: None)
        self.text = tk.Text(root)
        self.actions = Actions(self.text, theme, calls, put)

    def do(self, number: int, row: Row, selected: str = "", is_folded: bool = False) -> None:
        self.actions.of(row, selected, is_folded)[number][1]()


def labels(desk: Desk, row: Row, selected: str = "", is_folded: bool = False) -> list[str]:
    return [label for label, _ in desk.actions.of(row, selected, is_folded)]


def test_what_can_be_done_with_each_kind_of_row(root: tk.Tk, theme: Theme):
    desk = Desk(root, theme)
    assert labels(desk, message(1)) == ["Copy message"]
    assert labels(desk, message(1), "some") == ["Copy", "Copy message"]
    assert labels(desk, message(1, is_mine=True)) == ["Who has it", "Copy message"]
    assert labels(desk, message(1), is_folded=True) == ["Show all of it", "Copy message"]
    assert labels(desk, AlsoRow("a", "also", b"c")) == ["Show that conversation"]
    assert labels(desk, NoteRow("n", "note")) == ["Copy message"]
    assert labels(desk, DayRow("d", "Today")) == []
    assert len(labels(desk, linked(1, URL, URL))) == 3
    assert all(len(label) < 80 for label in labels(desk, linked(1, URL, URL)))


def test_each_does_what_it_says(root: tk.Tk, theme: Theme):
    desk, row = Desk(root, theme), linked(7, f"{URL} http://b", URL, "http://b", is_mine=True)
    for number in range(3):
        desk.do(number, row)
    assert desk.done == [URL, "http://b", 7]
    for number, copied in ((3, row.text), (4, URL), (5, "http://b")):
        desk.do(number, row)
        assert root.clipboard_get() == copied
    desk.do(0, row, "a part")
    assert root.clipboard_get() == "a part"
    desk.do(0, AlsoRow("a", "also", b"c"))
    desk.do(0, message(1), is_folded=True)
    assert desk.done[3:] == [b"c", "m1"]
