"""The parts are connected: what one learns the others know."""

from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from chatserver.config import read_config
from chatserver.data import DataFolder
from chatserver.guests.seats import Seat
from chatserver.log.memory import MemoryLog
from chatserver.parts import Parts, build_parts
from chatserver.printer import Printer
from chatserver.registry import Known
from chatserver.store import guests
from shared.net.path import Path as NetPath
from tests.support.playbook import join_verified, proves

BOB = proves(1)
WALL_S = 1_800_000_000.0


def build(
    words: str = "",
    data: DataFolder | None = None,
    log: MemoryLog | None = None,
    wall_s: float = WALL_S,
) -> Parts:
    config, random = read_config(words.split()), Random(1)
    printer = Printer(None, None)
    try:
        return build_parts(config, 15_000, printer, data, log, random, 0.0, wall_s)
    finally:
        printer.close()


def open_folder(path: Path) -> DataFolder:
    return DataFolder(path, 15_000, Random(2).randbytes)


def test_without_a_data_folder_nothing_is_kept() -> None:
    parts = build()
    assert parts.keeper is None
    assert build().keys.public == parts.keys.public, "from the same randomness"


def test_the_options_reach_their_parts() -> None:
    room = build("--max-clients 5 --max-netcat 3 --max-classroom 2 --names session").hub.room
    assert (room.places.clients, room.places.netcat, room.places.classroom) == (5, 3, 2)
    assert room.registry.policy == "session"


def test_who_comes_in_is_kept_from_the_first_day_on(tmp_path: Path) -> None:
    data = open_folder(tmp_path)
    parts = build(data=data)
    assert parts.keeper is not None
    parts.runtime.command(9, join_verified(9, "bob", who=1), 0.0)
    parts.runtime.commit(0.0)
    assert parts.keeper.is_due
    parts.keeper.save()
    (known,) = data.database.people()
    data.close()
    assert (known.id, known.name) == (BOB.person, "bob")


@pytest.mark.parametrize(("name", "kept"), [("bob", True), ("", False)])
@pytest.mark.parametrize("words", ["", "--names session"])
def test_names_of_the_last_run_are_held_but_of_those_who_had_left(
    tmp_path: Path, words: str, name: str, kept: bool
) -> None:
    data = open_folder(tmp_path)
    data.database.save_people({1: Known(1, bytes(32), name, 0, said=True)})
    parts = build(words, data)
    data.close()
    registry = parts.hub.room.registry
    assert (registry.by_name("bob") is not None) is kept
    assert (registry.parted(1, bytes(32)) is not None) is not kept, "where they were is known"


def test_the_key_is_that_of_the_folder(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        data = open_folder(tmp_path)
        keys.append(build(data=data).keys.public)
        data.close()
    assert keys[0] == keys[1]


def test_sessions_of_the_last_run_are_reset_and_forgotten(tmp_path: Path) -> None:
    data = open_folder(tmp_path)
    path = NetPath(("127.0.0.1", 4000))
    data.database.save_sessions({7: path})
    parts = build(data=data)
    ((reset, to),) = parts.native.datagrams(0.0)
    assert (reset[0], to) == (0xFF, path)
    assert parts.keeper is not None
    parts.keeper.save()
    assert data.database.sessions() == []
    data.close()


@pytest.mark.parametrize(("after_s", "back"), [(3600.0, True), (13 * 3600.0, False)])
def test_guests_of_the_last_run_are_back(tmp_path: Path, after_s: float, back: bool) -> None:
    data = open_folder(tmp_path)
    source = ("127.0.0.1", 4000)
    seat = Seat(NetPath(source), "netcat", 7, "bob", 0, 0, round(WALL_S * 1000), answered=True)
    data.database.commit(guests.statements({source: seat}))
    parts = build(data=data, wall_s=WALL_S + after_s)
    assert [person.name for person in parts.hub.people] == ["bob"] * back
    assert parts.keeper is not None
    parts.hub.set_clock(WALL_S + after_s, 0.0)
    parts.keeper.save()
    seat = replace(seat, cursor=parts.hub.room.log.head)
    assert data.database.load(guests.read, guests.QUERY) == [seat] * back
    data.close()


def test_a_log_that_is_given_is_the_one_that_is_used() -> None:
    log = MemoryLog(b"L" * 16)
    parts = build(log=log)
    parts.runtime.command(9, join_verified(9, "bob", who=1), 0.0)
    parts.runtime.commit(0.0)
    assert log.head == 1
