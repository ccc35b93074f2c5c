"""What the client knows, as plain data, and what each event changes in it."""

from dataclasses import dataclass

from chatgui.app import words
from chatgui.app.messages import (
    End,
    Ended,
    Event,
    HistoryBegan,
    HistoryChanged,
    HistoryGrew,
    HoldersReceived,
    Joined,
    LineMeasured,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NoticeReceived,
    NotSent,
    OwnReceived,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    Status,
    StatusChanged,
    Waited,
    WaitingChanged,
    Warned,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something to show. `aside`: about the program rather than of the chat (standard error)."""

    text: str
    aside: bool = False
    note: str = ""
    """What a person should see behind it, and a script should not."""


@dataclass(slots=True)
class Model:
    name: str
    where: str
    people: tuple[str, ...] = ()
    status: Status | None = None
    ended: End | None = None
    are_earlier_shown: bool = False
    unsent: bool = False
    """Whether anything the person said was not sent; scripts learn it by the exit code."""

    def reduce(self, event: Event) -> list[Line]:
        """Take the event in; the lines that a terminal shows for it."""
        match event:
            case ListReceived(names):
                self.people = names
                return [Line(words.LIST.format(names=" ".join(names)).rstrip())]
            case MessageReceived(early=True):
                return self._earlier_lines(event)
            case MessageReceived(sender, text, unverified):
                note = words.UNVERIFIED if unverified else ""
                return [Line(words.MESSAGE.format(sender=sender, text=text), note=note)]
            case HistoryGrew() | HoldersReceived() | Waited() | PeopleFound():
                return []  # answers, shown by who asked
            case PeopleChanged() | PeopleCounted() | LineMeasured() | WaitingChanged():
                return []  # for a view that stands still
            case HistoryChanged():
                return []  # a terminal shows it as it comes
            case Joined(name):
                self.name = name
                return []
            case Ended(why, reason):
                self.ended = why
                return self._last_lines(why, reason)
            case _:
                return [Line(text, aside=True) for text in self._asides(event)]

    def _asides(self, event: Event) -> list[str]:
        match event:
            case NotSent(text):
                self.unsent = True
                return [text]
            case Warned(text):
                return [text]
            case NoAnswerYet():
                return [words.STILL_TRYING.format(where=self.where)]
            case NoticeReceived(text):
                return [words.SERVER_SAYS.format(text=text)]
            case HistoryBegan():
                return [words.NEW_HISTORY]
            case OwnReceived(to, text):
                return [words.OWN_LINE.format(to=", ".join(to), text=text)]
            case StatusChanged(status, percent):
                return self._status_line(status, percent)
        raise TypeError(f"no such event: {type(event).__name__}")

    def _earlier_lines(self, event: MessageReceived) -> list[Line]:
        """A newcomer gets some of what was said before, under a heading; scripts do not."""
        is_first, self.are_earlier_shown = not self.are_earlier_shown, True
        line = words.EARLIER_LINE.format(sender=event.sender, text=event.text)
        note = words.UNVERIFIED if event.unverified else ""
        heading = [Line(words.EARLIER, aside=True)] if is_first else []
        return [*heading, Line(line, aside=True, note=note)]

    def _status_line(self, status: Status, percent: int) -> list[str]:
        """Being connected at once is what everybody expects: no word about that."""
        before, self.status = self.status, status
        if status == "connected" and before is None:
            return []
        return [_STATUS_LINES[status].format(where=self.where, percent=percent)]

    def _last_lines(self, why: End, reason: str) -> list[Line]:
        text, aside = _LAST_LINES[why]
        more = [Line(line, aside=True) for line in reason.splitlines()]
        return [Line(text.format(where=self.where), aside), *more]


_STATUS_LINES: dict[Status, str] = {
    "looking": words.LOOKING,
    "connected": words.CONNECTED,
    "trying again": words.TRYING_AGAIN,
    "connected again": words.CONNECTED_AGAIN,
    "poor": words.LINE_POOR,
    "fine": words.LINE_FINE,
    "no parley": words.NO_PARLEY,
    "other version": words.OTHER_VERSION,
    "needs invite": words.NEEDS_INVITE,
    "unknown invite": words.UNKNOWN_INVITE,
}

_LAST_LINES: dict[End, tuple[str, bool]] = {
    "quit": (words.QUITTING, False),
    "full": (words.SERVER_FULL, False),
    "name": (words.NAME_TAKEN, False),
    "unknown": (words.UNKNOWN_COMMAND, False),
    "no server": (words.NO_SERVER, True),
    "lost server": (words.LOST_SERVER, True),
    "kicked": (words.KICKED, True),
    "elsewhere": (words.ELSEWHERE, True),
    "wrong server": (words.WRONG_SERVER, True),
    "uninvited": (words.UNINVITED, True),
    "invite expired": (words.INVITE_EXPIRED, True),
    "invite revoked": (words.INVITE_REVOKED, True),
    "invite used up": (words.INVITE_USED_UP, True),
    "removed": (words.REMOVED, True),
}
