"""A server's owner who asks it things: its parts without sockets, at a desk, in virtual time."""

from random import Random

from chatserver.config import read_config
from chatserver.control.answers import AnyAnswer
from chatserver.control.operations import AnyOperation
from chatserver.data import DataFolder
from chatserver.operator.desk import Desk
from chatserver.operator.table import obey
from chatserver.parts import build_parts
from chatserver.people import Person
from chatserver.traffic import Addresses
from shared.chat import Address, Door, Join
from tests.support.playbook import address_of, join_verified
from tests.support.premises import WALL_S, Console

PORT = 15_500
HOST = "192.168.7.20"


class Owner:
    """`asks` an operation as the loop obeys it; people come in by `joins`."""

    def __init__(self, *words: str, data: DataFolder | None = None) -> None:
        self.now = 1000.0
        self.console = Console()
        config = read_config(list(words))
        self.parts = build_parts(
            config, PORT, self.console, data, None, Random(1), self.now, WALL_S + self.now
        )
        self.parts.hub.set_clock(WALL_S + self.now, self.now)
        addresses = Addresses(lambda: [HOST, "127.0.0.1"], lambda: [HOST])
        self.desk = Desk(PORT, self.console, self.parts, self.now, addresses)

    def asks(self, operation: AnyOperation) -> AnyAnswer:
        effects, answer = obey(self.desk, operation, self.now)
        self.parts.runtime.perform(effects, self.now)
        self.parts.runtime.commit(self.now)
        return answer

    def joins(self, peer: int, name: str, door: Door = "netcat", host: str = "") -> Person:
        """AssertionError if they could not come in."""
        at = Address(host, 40_000 + peer) if host else address_of(peer)
        join = Join(name, door, at) if door != "native" else join_verified(peer, name)
        person = self.tries(peer, join)
        assert person is not None, f"{name} could not come in"
        return person

    def tries(self, peer: int, join: Join) -> Person | None:
        self.parts.runtime.command(peer, join, self.now)
        self.parts.runtime.commit(self.now)
        return self.parts.hub.people.by_peer(peer)

    def save(self) -> None:
        """With a data folder: what was set is on the disk."""
        assert self.parts.keeper is not None
        self.parts.keeper.save()

    def close(self) -> None:
        assert self.parts.archive is not None
        self.parts.archive.close()

    def names(self) -> list[str]:
        return [person.name for person in self.parts.hub.people]
