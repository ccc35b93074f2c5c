"""How a conversation and a person look in the left column."""

from typing import NamedTuple

from chatgui.app.rows import ConversationRow, PersonRow
from chatgui.app.words import window as words
from shared.tk import avatars
from shared.tk.cell import Cell
from shared.tk.style import check_image

CONVERSATION_HEIGHT, PERSON_HEIGHT, HINT_HEIGHT = 60, 44, 36


class More(NamedTuple):
    """Shows the conversations that there was no room for, or hides them again."""

    text: str


GAP, SIGN = 8, 16
LEAST_NOTE = 40
"""Less of it says nothing."""


def paint_conversation(cell: Cell, row: ConversationRow) -> None:
    """Two lines beside the faces: title and time; the last message and what is unread."""
    theme, fonts = cell.theme, cell.theme.fonts
    _fill(cell, row.is_open)
    avatars.draw_faces(cell, cell.left + theme.tall(avatars.LARGE) // 2, row.faces)
    left = cell.left + theme.tall(avatars.LARGE) + theme.px(12)
    upper, lower = cell.middle - theme.tall(10), cell.middle + theme.tall(11)
    right = cell.right - cell.text(cell.right, upper, row.time, fonts.small, "sub", "e")
    if row.is_muted:
        right -= theme.px(6)
        right -= cell.icon(right, upper, "muted", 16, "sub", "e")
    room = right - left - theme.px(GAP)
    cell.text(left, upper, row.title, fonts.bold, width=room)
    right = cell.right - _draw_pill(cell, lower, row) if row.unread else cell.right
    cell.text(left, lower, row.last, fonts.small, "sub", width=right - left - theme.px(GAP))


def paint_person(cell: Cell, row: PersonRow) -> None:
    """Check box, face, name; and what is to be known about them. The box's zone is "check"."""
    theme, fonts, px = cell.theme, cell.theme.fonts, cell.theme.px
    _fill(cell, False)
    box = check_image(theme, row.is_checked)
    after_box = cell.image(cell.left, cell.middle, box) + px(6)
    cell.zone("check", 0, after_box)
    size = theme.tall(avatars.SMALL)
    face = after_box + px(6) + size // 2
    avatars.draw(cell, face, avatars.SMALL, (row.initials, row.hue))
    corner = size // 2 - theme.tall(1)  # the letters stay free
    avatars.draw_presence(cell, face + corner, cell.middle + corner, row.presence, row.is_current)
    left = face + size // 2 + px(12)
    room = cell.right - left - fonts.measure(row.name, fonts.body) - px(GAP)
    right = cell.right - _draw_note(cell, row, room)
    colour = "sub" if row.presence == "gone" else "text"
    cell.text(left, cell.middle, row.name, fonts.body, colour, width=right - left - px(GAP))


def paint_hint(cell: Cell, text: str) -> None:
    """Why there is nothing."""
    width = cell.right - cell.left
    cell.text(cell.left, cell.middle, text, cell.theme.fonts.small, "sub", width=width)


def paint_more(cell: Cell, row: More) -> None:
    _fill(cell, False)
    left = cell.left + cell.theme.tall(avatars.LARGE) + cell.theme.px(12)
    cell.text(left, cell.middle, row.text, cell.theme.fonts.small_bold, "sub")


def _fill(cell: Cell, is_open: bool) -> None:
    ring = "ring" if cell.has_cursor else ""
    if is_open or cell.is_hovered or ring:
        cell.fill("select" if is_open else "hover" if cell.is_hovered else cell.ground, ring)


def _draw_pill(cell: Cell, y: int, row: ConversationRow) -> int:
    """Its width. Grey where it is not to disturb; the bell above it says that too."""
    theme, font = cell.theme, cell.theme.fonts.small_bold
    tall = theme.tall(20)
    wide = max(tall, theme.fonts.measure(row.unread, font) + theme.px(12))
    ground, colour = ("press", "sub") if row.is_muted else ("accent", "on_accent")
    cell.image(cell.right - wide, y, theme.images.rounded(wide, tall, tall / 2, ground))
    cell.text(cell.right - wide // 2, y, row.unread, font, colour, "center")
    return wide


def _draw_note(cell: Cell, row: PersonRow, room: int) -> int:
    """Its width. The name comes first: where there is not so much room, a guest's sign stands
    without its word, and both are said under the pointer."""
    if row.unverified:
        return _draw_guest(cell, row, room)
    theme, small = cell.theme, cell.theme.fonts.small
    if not row.note or room < theme.px(LEAST_NOTE):
        return 0
    width = min(room, theme.fonts.measure(row.note, small))
    left = cell.right - width
    cell.text(left, cell.middle, row.note, small, "sub", width=width)
    return width


def _draw_guest(cell: Cell, row: PersonRow, room: int) -> int:
    theme, small, px = cell.theme, cell.theme.fonts.small, cell.theme.px
    width = theme.fonts.measure(words.UNVERIFIED, small) + px(4)
    if width + theme.tall(SIGN) > room:
        width = 0
    else:
        cell.text(cell.right, cell.middle, words.UNVERIFIED, small, "warn", "e")
    width += cell.icon(cell.right - width, cell.middle, "warning", SIGN, "warn", "e")
    said = ", ".join(word for word in (words.UNVERIFIED, row.note) if word)
    cell.explain(cell.right - width, cell.right, said)
    return width
