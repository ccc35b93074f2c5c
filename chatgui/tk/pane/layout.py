"""Rows as lines. No widget here: what is measured is an argument."""

from chatgui.app.rows import AlsoRow, DayRow, MessageRow, NewRow, NoteRow, Row
from chatgui.app.words import pane as words
from chatgui.tk.pane.bubble import Bubble
from chatgui.tk.pane.geometry import (
    AWAY_FROM_SIDES,
    END,
    GAP,
    PADDING,
    TEXT_WIDTH,
    Laid,
    Line,
    Picture,
    Room,
    Rulers,
    Run,
    flatten,
    make_gap,
)
from chatgui.tk.pane.wrap import wrap


def lay(row: Row, room: Room, rulers: Rulers, is_unfolded: bool = False) -> Laid:
    """The lines of a row."""
    if isinstance(row, MessageRow):
        return Bubble(row, room, rulers, is_unfolded).laid()
    if isinstance(row, NewRow):
        return _lay_new(row, room, rulers)
    if isinstance(row, DayRow):
        return _lay_middle(row.text, "day", room, rulers)
    if isinstance(row, AlsoRow):
        return _lay_middle(words.GOES_THERE.format(text=row.text), "also", room, rulers)
    assert isinstance(row, NoteRow)
    return _lay_middle(row.text, "note", room, rulers)


def _lay_middle(text: str, style: str, room: Room, rulers: Rulers) -> Laid:
    most = max(room.px(60), room.width - room.px(AWAY_FROM_SIDES))
    spans = list(wrap(text, min(most, room.tall(TEXT_WIDTH + 80)), rulers.small))
    lines = [make_gap(GAP)]
    for span in spans:
        words_run = Run(flatten(text[span.start : span.end]), (style,))
        # What is left of a line in the middle has the ground of its first character.
        lines.append(Line((Run(" ", (style, "outside")), words_run, END)))
    width = max(span.width for span in spans) + room.px(2 * PADDING)
    return Laid(tuple(lines), "middle", width, is_whole=len(spans) == text.count("\n") + 1)


def _lay_new(row: NewRow, room: Room, rulers: Rulers) -> Laid:
    """The words between two rules that reach to the sides."""
    words_width = rulers.small_bold(row.text) + room.px(2 * PADDING)
    rule = max(room.px(8), (room.width - room.px(AWAY_FROM_SIDES) - words_width) // 2)
    side = Run(Picture("rule", (str(rule),)), ("new",))
    blank = Run(Picture("blank", (str(room.px(PADDING)),)), ("new",))
    line = Line((side, blank, Run(flatten(row.text), ("new",)), blank, side, END))
    width = room.width - room.px(AWAY_FROM_SIDES)
    return Laid((make_gap(GAP), line), "middle", width, is_whole=False)


def is_stale(row: Row, laid: Laid, then: Room, now: Room) -> bool:
    """Whether that row, laid into the room there was then, looks different in this one."""
    if isinstance(row, NewRow):
        return then.width != now.width
    if then.text_width == now.text_width:
        return False
    return not laid.is_whole or laid.width > now.text_width
