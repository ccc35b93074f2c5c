"""What the owner's operations work on: the server's parts, and what is known about its run."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chatserver.config import Config
from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.effects import Effect
from chatserver.hub import Hub
from chatserver.neighbours import NeighbourWatch
from chatserver.parts import Parts
from chatserver.printer import Printer
from chatserver.sieve import Sieve
from chatserver.traffic import Addresses, Traffic
from shared.text import one_line

Outcome = tuple[list[Effect], AnyAnswer]

_ID: Final = re.compile("[0-9a-fA-F]{16}")


@dataclass(slots=True)
class Desk:
    """`began_at` by the loop's clock."""

    port: int
    printer: Printer
    parts: Parts
    began_at: float
    addresses: Addresses = field(default_factory=Addresses)
    traffic: Traffic = field(init=False)
    sieve: Sieve | None = None
    others: tuple[str, ...] = ()
    """Further servers seen on the network, as a person reads them; whoever looks sets it anew."""
    watch: NeighbourWatch | None = None
    """Looks for them; None: nobody does."""
    show: Callable[[], str] | None = None
    """Brings the dashboard up, without waiting; or says why not. None: it is not in the tray."""

    def __post_init__(self) -> None:
        self.traffic = Traffic(self.addresses)

    @property
    def config(self) -> Config:
        """What is in force now."""
        return self.parts.settings.config

    @property
    def hub(self) -> Hub:
        return self.parts.hub

    def hosts(self, now: float) -> list[str]:
        """Where others reach it, the best first."""
        if self.config.every_interface:
            return self.addresses.useful(now)
        return list(self.config.addresses)


def told(text: str, *effects: Effect) -> Outcome:
    return [*effects], Told(text)


def refused(text: str) -> Outcome:
    return [], Refused(text)


def hex_id(person: int) -> str:
    """As an operation takes it."""
    return person.to_bytes(8, "big").hex()


def read_id(text: str) -> int | None:
    """None: it is none."""
    return int(text, 16) if _ID.fullmatch(text) else None


def quoted(typed: str) -> str:
    """What the owner has typed, in an answer."""
    return one_line(typed) or "''"
