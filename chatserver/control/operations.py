"""What a running server can be asked by its owner; `chatserver.control.answers` has its answers.

Plain values: each is a JSON object on the control channel, told apart by "do". Ids are lower-case
hexadecimal.
"""

from typing import Annotated, Final

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0, le=2**53)]
"""More is counted nowhere, and other languages' JSON knows no larger numbers."""


class Operation(Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    pass


# --- Looking ----------------------------------------------------------------------------------


class AskStatus(Operation, frozen=True, tag="status"):
    """Answered by `ServerStatus`."""


class AskPeople(Operation, frozen=True, tag="people"):
    """`count` rows from the `first` on, of those whose name contains `part`; sorted by name.
    Answered by `PeopleHere`."""

    first: Count = 0
    count: Count = 100
    part: str = ""


class AskLog(Operation, frozen=True, tag="log"):
    """Lines said behind number `after`; answered by `LogLines`."""

    after: Count = 0


class AskNames(Operation, frozen=True, tag="names"):
    """Answered by `Told`."""


class AskBans(Operation, frozen=True, tag="bans"):
    """Answered by `Bans`."""


class AskInvites(Operation, frozen=True, tag="invites"):
    """Answered by `Invites`."""


class AskMembers(Operation, frozen=True, tag="members"):
    """Answered by `Members`."""


class Diagnose(Operation, frozen=True, tag="doctor"):
    """Answered by `Told`: what is likely wrong, in plain words."""


# --- Doing: each is answered by `Told` or `Refused` ---------------------------------------------


class Kick(Operation, frozen=True, tag="kick", omit_defaults=True):
    """`id`: of exactly that person, whatever they are called by now; with a `name` too, only while
    it is theirs."""

    name: str
    id: str = ""


class Ban(Operation, frozen=True, tag="ban", omit_defaults=True):
    """`who`: a name, an id, an address or a network. Of one who came by our own client the identity
    is banned, and under another name they are somebody new; of a guest the address. `id`: in its
    place, where nobody may be meant who has taken it for a name."""

    who: str
    id: str = ""


class Unban(Operation, frozen=True, tag="unban"):
    """`who`: as `Bans` shows it."""

    who: str


class ReleaseName(Operation, frozen=True, tag="release"):
    name: str


class RenameServer(Operation, frozen=True, tag="rename"):
    name: str


class SetWelcome(Operation, frozen=True, tag="welcome"):
    """What everybody reads who comes in; empty: nothing."""

    text: str


class SetLimits(Operation, frozen=True, tag="limits"):
    """None: as it is."""

    clients: Count | None = None
    netcat: Count | None = None
    classroom: Count | None = None


class SetRetention(Operation, frozen=True, tag="keep"):
    """None: as it is."""

    days: Count | None = None
    megabytes: Count | None = None
    newcomers: Count | None = None


class PauseGuests(Operation, frozen=True, tag="pause"):
    """Nobody new comes in by a plain door; who is here stays."""

    paused: bool


class MakeInvite(Operation, frozen=True, tag="invite"):
    """`uses`: so many people; `days`: so long; 0: any. Answered by `Invites`, of that one."""

    label: str = ""
    uses: Count = 1
    days: Count = 7


class RevokeInvite(Operation, frozen=True, tag="revoke"):
    """`id`: or the label, where only one has it. Whoever came by it stays."""

    id: str


class RemoveMember(Operation, frozen=True, tag="remove"):
    """With the name, if it is still theirs; they come back by another invite only, which the answer
    names. `name`: or the id."""

    name: str


class ShowDashboard(Operation, frozen=True, tag="show"):
    """Of a server in the tray: bring its dashboard up."""


class Stop(Operation, frozen=True, tag="stop"):
    pass


AnyOperation = (
    AskStatus
    | AskPeople
    | AskLog
    | AskNames
    | AskBans
    | AskInvites
    | AskMembers
    | Diagnose
    | Kick
    | Ban
    | Unban
    | ReleaseName
    | RenameServer
    | SetWelcome
    | SetLimits
    | SetRetention
    | PauseGuests
    | MakeInvite
    | RevokeInvite
    | RemoveMember
    | ShowDashboard
    | Stop
)

LOOKING = (AskStatus, AskPeople, AskLog, AskNames, AskBans, AskInvites, AskMembers, Diagnose)
"""They change nothing: asked twice they do no harm, and there is nothing to store."""

TRY_AGAIN: Final = "Try again."
LOOK_FIRST: Final = "It may do what was asked all the same: look before you ask again."


def say_again(operation: AnyOperation) -> str:
    """What to do where it was asked and there is no answer: a server that goes on still does it,
    and a second invite would let in a second person."""
    return TRY_AGAIN if isinstance(operation, LOOKING) else LOOK_FIRST
