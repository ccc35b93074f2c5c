"""Which operation is whose. `Stop` is the server's own: it ends the loop."""

from collections.abc import Callable
from typing import Any

from chatserver.control.operations import (
    AnyOperation,
    AskBans,
    AskLog,
    AskNames,
    AskPeople,
    AskStatus,
    Ban,
    Diagnose,
    Kick,
    Operation,
    PauseGuests,
    ReleaseName,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
    ShowDashboard,
    Unban,
)
from chatserver.operator import bans, health, leaving, looking, names, setting
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
    Diagnose: health.tell_doctor,
    Ban: bans.ban,
    Unban: bans.unban,
    AskBans: bans.list_bans,
    RenameServer: setting.rename_server,
    SetWelcome: setting.set_welcome,
    SetLimits: setting.set_limits,
    SetRetention: setting.set_retention,
    PauseGuests: setting.pause_guests,
}


def obey(desk: Desk, operation: AnyOperation, now: float) -> Outcome:
    handler = HANDLERS.get(type(operation))
    if handler is None:
        return refused("This server cannot do that.")
    return handler(desk, operation, now)
