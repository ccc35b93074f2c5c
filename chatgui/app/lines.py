"""Messages of the history as lines of text: for the terminal, and for files."""

import json
import time
from collections.abc import Iterable, Iterator

from chatgui.app import words
from chatgui.app.history import Shown
from chatgui.app.messages import HolderShown
from chatgui.archive.schema import COMMITTED, REFUSED, WAITING
from shared.text import one_line

_STATES = {WAITING: "waiting", COMMITTED: "committed", REFUSED: "refused"}
_INDENTED = "\n    "


def history_line(message: Shown) -> str:
    """Id, day and time, who to whom, the text, and of own ones who has it."""
    return _line(message, one_line(message.text))


def _line(message: Shown, text: str) -> str:
    line = words.HISTORY_LINE.format(
        id=message.id,
        at=clock(message.at_ms),
        sender=message.sender,
        to=", ".join(message.to),
        text=text,
    )
    notes = [words.UNVERIFIED.strip()] if message.unverified else []
    notes += [words.SAID_EARLIER] if message.early else []
    notes += [f"[{describe_state(message)}]"] if message.state is not None else []
    return " ".join([line, *notes])


def describe_state(message: Shown) -> str:
    """What is known of an own message: how far it has come."""
    counts = message.counts
    if message.state == WAITING:
        return words.STATE_WAITING
    if message.state == REFUSED:
        return words.STATE_REFUSED.format(reason=one_line(message.reason))
    if counts is None or not counts.delivered + counts.handed + counts.missed:
        return words.STATE_ON_SERVER
    parts = []
    if counts.read:
        parts.append(words.STATE_READ.format(count=counts.read, of=counts.expected))
    if counts.delivered > counts.read:
        parts.append(words.STATE_DELIVERED.format(count=counts.delivered, of=counts.expected))
    if counts.handed:
        parts.append(words.STATE_HANDED.format(count=counts.handed, of=counts.expected))
    if counts.missed:
        parts.append(words.STATE_MISSED.format(count=counts.missed, of=counts.expected))
    return ", ".join(parts)


def holder_line(holder: HolderShown) -> str:
    states = words.HOLDER_STATES
    state = states[holder.state] if holder.state < len(states) else words.STATE_UNKNOWN
    at = f" {clock(holder.at_ms)}" if holder.at_ms else ""
    return f"{holder.name}: {state}{at}"


def export_lines(messages: Iterable[Shown]) -> Iterator[str]:
    """As a person reads them: lines of a message behind its first one are indented."""
    return (_line(message, message.text.replace("\n", _INDENTED)) for message in messages)


def export_json(messages: Iterable[Shown]) -> Iterator[str]:
    """One JSON object a line, for programs; `at_ms` by the server's clock."""
    for message in messages:
        fields: dict[str, object] = {
            "id": message.id,
            "at_ms": message.at_ms,
            "sender": message.sender,
            "to": message.to,
            "text": message.text,
            "early": message.early,
            "unverified": message.unverified,
            "state": None if message.state is None else _STATES[message.state],
        }
        if message.counts is not None:
            counts = message.counts
            fields["recipients"] = counts.expected
            fields["delivered"], fields["read"] = counts.delivered, counts.read
            fields["handed"], fields["missed"] = counts.handed, counts.missed
        yield json.dumps(fields, ensure_ascii=False)


def clock(at_ms: int) -> str:
    """In the time zone of whoever reads it."""
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_ms / 1000))
    except (OverflowError, OSError, ValueError):
        return "????-??-?? ??:??"  # a server whose clock is out of its mind
