"""Which rows are to be shown, and bringing the sheet there: at once what is in view, the rest in
turns so short that nobody waits for them.

What is on the sheet is always one stretch of the wanted rows, laid out maybe for a room that was;
`step` goes on with both until nothing is left to do.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from chatgui.app.rows import NewRow, Row
from chatgui.tk.pane.geometry import Room
from chatgui.tk.pane.layout import is_stale
from chatgui.tk.pane.sheet import Sheet

AT_ONCE = 40
"""Rows put on an empty sheet before anything is drawn: more than a screen has room for."""
FOLLOWED = 60
"""Rows that may arrive at once below a view that follows; if there are more it begins anew."""
SPARE = 60
"""Rows kept ready above and below the view. Pictures by the thousand make a Text slow."""
MOST_ABOVE = 150
A_STEP = 12
BEFORE_NEW = 8


class Filling:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.wanted: Sequence[Row] = ()
        self._start = 0
        """The place in `wanted` of the sheet's first row."""

    @property
    def ends(self) -> bool:
        """The last wanted row is on the sheet."""
        return self._start + len(self._sheet.entries) == len(self.wanted)

    def take(self, rows: Sequence[Row], follows: bool) -> bool:
        """These rows are wanted. Those that were on the sheet and are wanted stay or change in
        their place. `follows`: the last row is to be there, too. False: nothing was left; the sheet
        has begun anew, around `first_new`."""
        self.wanted = rows
        kept = self._keep({row.key: place for place, row in enumerate(rows)})
        if not kept:
            first_new = self._find_new()
            self.begin(len(rows) if first_new is None else first_new)
            return False
        if follows and len(rows) - kept[-1] > FOLLOWED:
            self.begin(len(rows))
            return True
        self._start = kept[0]
        self._insert_between(kept)
        if follows:
            self._append(len(rows))
            self._shorten()
        return True

    def first_new(self) -> int | None:
        """The place on the sheet where what is new begins."""
        found = self._find_new()
        return None if found is None else found - self._start

    def begin(self, place: int) -> None:
        """An empty sheet, then the rows around that place."""
        self._sheet.delete(0, len(self._sheet.entries))
        last = min(len(self.wanted), place + AT_ONCE - BEFORE_NEW)
        self._start = max(0, last - AT_ONCE)
        self._append(last)

    def have(self, key: str) -> int | None:
        """Put that row on the sheet; its place there, None: it is not wanted."""
        place = next((n for n, row in enumerate(self.wanted) if row.key == key), None)
        if place is None:
            return None
        if not self._start <= place < self._start + len(self._sheet.entries):
            self.begin(place)
        return place - self._start

    def step(self, seen: range, room: Room) -> bool:
        """A few rows more, around those in view, or laid out anew; False: there was nothing to
        do."""
        end = self._start + len(self._sheet.entries)
        if end < len(self.wanted) and len(self._sheet.entries) - seen.stop < SPARE:
            self._append(min(len(self.wanted), end + A_STEP))
        elif self._start and seen.start < SPARE:
            first = max(0, self._start - A_STEP)
            self._sheet.insert(0, self.wanted[first : self._start])
            self._start = first
        else:
            return self.renew(range(len(self._sheet.entries)), room, A_STEP)
        return True

    def have_all(self) -> None:
        """Put every wanted row on the sheet."""
        self._sheet.insert(0, self.wanted[: self._start])
        self._start = 0
        self._append(len(self.wanted))

    def renew(self, places: range, room: Room, most: int) -> bool:
        """Lay out anew those that look different in this room; False: none does."""
        stale = [at for at in places if self._is_stale(at, room)][:most]
        if stale:
            first, last = stale[0], stale[-1]
            rows = [entry.row for entry in self._sheet.entries[first : last + 1]]
            self._sheet.delete(first, len(rows))
            self._sheet.insert(first, rows)
        return bool(stale)

    def _is_stale(self, at: int, room: Room) -> bool:
        entry = self._sheet.entries[at]
        return is_stale(entry.row, entry.laid, entry.room, room)

    def _keep(self, place: dict[str, int]) -> list[int]:
        """Take off the sheet what is not wanted or has moved; the places of what is left."""
        found = [place.get(entry.row.key, -1) for entry in self._sheet.entries]
        kept = _longest_rising(found)
        staying = set(kept)
        for stays, group in groupby(reversed(range(len(found))), lambda at: found[at] in staying):
            places = list(group)
            if not stays:
                self._sheet.delete(places[-1], len(places))
                continue
            for at in places:
                if self._sheet.entries[at].row != self.wanted[found[at]]:
                    self._sheet.replace(at, self.wanted[found[at]])
        return kept

    def _insert_between(self, kept: Sequence[int]) -> None:
        """What stands between those that were kept."""
        for at in range(len(kept) - 1, 0, -1):
            above, below = kept[at - 1], kept[at]
            if below - above > 1:
                self._sheet.insert(at, self.wanted[above + 1 : below])

    def _shorten(self) -> None:
        """What has gone far above a view that follows."""
        above = len(self._sheet.entries) - MOST_ABOVE
        if above > A_STEP:
            self._sheet.delete(0, above)
            self._start += above

    def _append(self, last: int) -> None:
        end = self._start + len(self._sheet.entries)
        self._sheet.insert(len(self._sheet.entries), self.wanted[end:last])

    def _find_new(self) -> int | None:
        places = (n for n, row in enumerate(self.wanted) if isinstance(row, NewRow))
        return next(places, None)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """As many of these as are in rising order; those below 0 do not count."""
    ends: list[int] = []  # the lowest number that a run of each length can end with
    links: list[int] = []  # where the number before it in its run stands
    before: list[int] = []  # where that number stands
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        if number < 0:
            links.append(-1)
            continue
        links.append(before[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        before[at : at + 1] = [place]
    found, place = [], before[-1] if before else -1
    while place >= 0:
        found.append(numbers[place])
        place = links[place]
    return found[::-1]
