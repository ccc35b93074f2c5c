"""A private server and its people as programs, killed in the middle of an admission."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import sleep
from typing import IO

import pytest

from chatserver.control.answers import Invites
from chatserver.control.client import ControlClient
from chatserver.control.operations import AskInvites, MakeInvite, RemoveMember, RevokeInvite
from tests.support.processes import Program, ServerProgram
from tests.support.strays import children

Serve = Callable[..., ServerProgram]
ROUNDS = 2
LONGEST_S = 0.6
"""A client takes about so long from its start to being in."""


class Site:
    def __init__(self, serve: Serve, folder: Path, *words: str) -> None:
        self._serve, self._folder = serve, folder
        self.programs: list[Program] = []
        self.server = self.start(*words)

    def start(self, *words: str) -> ServerProgram:
        data = ("--data", str(self._folder / "server"), "-a", "127.0.0.1")
        self.server = self._serve(*data, *(words or ("--private",)))
        return self.server

    def kill(self) -> None:
        port = self.server.port
        self.server.process.kill()
        self.server.wait()
        self.start("--private", "-p", str(port))

    def ask(self, operation: MakeInvite | AskInvites | RevokeInvite | RemoveMember) -> Invites:
        owner = ControlClient(self._folder / "server")
        answer = owner.ask(operation)
        owner.close()
        return answer if isinstance(answer, Invites) else Invites(())

    def invite(self, label: str = "") -> str:
        return self.ask(MakeInvite(label)).rows[0].link

    def client(self, name: str, address: str, *words: str, given: IO[str] | None = None) -> Program:
        home = ("--home", str(self._folder / f"home of {name}"))
        words = ("--terminal", "-u", name, "-a", address, *home, *words)
        self.programs.append(Program(sys.executable, "-m", "chatgui", *words, given=given))
        return self.programs[-1]

    @property
    def address(self) -> tuple[str, ...]:
        return ("127.0.0.1", "-p", str(self.server.port))

    def comes_in(self, name: str, *address: str) -> None:
        program = self.client(name, *address)
        program.type("list\n")
        program.out.expect(f"list: {name}")
        program.type("quit\n")
        assert program.wait() == 0

    def is_refused(self, name: str, *address: str) -> str:
        program = self.client(name, *address)
        assert program.wait() == 1
        return "\n".join([*program.out.rest(), *program.err.rest()])

    def close(self) -> None:
        for program in self.programs:
            program.close()

    def files_of(self, name: str) -> bytes:
        home = self._folder / f"home of {name}"
        return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.fixture
def site(serve: Serve, tmp_path: Path) -> Iterator[Site]:
    site = Site(serve, tmp_path)
    yield site
    site.close()


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def test_what_was_said_before_the_refusal_is_kept_and_the_rest_is_told(
    site: Site, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    said.write_text("msg 1 everyone hello\n")
    with said.open() as given:  # there before the program begins
        early = site.client("ann", *site.address, given=given)
    late = site.client("bob", *site.address)
    assert early.wait() == late.wait() == 1
    told = early.err.rest()
    assert "1 of your messages waits here and goes at the next start." in told
    assert "The rest of the input was not taken." not in told
    assert "The rest of the input was not taken." in late.err.rest()


def test_by_a_link_once_and_then_as_always(site: Site) -> None:
    link = site.invite()
    site.comes_in("ann", link)
    site.comes_in("ann", *site.address)
    site.comes_in("ann", link)
    assert [row.uses_left for row in site.ask(AskInvites()).rows] == [0]
    told = [site.is_refused("bob", *site.address), site.is_refused("bob", link)]
    assert "lets in only who was invited" in told[0]
    assert "has let in as many people as it may" in told[1]
    site.ask(RemoveMember("ann"))
    told.append(site.is_refused("ann", *site.address))
    assert "has removed you from its members" in told[2]
    told.append(site.is_refused("ann", link))
    assert "has removed you from its members" in told[3]
    revoked = site.invite("for carl")
    site.ask(RevokeInvite("for carl"))
    told.append(site.is_refused("carl", revoked))
    assert "has taken this invite back" in told[4]
    everything = "\n".join([*told, *site.server.err.seen, *site.server.out.seen])
    for secret in (token_of(link), token_of(revoked)):
        assert secret not in everything
    site.server.stop()
    assert token_of(link) not in "\n".join([*site.server.err.rest(), *site.server.out.rest()])


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets a program write over them")
def test_the_words_of_a_running_client_have_no_token(site: Site) -> None:
    """Nor has any program that it starts."""
    link = site.invite()
    client = site.client("ann", link)
    pid = client.process.pid
    client.type("list\n")
    client.out.expect("list: ann")
    seen = command_lines(pid)
    assert link.rpartition("/")[0] in seen, "the rest is as it was"
    assert token_of(link) not in seen
    client.type("quit\n")
    assert client.wait() == 0
    other = site.client("bob", "-")
    seen = command_lines(other.process.pid)
    other.type(f"{site.invite()}\nlist\n")
    other.out.expect("list: bob")
    assert "parley://" not in seen + command_lines(other.process.pid)


def command_lines(pid: int) -> str:
    """Its own, and those of all it has started."""
    own = Path(f"/proc/{pid}/cmdline").read_text()
    return own + "".join(command_lines(child) for child in children(pid))


def test_kill_9_of_the_server_while_somebody_is_let_in(site: Site) -> None:
    rng = Random(5)
    for number in range(ROUNDS):
        link, name = site.invite(), f"ann{number}"
        program = site.client(name, link)
        program.type("list\n")
        sleep(rng.uniform(0, LONGEST_S))  # it has to be in the middle of it
        site.kill()
        program.out.expect(lambda line: line.startswith("list:"))
        program.type("quit\n")
        assert program.wait() == 0
        site.comes_in(name, *site.address)
        assert "as many people as it may" in site.is_refused("bob", link)


def test_an_invite_waits_for_a_server_that_is_off(site: Site) -> None:
    link = site.invite()
    port = site.server.port
    site.server.stop()
    early = site.client("ann", link)
    early.type("msg 1 everyone hello\nquit\n")
    assert early.wait() == 1
    site.start("--private", "-p", str(port))
    site.comes_in("ann", *site.address)
    assert [row.uses_left for row in site.ask(AskInvites()).rows] == [0]


def test_who_was_known_stays_when_a_server_becomes_private_and_it_stays_so(
    serve: Serve, tmp_path: Path
) -> None:
    site = Site(serve, tmp_path, "--guests", "off")
    try:
        site.comes_in("ann", *site.address)
        site.server.stop()
        site.start()
        told = site.server.err.expect(lambda line: "from now on" in line)
        assert told == "1 person is known here from before: a member from now on."
        site.server.stop()
        site.start("--guests", "lan")
        site.comes_in("ann", *site.address)
        site.is_refused("eve", *site.address)
        site.server.stop()
        site.start("--public")
        site.comes_in("eve", *site.address)
        site.ask(RemoveMember("ann"))
        site.server.stop()
        site.start()
        for name in ("ann", "eve"):
            site.is_refused(name, *site.address)
        assert not any("from now on" in line for line in site.server.err.seen)
    finally:
        site.close()
