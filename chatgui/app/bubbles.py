"""Messages of the history as rows of the pane: who, when, how far, and the lines between them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import structs

from chatgui.app import moments
from chatgui.app.lines import describe_state
from chatgui.app.links import find_links
from chatgui.app.rows import AlsoRow, DayRow, MessageRow, NewRow, NoteRow, Row, Tick
from chatgui.app.shown import Shown
from chatgui.app.words import window as words
from chatgui.archive.schema import REFUSED, WAITING
from shared import faces

MOST_IN_A_ROW: Final = 10
"""By one sender, before it is said again who that is. Of a page that is read (`pane.PAGE`) a
divisor, so that names stay where they are when more is read."""

PAUSE_MS: Final = 15 * 60_000


class Note(NamedTuple):
    """`behind`: the message it stands behind, None: before all; `row`: what it says."""

    behind: int | None
    row: NoteRow


class Also(NamedTuple):
    """A conversation of the same people elsewhere, `at_ms`: its last message."""

    conversation: bytes
    names: str
    at_ms: int


class Surroundings(NamedTuple):
    """What stands between the messages. `new`: the id of the first new one; `hit`: of what was
    searched for."""

    new: int | None
    hit: int | None
    notes: Sequence[Note]
    also: Sequence[Also]
    is_whole: bool
    is_to_end: bool
    """Whether the messages begin with the oldest and end with the newest there is."""


class Bubbles:
    """Makes rows; a message that is as it was keeps its row."""

    def __init__(self, name_of: Callable[[int, str], str]) -> None:
        """`name_of` an id and the name in the message: what that person is called now."""
        self._name_of = name_of
        self._made: dict[int, tuple[Shown, str, MessageRow]] = {}

    def rows(self, messages: Sequence[Shown], around: Surroundings, now_ms: int) -> tuple[Row, ...]:
        made, self._made = self._made, {}
        between = _Between(messages, around, now_ms)
        rows = between.at_the_top()
        before: Shown | None = None
        in_a_row = 0
        for message in messages:
            rows += between.above(message, before)
            goes_on = bool(rows and before and _follows(rows[-1], before, message))
            in_a_row = in_a_row % MOST_IN_A_ROW + 1 if goes_on else 1
            is_first = in_a_row == 1
            rows.append(self._row(message, is_first, message.id == around.hit, made))
            rows += between.below(message)
            before = message
        return (*rows, *between.at_the_end())

    def _row(
        self,
        message: Shown,
        is_first: bool,
        is_hit: bool,
        made: dict[int, tuple[Shown, str, MessageRow]],
    ) -> MessageRow:
        name = self._name_of(message.person, message.sender)
        known = made.get(message.id)
        if known is not None and known[0] == message and known[1] == name:
            row = known[2]
            if (row.is_first, row.is_hit) != (is_first, is_hit):
                row = structs.replace(row, is_first=is_first, is_hit=is_hit)
        else:
            row = _message_row(message, name, is_first, is_hit)
        self._made[message.id] = (message, name, row)
        return row


def key_of(id: int) -> str:
    """Of a message's row."""
    return f"m{id}"


def tick_of(message: Shown) -> Tick:
    counts = message.counts
    if message.state is None:
        return ""
    if message.state == WAITING:
        return "waiting"
    if message.state == REFUSED:
        return "refused"
    if counts is None or not counts.delivered:
        return "server"
    if counts.read >= counts.expected:
        return "read"
    return "all" if counts.delivered >= counts.expected else "some"


def state_of(message: Shown) -> str:
    """The few words beside the tick. Who was only sent it, and cannot confirm, does not count."""
    if message.state == REFUSED:
        return words.NOT_SENT
    if message.counts is None or tick_of(message) != "some":
        return ""
    counts = message.counts
    return words.SOME_OF.format(count=counts.delivered, of=counts.expected)


def _message_row(message: Shown, name: str, is_first: bool, is_hit: bool) -> MessageRow:
    text, links = find_links(message.text)
    return MessageRow(
        key=key_of(message.id),
        id=message.id,
        is_mine=message.state is not None,
        is_first=is_first,
        sender=name,
        initials=faces.initials(name),
        hue=faces.hue(message.person),
        unverified=message.unverified and message.state is None,
        text=text,
        links=links,
        time=moments.hour(message.at_ms),
        tick=tick_of(message),
        state=state_of(message),
        spoken="" if message.state is None else describe_state(message),
        is_hit=is_hit,
    )


def _follows(above: Row, before: Shown, message: Shown) -> bool:
    """The same sender goes on before long, and no line stands between."""
    return (
        isinstance(above, MessageRow)
        and before.person == message.person
        and abs(message.at_ms - before.at_ms) < PAUSE_MS
        and before.unverified == message.unverified
        and (before.state is None) == (message.state is None)
    )


def _by_place(notes: Iterable[Note]) -> dict[int | None, list[Row]]:
    found: dict[int | None, list[Row]] = {}
    for note in notes:
        found.setdefault(note.behind, []).append(note.row)
    return found


class _Between:
    """What is no message, each where it belongs. A group stands where it would by its time; one
    that is older than what is shown, nowhere."""

    def __init__(self, messages: Sequence[Shown], around: Surroundings, now_ms: int) -> None:
        start = messages[0].at_ms if messages and not around.is_whole else 0
        self._also = sorted((a for a in around.also if a.at_ms >= start), key=lambda a: a.at_ms)
        self._notes = _by_place(around.notes)
        self._around = around
        self._now_ms = now_ms
        self._days: set[str] = set()

    def at_the_top(self) -> list[Row]:
        return [*self._notes.get(None, [])] if self._around.is_whole else []

    def above(self, message: Shown, before: Shown | None) -> list[Row]:
        rows = self._day(message, before)
        while self._also and self._also[0].at_ms < message.at_ms:
            rows.append(self._also_row(self._also.pop(0)))
        if message.early and not (before and before.early):
            rows.append(NoteRow(f"e{message.id}", words.EARLIER))
        if message.id == self._around.new:
            time = moments.since(message.at_ms, self._now_ms)
            rows.append(NewRow("new", words.NEW_SINCE.format(time=time)))
        return rows

    def below(self, message: Shown) -> list[Row]:
        return self._notes.get(message.id, [])

    def at_the_end(self) -> list[Row]:
        return [self._also_row(also) for also in self._also] if self._around.is_to_end else []

    def _day(self, message: Shown, before: Shown | None) -> list[Row]:
        day = moments.day_of(message.at_ms)
        if before is not None and moments.day_of(before.at_ms) == day:
            return []
        key = "d{}-{}-{}".format(*day)
        if key in self._days:  # the server's clock was set back
            key += f":{message.id}"
        self._days.add(key)
        return [DayRow(key, moments.day_line(message.at_ms, self._now_ms))]

    def _also_row(self, also: Also) -> Row:
        time = moments.since(also.at_ms, self._now_ms)
        text = words.ALSO.format(names=also.names, time=time)
        return AlsoRow(f"a{also.conversation.hex()}", text, also.conversation)
