"""The terminal client through the native door, as real processes on real sockets."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support.console import Console
from tests.support.processes import Program, client
from tests.support.tiny_host import TinyHost
from tests.support.tiny_server import TinyServer


@pytest.fixture
def host() -> Iterator[TinyHost]:
    with TinyHost(TinyServer()) as host:
        yield host


@pytest.fixture
def people(tmp_path: Path) -> Iterator[object]:
    started: list[Program] = []

    def start(host: TinyHost, name: str, *options: str, home: str = "home") -> Program:
        words = ("--home", str(tmp_path / home), *options)
        started.append(client(host.port, name, *words, door="native"))
        return started[-1]

    yield start
    for program in started:
        program.close()


def test_a_script_of_every_command(host: TinyHost, people):
    bob = people(host, "bob")
    host.wait_for("bob")
    ann = people(host, "ann")
    ann.type("msg 2 bob ann hello  you\nmsg 1 zoe hi\nlist\nhelp\nnonsense\n\nmsg 2 bob hi\nquit\n")
    assert ann.wait() == 1  # zoe is not here
    assert sorted(ann.out.rest()) == sorted(
        [
            "msg: ann: hello  you",
            "list: ann bob",
            "msg <number_of_users> <username1> <username2> ... <message>",
            "list",
            "help",
            "quit",
            "incorrect userinput format",
            "incorrect userinput format",
            "quitting",
        ]
    )
    assert ann.out.seen[-1] == "quitting"
    aside = ann.err.rest()
    assert "Not sent: nobody here is called zoe." in aside
    assert [line.split()[0] for line in aside[:4]] == ["history", "search", "who-has", "export"]
    assert len(aside) == 5
    assert bob.out.expect("msg: ann: hello  you")


def test_a_piped_file_arrives_whole_on_a_bad_line(people):
    rng = Random(1)
    with TinyHost(TinyServer(), lambda: rng.random() < 0.2) as host:
        bob = people(host, "bob")
        host.wait_for("bob")
        ann = people(host, "ann")
        ann.type("".join(f"msg 1 bob number {n}\n" for n in range(500)))
        ann.end_input()
        assert ann.wait() == 0
        for n in range(500):
            bob.out.expect(f"msg: ann: number {n}")
        assert bob.out.seen == [f"msg: ann: number {n}" for n in range(500)]


def test_a_server_that_ends_and_comes_back(people):
    server = TinyServer()
    with TinyHost(server) as host:
        port = host.port
        bob, ann = people(host, "bob"), people(host, "ann")
        host.wait_for("bob", "ann")
    ann.type("msg 1 bob while it was away\n")
    ann.err.expect("server not answering, trying again")
    with TinyHost(server, port=port):
        bob.type("list\n")  # who says nothing comes back at the next ping, in 15 s
        bob.out.expect("msg: ann: while it was away")
        ann.err.expect("connected again")
        ann.type("quit\n")
        assert ann.wait() == 0


def test_the_name_is_refused(host: TinyHost, people):
    host.server.refuses["ann"] = "ann-2"
    ann = people(host, "ann")
    assert ann.wait() == 1
    assert ann.out.rest() == ["disconnected: username not available"]
    assert ann.err.rest() == [
        "The rest of the input was not taken.",
        "that name is taken. How about -u ann-2?",
    ]


def test_nobody_answers(tmp_path: Path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        ann = client(port, "ann", "--home", str(tmp_path), door="native")
        ann.err.expect("looking for the server")
        ann.err.expect(
            f"no Parley server answers at 127.0.0.1:{port}; "
            "if it is a course server add --door classroom"
        )
        ann.end_input()
        assert ann.wait() == 0
        assert ann.out.rest() == ["quitting"]
        ann.close()


def test_another_server_at_the_same_address(people):
    with TinyHost(TinyServer(seed=1)) as host:
        port = host.port
        ann = people(host, "ann")
        host.wait_for("ann")
        ann.type("quit\n")
        assert ann.wait() == 0
    with TinyHost(TinyServer(seed=2), port=port) as host:
        ann = people(host, "ann")
        assert ann.wait() == 1
        assert ann.out.rest() == []
        # the right one might be elsewhere: it is looked for first
        assert ann.err.rest()[0] == "looking for the server"
        assert sum(line.startswith("Stopped: another server") for line in ann.err.seen) == 1
        assert "--trust-new-key" in ann.err.seen[-1]
        assert host.server.greetings == []
        for options in (("--trust-new-key",), ()):
            ann = people(host, "ann", *options)
            host.wait_for("ann")
            ann.type("quit\n")
            assert ann.wait() == 0


def test_one_person_runs_once_and_takes_over_from_elsewhere(host: TinyHost, people, tmp_path: Path):
    first = people(host, "ann")
    host.wait_for("ann")
    second = people(host, "ann")
    assert second.wait() == 2
    assert len(second.err.rest()) == 1
    file = str(tmp_path / "ann.txt")
    for words, said in (("--export-identity", "secret"), ("--import-identity", "is here now")):
        home = str(tmp_path / ("home" if words == "--export-identity" else "laptop"))
        done = Program(
            sys.executable, "-m", "chatgui", "-u", "ann", "--home", home, words, file, stdin=False
        )
        assert done.wait() == 0
        assert said in done.out.rest()[0]
        done.close()
    elsewhere = people(host, "ann", home="laptop")
    assert elsewhere.wait() == 1
    assert "--takeover" in elsewhere.err.rest()[-1]
    people(host, "ann", "--takeover", home="laptop")
    assert first.wait() == 1
    assert "--takeover" in first.err.rest()[-1]


def test_what_was_said_is_kept_found_and_exported(host: TinyHost, people, tmp_path: Path):
    bob = people(host, "bob")
    host.wait_for("bob")
    ann = people(host, "ann")
    ann.type("msg 1 bob Meet at the Café\nmsg 1 bob 明日の会議です\nquit\n")
    assert ann.wait() == 0
    again = people(host, "ann")
    host.wait_for("ann")
    again.type("history 5\n")
    first = again.out.expect(lambda line: line.startswith("history: "))
    assert "ann -> bob: Meet at the Café [" in first
    again.out.expect(lambda line: line.startswith("history: "))
    again.type("search 会議\nsearch cafe\n")
    again.out.expect(lambda line: line.startswith("search: ") and "明日" in line)
    again.out.expect(lambda line: line.startswith("search: ") and "Café" in line)
    number = first.split()[1]
    file = tmp_path / "all.jsonl"
    again.type(f"who-has {number}\nexport {file}\n")
    again.err.expect(f"2 messages are in {file}")
    again.type("quit\n")
    assert again.wait() == 0
    assert any(line.startswith("who-has: bob: delivered") for line in again.out.rest())
    assert len(file.read_text().splitlines()) == 2
    assert bob.out.expect("msg: ann: 明日の会議です")


def test_a_client_that_is_killed_without_a_server_has_lost_nothing(people):
    server = TinyServer()
    with TinyHost(server) as host:
        port = host.port
        ann = people(host, "ann")
        host.wait_for("ann")
        ann.type("quit\n")
        assert ann.wait() == 0
    ann = people(host, "ann")
    ann.type("".join(f"msg 1 everyone number {n}\n" for n in range(20)))
    ann.err.expect("looking for the server")
    ann.process.kill()
    ann.wait()
    ann = people(host, "ann")
    ann.type("msg 1 everyone and one more\nquit\n")
    assert ann.wait() == 1
    assert ann.err.rest()[-1] == "21 of your messages wait here and go at the next start."
    with TinyHost(server, port=port) as host:
        ann = people(host, "ann")
        ann.end_input()
        assert ann.wait() == 0
    assert server.texts() == [*(f"number {n}" for n in range(20)), "and one more"]


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_on_a_terminal(host: TinyHost, people, tmp_path: Path):
    words = ("-m", "chatgui", "--terminal", "-p", str(host.port), "-u", "ann")
    with Console(sys.executable, *words, "--home", str(tmp_path / "ann")) as ann:
        ann.read_until("ann>")
        bob = people(host, "bob")
        host.wait_for("ann", "bob")
        ann.enter("msg 1 bob hello")
        bob.out.expect("msg: ann: hello")
        ann.type("\x04")
        ann.read_until("quitting")
        assert ann.wait() == 0
