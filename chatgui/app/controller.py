"""A typed line as an intent: the grammar of every text prompt, PROTOCOL section 2; and what can
be asked of the history."""

from typing import Literal

from msgspec import Struct

from chatgui.app.messages import AskList, Intent, Quit, Send

Answer = Literal["help", "incorrect"]
"""What the view answers by itself."""

RECIPIENTS = 500
SHOWN = 20
"""Lines of history, where nobody says how many."""

MOST_SHOWN = 10_000


class Request(Struct, frozen=True):
    """Something that the history on this computer answers."""


class ShowHistory(Request, frozen=True):
    count: int


class Search(Request, frozen=True):
    typed: str


class WhoHas(Request, frozen=True):
    id: int


class Export(Request, frozen=True):
    file: str


def read_line(line: str) -> Intent | Request | Answer | None:
    """None for a blank line, which asks for nothing."""
    words = line.strip("\r\n").split(maxsplit=1)
    if not words:
        return None
    if words[0] == "msg" and len(words) == 2:
        return _read_message(words[1])
    if words[0] in _REQUESTS:
        return _read_request(words[0], words[1].strip() if len(words) == 2 else "")
    if len(words) > 1:
        return "incorrect"
    return {"list": AskList(), "quit": Quit(), "help": _HELP}.get(words[0], "incorrect")


_HELP: Answer = "help"
_REQUESTS = ("history", "search", "who-has", "export")


def _read_request(command: str, rest: str) -> Request | Answer:
    count = _read_count(rest)
    if command == "history" and (not rest or 1 <= count <= MOST_SHOWN):
        return ShowHistory(count or SHOWN)
    if command == "who-has" and count:
        return WhoHas(count)
    if command == "search" and rest:
        return Search(rest)
    if command == "export" and rest:
        return Export(rest)
    return "incorrect"


def _read_message(rest: str) -> Intent | Answer:
    """`N NAME1 ... NAMEN TEXT`; blanks inside TEXT are kept."""
    number, *more = rest.split(maxsplit=1)
    count = _read_count(number)
    words = more[0].split(maxsplit=count) if more else []
    if not 1 <= count <= RECIPIENTS or len(words) <= count:
        return "incorrect"
    return Send(tuple(words[:-1]), words[-1])


def _read_count(word: str) -> int:
    """0 for what is no number; Python refuses to read one of thousands of digits."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 9 else 0
