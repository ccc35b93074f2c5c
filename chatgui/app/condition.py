"""How things are with the line and the program: the status bar, and how it all ended."""

from typing import Final

from chatgui.app.messages import End, Ended, LineMeasured, Status, StatusChanged
from chatgui.app.rows import StatusBar
from chatgui.app.words import window as words
from shared.plural import plural

STAYS_MS: Final = 30_000
"""A word about something that is over stays for so long."""


class Condition:
    """`name`: the person's own. `is_kept`: what waits is on the disk, and goes at the
    next start."""

    def __init__(self, where: str, name: str, is_kept: bool = True) -> None:
        self._where = where
        self._is_kept = is_kept
        self.name = name
        self._status: Status = "looking"
        self._line: LineMeasured | None = None
        self._warned = ""
        self._warned_ms = 0
        self._is_unanswered = False
        self._unreadable = ""
        self._missed = ""  # why something was not sent, just now
        self.ended: End | None = None
        self.last_words = ""
        self.waiting = 0
        self.held = 0
        """So many wait beside these, and only in this program's memory."""

    @property
    def is_connected(self) -> bool:
        return self.ended is None and self._status in _IN

    @property
    def is_lost(self) -> bool:
        return self.ended is None and self._status == "trying again"

    def change(self, event: StatusChanged) -> None:
        self._status = event.status
        if self.is_connected:
            self._is_unanswered = False
        else:
            self._line = None

    def measure(self, event: LineMeasured) -> None:
        self._line = event

    def miss_answer(self) -> None:
        self._is_unanswered = True

    def warn(self, text: str, now_ms: int) -> None:
        self._warned, self._warned_ms = text, now_ms

    def tell_history(self, trouble: str) -> None:
        """Why the history cannot be read; empty: it can."""
        self._unreadable = trouble

    def miss(self, reason: str, now_ms: int) -> None:
        """Something was not sent; the last words repeat it if the end comes right behind."""
        self._missed = reason
        self.warn(reason, now_ms)

    def end(self, event: Ended) -> None:
        self.ended = event.why
        told = describe_end(event, self._where, self.name)
        self.last_words = "\n".join(part for part in (told, self._missed) if part)

    def tick(self, now_ms: int) -> None:
        self._missed = ""
        if not 0 <= now_ms - self._warned_ms < STAYS_MS:
            self._warned = ""

    def bar(self) -> StatusBar:
        """Among several windows it says whose this is."""
        trouble, waiting = self._trouble(), self.waiting + self.held
        return StatusBar(
            text=words.STATUS.format(name=self.name, text=self._text()),
            waiting=plural(waiting, words.WAITS_ONE, words.WAITS_MANY) if waiting else "",
            is_well=self.is_connected and not trouble,
            trouble=trouble,
            is_connected=self.is_connected,
        )

    @property
    def loses(self) -> int:
        """So many messages are lost if the person leaves now."""
        return self.held if self._is_kept else self.held + self.waiting

    def quit_words(self) -> str:
        """What a person who leaves now should know; empty: nothing."""
        if self.loses:
            return plural(self.loses, words.QUIT_LOSING_ONE, words.QUIT_LOSING_MANY)
        if not self.waiting:
            return ""
        return plural(self.waiting, words.QUIT_WAITING_ONE, words.QUIT_WAITING_MANY)

    def _text(self) -> str:
        if self.ended is not None:
            return words.DISCONNECTED.format(where=self._where)
        if not self.is_connected:
            form = words.TRYING_AGAIN if self._status == "trying again" else words.LOOKING
            return form.format(where=self._where)
        if self._line is None:
            return words.CONNECTED.format(where=self._where)
        return words.LINE.format(
            where=self._where,
            rtt=_milliseconds(self._line.rtt_s),
            loss=round(100 * self._line.loss),
        )

    def _trouble(self) -> str:
        unanswered = words.NO_ANSWER_YET.format(where=self._where) if self._is_unanswered else ""
        told = describe_status(self._status, self._where) or unanswered
        return (told if self.ended is None else "") or self._unreadable or self._warned


def _milliseconds(seconds: float) -> str:
    """Two digits are what one can feel."""
    value = seconds * 1000
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


_IN: Final = ("connected", "connected again", "poor", "fine")


def describe_status(status: Status, where: str) -> str:
    """Why nobody is let in yet, a sentence; empty: they are, or nothing is known of that."""
    known: dict[Status, str] = {
        "no parley": words.NO_PARLEY,
        "other version": words.OTHER_VERSION,
        "needs invite": words.NEEDS_INVITE,
        "unknown invite": words.UNKNOWN_INVITE,
    }
    return known.get(status, "").format(where=where)


def describe_end(event: Ended, where: str, name: str) -> str:
    """Why it is over, and what the person can do."""
    match event:
        case Ended("name", _, (reason, suggestion)):
            return words.NAME_REFUSED.format(
                name=name, where=where, reason=reason, suggestion=suggestion
            )
        case Ended("wrong server", _, (expected, found)):
            first = words.WRONG_SERVER.format(where=where)
            return f"{first}\n{words.SERVER_KEYS.format(expected=expected, found=found)}"
    first = _last_words(event.why).format(where=where, name=name)
    return f"{first}\n{event.reason}" if event.reason else first


def _last_words(why: End) -> str:
    known: dict[End, str] = {
        "quit": words.QUITTING,
        "full": words.SERVER_FULL,
        "name": words.NAME_TAKEN,
        "unknown": words.UNKNOWN_COMMAND,
        "no server": words.NO_SERVER,
        "lost server": words.LOST_SERVER,
        "kicked": words.KICKED,
        "elsewhere": words.ELSEWHERE,
        "wrong server": words.WRONG_SERVER,
        "uninvited": words.UNINVITED,
        "invite expired": words.INVITE_EXPIRED,
        "invite revoked": words.INVITE_REVOKED,
        "invite used up": words.INVITE_USED_UP,
        "removed": words.REMOVED,
    }
    return known[why]
