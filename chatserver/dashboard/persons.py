"""A person of the list, as the owner reads it."""

from typing import Literal

from msgspec import Struct

from chatserver.control.answers import PersonHere
from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_time
from shared.text import one_line

Quality = Literal["good", "fair", "poor", "unknown"]

GOOD_RTT_MS, GOOD_LOSS = 80.0, 0.02
FAIR_RTT_MS, FAIR_LOSS = 300.0, 0.10
"""Up to these a conversation feels immediate; up to those it works, and one notices."""

QUALITIES: dict[Quality, str] = {
    "good": words.LINE_GOOD,
    "fair": words.LINE_FAIR,
    "poor": words.LINE_POOR,
    "unknown": words.LINE_UNKNOWN,
}


class PersonLine(Struct, frozen=True):
    """`who`: by which door, and whether that proves who they are; `line`: its quality in words,
    `figures`: in numbers."""

    name: str
    who: str
    is_verified: bool
    address: str
    since: str
    quality: Quality
    line: str
    figures: str


def describe_person(person: PersonHere, now_ms: int) -> PersonLine:
    door = words.DOORS.get(person.door, person.door)
    quality = judge_line(person.rtt_ms, person.loss)
    return PersonLine(
        one_line(person.name),
        (words.VERIFIED if person.verified else words.UNVERIFIED).format(door=door),
        person.verified,
        one_line(person.address),
        describe_time(person.since_ms, now_ms),
        quality,
        QUALITIES[quality],
        _figures(person),
    )


def judge_line(rtt_ms: float | None, loss: float | None) -> Quality:
    if rtt_ms is None:
        return "unknown"
    lost = loss or 0.0
    if rtt_ms <= GOOD_RTT_MS and lost <= GOOD_LOSS:
        return "good"
    return "fair" if rtt_ms <= FAIR_RTT_MS and lost <= FAIR_LOSS else "poor"


def _figures(person: PersonHere) -> str:
    if person.rtt_ms is None:
        return ""
    rtt = f"{person.rtt_ms:.1f}" if person.rtt_ms < 10 else f"{person.rtt_ms:.0f}"
    return words.LINE_FIGURES.format(rtt=rtt, loss=round(100 * (person.loss or 0.0)))


def host_of(address: str) -> str:
    """Of "192.168.7.9:50412", "[fe80::1]:50412" or a host alone: the host."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, colon, _ = address.rpartition(":")
    return host if colon and ":" not in host else address


def network_of(address: str) -> str:
    """That host alone, as `Ban` takes it for nobody's name."""
    host = host_of(address).partition("%")[0]
    return f"{host}/{128 if ':' in host else 32}"
