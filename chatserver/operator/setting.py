"""What the owner sets while the server runs. It is remembered with the data."""

from collections.abc import Mapping
from typing import Final

from chatserver.control.operations import (
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
)
from chatserver.operator.desk import Desk, Outcome, refused, told
from shared.names import can_be_seen
from shared.plural import plural
from shared.text import one_line, sanitise

NAME_CHARACTERS: Final = 48
WELCOME_CHARACTERS: Final = 1000
"""What a Notice holds, PROTOCOL 4.4."""

LEAST: Final = {"max_clients": 1, "keep_days": 1, "keep_mb": 1}
MOST: Final = 1_000_000

OPTIONS: Final = {
    "server_name": "--server-name",
    "max_clients": "--max-clients",
    "max_netcat": "--max-netcat",
    "max_classroom": "--max-classroom",
    "keep_days": "--keep-days",
    "keep_mb": "--keep-mb",
    "newcomers": "--newcomers",
}


def rename_server(desk: Desk, operation: RenameServer, now: float) -> Outcome:
    name = one_line(operation.name.strip())
    if len(name) > NAME_CHARACTERS or not can_be_seen(name):
        return refused(
            f"A server's name has 1 to {NAME_CHARACTERS} characters, one that can be seen."
        )
    overridden = desk.parts.settings.set(server_name=name)
    desk.parts.about.name = name
    desk.parts.endpoint.call(name)
    return told(f"The server is called {name}.{_until(overridden)}")


def set_welcome(desk: Desk, operation: SetWelcome, now: float) -> Outcome:
    text = sanitise(operation.text.strip())
    if len(text) > WELCOME_CHARACTERS:
        return refused(f"A welcome text has {WELCOME_CHARACTERS} characters at most.")
    desk.parts.settings.set(welcome=text)
    desk.hub.room.welcome = text
    return told("Whoever comes in reads it." if text else "Nothing is said to who comes in.")


def set_limits(desk: Desk, operation: SetLimits, now: float) -> Outcome:
    wanted = {
        "max_clients": operation.clients,
        "max_netcat": operation.netcat,
        "max_classroom": operation.classroom,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    if not _can_be(values):
        return refused(f"People in all are 1 to {MOST}; of guests 0 is possible, too.")
    overridden = desk.parts.settings.set(**values)
    config, room = desk.config, desk.hub.room
    places = room.places
    places.clients = config.max_clients
    places.netcat, places.classroom = config.max_netcat, config.max_classroom
    room.told_full.clear()
    desk.parts.endpoint.limit(config.max_clients)
    people = plural(places.clients, "1 person fits", "{count:,} people fit")
    return told(
        f"{people} in, of guests at most {places.netcat:,} by netcat and "
        f"{places.classroom:,} of the classroom; who is here stays.{_until(overridden)}"
    )


def set_retention(desk: Desk, operation: SetRetention, now: float) -> Outcome:
    wanted = {
        "keep_days": operation.days,
        "keep_mb": operation.megabytes,
        "newcomers": operation.newcomers,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    if not _can_be(values):
        return refused(f"Days and megabytes are numbers from 1 to {MOST}, newcomers from 0.")
    overridden = desk.parts.settings.set(**values)
    config = desk.config
    desk.hub.room.newcomers = config.newcomers
    if desk.parts.archive is not None:
        desk.parts.archive.keep_messages(config.keep_days, config.keep_mb)
    days = plural(config.keep_days, "1 day", "{count:,} days")
    return told(
        f"Messages are kept for {days} and within {config.keep_mb:,} MB; "
        f"newcomers see the last {config.newcomers:,}.{_until(overridden)}"
    )


def pause_guests(desk: Desk, operation: PauseGuests, now: float) -> Outcome:
    desk.parts.settings.set(guests_paused=operation.paused)
    desk.hub.room.guests_paused = operation.paused
    if operation.paused:
        return told("No new guests are let in; who is here stays.")
    if desk.config.is_private:
        return told("Guests are no longer paused, but a private server lets none in.")
    if desk.config.guests == "off":
        return told("Guests are no longer paused, but --guests off lets none in.")
    return told("Guests are let in again.")


def _can_be(values: Mapping[str, int]) -> bool:
    return all(LEAST.get(name, 0) <= value <= MOST for name, value in values.items())


def _until(overridden: list[str]) -> str:
    """What the next start makes of it."""
    if not overridden:
        return ""
    options = " and ".join(OPTIONS[name] for name in overridden if name in OPTIONS)
    return f" So it is until the server ends: it was started with {options}, which wins again then."
