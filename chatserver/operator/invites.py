"""Invites: made, shown, taken back."""

from typing import Final

from chatserver.control.answers import InviteRow, Invites
from chatserver.control.operations import AskInvites, MakeInvite, RevokeInvite
from chatserver.invites import ANY_NUMBER, MOST_INVITES, Invite
from chatserver.operator.desk import Desk, Outcome, refused, told
from shared.crypto.identity import INVITE_TOKEN_SIZE
from shared.plural import plural
from shared.server_link import Place, Token, encode_link
from shared.text import one_line

MOST_USES: Final = 100_000
MOST_DAYS: Final = 3650
LONGEST_LABEL: Final = 60
ID_DIGITS: Final = 8
"""Of the token's id: enough to tell a thousand apart, and to be typed."""
MOST_NAMED: Final = 3

_DAY_MS: Final = 24 * 3600 * 1000


def make_invite(desk: Desk, operation: MakeInvite, now: float) -> Outcome:
    room, label = desk.hub.room, one_line(operation.label.strip())
    if len(label) > LONGEST_LABEL:
        return refused(f"The label has {LONGEST_LABEL} characters at most; make it shorter.")
    if not 0 <= operation.uses <= MOST_USES:
        return refused(f"An invite is for 1 to {MOST_USES:,} people; 0: any number.")
    if not 0 <= operation.days <= MOST_DAYS:
        return refused(f"An invite is valid for 1 to {MOST_DAYS:,} days; 0: for ever.")
    made_ms = room.wall_ms(now)
    until_ms = made_ms + operation.days * _DAY_MS if operation.days else 0
    token = room.random.randbytes(INVITE_TOKEN_SIZE)
    invite = Invite(token, label, made_ms, until_ms, operation.uses or ANY_NUMBER)
    if not room.gate.invites.make(invite, made_ms):
        return refused(f"There are {MOST_INVITES:,} invites that can be used; revoke some first.")
    return [], Invites((_row(desk, invite, now),))


def list_invites(desk: Desk, operation: AskInvites, now: float) -> Outcome:
    """Also those that are used up or too old, for their owner wonders what became of them."""
    found = (invite for invite in desk.hub.room.gate.invites if not invite.is_revoked)
    return [], Invites(tuple(_row(desk, invite, now) for invite in found))


def revoke_invite(desk: Desk, operation: RevokeInvite, now: float) -> Outcome:
    wanted, invites = operation.id.strip(), desk.hub.room.gate.invites
    there = [invite for invite in invites if not invite.is_revoked]
    found = [invite for invite in there if _is_called(invite, wanted)]
    if len(found) != 1:
        many = "is more than one invite" if found else "is no invite"
        return refused(f"{one_line(wanted) or 'Nothing'} {many}; `invites` shows their ids.")
    invites.revoke(found[0].id)
    return told(f"{_name(found[0])} lets nobody in any more. Who came by it stays a member.")


def say_open(desk: Desk, now: float) -> str:
    """Which invites let in somebody, those for most people first; of a private server that has some
    a sentence, else nothing. Its links may be known to whoever must not come back."""
    gate, now_ms = desk.hub.room.gate, desk.hub.room.wall_ms(now)
    found = [invite for invite in gate.invites if invite.end(now_ms) is None]
    if not gate.is_private or not found:
        return ""
    found.sort(key=lambda invite: (invite.uses_left != ANY_NUMBER, -invite.uses_left))
    names = [invite.label or _short_id(invite) for invite in found[:MOST_NAMED]]
    more = f" and {len(found) - len(names):,} more" if len(found) > len(names) else ""
    still = plural(len(found), "This invite still lets", "These invites still let")
    return (
        f" {still} in whoever has the link, also under another name: {', '.join(names)}{more}. "
        "Revoke what they may know."
    )


def _is_called(invite: Invite, wanted: str) -> bool:
    """A few digits are a label sooner than an id: whoever types `revoke 1` counts."""
    is_id = len(wanted) >= ID_DIGITS and invite.id.hex().startswith(wanted.lower())
    return is_id or (wanted != "" and invite.label == wanted)


def _name(invite: Invite) -> str:
    return f"The invite {invite.label or _short_id(invite)}"


def _short_id(invite: Invite) -> str:
    return invite.id.hex()[:ID_DIGITS]


def _row(desk: Desk, invite: Invite, now: float) -> InviteRow:
    hosts = desk.hosts(now)
    host, key = hosts[0] if hosts else "127.0.0.1", desk.parts.keys.public
    link = encode_link(Place(host, desk.port, key, Token(invite.token)))
    return InviteRow(
        _short_id(invite),
        invite.label,
        link,
        invite.made_ms,
        invite.until_ms,
        invite.uses_left,
    )
