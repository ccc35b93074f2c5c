"""Which operation is whose. `Stop` is the server's own: it ends the loop."""

from collections.abc import Callable
from typing import Any

from chatserver.control.operations import (
    AnyOperation,
    AskBans,
    AskInvites,
    AskLog,
    AskMembers,
    AskNames,
    AskPeople,
    AskStatus,
    Ban,
    Diagnose,
    Kick,
    MakeInvite,
    Operation,
    PauseGuests,
    ReleaseName,
    RemoveMember,
    RenameServer,
    RevokeInvite,
    SetLimits,
    SetRetention,
    SetWelcome,
    ShowDashboard,
    Unban,
)
from chatserver.operator import (
    bans,
    health,
    invites,
    leaving,
    looking,
    members,
    names,
    setting,
)
from chatserver.operator.desk import Desk, Outcome

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
    MakeInvite: invites.make_invite,
    AskInvites: invites.list_invites,
    RevokeInvite: invites.revoke_invite,
    AskMembers: members.list_members,
    RemoveMember: members.remove_member,
}


def obey(desk: Desk, operation: AnyOperation, now: float) -> Outcome:
    return HANDLERS[type(operation)](desk, operation, now)
