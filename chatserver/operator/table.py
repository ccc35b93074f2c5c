"""Which operation is whose. `Stop` is the server's own: it ends the loop."""

from collections.abc import Callable
from typing import Any

from chatserver.control.operations import (
    AnyOperation,
    AskLog,
    AskNames,
    AskPeople,
    AskStatus,
    Kick,
    Operation,
    ReleaseName,
    ShowDashboard,
)
from chatserver.operator import leaving, looking, names
from chatserver.operator.desk import Desk, Outcome, refused

Handler = Callable[[Desk, Any, float], Outcome]

HANDLERS: dict[type[Operation], Handler] = {
    AskStatus: looking.tell_status,
    AskPeople: looking.show_people,
    AskLog: looking.tell_log,
    ShowDashboard: looking.show_dashboard,
    AskNames: names.list_names,
    ReleaseName: names.release_name,
    Kick: leaving.kick,
}


def obey(desk: Desk, operation: AnyOperation, now: float) -> Outcome:
    handler = HANDLERS.get(type(operation))
    if handler is None:
        return refused("This server cannot do that.")
    return handler(desk, operation, now)
