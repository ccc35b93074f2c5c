"""What the doctor sees of real networks: a server, none, a closed port, a firewall, losses."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatgui.doctor import instruments as module
from chatgui.doctor.examination import Halted
from chatgui.doctor.instruments import NetworkInstruments, is_up
from shared.server_link import Place
from tests.support.fakenet import Link
from tests.support.faultproxy import FaultProxy
from tests.support.ports import free_port
from tests.support.processes import PATIENCE_S, Program, ServerProgram


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For answers that come: on a busy computer later than a person would wait."""
    monkeypatch.setattr(module, "TRIES", round(PATIENCE_S / module.TRY_S))


@pytest.fixture
def instruments() -> NetworkInstruments:
    return NetworkInstruments()


def test_this_computer_is_seen(instruments: NetworkInstruments):
    assert "127.0.0.1" in [one.address for one in instruments.interfaces()]
    assert instruments.look_up("127.0.0.1") == "127.0.0.1"
    assert instruments.look_up("localhost") in ("127.0.0.1", "::1")
    assert instruments.look_up("a..b") == ""


def test_a_card_without_cable_is_seen(tmp_path: Path):
    for state, up in (("up", True), ("unknown", True), ("down", False), ("lowerlayerdown", False)):
        (tmp_path / state).mkdir()
        (tmp_path / state / "operstate").write_text(f"{state}\n")
        assert is_up(state, tmp_path) is up
    assert is_up("nowhere", tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="links have other names there")
def test_a_link_local_address_keeps_its_link(instruments: NetworkInstruments):
    assert instruments.look_up("fe80::1%lo") == "fe80::1%lo"
    assert instruments.look_up("fe80::1%1") == "fe80::1%lo"


def test_a_server_answers_and_proves_its_key(
    patient: None, instruments: NetworkInstruments, server: ServerProgram
):
    place = Place("127.0.0.1", server.port)
    measured = instruments.try_server(place)
    assert (measured.has_answered, len(measured.key), measured.refusal) == (True, 32, "")
    assert instruments.lets_guests_in(place)


def test_clocks_are_compared(patient: None):
    late = NetworkInstruments(wall=lambda: time.time() - 3600)
    server = ServerProgram("-a", "127.0.0.1", announces=True)
    ahead_s = late.compare_clocks(Place("127.0.0.1", server.port))
    server.close()
    assert ahead_s == pytest.approx(3600, abs=5)
    silent = Place("127.0.0.1", free_port())
    assert late.compare_clocks(silent) is None


def test_guests_may_be_kept_out(
    instruments: NetworkInstruments, serve: Callable[..., ServerProgram]
):
    assert not instruments.lets_guests_in(Place("127.0.0.1", serve("--guests", "off").port))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells at once")
def test_a_closed_port_is_told_by_the_system(instruments: NetworkInstruments):
    place = Place("127.0.0.1", free_port())
    assert instruments.try_server(place).refusal == "not listening"
    assert not instruments.lets_guests_in(place)


def test_no_way_leads_there(instruments: NetworkInstruments):
    place = Place("255.255.255.255", 15000)  # UDP without permission to broadcast
    assert instruments.try_server(place).refusal in ("forbidden", "no way")  # without a network


def test_losses_on_the_way(instruments: NetworkInstruments, server: ServerProgram):
    with FaultProxy(("127.0.0.1", server.port), Link(loss=0.3), seed=5) as proxy:
        measured = instruments.try_server(Place(*proxy.address))
    assert 0 < measured.loss < 1


def test_who_hangs_up_does_not_wait(instruments: NetworkInstruments):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        caught: list[BaseException] = []

        def run() -> None:
            try:
                instruments.try_server(Place(*silent.getsockname()))
            except Halted as halted:
                caught.append(halted)

        thread = threading.Thread(target=run)
        thread.start()
        silent.recv(2000)
        instruments.close()
        thread.join(PATIENCE_S)
    assert len(caught) == 1


# --- two computers ----------------------------------------------------------------------------

CAN = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("ip") and shutil.which("nft")
PORT = "15000"


class Houses:
    """Two network namespaces on one wire, `here` 10.77.0.1 and `there` 10.77.0.2."""

    def __init__(self) -> None:
        mark = f"dr{os.urandom(4).hex()}"
        self.here, self.there = f"{mark}a", f"{mark}b"
        for space in (self.here, self.there):
            sh("ip", "netns", "add", space)
            sh("ip", "-n", space, "link", "set", "lo", "up")
        ends = ("eth0", "netns", self.here, "type", "veth", "peer", "eth0", "netns", self.there)
        sh("ip", "link", "add", *ends)
        for space, address in ((self.here, "10.77.0.1/24"), (self.there, "10.77.0.2/24")):
            sh("ip", "-n", space, "address", "add", address, "dev", "eth0")
            sh("ip", "-n", space, "link", "set", "eth0", "up")

    def wall(self, rule: str) -> None:
        """A firewall there, for what comes in."""
        chain = "add chain inet w input { type filter hook input priority 0 ; }"
        self.run(self.there, "nft", f"add table inet w; {chain}; add rule inet w input {rule}")

    def run(self, space: str, *words: str) -> None:
        sh("ip", "netns", "exec", space, *words)

    def hear_announcement(self) -> None:
        """Return once a search from here hears the server there, which takes a second or two to
        announce itself; behind a wall that turns callers away only the announcement is heard."""
        search = "from shared.discovery.finder import find_servers\nwhile not find_servers(): pass"
        command = ("ip", "netns", "exec", self.here, sys.executable, "-c", search)
        subprocess.run(command, check=True, timeout=PATIENCE_S)

    def doctor(self, home: Path, *words: str) -> tuple[int, str]:
        command = ("-m", "chatgui", "--doctor", "--home", str(home), *words)
        done = subprocess.run(
            ("ip", "netns", "exec", self.here, sys.executable, *command),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert not done.stderr
        return done.returncode, " ".join(done.stdout.split())

    def close(self) -> None:
        for space in (self.here, self.there):
            with contextlib.suppress(subprocess.CalledProcessError):
                sh("ip", "netns", "delete", space)


def sh(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@pytest.fixture
def houses() -> Iterator[Houses]:
    if not CAN:
        pytest.skip("needs root, ip and nft to make two computers of one")
    made = Houses()
    yield made
    made.close()


@pytest.fixture
def server_there(houses: Houses, tmp_path: Path) -> Iterator[Program]:
    words = ("-m", "chatserver", "-p", PORT, "--data", str(tmp_path / "data"))
    program = Program("ip", "netns", "exec", houses.there, sys.executable, *words, stdin=False)
    program.err.expect(lambda line: "listens on UDP port" in line)
    yield program
    program.process.terminate()  # `ip` has become the server
    program.wait()
    program.close()


def test_between_two_computers_all_is_well(houses: Houses, server_there: Program, tmp_path: Path):
    code, said = houses.doctor(tmp_path, "-a", "10.77.0.2")
    assert (code, "answers at 10.77.0.2:15000" in said) == (0, True), said
    assert "nc -u 10.77.0.2 15000" in said


def test_a_silent_firewall_there(houses: Houses, server_there: Program, tmp_path: Path):
    houses.wall("ip saddr 10.77.0.1 drop")
    code, said = houses.doctor(tmp_path, "-a", "10.77.0.2")
    text = "is on, but nothing comes back from UDP port 15000"
    assert (code, text in said) == (1, True), said


@pytest.mark.parametrize("answer", ["", "with icmpx type admin-prohibited"])
def test_a_firewall_there_that_answers(
    houses: Houses, server_there: Program, tmp_path: Path, answer: str
):
    """Also one that says what a computer without a server says: the announcement contradicts it."""
    houses.wall(f"udp dport 15000 reject {answer}")
    houses.hear_announcement()
    code, said = houses.doctor(tmp_path, "-a", "10.77.0.2")
    assert (code, "turns Parley away from UDP port 15000" in said) == (1, True), said


@pytest.mark.parametrize("verdict", ["drop", "reject"])
def test_a_firewall_here(houses: Houses, tmp_path: Path, verdict: str):
    chain = "add chain inet w output { type filter hook output priority 0 ; }"
    rule = f"add rule inet w output udp dport 15000 ip daddr 10.77.0.2 {verdict}"
    houses.run(houses.here, "nft", f"add table inet w; {chain}; {rule}")
    code, said = houses.doctor(tmp_path, "-a", "10.77.0.2")
    assert (code, "This computer does not let Parley send" in said) == (1, True), said


def test_link_local_addresses_are_enough(houses: Houses, tmp_path: Path):
    for number, space in enumerate((houses.here, houses.there), 1):
        sh("ip", "-n", space, "address", "flush", "dev", "eth0", "scope", "global")
        sh("ip", "-n", space, "address", "add", f"fe80::{number}/64", "dev", "eth0", "nodad")
    words = ("-m", "chatserver", "-p", PORT, "--data", str(tmp_path / "data"))
    program = Program("ip", "netns", "exec", houses.there, sys.executable, *words, stdin=False)
    try:
        program.err.expect(lambda line: "listens on UDP port" in line)
        code, said = houses.doctor(tmp_path)
    finally:
        program.process.terminate()
        program.wait()
        program.close()
    assert (code, "%eth0]:15000" in said, "no network" in said) == (0, True, False), said


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("-a", "10.77.0.2", "-p", "9"), "that no server listens on UDP port 9"),
        (("-a", "10.77.0.3"), "No computer is to be found at 10.77.0.3"),
        (("-a", "10.99.0.3"), "No way leads from this computer to 10.99.0.3"),
        ((), "No server was found by searching."),
    ],
)
def test_where_no_server_is(houses: Houses, tmp_path: Path, words: tuple[str, ...], text: str):
    code, said = houses.doctor(tmp_path, *words)
    assert (code, text in said) == (1, True), said
