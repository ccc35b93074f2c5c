"""Operations that only look: how the server is, who is here, what it has said."""

import os
from typing import Final

from chatserver import usage
from chatserver.control.answers import LogLines, PeopleHere, PersonHere, ServerStatus
from chatserver.control.operations import AskLog, AskPeople, AskStatus, ShowDashboard
from chatserver.operator.desk import Desk, Outcome, hex_id, refused, told
from chatserver.operator.health import tell_troubles
from chatserver.people import Person
from shared import __version__
from shared.crypto.identity import fingerprint
from shared.names import name_key
from shared.net.path import shown_host
from shared.program_names import TYPED
from shared.server_link import Place, encode_link
from shared.text import one_line

PEOPLE_AT_ONCE: Final = 500
"""Rows of an answer; a screen shows fifty."""

LOG_BYTES: Final = 1024 * 1024
"""Of an answer, before JSON marks its quotes; the rest is asked for behind it."""


def tell_status(desk: Desk, operation: AskStatus, now: float) -> Outcome:
    room, parts, config, traffic = desk.hub.room, desk.parts, desk.config, desk.traffic
    hosts, key = desk.hosts(now), parts.keys.public
    places = room.places
    outside_at = traffic.outside_at
    return [], ServerStatus(
        name=config.server_name,
        version=__version__,
        pid=os.getpid(),
        port=desk.port,
        addresses=tuple(hosts),
        link=encode_link(Place(hosts[0] if hosts else "127.0.0.1", desk.port, key)),
        fingerprint=fingerprint(key),
        is_private=config.is_private,
        guests=config.guests,
        guests_paused=room.guests_paused,
        welcome=room.welcome,
        people=len(room.people),
        guests_here=len(room.people) - room.people.count("native"),
        known=len(room.registry),
        places=(places.clients, places.netcat, places.classroom),
        keeps=(config.keep_days, config.keep_mb, room.newcomers),
        at_s=now,
        began_s=desk.began_at,
        started_ms=room.wall_ms(desk.began_at),
        messages=parts.runtime.messages,
        received=traffic.received,
        sent=traffic.sent,
        received_bytes=traffic.received_bytes,
        sent_bytes=traffic.sent_bytes,
        cpu_s=usage.cpu_s(),
        memory=usage.memory(),
        dropped=desk.sieve.dropped if desk.sieve is not None else None,
        outside_ms=0 if outside_at is None else room.wall_ms(outside_at),
        everywhere=config.every_interface,
        others=desk.others,
        options=config.words,
        troubles=tell_troubles(desk, now),
    )


def show_people(desk: Desk, operation: AskPeople, now: float) -> Outcome:
    """Sorted once, until somebody comes, goes or is called otherwise."""
    part = name_key(operation.part.strip())
    found = [person for key, person in desk.hub.people.by_names() if part in key]
    first = max(0, operation.first)
    count = min(max(0, operation.count), PEOPLE_AT_ONCE)
    rows = tuple(_row(desk, person, now) for person in found[first : first + count])
    return [], PeopleHere(len(found), first, rows)


def tell_log(desk: Desk, operation: AskLog, now: float) -> Outcome:
    last, lines, times, room = operation.after, list[str](), list[int](), LOG_BYTES
    for number, at_ns, line in desk.printer.said(operation.after):
        room -= len(line.encode("utf-8", "replace")) + 3
        if room < 0 and lines:
            break
        last = number
        lines.append(one_line(line))
        times.append(at_ns // 1_000_000)
    return [], LogLines(last, tuple(lines), tuple(times))


def show_dashboard(desk: Desk, operation: ShowDashboard, now: float) -> Outcome:
    if desk.show is None:
        return refused(
            f"This server is not in the tray: `{TYPED.server} dashboard` opens its dashboard."
        )
    trouble = desk.show()
    return refused(trouble) if trouble else told("The dashboard comes up.")


def _row(desk: Desk, person: Person, now: float) -> PersonHere:
    shown = person.shown(now)
    line = desk.parts.native.line(person.peer)
    remote = shown.address
    host, port = (line.path.remote[:2]) if line is not None else (remote.host, remote.port)
    return PersonHere(
        id=hex_id(person.id),
        name=shown.name,
        door=shown.door,
        verified=shown.verified,
        address=f"{shown_host(host)}:{port}",
        presence=shown.presence,
        since_ms=shown.since_ms,
        rtt_ms=None if line is None else round(line.rtt_s * 1000, 1),
        loss=None if line is None else round(line.loss, 4),
    )
