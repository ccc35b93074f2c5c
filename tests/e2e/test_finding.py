"""Servers that are found, on a network of several computers; PROTOCOL section 5."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from shared.discovery.finder import find_servers
from tests.support.lan import Computer, Lan, NoLan
from tests.support.processes import Program, ServerProgram

SEARCH = """
import sys
from shared.discovery.finder import find_servers
while True:
    heard = []
    found = find_servers(2.0, on_found=heard.append)
    if {one.name for one in found if one.by == "probe"} >= set(sys.argv[1:]):
        break
for one in heard:
    print(one.by, one.name, one.people)
for one in found:
    print("found", one.name, one.host, one.port, one.by)
"""
"""Once all these have answered it."""

WITH_ANOTHERS_ID = """
import sys
from chatserver import __main__, parts
parts.server_id = lambda key: bytes.fromhex(sys.argv[1])
__main__.main(sys.argv[2:])
"""


@pytest.fixture
def lan() -> Iterator[Lan]:
    try:
        made = Lan()
    except NoLan as reason:
        pytest.skip(str(reason))
    yield made
    made.close()


@pytest.fixture
def programs() -> Iterator[ExitStack]:
    """Each closes before the network goes."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def start(lan: Lan, programs: ExitStack):
    def begin(program: Program) -> Program:
        programs.callback(program.close)
        return program

    return begin


def link_of(server: Program) -> str:
    return server.err.expect(lambda line: "parley://" in line).strip()


def chat(computer: Computer, home: Path, name: str, *words: str) -> Program:
    options = ("--terminal", "--home", str(home), "-u", name, *words)
    return computer.start("-m", "chatgui", *options)


def person(programs: ExitStack, computer: Computer, home: Path, name: str) -> str:
    """Somebody who says nothing of where to, at a terminal that can only print; the first
    line they read. They begin again where the server is too busy to answer in time: a newcomer has
    one search."""
    from tests.support.console import Console  # there is none on Windows

    options = ("--terminal", "--home", str(home), "-u", name)
    words = ("ip", "netns", "exec", computer.space, sys.executable, "-m", "chatgui", *options)
    while True:
        console = programs.enter_context(Console(*words, term="dumb"))
        line = console.read_until("\n")
        if not line.startswith("No server was found"):
            return line.strip()
        console.wait()


def test_three_clients_find_two_servers_by_mdns_and_by_probe(lan: Lan, start, tmp_path: Path):
    """One speaks no mDNS, one is at another port than is probed."""
    asked, announced = lan.computer("10.78.0.1/24"), lan.computer("10.78.0.2/24")
    asked.drop("udp dport 5353")
    start(asked.serve(tmp_path / "1", "-p", "15000", "--server-name", "asked"))
    start(announced.serve(tmp_path / "2", "-p", "12000", "--server-name", "announced"))
    clients = [lan.computer(f"10.78.0.{host}/24") for host in (11, 12, 13)]
    searches = [start(client.start("-c", SEARCH, "asked", "announced")) for client in clients]
    for search in searches:
        lines = search.out.rest()
        assert "mdns announced None" in lines
        assert "probe announced 0" in lines
        assert "probe asked 0" in lines
        assert [line for line in lines if line.startswith("found")] == [
            "found announced 10.78.0.2 12000 probe",
            "found asked 10.78.0.1 15000 probe",
        ]


def test_a_search_binds_no_known_port(lan: Lan, start, tmp_path: Path):
    computer = lan.computer("10.78.0.11/24")
    search = start(computer.start("-c", SEARCH, "nobody"))
    ports = wait_for_ports(search.process.pid)
    assert 5353 not in ports
    assert 15000 not in ports
    assert all(port >= 1024 for port in ports)


def wait_for_ports(pid: int) -> set[int]:
    """Of all UDP sockets that the program has, once it has some."""
    while True:
        own = set()
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # it has been closed meanwhile
                own |= set(re.findall(r"socket:\[(\d+)\]", os.readlink(entry)))
        ports = set()
        for table in ("udp", "udp6"):
            for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[9] in own:
                    ports.add(int(fields[1].rpartition(":")[2], 16))
        if len(ports - {0}) >= 2:
            return ports


def test_a_server_that_gets_another_address_is_found_in_mid_chat(lan: Lan, start, tmp_path: Path):
    home = lan.computer("10.78.0.1/24")
    server = start(home.serve(tmp_path / "s", "-p", "15000"))
    ann = start(chat(lan.computer("10.78.0.11/24"), tmp_path / "a", "ann", "-a", "10.78.0.1"))
    bob = start(chat(lan.computer("10.78.0.12/24"), tmp_path / "b", "bob", "-a", link_of(server)))
    server.out.expect_all("join: ann", "join: bob")
    ann.type("msg 1 bob one\n")
    bob.out.expect("msg: ann: one")
    home.address("10.78.0.99/24")
    ann.type("msg 1 bob two\n")
    bob.type("msg 1 ann three\n")
    bob.out.expect("msg: ann: two")
    ann.out.expect("msg: bob: three")
    assert ann.out.seen == ["msg: bob: three"]
    assert bob.out.seen == ["msg: ann: one", "msg: ann: two"]


def test_an_old_link_leads_to_the_server_and_to_no_other(lan: Lan, start, tmp_path: Path):
    """Somebody else answers with its id meanwhile, and hears nothing."""
    home = lan.computer("10.78.0.1/24")
    server = start(home.serve(tmp_path / "s", "-p", "15000"))
    link = link_of(server)
    server.process.terminate()
    server.wait()
    id = sh_id(link)
    forger = lan.computer("10.78.0.66/24")
    words = ("-p", "15000", "--data", str(tmp_path / "f"))
    false = start(forger.start("-c", WITH_ANOTHERS_ID, id, *words, stdin=False))
    false.err.expect(lambda line: "listens on UDP port" in line)
    ann = start(chat(lan.computer("10.78.0.11/24"), tmp_path / "a", "ann", "-a", link))
    ann.type("msg 1 ann hello\n")
    wait_for_datagrams(forger)
    home.address("10.78.0.98/24")
    again = start(home.serve(tmp_path / "s", "-p", "12000"))
    again.out.expect("join: ann")
    ann.out.expect("msg: ann: hello")
    false.process.terminate()
    false.wait()
    assert false.out.rest() == []


def sh_id(link: str) -> str:
    from shared.crypto.identity import server_id
    from shared.server_link import read_link_untrusted

    return server_id(read_link_untrusted(link).key).hex()


def wait_for_datagrams(computer: Computer) -> None:
    """Until the one there has been asked to open a session."""
    counter = "add table inet c; add chain inet c i { type filter hook input priority 0 ; }; "
    computer.sh("nft", counter + "add rule inet c i udp dport 15000 udp length > 1000 counter")
    while "counter packets 0" in computer.sh("nft", "list", "table", "inet", "c"):
        pass


def test_on_this_computer_alone(programs: ExitStack):
    """Where no networks can be made, this is what is left of it."""
    server = ServerProgram("-a", "127.0.0.1", "--server-name", "alone", announces=True)
    programs.callback(server.close)
    found: list[str] = []
    while not found:  # who is busy answers too late
        servers = find_servers(0.5, [("127.0.0.1", server.port)])
        found = [one.name for one in servers if one.port == server.port]
    assert found == ["alone"]
    server.err.expect("Parley's own clients find it by themselves; --no-announce ends that.")


def test_a_person_at_a_terminal_finds_their_server(lan: Lan, programs, start, tmp_path: Path):
    home = lan.computer("10.78.0.1/24")
    server = start(home.serve(tmp_path / "s", "-p", "15000", "--server-name", "Front desk"))
    told = person(programs, lan.computer("10.78.0.11/24"), tmp_path / "a", "ann")
    assert told == "Front desk is on this network, at 10.78.0.1:15000."
    server.out.expect("join: ann")
    find = start(home.start("-m", "chatgui", "--find", "--home", str(tmp_path / "b")))
    assert find.wait() == 0
    [line] = find.out.rest()
    key = server.err.expect(lambda text: "short words" in text).split()[-1]
    assert line == f"Front desk  1 person  127.0.0.1:15000  {key}"


def test_a_computer_that_is_set_up_wrong_gets_in_by_its_link(
    lan: Lan, programs, start, tmp_path: Path
):
    """IPv6 needs nobody to set it up."""
    home, lost = lan.computer("10.78.0.1/24"), lan.computer("192.168.99.9/24")
    if "fe80::" not in lost.sh("ip", "address", "show", "dev", "eth0"):
        pytest.skip("no IPv6 here")
    server = start(home.serve(tmp_path / "s", "-p", "15000"))
    told = person(programs, lost, tmp_path / "a", "ann")
    assert " is on this network, at [fe80::" in told
    server.out.expect("join: ann")


def test_a_script_hands_nothing_to_who_has_put_a_server_here(lan: Lan, start, tmp_path: Path):
    home, own = lan.computer("10.78.0.1/24"), lan.computer("10.78.0.11/24")
    server = start(home.serve(tmp_path / "s", "-p", "15000"))
    for place, text in [(("-a", "10.78.0.1"), "one"), ((), "two")]:
        ann = start(chat(own, tmp_path / "a", "ann", *place))
        ann.type(f"msg 1 ann {text}\n")
        ann.out.expect(f"msg: ann: {text}")
        ann.end_input()
        assert ann.wait() == 0
        words = ("-p", "15000", "-a", "127.0.0.1", "--no-announce")
        if place:
            other = start(own.serve(tmp_path / "o", *words))
    other.process.terminate()
    other.wait()
    assert not [line for line in other.out.rest() if "ann" in line]
    server.out.expect_all("join: ann", "disconnected: ann")
