"""The left column over a real chat."""

import itertools
import tkinter as tk
from collections.abc import Callable

import pytest

from chatgui.app.messages import HistoryBegan, Mute
from chatgui.app.words import window as words
from chatgui.tk.left_column import LeftColumn
from shared.chat import EVERYONE_ID
from shared.tk.theme import Theme
from tests.support.office import MINUTE, NOON, Desk
from tests.support.scene import ALICE, BOB, DAVE, ERIN, empty_scene, full_scene
from tests.support.windows import Wait


class Left:
    """The column, and what its canvas shows."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait, desk: Desk) -> None:
        self.desk, self.chat, self.wait, self.root = desk, desk.chat, wait, root
        root.geometry("320x700")
        self.written: list[str] = []
        self.column = LeftColumn(root, theme, desk.chat, self.do, self.written.append)
        self.column.pack(fill="both", expand=True)
        self.canvas = self.column.list.canvas
        self.column.draw()
        wait(lambda: "Everyone" in self.texts())

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.desk.settle()
        self.column.draw()

    def texts(self) -> list[str]:
        canvas = self.canvas
        items = [item for item in canvas.find_all() if canvas.type(item) == "text"]
        return [canvas.itemcget(item, "text") for item in items]

    def where(self, text: str) -> tuple[int, int]:
        canvas = self.canvas
        self.wait(lambda: text in self.texts())
        item = next(item for item in canvas.find_all() if self.is_text(item, text))
        left, top, right, bottom = canvas.bbox(item)
        return (left + right) // 2, (top + bottom) // 2

    def is_text(self, item: int, text: str) -> bool:
        return self.canvas.type(item) == "text" and self.canvas.itemcget(item, "text") == text

    def click(self, text: str, x: int | None = None) -> None:
        at, y = self.where(text)
        self.canvas.event_generate("<Button-1>", x=at if x is None else x, y=y)
        self.root.update()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.canvas.event_generate(f"<{key}>")
            self.root.update()

    def focus(self) -> None:
        self.canvas.focus_force()
        self.wait(lambda: self.root.focus_get() is self.canvas)

    def enter(self, text: str) -> None:
        """Into the filter, and then Return."""
        entry = self.column.field.entry
        self.column.field.set(text)
        entry.focus_force()
        self.wait(lambda: self.root.focus_get() is entry)
        entry.event_generate("<Return>")

    def chosen(self) -> set[int]:
        return {chip.person for chip in self.chat.recipients}


@pytest.fixture
def left(root: tk.Tk, theme: Theme, wait: Wait) -> Left:
    return Left(root, theme, wait, full_scene())


def test_conversations_stand_above_people(left: Left) -> None:
    order = [words.CONVERSATIONS, "Everyone", "bob, carol, dave", words.PEOPLE, "erin", "grace"]
    heights = [left.where(text)[1] for text in order]
    assert heights == sorted(heights)


def test_a_click_on_a_name_opens_the_conversation_with_that_person_alone(left: Left) -> None:
    left.click("erin")
    assert left.chat.header.title == "erin"
    left.click("bob, carol, dave")
    assert left.chat.header.title == "bob, carol, dave"


def test_a_click_on_the_box_chooses_and_unchooses(left: Left) -> None:
    left.click("erin", x=20)
    left.click("grace", x=20)
    assert len(left.chosen()) == 2
    assert words.CHOSEN.format(count=2) in left.texts()
    left.click("erin", x=20)
    assert len(left.chosen()) == 1


def test_a_click_on_the_cross_beside_how_many_chooses_nobody(left: Left) -> None:
    left.click("bob, carol, dave")
    left.click(words.CHOSEN.format(count=3))
    assert left.chosen() == set()
    left.wait(lambda: words.CHOSEN.format(count=3) not in left.texts())


def test_checking_people_moves_no_row(left: Left) -> None:
    left.click("erin", x=20)
    left.do(lambda: left.chat.edit("to the two of you"))
    before = left.where("grace")
    left.click("grace", x=20)
    left.do(lambda: None)
    assert left.where("grace") == before


@pytest.fixture
def busy(root: tk.Tk, theme: Theme, wait: Wait) -> Left:
    """Ten conversations and more."""
    desk = full_scene()
    for minute, others in enumerate(itertools.combinations((ALICE, BOB, DAVE, ERIN), 2)):
        desk.past.own(f"to two ({minute})", others, NOON + minute * MINUTE)
    desk.chat.hear(HistoryBegan())
    desk.settle()
    return Left(root, theme, wait, desk)


def test_many_conversations_leave_room_for_people(busy: Left) -> None:
    busy.root.geometry("320x420")
    busy.wait(lambda: words.PEOPLE in busy.texts())
    busy.wait(lambda: "alice, dave" not in busy.texts())
    more = words.MORE_MANY.format(count="")
    busy.wait(lambda: any(text.endswith(more) for text in busy.texts()))
    busy.click(next(text for text in busy.texts() if text.endswith(more)))
    busy.root.geometry("320x1200")
    busy.wait(lambda: "alice, dave" in busy.texts())
    busy.root.geometry("320x660")
    busy.wait(lambda: 600 < busy.canvas.winfo_height() < 640)
    busy.click(words.FEWER)
    busy.wait(lambda: words.FEWER not in busy.texts())
    busy.wait(lambda: any(text.endswith(more) for text in busy.texts()))


def test_the_list_follows_what_is_opened_elsewhere(busy: Left) -> None:
    busy.root.geometry("320x420")
    busy.wait(lambda: busy.canvas.winfo_height() < 400)
    busy.focus()
    busy.press("End")
    busy.wait(lambda: "Everyone" not in busy.texts())
    busy.do(lambda: busy.chat.open(b""))
    busy.wait(lambda: "Everyone" in busy.texts())
    last = busy.chat.conversations[-1]
    busy.do(lambda: busy.chat.open(last.conversation))
    busy.wait(lambda: last.title in busy.texts())


def test_the_keyboard_does_all_of_it(left: Left) -> None:
    left.focus()
    left.press("Home", "Return")
    assert left.chat.header.title == "Everyone"
    left.press("Down", "Down", "Down", "space")
    assert left.chosen() == {ALICE}
    left.press("Shift-Down", "Shift-Down")
    assert len(left.chosen()) == 3
    left.press("space")
    assert len(left.chosen()) == 2
    left.press("Return")
    assert len(left.chosen()) == 1


def test_who_opens_a_conversation_is_about_to_write(left: Left) -> None:
    left.click("erin", x=20)
    assert left.written == []
    left.click("erin")
    left.click("Everyone")
    assert left.written == ["", ""]


def test_letters_typed_in_the_list_are_written(left: Left) -> None:
    left.focus()
    left.press("Home", "h", "Key-i", "space", "Control-x", "Alt-y", "Down", "F5")
    assert left.written == ["h", "i"]


def test_the_filter_finds_people_and_groups(left: Left, wait: Wait) -> None:
    left.column.field.set("car")
    wait(lambda: "erin" not in left.texts())
    wait(lambda: "carol" in left.texts())
    assert "bob, carol, dave" in left.texts()
    assert left.column.clear_filter()
    assert not left.column.clear_filter()
    wait(lambda: "erin" in left.texts())


def test_return_opens_whom_the_filter_names_and_no_group_they_are_in(left: Left) -> None:
    left.enter("dave")
    assert left.chosen() == {DAVE}
    assert left.written == [""], "the person is about to write"
    assert left.column.field.get() == ""
    left.enter("nobody is called that")
    left.column.clear_filter()
    left.enter("  ")
    assert left.chosen() == {DAVE}
    left.enter("every")
    assert left.chosen() == {EVERYONE_ID}


def test_nothing_found_is_said(left: Left, wait: Wait) -> None:
    left.column.field.set("nobody is called that")
    wait(lambda: words.NOTHING_MATCHES in left.texts())


def test_where_nobody_ever_was_that_is_said(root: tk.Tk, theme: Theme, wait: Wait) -> None:
    left = Left(root, theme, wait, empty_scene())
    assert words.NOBODY_YET in left.texts()
    assert "Everyone" in left.texts()


def test_a_conversation_is_muted_from_its_menu(left: Left, wait: Wait) -> None:
    x, y = left.where("alice")
    left.canvas.event_generate("<Button-3>", x=x, y=y)
    menu = next(child for child in left.column.list.winfo_children() if isinstance(child, tk.Menu))
    wait(menu.winfo_viewable)
    menu.invoke(words.MUTE)
    menu.unpost()
    assert [intent.is_muted for intent in left.desk.of(Mute)] == [True]
    wait(lambda: not menu.winfo_exists())


def test_thousands_of_people_cost_what_is_seen(left: Left, wait: Wait) -> None:
    from chatgui.app.messages import PeopleChanged, Person
    from shared.dialects.native.records import HERE, NATIVE

    many = [Person(100 + n, f"p{n:05}", NATIVE, HERE, 0) for n in range(5000)]
    left.chat.hear(PeopleChanged(tuple(many), True))
    left.do(lambda: None)
    wait(lambda: "p00000" in left.texts())
    assert len(left.canvas.find_all()) < 200
    left.focus()
    left.press("End")
    wait(lambda: "p04999" in left.texts())
    assert BOB not in left.chosen()
