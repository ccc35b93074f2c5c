"""What the owner types where the server runs: the words of `ctl`, and a few of its own."""

from collections.abc import Callable
from typing import Final

from chatserver.control.answers import AnyAnswer
from chatserver.control.operations import AnyOperation
from chatserver.control.shown import show
from chatserver.control.words import BadWords, Parser, add_operations, operation_of

HINT: Final = "Type list, names, release NAME, kick NAME, ban NAME, doctor, help or quit."

_ALSO: Final = {"list": "people", "network": "doctor", "quit": "stop"}
_TEXTS: Final = ("rename", "welcome")
_NOT_HERE: Final = ("log",)
"""It stands above, on the same terminal."""

Ask = Callable[[AnyOperation, Callable[[AnyAnswer], None]], None]


def obey_line(line: str, ask: Ask, say: Callable[[str], None]) -> None:
    """`ask` the server what one typed line means, and `say` the answer when it comes."""
    try:
        operation = read_line(line)
    except BadWords as mistake:
        say(str(mistake))
    else:
        ask(operation, lambda answer: say(show(answer)))


def read_line(line: str) -> AnyOperation:
    """BadWords, with what to type instead, if it means nothing; help is given so, too."""
    word, *rest = line.split() or [""]
    word = _ALSO.get(word, word)
    parser = Parser(prog="chatserver", usage="OPERATION ...", add_help=False)
    known = add_operations(parser, add_help=False)
    if word == "help":
        raise BadWords("\n".join(_describe(known)))
    if word not in known or word in _NOT_HERE:
        raise BadWords(HINT)
    if word in _TEXTS:
        rest = ["--", *rest]  # what begins with a dash is no option there
    return operation_of(parser.parse_args([word, *rest]))


def _describe(known: dict[str, str]) -> list[str]:
    shown = {**known, "list": "the same as people", "quit": "the same as stop"}
    width = max(map(len, shown))
    return [f"  {w:{width}}  {text}" for w, text in shown.items() if w not in _NOT_HERE]
