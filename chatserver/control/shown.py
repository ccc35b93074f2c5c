"""Answers as a person reads them in a terminal: plain lines, columns aligned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chatserver.control.answers import (
    AnyAnswer,
    Bans,
    Invites,
    LogLines,
    Members,
    PeopleHere,
    PersonHere,
    Refused,
    ServerStatus,
    Told,
)
from shared.columns import GAP, in_columns
from shared.plural import name_some
from shared.text import one_line


def show(answer: AnyAnswer) -> str:
    """Lines without an end; of an empty log the empty string."""
    if isinstance(answer, Told | Refused):
        return answer.text
    text: str = _SHOWN[type(answer)](answer)
    return text


def _status(status: ServerStatus) -> str:
    clients, netcat, classroom = status.places
    days, megabytes, newcomers = status.keeps
    guests = f"{status.guests}{', paused' if status.guests_paused else ''}"
    rows = [
        ("Server", f"{status.name} (Parley {status.version}, process {status.pid})"),
        ("Listens", f"UDP port {status.port} on {', '.join(status.addresses) or 'no address'}"),
        ("Link", status.link),
        ("Key", status.fingerprint),
        ("Since", _time(status.started_ms)),
        ("People", f"{status.people} here ({status.guests_here} guests), {status.known} known"),
        ("Guests", f"{guests}{'; private server' if status.is_private else ''}"),
        ("Welcome", status.welcome or "(none)"),
        ("Places", f"{clients:,} people, {netcat:,} by netcat, {classroom:,} of the classroom"),
        ("Keeps", f"{days:,} days, {megabytes:,} MB; newcomers see {newcomers:,} messages"),
        ("Messages", f"{status.messages:,}"),
        ("Packets", f"{status.received:,} in, {status.sent:,} out"),
        ("Bytes", f"{_size(status.received_bytes)} in, {_size(status.sent_bytes)} out"),
        ("Lost", "unknown" if status.dropped is None else f"{status.dropped:,} for want of room"),
        ("Uses", f"{status.cpu_s:,.1f} s of processor time, {_size(status.memory)} of memory"),
        ("Others", name_some(status.others) or "no other server seen"),
        ("Heard", f"{_time(status.outside_ms)}, of another computer"),
    ]
    return _table([*rows, *(("Trouble", text) for text in status.troubles)])


def _people(answer: PeopleHere) -> str:
    if not answer.total:
        return "Nobody is here."
    rows = [_person(person) for person in answer.rows]
    head = f"{answer.total:,} here"
    if len(rows) < answer.total:
        last = answer.first + len(rows)
        head += f", {answer.first + 1:,} to {last:,} shown" if rows else ", none of them shown"
    return f"{head}:\n{_table(rows, indent=GAP)}" if rows else f"{head}."


def _person(person: PersonHere) -> tuple[str, ...]:
    quality = ""
    if person.rtt_ms is not None and person.loss is not None:
        quality = f"{person.rtt_ms:.0f} ms, {100 * person.loss:.0f} % lost"
    return (
        person.name,
        f"{person.door}{'' if person.verified else ', unverified'}",
        person.address,
        "" if person.presence == "here" else person.presence,
        f"since {_time(person.since_ms)}",
        quality,
    )


def _log(answer: LogLines) -> str:
    return "\n".join(answer.lines)


def _bans(answer: Bans) -> str:
    if not answer.rows:
        return "Nobody is banned."
    return _table([(row.who, row.kind, row.label, _time(row.since_ms)) for row in answer.rows])


def _invites(answer: Invites) -> str:
    if not answer.rows:
        return "There are no invites."
    blocks = []
    for row in answer.rows:
        until = f"until {_time(row.until_ms)}" if row.until_ms else "for ever"
        head = " ".join(filter(None, (row.id, row.label)))
        blocks.append(f"{head}: {_uses(row.uses_left)}, {until}\n{GAP}{row.link}")
    return "\n".join(blocks)


def _uses(left: int) -> str:
    if left == 0:
        return "used up"
    return "for any number" if left < 0 else f"for {left} more"


def _members(answer: Members) -> str:
    if not answer.rows:
        return "There are no members."
    return _table(
        [
            (
                row.name,
                row.id,
                "here" if row.is_here else "",
                f"since {_time(row.since_ms)}",
                row.invite,
            )
            for row in answer.rows
        ]
    )


_SHOWN: dict[type[Any], Any] = {
    ServerStatus: _status,
    PeopleHere: _people,
    LogLines: _log,
    Bans: _bans,
    Invites: _invites,
    Members: _members,
}


def _table(rows: Sequence[tuple[str, ...]], indent: str = "") -> str:
    lines = in_columns([[one_line(cell) for cell in row] for row in rows])
    return "\n".join(indent + line for line in lines)


def _time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000).strftime("%Y-%m-%d %H:%M") if at_ms else "never"


def _size(count: int) -> str:
    return f"{count / 2**20:,.1f} MB" if count >= 2**20 else f"{count / 1024:,.0f} KB"
