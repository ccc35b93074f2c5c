"""What is likely wrong with a server, in plain words, and what to do about it.

diagnose(facts) -> lines    troubles first, each with its remedy; then what is well
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from chatserver.firewall import request
from shared.constants import DEFAULT_PORT
from shared.net.udp import RECEIVE_BUFFER
from shared.plural import name_some

EARLY_S: Final = 600.0
"""So long nobody has to have come yet."""

FRESH_S: Final = 30.0
"""So long nobody has started another server."""

LITTLE_DISK: Final = 100 * 2**20

TROUBLE, WELL, UNKNOWN = "TROUBLE: ", "ok: ", "cannot tell: "


@dataclass(frozen=True, slots=True)
class Facts:
    """`hosts`: where others reach it. `is_local`: it listens on this computer only, as it was told
    to. `outside_s`: how long ago something came from another computer, None: never. `neighbours`:
    how many computers this one has lately spoken with, None where the system does not tell.
    `opening_line`: what opens the port in this computer's firewall. `disk`: what the disk says, or
    empty; `disk_free`: bytes, None if nobody knows. `looked_s`: how long ago it looked for
    `others`; inf: not yet."""

    port: int
    hosts: tuple[str, ...]
    up_s: float
    opening_line: str
    is_local: bool = False
    outside_s: float | None = None
    neighbours: int | None = None
    receive_buffer: int | None = None
    dropped: int | None = None
    disk: str = ""
    disk_free: int | None = None
    others: tuple[str, ...] = ()
    looked_s: float = 0.0
    is_flooded: bool = False
    is_found: bool = True
    are_guests_paused: bool = False
    shut_doors: tuple[str, ...] = ()


def diagnose(facts: Facts) -> list[str]:
    lines = [*_reach(facts), *_guests(facts), *_others(facts), *_load(facts), *_disk(facts)]
    order = (TROUBLE, UNKNOWN, WELL)
    lines.sort(key=lambda line: next(n for n, mark in enumerate(order) if line.startswith(mark)))
    if not lines[0].startswith(TROUBLE):
        lines.append("Nothing is wrong that this server could see.")
    return lines


def troubles(facts: Facts) -> list[str]:
    """Only what is sure and needs somebody's attention now, the gravest first, as sentences."""
    found = [*_disk(facts), *_network(facts), *_load(facts)]
    sentences = [line.removeprefix(TROUBLE) for line in found if line.startswith(TROUBLE)]
    return [f"{sentence[:1].upper()}{sentence[1:]}" for sentence in sentences]


def _network(facts: Facts) -> Iterator[str]:
    if facts.is_local:
        yield f"{WELL}it listens for this computer only, as it was started (-a)."
    elif not facts.hosts:
        yield (
            f"{TROUBLE}this computer is in no network, so nobody else can join. Connect it by "
            "cable or Wi-Fi; the server need not be started again."
        )


def _reach(facts: Facts) -> Iterator[str]:
    yield from _network(facts)
    if not facts.is_local and facts.hosts:
        yield _heard(facts)
        yield from _findable(facts)


def _heard(facts: Facts) -> str:
    """Whether anything gets here from other computers. Silence says little as long as it may be
    that nobody has tried."""
    if facts.outside_s is not None:
        return (
            f"{WELL}other computers reach UDP port {facts.port} at {', '.join(facts.hosts)}; the "
            f"last word came {_ago(facts.outside_s)}."
        )
    if facts.up_s < EARLY_S:
        return (
            f"{UNKNOWN}nothing has come from another computer, but the server runs for "
            f"{_span(facts.up_s)} only. If somebody tries in vain to join: {_firewall(facts)}"
        )
    if facts.neighbours == 0:
        return (
            f"{UNKNOWN}nothing has come from another computer in {_span(facts.up_s)}, and none "
            "was seen on the network either. If somebody tries in vain to join: "
            f"{_firewall(facts)}"
        )
    return (
        f"{TROUBLE}nothing has ever come from another computer in {_span(facts.up_s)}. If "
        f"anybody has tried, {_firewall(facts)}"
    )


def _findable(facts: Facts) -> Iterator[str]:
    """What people have to know who want in."""
    if facts.port != DEFAULT_PORT:
        yield (
            f"{WELL}the port is {facts.port}, not the usual {DEFAULT_PORT}: who types the address "
            f"has to type {facts.hosts[0]}:{facts.port}; links and searches have it."
        )
    if not facts.is_found:
        yield f"{WELL}no search finds it (--no-announce): people need its address or a link."


def _guests(facts: Facts) -> Iterator[str]:
    """What the owner has set is no trouble for `troubles`: status shows it anyway."""
    if facts.are_guests_paused:
        yield f"{TROUBLE}guests are paused, so no new ones get in. `resume` lets them in again."
        return
    for door in facts.shut_doors:
        yield (
            f"{TROUBLE}of the guests by {door} nobody gets in, because there are 0 places for "
            f"them. `limits --{door} 64` changes that."
        )


def _firewall(facts: Facts) -> str:
    return (
        "a firewall is likely in the way, mostly the one of this computer. Give this to whoever "
        f'looks after it: "{request(facts.port, facts.opening_line)}"'
    )


def _others(facts: Facts) -> Iterator[str]:
    if facts.others:
        yield (
            f"{TROUBLE}another server is on this network: {name_some(facts.others)}. Some people "
            f"may be there and some here. Decide on one, and end the other one.{_looked(facts)}"
        )
    elif facts.is_found and not facts.is_local and facts.hosts:  # else nobody has looked
        if facts.looked_s == inf:
            yield f"{UNKNOWN}it has not looked for other servers yet. Ask again in a moment."
        else:
            yield f"{WELL}no other server was seen on this network.{_looked(facts)}"


def _looked(facts: Facts) -> str:
    """Old news are said to be."""
    if not FRESH_S <= facts.looked_s < inf:
        return ""
    return f" (It looked {_ago(facts.looked_s)}, and looks again now: ask again in a moment.)"


def _load(facts: Facts) -> Iterator[str]:
    if facts.is_flooded:
        yield (
            f"{TROUBLE}somebody floods the server with packets that ask to come in; most of them "
            "are kept out. Its log says how to find the computer that sends them."
        )
    if facts.receive_buffer is None:
        return
    size = f"{facts.receive_buffer // 1024:,} KB of {RECEIVE_BUFFER // 1024:,} KB"
    if facts.dropped is None:
        yield f"{UNKNOWN}how many packets found no room, this system does not say ({size})."
    elif not facts.dropped:
        yield f"{WELL}no packet was lost for want of room (receive buffer: {size})."
    elif facts.receive_buffer < RECEIVE_BUFFER:
        yield (
            f"{TROUBLE}up to {facts.dropped:,} packets were lost for want of room, because the "
            f"system grants too small a receive buffer ({size}). End the server, "
            f"sudo sysctl -w net.core.rmem_max={RECEIVE_BUFFER}, and start it again."
        )
    else:
        yield (
            f"{WELL}up to {facts.dropped:,} packets were lost for want of room since the start, "
            "and were repeated: the computer was too busy, or somebody flooded the server."
        )


def _disk(facts: Facts) -> Iterator[str]:
    if facts.disk:
        yield f"{TROUBLE}{facts.disk}"
    if facts.disk_free is None:
        return
    free = f"{facts.disk_free / 2**20:,.0f} MB"
    if facts.disk_free < LITTLE_DISK:
        yield f"{TROUBLE}the disk with the server's data has {free} left. Make room on it."
    elif not facts.disk:
        yield f"{WELL}the disk takes what is said, and has {free} left."


def _ago(seconds: float) -> str:
    return "just now" if seconds < 5 else f"{_span(seconds)} ago"


def _span(seconds: float) -> str:
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= 2 * size or unit == "second":
            break
    count = max(1, int(seconds // size))
    return f"{count} {unit}{'' if count == 1 else 's'}"
