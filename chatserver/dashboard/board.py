"""What the dashboard knows about a server, and when it asks what. No tkinter, no threads, no clock.

for operation in board.take_due(now): ask it, then
board.hear(operation, answer, now), or board.lose(why, now) where nobody answered
board.take_changes()    what looks different since
board.wait_s(now)       until `take_due` has something
"""

from collections.abc import Callable
from typing import Final, Literal

from chatserver.control.answers import AnyAnswer, LogLines, PeopleHere, ServerStatus
from chatserver.control.operations import AnyOperation, AskLog, AskPeople, AskStatus, Operation
from chatserver.dashboard import words
from chatserver.dashboard.crowd import Crowd
from chatserver.dashboard.schedule import Rhythm, Schedule
from chatserver.dashboard.tail import Tail
from chatserver.dashboard.trend import Trend
from shared.plural import name_some, plural
from shared.text import one_line, sanitise

Part = Literal["head", "figures", "people", "log", "trouble"]
ALL: Final[frozenset[Part]] = frozenset({"head", "figures", "people", "log", "trouble"})

STATUS_S: Final = 1.0
HIDDEN_S: Final = 5.0
"""Nobody looks; but the window has to be right when it comes up."""
PEOPLE_S: Final = 2.0
SCROLLING_S: Final = 1.0
TYPING_S: Final = 0.3
LOG_S: Final = 1.0
MOST_TROUBLES: Final = 4
"""Lines of the strip; below it something else is to be seen."""

_NAMES: Final = {AskStatus: "status", AskPeople: "people", AskLog: "log"}


class Board:
    """`status`: None while nobody answers; `reason` then says why, a sentence."""

    def __init__(self) -> None:
        self.status: ServerStatus | None = None
        self.reason = ""
        self.is_hidden = False
        self.cpu: float | None = None
        self.messages, self.datagrams = Trend(), Trend()
        self.crowd, self.tail = Crowd(), Tail()
        self._schedule = Schedule()
        self._changes: set[Part] = set(ALL)
        self._name = words.SOME_SERVER
        self._run = 0, 0.0
        self.options: tuple[str, ...] | None = None
        """What the server was started with when it was last seen; None: it was not."""

    # --- asking ------------------------------------------------------------------------------

    def take_due(self, now: float) -> list[AnyOperation]:
        makers: dict[str, Callable[[], AnyOperation]] = {
            "status": AskStatus,
            "people": self.crowd.ask,
            "log": self.tail.ask,
        }
        return [makers[name]() for name in self._schedule.take_due(self._rhythm(), now)]

    def wait_s(self, now: float) -> float:
        return self._schedule.wait_s(self._rhythm(), now)

    def _rhythm(self) -> Rhythm:
        if self.is_hidden:
            return {"status": HIDDEN_S}
        if self.status is None:
            return {"status": STATUS_S}
        people_s = SCROLLING_S if self.crowd.is_wanting else PEOPLE_S
        if not self.crowd.is_known:
            people_s = TYPING_S
        return {"status": STATUS_S, "people": people_s, "log": LOG_S}

    # --- hearing -----------------------------------------------------------------------------

    def hear(self, asked: Operation, answer: AnyAnswer) -> None:
        """Answers to what `take_due` gave; others change nothing."""
        self._schedule.close(_NAMES.get(type(asked), ""))
        match asked, answer:
            case _, ServerStatus():
                self._hear_status(answer)
            case AskPeople(), PeopleHere():
                if self.crowd.hear(asked, answer):
                    self._changes.add("people")
            case AskLog(), LogLines():
                if self.tail.hear(asked, answer):
                    self._changes.add("log")
            case _:
                pass  # refused, or of another version: the next one may fit

    def lose(self, asked: Operation, reason: str) -> None:
        """Nobody answered. What was known about people is not true any more; the log is."""
        self._schedule.close(_NAMES.get(type(asked), ""))
        if self.status is None and reason == self.reason:
            return
        self.status, self.reason, self.cpu = None, reason, None
        self.crowd.clear()
        self._changes |= ALL

    def _hear_status(self, status: ServerStatus) -> None:
        before, self.status = self.status, status
        self.options = status.options
        if (status.pid, status.began_s) != self._run:
            self._run = status.pid, status.began_s
            self._begin_anew()
        elif before is not None and status.at_s > before.at_s:
            self.cpu = max(0.0, status.cpu_s - before.cpu_s) / (status.at_s - before.at_s)
        self._name = one_line(status.name) or words.SOME_SERVER
        self.messages.add(status.at_s, status.messages)
        self.datagrams.add(status.at_s, status.received + status.sent)
        self._changes |= ALL if before is None else {"head", "figures", "trouble"}

    def _begin_anew(self) -> None:
        """Another server than before, or the first: its counters count from nothing."""
        self.messages.clear()
        self.datagrams.clear()
        self.tail.begin_anew()
        self.crowd.clear()
        self.cpu = None
        self._changes |= ALL

    # --- what the person does ----------------------------------------------------------------

    def filter(self, part: str) -> None:
        if self.crowd.filter(part.strip()):
            self._changes.add("people")

    def hide(self, is_hidden: bool) -> None:
        self.is_hidden = is_hidden

    def take_changes(self) -> set[Part]:
        changes, self._changes = self._changes, set()
        return changes

    # --- what it says ------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The last one known."""
        return self._name

    @property
    def title(self) -> str:
        return words.TITLE.format(name=self.name) if self.status else words.TITLE_UNKNOWN

    @property
    def state(self) -> str:
        status = self.status
        if status is None:
            ends = {"": words.LOOKING, words.NO_SERVER: words.NOT_RUNNING}
            return ends.get(self.reason, words.NO_ANSWER)
        state = words.RUNNING_NOBODY
        if status.people:
            state = plural(status.people, words.RUNNING_ONE, words.RUNNING_MANY)
        return words.PAUSED.format(state=state) if status.guests_paused else state

    @property
    def can_start(self) -> bool:
        """It has ended, and how it was started is known: a private one must not open to all."""
        has_ended = self.status is None and self.reason == words.NO_SERVER
        return has_ended and self.options is not None

    @property
    def trouble(self) -> str:
        """Sentences, the gravest first; empty: all is well."""
        status = self.status
        if status is None:
            return words.GONE.format(reason=self.reason) if self.reason else ""
        others = [one_line(name) for name in status.others]
        told = [sanitise(text) for text in status.troubles]
        if others:
            said = plural(len(others), words.OTHERS_ONE, words.OTHERS_MANY)
            told.append(words.OTHERS.format(others=said, names=name_some(others)))
        if len(told) > MOST_TROUBLES:
            told[MOST_TROUBLES - 1 :] = [words.MORE_TROUBLE]
        return "\n".join(told)

    @property
    def addresses(self) -> list[str]:
        """As they are given to others, the likeliest first."""
        status = self.status
        if status is None:
            return []
        return [_join(host, status.port) for host in status.addresses]

    @property
    def is_here_only(self) -> bool:
        """The addresses are for programs on this computer, so nobody is to be given them."""
        return bool(self.addresses) and self.status is not None and self.status.is_local

    @property
    def people_note(self) -> str:
        status, crowd = self.status, self.crowd
        if status is None:
            return ""
        if crowd.part:
            return plural(crowd.total, words.FOUND_ONE, words.FOUND_MANY) if crowd.is_known else ""
        if not status.people:
            return words.PEOPLE_NOBODY
        form = words.PEOPLE_GUESTS if status.guests_here else words.PEOPLE_HERE
        return form.format(count=status.people, guests=status.guests_here)

    @property
    def hint(self) -> str:
        """Why the list is empty; nothing while it is not."""
        if self.crowd.total:
            return ""
        if self.status is None:
            return words.NO_PEOPLE
        if not self.crowd.is_known:
            return words.LOADING
        return words.NOBODY_FITS if self.crowd.part else words.NOBODY_HERE


def _join(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
