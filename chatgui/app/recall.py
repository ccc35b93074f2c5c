"""What a person asks of the history at a text prompt, and the lines that answer."""

from collections.abc import Callable, Iterable
from pathlib import Path

from chatgui.app import words
from chatgui.app.controller import Export, Request, Search, ShowHistory, WhoHas
from chatgui.app.export import export
from chatgui.app.history import History, HistoryError, Shown
from chatgui.app.lines import (
    describe_state,
    history_line,
    holder_line,
)
from chatgui.app.messages import (
    AskHolders,
    Ended,
    Event,
    HistoryGrew,
    HoldersReceived,
    Intent,
    MoreHistory,
    StatusChanged,
)
from chatgui.app.model import Line

SEARCHED = 50
"""Lines that one search shows at most; more words find less."""


class Recall:
    """`answer` a request; some answers come with a later event, so show `hear` each of them.

    `post` takes intents to the link; `history` None: the door knows none.
    """

    def __init__(self, history: History | None, post: Callable[[Intent], None]) -> None:
        self._history = history
        self._post = post
        self._is_connected = False
        self._has_all = False  # the server has nothing older than we
        self._owed = 0  # lines of history asked for, while older ones are fetched
        self._asked: dict[int, int] = {}  # ids by position, whose holders were asked for

    @property
    def help(self) -> tuple[str, ...]:
        """What can be asked here."""
        return () if self._history is None else words.MORE_HELP

    def answer(self, request: Request) -> list[Line]:
        if self._history is None:
            return [Line(words.NO_HISTORY_DOOR, aside=True)]
        try:
            return self._answer(self._history, request)
        except HistoryError as trouble:
            return [Line(str(trouble), aside=True)]

    def hear(self, event: Event) -> list[Line]:
        """Lines that this event answers an earlier request with."""
        match event:
            case StatusChanged(status):
                self._is_connected = status in ("connected", "connected again", "poor", "fine")
                return [] if self._is_connected else self._show_owed()
            case HistoryGrew(count, more):
                self._has_all = not more
                return self._show_owed() if not (more and count) else self._fetch()
            case HoldersReceived(_, people, is_gone):
                found = [holder_line(holder) for holder in people]
                nobody = words.LOG_GONE if is_gone else words.NOBODY_HAS
                return _lines(words.WHO_HAS, found or [nobody])
            case Ended():
                return self._show_owed()
        return []

    def _answer(self, history: History, request: Request) -> list[Line]:
        match request:
            case ShowHistory(count):
                self._owed = count
                return self._fetch()
            case Search(typed):
                found = history.search(typed, SEARCHED)
                return _lines(words.SEARCH, _shown(found) or [words.NOTHING_FOUND])
            case WhoHas(id):
                return self._ask_who_has(history, id)
            case Export(file):
                return [Line(export(history.all(), _expand(file)), aside=True)]
        raise TypeError(f"no such request: {type(request).__name__}")

    def _fetch(self) -> list[Line]:
        """Show what is owed, or get older messages first if it would not be enough."""
        if self._history is None or not self._owed:
            return []
        if self._has_all or not self._is_connected or self._is_enough(self._history):
            return self._show_owed()
        self._post(MoreHistory())
        return []

    def _is_enough(self, history: History) -> bool:
        """Also where nothing can be read: more would not help."""
        try:
            return len(history.newest(self._owed)) == self._owed
        except HistoryError:
            return True

    def _show_owed(self) -> list[Line]:
        count, self._owed = self._owed, 0
        if self._history is None or not count:
            return []
        try:
            found = self._history.newest(count)
        except HistoryError as trouble:
            return [Line(str(trouble), aside=True)]
        return _lines(words.HISTORY, _shown(found) or [words.NO_HISTORY_YET])

    def _ask_who_has(self, history: History, id: int) -> list[Line]:
        message = history.find(id)
        if message is None:
            told = words.NO_SUCH_MESSAGE.format(id=id)
        elif message.state is None:
            told = words.NOT_YOURS.format(id=id)
        elif not message.position:
            told = words.NOT_THERE_YET.format(id=id, state=describe_state(message))
        elif message.is_gone:
            told = words.LOG_GONE
        else:
            self._post(AskHolders(message.position))
            return []
        return _lines(words.WHO_HAS, [told])


def _expand(file: str) -> Path:
    """`~` as a shell has it; here no shell has seen it."""
    try:
        return Path(file).expanduser()
    except RuntimeError:
        return Path(file)  # nobody knows whose home that is


def _shown(found: Iterable[Shown]) -> list[str]:
    return [history_line(message) for message in found]


def _lines(form: str, lines: Iterable[str]) -> list[Line]:
    return [Line(form.format(line=line)) for line in lines]
