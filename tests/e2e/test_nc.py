"""The real `nc`, as a person uses it."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.support.ipv6 import needs_ipv6
from tests.support.processes import PATIENCE_S, Program, ServerProgram

pytestmark = pytest.mark.skipif(shutil.which("nc") is None, reason="netcat-openbsd is missing")


@pytest.fixture
def nc(server: ServerProgram) -> Iterator[object]:
    started: list[Program] = []

    def start(*words: str) -> Program:
        started.append(Program("nc", "-u", *words, str(server.port)))
        return started[-1]

    yield start
    for program in started:
        program.close()


def test_two_people_talk(nc):
    ann, bob = nc("127.0.0.1"), nc("127.0.0.1")
    ann.type("hello\n")
    nick = ann.out.expect(lambda line: line.endswith(": hello")).partition(":")[0]
    bob.type("\n/nick bob\n")
    ann.out.expect(lambda line: line.endswith(" changed their nickname to bob"))
    bob.type("hi there\n")
    assert ann.out.expect("bob: hi there")
    assert bob.out.expect("bob: hi there")
    bob.type("/quit\n")
    bob.out.expect("you have been disconnected.")
    ann.out.expect("bob has disconnected.")
    ann.type("/list\n")
    assert re.fullmatch(
        rf"showing connected clients: 127\.0\.0\.1:\d+:{nick}",
        ann.out.expect(lambda line: line.startswith("showing")),
    )


@pytest.mark.parametrize("host", ["127.0.0.2", pytest.param("::1", marks=needs_ipv6)])
def test_it_is_answered_from_the_address_it_wrote_to(nc, host: str):
    ann = nc(host)
    ann.type("hello\n")
    ann.out.expect(lambda line: line.endswith(": hello"))


def test_the_probes_of_nc_v_say_nothing(nc, server: ServerProgram):
    reader = nc("127.0.0.1")
    reader.type("reader\n")
    reader.out.expect(lambda line: line.endswith(": reader"))
    probing = nc("-v", "127.0.0.1")
    probing.type("typed\n")
    probing.out.expect(lambda line: line.endswith(": typed"))
    reader.out.expect(lambda line: line.endswith(": typed"))
    assert not any(line.endswith(": X") for line in reader.out.seen)


def test_a_piped_file_arrives_to_its_first_20_lines(server: ServerProgram):
    text = "".join(f"line {i}\n" for i in range(2000))
    reader = Program("nc", "-u", "127.0.0.1", str(server.port))
    reader.type("reader\n")
    reader.out.expect(lambda line: line.endswith(": reader"))
    piped = subprocess.run(
        ["nc", "-u", "-w", "2", "127.0.0.1", str(server.port)],
        input=text,
        text=True,
        capture_output=True,
        timeout=PATIENCE_S,
        check=True,
    )
    first = [line.partition(": ")[2] for line in piped.stdout.splitlines()[:20]]
    assert first == [f"line {i}" for i in range(20)]
    assert re.search(r"error - too fast, \d+ lines dropped", piped.stdout)
    reader.out.expect(lambda line: line.endswith(": line 19"))
    reader.close()


def test_a_person_whose_nc_was_ended_leaves_the_list(nc, server: ServerProgram):
    ann, bob = nc("127.0.0.1"), nc("127.0.0.1")
    ann.type("hello\n")
    nick = ann.out.expect(lambda line: line.endswith(": hello")).partition(":")[0]
    bob.type("\n")
    bob.type("hi\n")
    ann.out.expect(lambda line: line.endswith(": hi"))
    ann.close()
    bob.type("anybody?\n")  # the answer to ann meets a closed port, and the system says so
    bob.out.expect(f"{nick} has disconnected.")
    server.out.expect(f"disconnected: {nick}")
