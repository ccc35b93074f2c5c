"""Instruments of the doctor's that show what a test says, and note what they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatgui.doctor.networks import Interface
from chatgui.doctor.trial import HELLOS, Measured
from shared.discovery.found import FoundServer
from shared.server_link import Place

KEY = bytes(range(32))
WELL = Measured(HELLOS, (0.0004,) * HELLOS, key=KEY, name="Front desk")
LAN = [Interface("lo", "127.0.0.1", 8), Interface("eth0", "192.168.7.20", 24)]
FRONT = FoundServer(bytes(range(15)), "Front desk", "192.168.7.9", 15000, 12)


@dataclass
class FakeInstruments:
    """`names`: what can be looked up; others but numbers cannot."""

    measured: Measured = WELL
    found: list[FoundServer] = field(default_factory=list)
    networks: list[Interface] = field(default_factory=lambda: list(LAN))
    names: dict[str, str] = field(default_factory=dict)
    is_host_on: bool = False
    has_guests: bool = True
    ahead_s: float | None = 0.1
    asked: list[Place] = field(default_factory=list)
    tried: list[Place] = field(default_factory=list)

    def interfaces(self) -> list[Interface]:
        return self.networks

    def search(self, places: Iterable[Place]) -> list[FoundServer]:
        self.asked = list(places)
        return self.found

    def look_up(self, host: str) -> str:
        return self.names.get(host, host if host[0].isdigit() else "")

    def try_server(self, place: Place) -> Measured:
        self.tried.append(place)
        return self.measured

    def is_on(self, place: Place) -> bool:
        return self.is_host_on

    def compare_clocks(self, place: Place) -> float | None:
        return self.ahead_s

    def lets_guests_in(self, place: Place) -> bool:
        return self.has_guests

    def close(self) -> None:
        pass
