"""Which operation is whose. `Stop` is the server's own: it ends the loop."""

from collections.abc import Callable
from typing import Any

from chatserver.control import operations as ops
from chatserver.control.operations import AnyOperation, Operation
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
    ops.AskStatus: looking.tell_status,
    ops.AskPeople: looking.show_people,
    ops.AskLog: looking.tell_log,
    ops.ShowDashboard: looking.show_dashboard,
    ops.AskNames: names.list_names,
    ops.ReleaseName: names.release_name,
    ops.Kick: leaving.kick,
    ops.Diagnose: health.tell_doctor,
    ops.Ban: bans.ban,
    ops.Unban: bans.unban,
    ops.AskBans: bans.list_bans,
    ops.RenameServer: setting.rename_server,
    ops.SetWelcome: setting.set_welcome,
    ops.SetLimits: setting.set_limits,
    ops.SetRetention: setting.set_retention,
    ops.PauseGuests: setting.pause_guests,
    ops.MakeInvite: invites.make_invite,
    ops.AskInvites: invites.list_invites,
    ops.RevokeInvite: invites.revoke_invite,
    ops.AskMembers: members.list_members,
    ops.RemoveMember: members.remove_member,
}


def obey(desk: Desk, operation: AnyOperation, now: float) -> Outcome:
    return HANDLERS[type(operation)](desk, operation, now)
