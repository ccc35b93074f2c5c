"""How the server is: what its doctor and its status say, from what its parts know."""

import contextlib
import shutil
import sys
from ipaddress import ip_address
from math import inf
from pathlib import Path

from chatserver import doctor
from chatserver.control.operations import Diagnose
from chatserver.doctor import Facts
from chatserver.firewall import opening_line
from chatserver.guests.networks import is_loopback
from chatserver.operator.desk import Desk, Outcome, told

_COMPLETE = "0x2"
"""Of a row of /proc/net/arp: that computer has answered."""


def tell_doctor(desk: Desk, operation: Diagnose, now: float) -> Outcome:
    """What it says of other servers may be old; whoever asks again in a moment gets it fresh."""
    said = told("\n".join(doctor.diagnose(gather(desk, now, opening_line(desk.port)))))
    if desk.watch is not None:
        desk.watch.look()
    return said


def tell_troubles(desk: Desk, now: float) -> tuple[str, ...]:
    return tuple(doctor.troubles(gather(desk, now)))


def gather(desk: Desk, now: float, line: str = "") -> Facts:
    """`line`: as `Facts.opening_line`; it takes a while to find."""
    room, has_guests = desk.hub.room, desk.config.guests != "off"
    places = {"netcat": room.places.netcat, "classroom": room.places.classroom}
    sieve, archive, outside_at = desk.sieve, desk.parts.archive, desk.traffic.outside_at
    return Facts(
        port=desk.port,
        hosts=tuple(desk.hosts(now)),
        up_s=now - desk.began_at,
        opening_line=line,
        is_local=all(is_loopback(ip_address(host)) for host in desk.config.addresses),
        outside_s=None if outside_at is None else now - outside_at,
        neighbours=count_neighbours(),
        receive_buffer=sieve.receive_buffer if sieve is not None else None,
        dropped=sieve.dropped if sieve is not None else None,
        disk=archive.trouble if archive is not None else "",
        disk_free=_free(archive.path) if archive is not None else None,
        others=desk.others,
        looked_s=inf if desk.watch is None else desk.watch.looked_s,
        is_flooded=sieve is not None and sieve.is_flooded,
        is_found=desk.config.announce,
        are_guests_paused=has_guests and room.guests_paused,
        shut_doors=tuple(door for door, count in places.items() if has_guests and not count),
    )


def count_neighbours(table: Path = Path("/proc/net/arp")) -> int | None:
    """How many computers this one has spoken with lately, but the one that leads out of here; None
    where the system does not say."""
    if sys.platform != "linux":
        return None
    with contextlib.suppress(OSError):
        rows = [line.split() for line in table.read_text().splitlines()[1:]]
        return max(0, sum(row[2:3] == [_COMPLETE] for row in rows) - 1)
    return None


def _free(path: Path) -> int | None:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free
    return None
