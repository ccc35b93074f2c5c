"""Sending people away."""

from chatserver.control.operations import Kick
from chatserver.operator.desk import Desk, Outcome, quoted, refused, told
from chatserver.people import Person


def kick(desk: Desk, operation: Kick, now: float) -> Outcome:
    person = desk.hub.people.by_name(operation.name)
    if person is None:
        return refused(f"Nobody here is called {quoted(operation.name)}.")
    return told(_farewell(person), *desk.hub.dismiss(person, "kicked"))


def _farewell(person: Person) -> str:
    """A guest's address is not heard for a while, and is all they can be banned by afterwards; our
    own clients stay away by themselves."""
    if person.verified:
        return f"{person.name} is sent away until they choose to come back."
    return f"{person.name} ({person.address.host}) is sent away for 10 minutes."
