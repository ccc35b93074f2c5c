"""A server that is killed and started again: its guests are back before they notice."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.processes import Program, client

pytestmark = pytest.mark.skipif(shutil.which("nc") is None, reason="netcat-openbsd is missing")


class Site:
    """One data folder and one port, whatever happens to the server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs: list[Program] = []
        self.port = free_port()
        self.start()

    def start(self) -> None:
        words = ("-p", str(self.port), "--data", str(self._folder), "--no-announce")
        self.server = self.add(Program(sys.executable, "-m", "chatserver", *words, stdin=False))
        self.server.err.expect(lambda line: "listens on UDP port" in line)

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


def test_netcat_part_1_and_part_2_hear_the_next_message_after_kill_9(site: Site) -> None:
    zoe = site.nc()
    zoe.type("/nick zoe\n")
    zoe.out.expect(lambda line: line.endswith("->zoe"))
    one = site.add(client(site.port, "one", "--part", "1"))
    site.server.out.expect("join: one")
    two = site.add(client(site.port, "two"))
    site.server.out.expect("join: two")

    zoe.type("hello\n")
    for guest, line in ((zoe, "zoe: hello"), (one, "msg: zoe: hello"), (two, "msg: zoe: hello")):
        guest.out.expect(line)
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
    zoe.out.expect_all("one -> you: still one", "two -> you: still two")
    site.server.out.expect("msg: two")
    joined = [line for line in site.server.out.seen if line.startswith("join: ")]
    assert len(joined) == 1, "only the newcomer has come"


def test_a_guest_whose_program_ended_meanwhile_is_gone_with_the_next_message(site: Site) -> None:
    programs = [site.nc() for _ in range(3)]
    for name, program in zip(("ann", "bob", "eva"), programs, strict=True):
        program.type(f"/nick {name}\n")
        program.out.expect(lambda line: "->" in line)
    ann, bob, _ = programs

    ann.type("hello\n")
    ann.out.expect("ann: hello")
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
