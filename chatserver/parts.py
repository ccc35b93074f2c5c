"""Builds the server's parts and connects them; `chatserver.server` runs what is built here."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from chatserver.archive import Archive
from chatserver.blank import Blank
from chatserver.books import (
    bans_book,
    gate_books,
    guests_book,
    people_book,
    reads_book,
    sessions_book,
    settings_book,
)
from chatserver.config import Config
from chatserver.data import DataFolder
from chatserver.discovery.about import About
from chatserver.discovery.answers import Answers
from chatserver.doors.classroom import ClassroomDoor
from chatserver.doors.entrance import Entrance
from chatserver.doors.lobby import Lobby
from chatserver.doors.native import NativeDoor
from chatserver.doors.netcat import NetcatDoor
from chatserver.gate import Gate
from chatserver.guests.admission import Admission
from chatserver.guests.networks import Networks
from chatserver.guests.strangers import Strangers
from chatserver.hub import Hub
from chatserver.keeper import Book, Keeper
from chatserver.log.interface import Log
from chatserver.log.memory import MemoryLog
from chatserver.porter import Porter
from chatserver.printer import Printer
from chatserver.reading import ReadMarks
from chatserver.registry import Registry
from chatserver.room import Places
from chatserver.runtime import Runtime
from chatserver.seating import Seating
from chatserver.settings import Settings
from chatserver.turnstile import Turnstile
from shared.crypto.identity import SEED_SIZE, ServerKeys, person_id, server_id
from shared.dialects.classroom.transfer import SEQNO_BITS
from shared.session.endpoint import Endpoint


@dataclass(slots=True)
class Parts:
    """What the loop drives. No archive and no keeper: a server that remembers nothing. `adopted`:
    so many who were known have become members at this start."""

    turnstile: Turnstile
    lobby: Lobby
    networks: Networks
    entrance: Entrance
    native: NativeDoor
    hub: Hub
    runtime: Runtime
    keys: ServerKeys
    about: About
    endpoint: Endpoint
    settings: Settings
    archive: Archive | None = None
    keeper: Keeper | None = None
    adopted: int = 0


def build_parts(
    config: Config,
    own_port: int,
    printer: Printer,
    data: DataFolder | None,
    log: Log | None,
    random: Random,
    now: float,
    wall_s: float = 0.0,
    wake: Callable[[], None] = lambda: None,
) -> Parts:
    """`data`: where identity, names, messages and guests' seats outlive the server; without it they
    do not. `log`: instead of the one there. `wall_s`: the clock on the wall, in seconds since 1970.
    `wake`: called from another thread when the loop must turn."""
    keys = ServerKeys(data.seed if data else random.randbytes(SEED_SIZE))
    archive = None
    if data is not None:
        archive = Archive(data.database, config, random, printer.warn, wake, now, wall_s)
    past = archive or Blank(config, log or MemoryLog(random.randbytes(16)))
    log, config = log or past.log, past.settings.config
    registry = Registry(config.names, past.known)
    endpoint = _build_endpoint(config, keys, registry, past.gate, random, now)
    places = Places(config.max_clients, config.max_netcat, config.max_classroom)
    marks, newcomers = ReadMarks(past.marks), config.newcomers
    hub = Hub(random, log, places, registry, marks, newcomers, past.gate, past.bans)
    hub.room.welcome, hub.room.guests_paused = config.welcome, config.guests_paused
    parts = _connect(past.settings, own_port, printer, keys, endpoint, hub, log, random, now)
    if archive is not None:
        _remember(parts, archive, log, now, wall_s)
    return parts


def _connect(
    settings: Settings,
    own_port: int,
    printer: Printer,
    keys: ServerKeys,
    endpoint: Endpoint,
    hub: Hub,
    log: Log,
    random: Random,
    now: float,
) -> Parts:
    """The doors, and the hub behind them."""
    config = settings.config
    turnstile = Turnstile()
    lobby = Lobby(turnstile)
    networks = Networks(config.trust)
    admission = Admission(config.guests, networks, own_port, is_private=config.is_private)
    native = NativeDoor(endpoint, log, turnstile, lobby.new_peer, Porter(hub.room).ask)
    about = About(server_id(keys.public), config.server_name, config.is_private)
    answers: Answers | None = None
    if config.announce:
        answers = Answers(about, networks, lambda: len(hub.people), now, hub.room.wall_ms)
    entrance = _build_entrance(lobby, native, answers, admission, random, printer.warn)
    entrance.bans = hub.room.bans
    runtime = Runtime(hub, log, turnstile, entrance, printer.report, printer.warn)
    return Parts(
        turnstile,
        lobby,
        networks,
        entrance,
        native,
        hub,
        runtime,
        keys,
        about,
        endpoint,
        settings,
    )


def _remember(parts: Parts, archive: Archive, log: Log, now: float, wall_s: float) -> None:
    """Whoever was here in the last run is back, and all that follows is kept for the next."""
    parts.endpoint.revive(archive.sessions, now)
    seating = Seating(parts.lobby, parts.hub)
    seating.revive(archive.seats, parts.entrance, log, wall_s, now)
    gate = archive.gate
    parts.archive, parts.keeper = archive, archive.keep(_build_books(parts, archive, seating))
    known = [(person.identity, person.name) for person in archive.known]
    parts.adopted = gate.adopt(known, round(wall_s * 1000))
    gate.store = parts.keeper.save


def _build_books(parts: Parts, archive: Archive, seating: Seating) -> list[Book]:
    room = parts.hub.room
    return [
        people_book(room.registry, archive.people_statements),
        sessions_book(parts.endpoint),
        guests_book(seating),
        reads_book(room.marks),
        *gate_books(room.gate),
        settings_book(parts.settings),
        bans_book(room.bans),
    ]


def _build_endpoint(
    config: Config,
    keys: ServerKeys,
    registry: Registry,
    gate: Gate,
    random: Random,
    now: float,
) -> Endpoint:
    def is_known(identity: bytes) -> bool:
        return registry.by_id(person_id(identity)) is not None or identity in gate.members

    return Endpoint(
        keys=keys,
        name=config.server_name,
        random_bytes=random.randbytes,
        now=now,
        max_sessions=config.max_clients,
        is_known=is_known,
        psk_of=lambda token_id: gate.invites.psk_of(token_id, keys.public),
        newcomers_need_invite=config.is_private,
    )


def _build_entrance(
    lobby: Lobby,
    native: NativeDoor,
    answers: Answers | None,
    admission: Admission,
    random: Random,
    warn: Callable[[str], None],
) -> Entrance:
    def random_seqno() -> int:
        return random.getrandbits(SEQNO_BITS - 1)

    netcat = NetcatDoor(lobby, admission)
    classroom = ClassroomDoor(lobby, admission, random_seqno)
    strangers = Strangers(random, random_seqno, admission.ignore_host)
    return Entrance(lobby, netcat, classroom, admission, strangers, warn, native, answers)
