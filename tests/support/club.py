"""A private server in virtual time, on a disk that may fail, and people who were invited or not."""

from math import inf
from pathlib import Path

from chatserver.gate import Gate
from chatserver.invites import Invite
from chatserver.members import Member
from tests.support.clients import SERVER_AT
from tests.support.disk import Disks
from tests.support.fakenet import Address, FakeNet, Link
from tests.support.hall import Talker
from tests.support.premises import Premises

DAY_S = 24 * 3600.0
DAY_MS = 24 * 3600 * 1000
RETURN_S = 0.5
"""Somebody whose session the server has closed waits so long, if they try again at all."""


class Club:
    """Use inside `disks`. Let people `come`, let time pass with `run`."""

    def __init__(
        self, folder: Path, disks: Disks, *words: str, seed: int = 1, link: Link | None = None
    ) -> None:
        self.now = 100.0
        self.net = FakeNet(seed, link)
        self.premises = Premises(self.net, disks.add(folder), "--private", *words)
        self.people: dict[Address, Talker] = {}
        self.heard: list[tuple[Address, bytes]] = []
        """What came to the server."""
        self._come_back: dict[Address, float] = {}
        self._made = 0
        self.premises.start(self.now)

    # --- the owner ---------------------------------------------------------------------------

    @property
    def invites(self) -> list[Invite]:
        return list(self._gate.invites)

    @property
    def members(self) -> list[Member]:
        return list(self._gate.members)

    def make_invite(self, *, uses: int = 1, days: int = 7) -> Invite:
        self._made += 1
        made_ms = round((self.premises.wall_s + self.now) * 1000)
        until_ms = made_ms + days * DAY_MS if days else 0
        invite = Invite(bytes([self._made]) * 16, "", made_ms, until_ms, uses)
        self._gate.invites.make(invite, made_ms)
        self.run(self.now + 2.0)  # it is on the disk
        return invite

    def revoke(self, invite: Invite) -> None:
        self._gate.invites.revoke(invite.id)

    @property
    def _gate(self) -> Gate:
        assert self.premises.server is not None
        return self.premises.server.parts.hub.room.gate

    # --- people ------------------------------------------------------------------------------

    def come(self, number: int, invite: Invite | None = None, *, person: int = 0) -> Talker:
        """At the computer of that number. `person`: who has been here from another one."""
        token = None if invite is None else invite.token
        talker = Talker(person or number, f"name{number}", now=self.now, invite=token)
        self.people[f"10.0.{number // 200}.{number % 200 + 1}", 4000] = talker
        return talker

    def is_in(self, talker: Talker) -> bool:
        return talker.is_in and bool(talker.welcomes)

    # --- time --------------------------------------------------------------------------------

    def run(self, until: float) -> None:
        self._turn(inf)
        while (at := self._next_at()) <= until:
            self.now = max(self.now, at)
            self._turn(self.now)
        self.now = until

    def run_until(self, *talkers: Talker, patience_s: float = 60.0) -> bool:
        """Until all of these are in; False if they never were."""
        until = self.now + patience_s
        while not all(map(self.is_in, talkers)) and self.now < until:
            self.run(self.now + 0.1)
        return all(map(self.is_in, talkers))

    def _next_at(self) -> float:
        wakes = (talker.wake_at() for talker in self.people.values())
        return min([self.net.next_at, self.premises.wake_at, *wakes, *self._come_back.values()])

    def _turn(self, due: float) -> None:
        self.premises.now = self.now
        self._deliver()
        if self.premises.server is None:
            self.premises.start(self.now)
        self.premises.turn(self.now)
        for address, talker in self.people.items():
            if talker.wake_at() <= max(due, self.now):
                self._flush(address)
            if self._come_back.get(address, inf) <= self.now:
                del self._come_back[address]
                talker.begin(self.now)
            elif talker.ending and address not in self._come_back and talker.ending.code == 18:
                self._come_back[address] = self.now + RETURN_S

    def _deliver(self) -> None:
        while arrived := self.net.deliver(self.now):
            if arrived.to == SERVER_AT:
                self.heard.append((arrived.sender, arrived.data))
                self.premises.receive(arrived.data, arrived.sender)
            elif arrived.to in self.people:
                self.people[arrived.to].receive(arrived.data, self.now)
                self._flush(arrived.to)

    def _flush(self, address: Address) -> None:
        for data in self.people[address].datagrams(self.now):
            self.net.send(self.now, address, SERVER_AT, data)
