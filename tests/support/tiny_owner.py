"""A server as the dashboard knows it: answers, and no network. What was asked is in `asked`."""

import math

from msgspec.structs import replace

from chatserver.control import answers
from chatserver.control import operations as ops
from chatserver.control.answers import PersonHere, ServerStatus
from chatserver.control.client import NoServerError
from shared.chat import Door, Presence

NOON_MS = 1_767_182_400_000
LINK = "parley://192.168.7.20:15000/xy6zd72jfljrntjmjhthfauwkwlbksnqsgd42fotsqobjxaoxvga"
NAMES = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy")
FOREIGN = ("שרה", "محمد-علي", "山田太郎", "Ждана", "Maximiliane-Charlotte-von-Hohenberg")
DOORS: tuple[Door, ...] = ("native", "native", "native", "netcat", "classroom")
PRESENCES: tuple[Presence, ...] = ("here", "here", "here", "quiet", "here", "away")


def make_people(count: int) -> list[PersonHere]:
    """Some of each door, with good and bad lines; names of many scripts among them."""
    return [_make_person(number, count) for number in range(count)]


def _make_person(number: int, count: int) -> PersonHere:
    pool = NAMES if count <= len(NAMES) else (*NAMES, *FOREIGN)
    name = pool[number % len(pool)] + (str(number) if number >= len(pool) else "")
    door = DOORS[number % len(DOORS)]
    is_native = door == "native"
    return PersonHere(
        f"{0x9E3779B97F4A7C15 * (number + 1) & 0xFFFF_FFFF_FFFF_FFFF:016x}",
        name,
        door,
        is_native,
        f"192.168.{7 + number // 250}.{number % 250 + 2}:{50_000 + number}",
        PRESENCES[number % len(PRESENCES)],
        NOON_MS - number * 600_000,
        (1.2, 14.0, 140.0, 420.0)[number % 4] if is_native else None,
        (0.0, 0.0, 0.06, 0.31)[number % 4] if is_native else None,
    )


def make_status(people: int, guests: int = 0) -> ServerStatus:
    return ServerStatus(
        name="Front desk",
        version="0.7.0",
        pid=4711,
        port=15000,
        addresses=("192.168.7.20", "10.0.0.4", "fd00::20"),
        link=LINK,
        fingerprint="nevm-toyt-7wos-qk3a-52hd-xpbe",
        is_private=False,
        guests="lan",
        guests_paused=False,
        welcome="Welcome on board. The mess opens at noon.",
        people=people,
        guests_here=guests,
        known=214,
        places=(20_000, 64, 64),
        keeps=(30, 1024, 50),
        at_s=100.0,
        started_ms=NOON_MS - 3 * 3_600_000 - 12 * 60_000,
        messages=10_000,
        received=500_000,
        sent=900_000,
        cpu_s=40.0,
        memory=41_300_000,
        dropped=0,
        outside_ms=NOON_MS,
    )


class TinyOwner:
    """`ask` as `ControlClient` has it. `is_gone`: no server runs; `refusal`: what all that is done
    is answered with, if not empty."""

    def __init__(self, people: int = 8) -> None:
        self.people = make_people(people)
        guests = sum(not person.verified for person in self.people)
        self.status = make_status(people, guests)
        self.asked: list[ops.AnyOperation] = []
        self.log = ["Parley 0.7.0 listens on UDP port 15000, on every address of this computer."]
        self.bans: list[answers.BanRow] = []
        self.invites: list[answers.InviteRow] = []
        self.members: list[answers.MemberRow] = []
        self.is_gone = False
        self.refusal = ""
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True

    def ask(self, operation: ops.AnyOperation, /) -> answers.AnyAnswer:
        if self.is_gone:
            raise NoServerError("No server runs with the data folder /srv/parley.")
        self.asked.append(operation)
        match operation:
            case ops.AskStatus():
                self.pass_time(1.0)
                return self.status
            case ops.AskPeople(first, count, part):
                found = [one for one in self.people if part.casefold() in one.name.casefold()]
                found.sort(key=lambda one: one.name.casefold())
                return answers.PeopleHere(len(found), first, tuple(found[first : first + count]))
            case ops.AskLog(after):
                lines = tuple(self.log[after:])
                return answers.LogLines(len(self.log), lines, (NOON_MS,) * len(lines))
            case ops.AskBans():
                return answers.Bans(tuple(self.bans))
            case ops.AskInvites():
                return answers.Invites(tuple(self.invites))
            case ops.AskMembers():
                return answers.Members(tuple(self.members))
            case ops.AskNames():
                return answers.Told("  alice, last here 2026-03-02 11:58\n  bob, last here today")
            case ops.Diagnose():
                return answers.Told(DOCTOR)
        return answers.Refused(self.refusal) if self.refusal else self._do(operation)

    def pass_time(self, seconds: float) -> None:
        """Counters go on, in waves."""
        status, at = self.status, self.status.at_s + seconds
        wave = 1 + math.sin(at / 9) + 0.6 * math.sin(at / 2.3)
        busy = max(0.0, wave) * (len(self.people) + 1) / 4
        self.status = replace(
            status,
            at_s=at,
            messages=status.messages + round(busy * seconds),
            received=status.received + round(9 * busy * seconds),
            sent=status.sent + round(31 * busy * seconds),
            cpu_s=status.cpu_s + 0.004 * seconds,
        )

    def _do(self, operation: ops.AnyOperation) -> answers.AnyAnswer:
        match operation:
            case ops.Kick():
                return self._kick(operation)
            case ops.Ban(who, id):
                who = next((one.name for one in self.people if one.id == id), who)
                kind = "address" if who[:1].isdigit() else "identity"
                shown = who if kind == "address" else "5f1c09be77a04d2c"
                label = "" if kind == "address" else who
                self.bans.append(answers.BanRow(shown, kind, label, NOON_MS))  # type: ignore[arg-type]
                return answers.Told(f"{who} is banned.")
            case ops.Unban(who):
                self.bans = [ban for ban in self.bans if ban.who != who]
                return answers.Told(f"{who} may come again.")
            case ops.MakeInvite(label, uses, days):
                return self._invite(label, uses, days)
            case ops.RevokeInvite(id):
                self.invites = [invite for invite in self.invites if invite.id != id]
                return answers.Told("The invite is revoked.")
            case ops.RemoveMember(id):
                self.members = [member for member in self.members if member.id != id]
                return answers.Told(f"{id} is removed.")
            case ops.RenameServer(name):
                self.status = replace(self.status, name=name)
                return answers.Told(f"The server is called {name} now.")
            case ops.PauseGuests(paused):
                self.status = replace(self.status, guests_paused=paused)
                return answers.Told("New guests wait outside." if paused else "Guests are let in.")
            case ops.Stop():
                self.is_gone = True
                return answers.Told("The server ends.")
        return answers.Told("It is done.")

    def _kick(self, asked: ops.Kick) -> answers.AnyAnswer:
        fits = [one for one in self.people if asked.id in ("", one.id)]
        found = next((one for one in fits if asked.name in ("", one.name)), None)
        if found is None:
            return answers.Refused("Whoever was meant has gone.")
        self.people.remove(found)
        self.status = replace(self.status, people=len(self.people))
        return answers.Told(f"{found.name} is sent away until they choose to come back.")

    def _invite(self, label: str, uses: int, days: int) -> answers.AnyAnswer:
        until = NOON_MS + days * 86_400_000 if days else 0
        link = LINK + "/abcdefghijklmnopqrstuvwxy" + chr(97 + len(self.invites))
        id = f"{len(self.invites):032x}"
        row = answers.InviteRow(id, label, link, NOON_MS, until, uses or -1)
        self.invites.append(row)
        return answers.Invites((row,))


DOCTOR = """\
Nothing has come from another computer since the server started 3 hours ago, and others are on this
network. A firewall on this computer is likely in the way.

What to do: ask whoever looks after this computer to let UDP port 15000 in:
  sudo ufw allow 15000/udp

All else is well: the disk has room, the receive buffer is large enough, nothing was dropped."""
