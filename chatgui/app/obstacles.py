"""What is in the way of joining a server: a sentence beside its field, and the way around it."""

from typing import NamedTuple

from chatgui.app.choice import Choice, Field, Problem
from chatgui.app.condition import describe_end, describe_status
from chatgui.app.messages import Ended, Event, NoAnswerYet, StatusChanged
from chatgui.app.words import dialogs as words
from shared.crypto.identity import spell_server_id


class Obstacle(NamedTuple):
    field: Field
    problem: Problem


def find_obstacle(event: Event, choice: Choice) -> Obstacle | None:
    """In what the link says of a choice that is tried, or was on; None: nothing is in the way."""
    match event:
        case NoAnswerYet() | StatusChanged("no parley"):
            text = words.NO_ANSWER.format(where=choice.where)
            return Obstacle("server", Problem(text, "open", words.OPEN_ANYWAY))
        case StatusChanged(status) if text := describe_status(status, choice.where):
            return Obstacle("server", Problem(text))
        case Ended(why) if why != "quit":
            field: Field = "name" if why in ("name", "elsewhere") else "server"
            return Obstacle(field, _explain_end(event, choice))
        case _:
            return None


def _explain_end(event: Ended, choice: Choice) -> Problem:
    text = describe_end(event, choice.where, choice.name)
    match event:
        case Ended("name", _, (_, suggestion)):
            return Problem(text, "name", words.USE_NAME.format(name=suggestion), suggestion)
        case Ended("elsewhere"):
            return Problem(text, "takeover", words.TAKE_OVER)
        case Ended("wrong server", _, (expected, _)) if _is_id(choice, expected):
            return Problem(f"{words.NOT_THE_FOUND}\n{text}")
        case Ended("wrong server") if not choice.place.key:
            return Problem(text, "trust", words.TRUST)
        case _:
            return Problem(text)


def _is_id(choice: Choice, expected: str) -> bool:
    """Whether another one than was expected is another one than was found."""
    return bool(choice.server_id) and spell_server_id(choice.server_id) == expected
