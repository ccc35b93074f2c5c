"""What a running server answers its owner; `chatserver.control.operations` has what it is asked.

Plain values: each is a JSON object on the control channel, told apart by "is". Ids are lower-case
hexadecimal; times are milliseconds since 1970 unless their name says otherwise.
"""

from ipaddress import ip_address
from typing import Literal

from msgspec import Struct

from shared.chat import Door, Presence


class Answer(Struct, frozen=True, tag_field="is"):
    pass


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

    @property
    def is_local(self) -> bool:
        """Only programs on this computer can join: it listens for them alone, or is in no
        network."""
        return all(ip_address(host).is_loopback for host in self.addresses)


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


AnyAnswer = Told | Refused | ServerStatus | PeopleHere | LogLines | Bans | Invites | Members
