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
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= RECIPIENTS and more):
        return "incorrect"
    words = more[0].split(maxsplit=int(number))
    if len(words) <= int(number):
        return "incorrect"
    return Send(tuple(words[:-1]), words[-1])
