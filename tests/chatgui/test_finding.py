"""What becomes of a search in a terminal; the search itself is tests/shared/discovery's."""

import socket
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from chatgui import finding
from chatgui.bookmarks import Bookmark
from chatgui.finding import Meant, answers, find_in_terminal, find_meant
from chatgui.options import BadArgument, Options, read_options
from shared.crypto.identity import server_id
from shared.discovery.finder import OnFound
from shared.discovery.found import FoundServer
from shared.wire import packets
from tests.support.processes import PATIENCE_S

ONE_KEY, TWO_KEY = b"1" * 32, b"2" * 32
ONE = FoundServer(server_id(ONE_KEY), "one", "192.168.7.1", 15000, 3, False, "probe")
TWO = FoundServer(server_id(TWO_KEY), "two", "192.168.7.2", 12000, 4, False, "probe")


class Network:
    """What a search would find; which addresses it was given, and whether it was cut short."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.servers: list[FoundServer] = []
        self.is_here = False
        self.asked: list[tuple[str, int]] | None = None
        self.was_closed = False
        monkeypatch.setattr(finding, "Finder", self.finder)
        monkeypatch.setattr(finding, "answers", lambda *_: self.is_here)

    def finder(self, hosts: Iterable[tuple[str, int]], on_found: OnFound) -> "Network":
        self.asked, self.on_found = list(hosts), on_found
        return self

    def search(self) -> list[FoundServer]:
        for one in self.servers:
            self.on_found(one)
        return self.servers

    def close(self) -> None:
        self.was_closed = True


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch)


def options(*words: str) -> Options:
    return read_options(["--terminal", "-u", "bob", *words])


def chosen(found: Meant) -> tuple[str, int, bytes]:
    return *found.at, found.options.server_key


@pytest.mark.parametrize(
    "words", [["-a", "10.0.0.1"], ["-p", "12000"], ["--door", "classroom"], ["--part", "1"]]
)
def test_who_says_where_to_is_believed(words: list[str], network: Network, tmp_path: Path) -> None:
    assert find_meant(options(*words), tmp_path, None).options == options(*words)
    assert network.asked is None


def test_a_server_on_this_computer_comes_first(network: Network, tmp_path: Path) -> None:
    network.is_here, network.servers = True, [ONE]
    assert chosen(find_meant(options(), tmp_path, None)) == ("127.0.0.1", 15000, b"")
    assert network.asked is None


def test_the_only_one_is_joined(network: Network, tmp_path: Path, capsys) -> None:
    network.servers = [ONE]
    found = find_meant(options(), tmp_path, None)
    assert chosen(found) == ("192.168.7.1", 15000, b"")
    assert found.options.server_id == ONE.id
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "one is on this network, at 192.168.7.1:15000.\n")


def test_the_last_one_is_joined_wherever_it_is_and_must_have_its_key(
    network: Network, tmp_path: Path, capsys
) -> None:
    Bookmark(tmp_path, "192.168.7.77:15000").remember(TWO_KEY)
    network.servers = [ONE, TWO]
    found = find_meant(options(), tmp_path, None)
    assert chosen(found) == ("192.168.7.2", 12000, TWO_KEY)
    assert found.options.where == "192.168.7.77:15000"  # what waits for it was typed for there
    assert network.asked == [("192.168.7.77", 15000)]
    assert network.was_closed
    assert "where you were last. chatgui --find shows the others." in capsys.readouterr().err


def test_of_several_a_person_is_asked(network: Network, tmp_path: Path, capsys) -> None:
    network.servers = [ONE, TWO]
    typed = iter(["", "x", "0", "3", "\u0661", " 2 \n"])
    found = find_meant(options(), tmp_path, lambda question: next(typed))
    assert chosen(found) == ("192.168.7.2", 12000, b"")
    err = capsys.readouterr().err
    assert "  1  one  3 people  192.168.7.1:15000" in err
    assert err.count("A number from 1 to 2, please.") == 5


def test_of_several_a_script_is_told_how_to_say_which(network: Network, tmp_path: Path) -> None:
    network.servers = [ONE, TWO]
    with pytest.raises(BadArgument) as mistake:
        find_meant(options(), tmp_path, None)
    lines = str(mistake.value).splitlines()
    assert lines[0] == "2 servers are on this network. Say which one is meant:"
    assert lines[1].startswith("  -a 192.168.7.1 -p 15000  one  3 people")


def test_a_stranger_is_joined_by_a_person_only(network: Network, tmp_path: Path, capsys) -> None:
    Bookmark(tmp_path, "192.168.7.77:15000").remember(TWO_KEY)
    network.servers = [ONE]
    assert chosen(find_meant(options(), tmp_path, None)) == ("192.168.7.77", 15000, TWO_KEY)
    assert capsys.readouterr().err.endswith("chatgui --find shows the others.\n")
    assert chosen(find_meant(options(), tmp_path, lambda _: "1")) == ("192.168.7.1", 15000, b"")
    assert "but another server is:" in capsys.readouterr().err


def test_where_nobody_is_it_waits_where_it_was_last(
    network: Network, tmp_path: Path, capsys
) -> None:
    assert chosen(find_meant(options(), tmp_path, None)) == ("127.0.0.1", 15000, b"")
    Bookmark(tmp_path, "192.168.7.77:15000").remember(TWO_KEY)
    assert chosen(find_meant(options(), tmp_path, None)) == ("192.168.7.77", 15000, TWO_KEY)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("No server was found on this network. 127.0.0.1:15000 is tried")
    assert "192.168.7.77:15000 is tried, and the network searched, until it answers" in second


def test_find_shows_them_or_says_that_there_is_none(
    network: Network, tmp_path: Path, capsys
) -> None:
    network.servers = [ONE, TWO]
    assert find_in_terminal(tmp_path) == 0
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines()] == ["one", "two"]
    network.servers = []
    assert find_in_terminal(tmp_path) == 1
    shown = capsys.readouterr()
    assert (shown.out, "No server was found" in shown.err) == ("", True)


def test_whether_a_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        host, port = sock.getsockname()

        def serve() -> None:
            data, sender = sock.recvfrom(2000)
            hello = packets.Hello.decode_untrusted(data)
            retry = packets.Retry(hello.client_cid, packets.Mode.OPEN, b"c" * 16)
            sock.sendto(retry.encode(), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        with monkeypatch.context() as busy:
            busy.setattr(finding, "HERE_S", PATIENCE_S)
            assert answers(host, port)
        thread.join()
    assert not answers(host, port)
