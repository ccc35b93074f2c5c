"""Sending people away."""

from chatserver.control.operations import Kick
from chatserver.operator.desk import Desk, Outcome, quoted, read_id, refused, told
from chatserver.people import Person
from shared.names import name_key


def kick(desk: Desk, operation: Kick, now: float) -> Outcome:
    person = _find(desk, operation)
    if person is None:
        if operation.id:
            renamed = ", or has another name by now" if operation.name else ""
            return refused(f"Whoever was meant has gone{renamed}.")
        return refused(f"Nobody here is called {quoted(operation.name)}.")
    return told(_farewell(person), *desk.hub.dismiss(person, "kicked"))


def _find(desk: Desk, operation: Kick) -> Person | None:
    if not operation.id:
        return desk.hub.people.by_name(operation.name)
    id = read_id(operation.id)
    person = None if id is None else desk.hub.people.by_id(id)
    if person is None or not operation.name:
        return person
    return person if name_key(person.name) == name_key(operation.name) else None


def _farewell(person: Person) -> str:
    """A guest's address is not heard for a while, and is all they can be banned by afterwards; our
    own clients stay away by themselves."""
    if person.verified:
        return f"{person.name} is sent away until they choose to come back."
    return f"{person.name} ({person.address.host}) is sent away for 10 minutes."
