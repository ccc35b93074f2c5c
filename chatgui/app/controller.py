"""A typed line as an intent: the grammar of every text prompt, PROTOCOL section 2."""

from typing import Literal

from chatgui.app.messages import AskList, Intent, Quit, Send

Answer = Literal["help", "incorrect"]
"""What the view answers by itself."""

RECIPIENTS = 500


def read_line(line: str) -> Intent | Answer | None:
    """None for a blank line, which asks for nothing."""
    words = line.strip("\r\n").split(maxsplit=1)
    if not words:
        return None
    if words[0] == "msg" and len(words) == 2:
        return _read_message(words[1])
    if len(words) > 1:
        return "incorrect"
    return {"list": AskList(), "quit": Quit(), "help": _HELP}.get(words[0], "incorrect")


_HELP: Answer = "help"


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
