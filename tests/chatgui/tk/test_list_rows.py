import tkinter as tk
from collections.abc import Callable

import msgspec
import pytest

from chatgui.app.rows import ConversationRow, PersonRow
from chatgui.app.words import window as words
from chatgui.tk.list_rows import paint_conversation, paint_person
from shared.tk.cell import Cell
from shared.tk.theme import Theme

TALK = ConversationRow(
    b"1", "bob, carol", (("Bo", 1), ("Ca", 2)), "bob: hi", "12:14", "", False, False, False
)
BOB = PersonRow(2, "bob", "Bo", 1, "here", "", False, False)
WIDTH = 280

Drawn = dict[str, list[str]]
"""Texts, and the images that are shown, in their order."""


@pytest.fixture
def paint(root: tk.Tk, theme: Theme) -> Callable[[object], tuple[Cell, Drawn]]:
    canvas = tk.Canvas(root, width=WIDTH, height=60)
    canvas.pack()
    root.update()

    def draw(row: object) -> tuple[Cell, Drawn]:
        canvas.delete("all")
        cell = Cell(canvas, theme, (16, 0, WIDTH - 16, 60), "side")
        if isinstance(row, ConversationRow):
            paint_conversation(cell, row)
        elif isinstance(row, PersonRow):
            paint_person(cell, row)
        items = [(canvas.type(item), item) for item in canvas.find_all()]
        texts = [canvas.itemcget(item, "text") for kind, item in items if kind == "text"]
        images = [canvas.itemcget(item, "image") for kind, item in items if kind == "image"]
        return cell, {"texts": texts, "images": images}

    return draw


Paint = Callable[[object], tuple[Cell, Drawn]]


def test_what_is_unread_is_a_number(paint: Paint) -> None:
    _, read = paint(TALK)
    _, unread = paint(msgspec.structs.replace(TALK, unread="37"))
    assert "37" in unread["texts"]
    assert len(unread["images"]) == len(read["images"]) + 1


def test_muted_is_a_bell_and_not_only_a_grey_pill(paint: Paint) -> None:
    loud = msgspec.structs.replace(TALK, unread="37")
    _, before = paint(loud)
    _, muted = paint(msgspec.structs.replace(loud, is_muted=True))
    assert len(muted["images"]) == len(before["images"]) + 1


def test_presence_and_choice_are_told_by_shapes(paint: Paint) -> None:
    looks = [
        paint(msgspec.structs.replace(BOB, presence=presence, is_checked=is_checked))[1]["images"]
        for presence in ("here", "quiet", "away", "gone")
        for is_checked in (False, True)
    ]
    assert len({tuple(look) for look in looks}) == 8


def test_a_guest_is_marked_with_a_word(paint: Paint) -> None:
    cell, drawn = paint(msgspec.structs.replace(BOB, unverified=True, note="away since 09:40"))
    assert words.UNVERIFIED in drawn["texts"]
    assert [cut.word for cut in cell.cuts] == ["unverified, away since 09:40"]


def test_the_box_is_a_zone_of_its_own(paint: Paint) -> None:
    cell, _ = paint(BOB)
    assert [zone.word for zone in cell.zones if zone.holds(20, 30)] == ["check"]
    assert not [zone.word for zone in cell.zones if zone.holds(120, 30)]


def test_long_names_are_cut_and_overlap_nothing(paint: Paint) -> None:
    long = "a-name-that-goes-on-and-on-and-on-for-ever-and-ever"
    cell, drawn = paint(msgspec.structs.replace(BOB, name=long, note="away since Saturday"))
    assert long not in drawn["texts"]
    assert any(cut.word == long for cut in cell.cuts)
    _, drawn = paint(msgspec.structs.replace(TALK, title=long, unread="999+", is_muted=True))
    assert long not in drawn["texts"]
    assert "12:14" in drawn["texts"]
