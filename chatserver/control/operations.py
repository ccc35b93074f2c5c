"""What a running server can be asked by its owner, and what it answers. Plain values.

Each operation is a JSON object on the control channel, told apart by "do"; each answer by "is".
Ids are lower-case hexadecimal; times are milliseconds since 1970 unless their name says otherwise.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from shared.chat import Door, Presence

Count = Annotated[int, Meta(ge=0, le=2**53)]
"""More is counted nowhere, and other languages' JSON knows no larger numbers."""


class Operation(Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    pass


class Answer(Struct, frozen=True, tag_field="is"):
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
    is banned, of a guest the address. `id`: in its place, where nobody may be meant who has taken
    it for a name."""

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
    """With the name, if it is still theirs; they come back by a new invite only. `name`: or the
    id."""

    name: str


class ShowDashboard(Operation, frozen=True, tag="show"):
    """Of a server in the tray: bring its dashboard up."""


class Stop(Operation, frozen=True, tag="stop"):
    pass


# --- Answers ------------------------------------------------------------------------------------


class Told(Answer, frozen=True, tag="told", omit_defaults=True):
    """It is done, or known: a sentence, or lines. `is_kept`: also over the server's end; where it
    is not the text says so, and the owner has to read it."""

    text: str
    is_kept: bool = True


class Refused(Answer, frozen=True, tag="refused"):
    """It is not done: why, and what to do instead."""

    text: str


class ServerStatus(Answer, frozen=True, tag="status"):
    """Counters count from the start of the server, of messages, datagrams and their bytes; `at_s`
    is its monotonic clock, so that two of these give rates; by it the server began at `began_s`,
    while `started_ms` moves along with the clock on the wall. `dropped`: datagrams that found no
    room; None where the system does not say. `others`: further servers seen on the network, as a
    person reads them. `outside_ms`: when anything last came from another computer, 0: never.
    `options`: the words it was started with. `troubles`: sentences, the gravest first.
    `link`: for joining from another computer, without a token. `everywhere`: it listens on every
    address of this computer, 127.0.0.1 too."""

    name: str
    version: str
    pid: int
    port: int
    addresses: tuple[str, ...]
    link: str
    fingerprint: str
    is_private: bool
    guests: str
    guests_paused: bool
    welcome: str
    people: int
    guests_here: int
    known: int
    places: tuple[int, int, int]
    keeps: tuple[int, int, int]
    at_s: float
    started_ms: int
    messages: int
    received: int
    sent: int
    cpu_s: float
    memory: int
    began_s: float = 0.0
    received_bytes: int = 0
    sent_bytes: int = 0
    dropped: int | None = None
    outside_ms: int = 0
    everywhere: bool = False
    others: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


class PersonHere(Struct, frozen=True):
    """`rtt_ms` and `loss` (0..1) are None for guests: their doors measure nothing."""

    id: str
    name: str
    door: Door
    verified: bool
    address: str
    presence: Presence
    since_ms: int
    rtt_ms: float | None = None
    loss: float | None = None


class PeopleHere(Answer, frozen=True, tag="people"):
    """`total`: of all that fit, also those not shown."""

    total: int
    first: int
    rows: tuple[PersonHere, ...]


class LogLines(Answer, frozen=True, tag="log"):
    """`last`: the number of the last of them, to ask behind it the next time. `times_ms`: of each,
    since 1970."""

    last: int
    lines: tuple[str, ...]
    times_ms: tuple[int, ...] = ()


class BanRow(Struct, frozen=True):
    """`who`: what `Unban` takes. `label`: a name it was given for, or empty."""

    who: str
    kind: Literal["identity", "address"]
    label: str
    since_ms: int


class Bans(Answer, frozen=True, tag="bans"):
    rows: tuple[BanRow, ...]


class InviteRow(Struct, frozen=True):
    """`link`: to be given away. `until_ms`: 0: for ever. `uses_left`: -1: any number; whoever is
    admitted already is not touched by what becomes of it."""

    id: str
    label: str
    link: str
    made_ms: int
    until_ms: int
    uses_left: int


class Invites(Answer, frozen=True, tag="invites"):
    rows: tuple[InviteRow, ...]


class MemberRow(Struct, frozen=True):
    """`invite`: the label of the one that admitted them, or empty. `id`: what `RemoveMember` takes,
    too, where two were called the same."""

    name: str
    since_ms: int
    is_here: bool
    invite: str = ""
    id: str = ""


class Members(Answer, frozen=True, tag="members"):
    rows: tuple[MemberRow, ...]


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
AnyAnswer = Told | Refused | ServerStatus | PeopleHere | LogLines | Bans | Invites | Members

LOOKING = (AskStatus, AskPeople, AskLog, AskNames, AskBans, AskInvites, AskMembers, Diagnose)
"""They change nothing: asked twice they do no harm, and there is nothing to store."""
