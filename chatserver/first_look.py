"""Before a server is set up: is there one already? The person who sets it up is no administrator,
and two servers would be two separate chats.

`python -m chatserver look [OPTIONS]` is this look for `run.py`: it prints HOST and PORT of the
server that is to be joined instead, or nothing.
"""

import sys
from collections.abc import Callable
from typing import Final, Literal, TextIO

from chatserver.aside import Answer, ask_aside
from chatserver.config import BadConfig, read_config
from chatserver.neighbours import WARNING, called, look_round, placed, should_look
from shared.discovery.found import FoundServer
from shared.plural import plural
from shared.tk.question import Question

TITLE: Final = "Parley server"
TEXT: Final = (
    "{server} is already running here{more}. A second server would be a second, separate chat."
)
MORE: Final = ", and {others}"
ELSEWHERE: Final = "\nTo join another of them, start Parley itself: it lists them all."
JOIN: Final = "Join it"
ANOTHER: Final = "Start another"
TYPED: Final = "{text}\nJoin it? Return: yes. n: start another one. "
NEITHER: Final = 3
"""Exit code."""

Choice = Literal["join", "another", "neither"]
Ask = Callable[[str, Question], Answer]


def settle(found: list[FoundServer], ask: Ask, warn: Callable[[str], object]) -> Choice:
    """What the person wants who starts a server where these run. Where nobody can be asked it is
    started, with a warning."""
    if not found:
        return "another"
    answer = ask(TITLE, _question(found[0], len(found) - 1))
    if answer == "nobody":
        warn(WARNING.format(server=placed(found[0])))
    choices: dict[Answer, Choice] = {"yes": "join", "left": "neither"}
    return choices.get(answer, "another")


def _question(first: FoundServer, others: int) -> Question:
    """One is offered; where there are more it is said which, and where the others are."""
    if not others:
        return Question(TEXT.format(server=called(first), more=""), JOIN, ANOTHER)
    more = MORE.format(others=plural(others, "1 other", "{count} others"))
    text = TEXT.format(server=placed(first), more=more) + ELSEWHERE
    return Question(text, JOIN, ANOTHER)


def ask_here(title: str, question: Question) -> Answer:
    """In this terminal, where there is one; else in a dialog."""
    if sys.stdin is None or sys.stderr is None or not sys.stdin.isatty():
        return ask_aside(title, question)
    return ask_in_terminal(question.text, sys.stdin, sys.stderr)


def ask_in_terminal(text: str, stdin: TextIO, stderr: TextIO) -> Answer:
    while True:
        stderr.write(TYPED.format(text=text))
        stderr.flush()
        try:
            line = stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            stderr.write("\n")
            return "left"
        word = line.strip().lower()
        if word in ("", "y", "yes", "j", "join"):
            return "yes"
        if word in ("n", "no", "another"):
            return "no"


def run_look(words: list[str]) -> int:
    """Exit code 0: go on, with what was printed; NEITHER: the person wants nothing of it."""
    try:
        config = read_config(words)
    except BadConfig:
        return 0  # the server itself will say it
    if not should_look(config):
        return 0
    try:
        found = look_round()
        choice = settle(found, ask_here, lambda line: print(line, file=sys.stderr))
    except KeyboardInterrupt:
        return NEITHER
    if choice == "join":
        print(found[0].host, found[0].port, flush=True)
    return NEITHER if choice == "neither" else 0
