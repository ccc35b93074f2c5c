"""How a person looks in the list: who they are on the left, since when and how good their line is
on the right."""

from typing import Final

from chatserver.control.answers import PersonHere
from chatserver.dashboard import words
from chatserver.dashboard.crowd import Row
from chatserver.dashboard.persons import PersonLine, Quality, describe_person
from shared.faces import hue, initials
from shared.text import one_line
from shared.tk import avatars
from shared.tk.cell import Cell

HEIGHT: Final = 52
WIDE: Final = 560
"""From this width on "since" has a column of its own."""
LINE_WIDTH, SINCE_WIDTH, GAP = 132, 128, 12
BARS: Final[dict[Quality, int]] = {"good": 3, "fair": 2, "poor": 1, "unknown": 0}


def paint_person(cell: Cell, row: Row, is_chosen: bool, now_ms: int) -> None:
    _fill(cell, is_chosen)
    if isinstance(row, int):  # asked for, and here in a moment
        size = cell.theme.tall(avatars.SMALL)
        image = cell.theme.images.disc(size, "press")
        cell.image(cell.left + size // 2, cell.middle, image, "center")
        return
    theme, px = cell.theme, cell.theme.px
    line = describe_person(row, now_ms)
    left = _draw_face(cell, row)
    right = cell.right - _draw_line(cell, line) - px(GAP)
    is_wide = cell.right - cell.left >= theme.tall(WIDE)
    if is_wide:
        upper = cell.middle - theme.tall(9)
        right -= theme.tall(SINCE_WIDTH)
        since = words.SINCE.format(since=line.since)
        cell.text(right, upper, since, theme.fonts.small, "sub", width=theme.tall(SINCE_WIDTH))
        right -= px(GAP)
    _draw_who(cell, line, left, right, is_wide)


def _fill(cell: Cell, is_chosen: bool) -> None:
    ring = "ring" if cell.has_cursor else ""
    if is_chosen or cell.is_hovered or ring:
        cell.fill("select" if is_chosen else "hover" if cell.is_hovered else cell.ground, ring)


def _draw_face(cell: Cell, row: PersonHere) -> int:
    """Returns where it ends."""
    tall, name = cell.theme.tall, one_line(row.name)
    size = tall(avatars.SMALL + 4)
    middle = cell.left + size // 2
    avatars.draw(cell, middle, avatars.SMALL + 4, (initials(name), hue_of(row.id)))
    corner = size // 2 - tall(4)
    avatars.draw_presence(cell, middle + corner, cell.middle + corner, row.presence, True)
    cell.explain(cell.left, cell.left + size, words.PRESENCE.get(row.presence, row.presence))
    return cell.left + size + cell.theme.px(12)


def hue_of(id: str) -> int:
    """The colour that this person has in everybody's window, too."""
    try:
        return hue(int(id, 16) & 0xFFFF_FFFF_FFFF_FFFF)
    except ValueError:
        return 0


def _draw_who(cell: Cell, line: PersonLine, left: int, right: int, is_wide: bool) -> None:
    theme, fonts = cell.theme, cell.theme.fonts
    upper, lower = cell.middle - theme.tall(9), cell.middle + theme.tall(10)
    cell.text(left, upper, line.name, fonts.bold, width=max(1, right - left))
    icon, colour = ("shield", "sub") if line.is_verified else ("warning", "warn")
    start = left + cell.icon(left, lower, icon, 14, colour) + theme.px(4)
    form = words.DETAIL if is_wide else words.DETAIL_SINCE
    told = form.format(who=line.who, address=line.address, since=line.since)
    room = (cell.right - theme.tall(LINE_WIDTH) - theme.px(GAP)) - start
    cell.text(start, lower, told, fonts.small, colour, width=max(1, room))


def _draw_line(cell: Cell, line: PersonLine) -> int:
    """Bars, words and figures; its width."""
    theme, fonts = cell.theme, cell.theme.fonts
    width = theme.tall(LINE_WIDTH)
    left, upper, lower = (
        cell.right - width,
        cell.middle - theme.tall(9),
        cell.middle + theme.tall(10),
    )
    start = left + _draw_bars(cell, left, upper, line.quality) + theme.px(8)
    colour = "warn" if line.quality == "poor" else "text" if line.quality != "unknown" else "sub"
    cell.text(start, upper, line.line, fonts.small, colour, width=max(1, cell.right - start))
    cell.text(left, lower, line.figures, fonts.small, "sub", width=width)
    return width


def _draw_bars(cell: Cell, left: int, middle: int, quality: Quality) -> int:
    """Like those of a telephone: how many are full says it, the colour only helps."""
    theme, canvas = cell.theme, cell.canvas
    unit = max(2, theme.tall(3))
    full, colour = BARS[quality], theme.colour("warn" if quality == "poor" else "here")
    empty, bottom = theme.colour("thumb"), middle + 2 * unit
    for number in range(3):
        x = left + number * 2 * unit
        fill = colour if number < full else empty
        top = bottom - (number + 1) * 4 * unit // 3
        canvas.create_rectangle(x, top, x + unit, bottom, fill=fill, width=0)
    return 5 * unit
