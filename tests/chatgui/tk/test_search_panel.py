"""Search over a real chat, whose history is in memory."""

import tkinter as tk

import pytest

from chatgui.app.finds import FOUND
from chatgui.app.rows import MessageRow
from chatgui.app.words import dialogs as words
from chatgui.tk.search_panel import SearchPanel
from shared.tk.theme import Theme
from tests.support.dialogs import Bench, texts_of_list
from tests.support.guard import assert_guarded
from tests.support.office import NOON
from tests.support.scene import ERIN, full_scene
from tests.support.windows import Wait


class Search(Bench):
    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait) -> None:
        super().__init__(root, theme, wait, full_scene())
        self.called: list[str] = []
        self.panel = SearchPanel(
            root,
            theme,
            self.chat,
            self.do,
            lambda: self.called.append("leave"),
            lambda: self.called.append("export"),
        )
        self.panel.configure(width=340)
        self.panel.pack(side="left", fill="y")
        self.drawn = lambda parts: "hits" in parts and self.panel.draw()
        self.panel.begin()
        wait(lambda: root.focus_get() is self.panel.field.entry)

    def type(self, text: str) -> None:
        for character in text:
            self.press("space" if character == " " else character)

    def texts(self) -> list[str]:
        return texts_of_list(self.panel.list)

    def marked(self) -> list[str]:
        """What is in bold in the list: words that were found, and titles."""
        canvas, bold = self.panel.list.canvas, str(self.theme.fonts.small_bold)
        texts = [item for item in canvas.find_all() if canvas.type(item) == "text"]
        return [
            canvas.itemcget(item, "text") for item in texts if canvas.itemcget(item, "font") == bold
        ]

    def hit(self) -> str:
        rows = [row for row in self.chat.rows if isinstance(row, MessageRow) and row.is_hit]
        return rows[0].text if rows else ""


@pytest.fixture
def search(root: tk.Tk, theme: Theme, wait: Wait) -> Search:
    return Search(root, theme, wait)


def test_what_holds_the_words_is_found_as_one_types(search: Search) -> None:
    search.type("lunch")
    search.wait(lambda: "2 messages" in search.texts())
    assert {"Everyone", "bob, carol, dave"} <= set(search.texts())
    assert search.marked().count("lunch") + search.marked().count("Lunch") == 2


def test_whoever_types_on_is_not_searched_for_at_each_letter(search: Search) -> None:
    reads = search.desk.past.reads
    search.type("lun")
    assert search.desk.past.reads == reads
    search.wait(lambda: search.chat.hits)


def test_return_shows_the_newest_where_it_was_said_and_the_arrows_the_others(
    search: Search,
) -> None:
    search.type("lunch")
    search.press("Return")
    assert search.chat.header.title == "Everyone"
    assert search.hit() == "lunch is on the terrace today, come early"
    assert search.root.focus_get() is search.panel.list.canvas
    search.press("Down", "Return")
    assert search.chat.header.title == "bob, carol, dave"
    assert search.hit() == "On it. Lunch at half past?"


def test_a_click_shows_it_too(search: Search) -> None:
    search.type("terrace")
    search.wait(lambda: "1 message" in search.texts())
    search.panel.list.canvas.event_generate("<Button-1>", x=60, y=70)
    search.root.update()
    assert search.hit() == "lunch is on the terrace today, come early"


def test_nothing_found_is_said_and_nothing_searched_is_not(search: Search) -> None:
    search.type("zzz")
    search.wait(lambda: words.SEARCH_NOTHING in search.texts())
    search.press("Return")
    assert search.hit() == ""
    search.press(*["BackSpace"] * 3)
    search.wait(lambda: search.texts() == [])


def test_more_than_are_shown_are_said(search: Search) -> None:
    for number in range(FOUND + 5):
        search.desk.past.say(ERIN, f"walrus {number}", (0,), NOON)
    search.type("walrus")
    search.wait(lambda: words.SEARCH_MOST.format(count=FOUND) in search.texts())
    assert len(search.chat.hits) == FOUND


def test_esc_goes_back_from_everywhere(search: Search) -> None:
    panel = search.panel
    for widget in (panel.field.entry, panel.list.canvas, panel.close, panel.export):
        search.called.clear()
        search.focus(widget)
        search.press("Escape")
        assert search.called == ["leave"]
    panel.close.invoke()
    panel.export.invoke()
    assert search.called == ["leave", "leave", "export"]


def test_its_field_is_guarded(search: Search) -> None:
    assert assert_guarded(search.panel) == 1
