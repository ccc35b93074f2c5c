"""A server that is killed and started again: its guests are back before they notice."""

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.processes import PATIENCE_S, Program, client

pytestmark = pytest.mark.skipif(shutil.which("nc") is None, reason="netcat-openbsd is missing")


class Site:
    """One data folder and one port, whatever happens to the server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs: list[Program] = []
        self.port = 0
        self.start()

    def start(self) -> None:
        words = ("-m", "chatserver", "-p", str(self.port), "--data", str(self._folder))
        self.server = self.add(Program(sys.executable, *words, stdin=False))
        line = self.server.err.expect(lambda line: "listens on UDP port" in line)
        self.port = int(line.partition("UDP port ")[2].partition(",")[0])

    def kill(self) -> None:
        self.server.process.kill()
        self.server.wait()

    def add(self, program: Program) -> Program:
        self._programs.append(program)
        return program

    def nc(self) -> Program:
        return self.add(Program("nc", "-u", "127.0.0.1", str(self.port)))

    def close(self) -> None:
        for program in self._programs:
            program.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.close()


def await_seats(folder: Path, count: int, talk: Callable[[], object]) -> None:
    """Go on talking until so many seats are on the disk, as a killed server would leave them."""
    until = time.monotonic() + PATIENCE_S
    with closing(sqlite3.connect(folder / "data" / "server.db")) as database:
        while database.execute("SELECT count(*) FROM guests").fetchone() != (count,):
            assert time.monotonic() < until, "the seats were never written"
            talk()


def test_netcat_part_1_and_part_2_hear_the_next_message_after_kill_9(
    site: Site, tmp_path: Path
) -> None:
    zoe = site.nc()
    zoe.type("/nick zoe\n")
    zoe.out.expect(lambda line: line.endswith("->zoe"))
    one = site.add(client(site.port, "one", "--part", "1"))
    site.server.out.expect("join: one")
    two = site.add(client(site.port, "two"))
    site.server.out.expect("join: two")

    def talk() -> None:
        zoe.type("hello\n")
        zoe.out.expect("zoe: hello")
        two.out.expect("msg: zoe: hello")

    talk()
    await_seats(tmp_path, 3, talk)
    site.kill()
    site.start()
    newcomer = site.nc()
    newcomer.type("/nick new\nhere again?\n")
    for guest, line in ((zoe, "new: here again?"), (one, "msg: new: here again?"),
                        (two, "msg: new: here again?")):  # fmt: skip
        guest.out.expect(line)
    zoe.type("/list\n")
    listed = zoe.out.expect(lambda line: line.startswith("showing"))
    assert {part.rpartition(":")[2] for part in listed.split(", ")} == {"zoe", "one", "two", "new"}
    one.type("msg 1 zoe still one\n")
    two.type("msg 1 zoe still two\n")
    zoe.out.expect("one -> you: still one")
    zoe.out.expect("two -> you: still two")
    site.server.out.expect("msg: two")
    joined = [line for line in site.server.out.seen if line.startswith("join: ")]
    assert len(joined) == 1, "only the newcomer has come"


def test_a_guest_whose_program_ended_meanwhile_is_gone_with_the_next_message(
    site: Site, tmp_path: Path
) -> None:
    programs = [site.nc() for _ in range(3)]
    for name, program in zip(("ann", "bob", "eva"), programs, strict=True):
        program.type(f"/nick {name}\n")
        program.out.expect(lambda line: "->" in line)
    ann, bob, _ = programs

    def talk() -> None:
        ann.type("hello\n")
        ann.out.expect("ann: hello")

    await_seats(tmp_path, 3, talk)
    site.kill()
    bob.close()
    site.start()
    ann.type("who is there?\n")
    ann.out.expect("bob has disconnected.")


def test_who_was_told_goodbye_is_not_spoken_to_again(site: Site) -> None:
    ann = site.nc()
    ann.type("/nick ann\n")
    ann.out.expect(lambda line: "->" in line)
    site.server.process.terminate()
    assert site.server.wait() == 0
    ann.out.expect("the server is closing. you have been disconnected.")
    site.start()
    bob = site.nc()
    bob.type("/nick bob\n/list\n")
    listed = bob.out.expect(lambda line: line.startswith("showing"))
    assert "ann" not in listed
