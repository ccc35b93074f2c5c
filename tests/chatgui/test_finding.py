"""What becomes of a search in a terminal; the search itself is tests/shared/discovery's."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from chatgui import finding
from chatgui.bookmarks import Bookmark
from chatgui.finding import Meant, find_in_terminal, find_meant
from chatgui.options import BadArgument, Options, read_options
from chatgui.proof import ANSWER_S, HERE_S, Proof
from shared.crypto.identity import server_id
from shared.discovery.finder import OnFound
from shared.discovery.found import FoundServer
from shared.discovery.search import HERE

ONE_KEY, TWO_KEY = b"1" * 32, b"2" * 32
ONE = FoundServer(server_id(ONE_KEY), "one", "192.168.7.1", 15000, 3, False, "probe")
TWO = FoundServer(server_id(TWO_KEY), "two", "192.168.7.2", 12000, 4, False, "probe")
ELSEWHERE = "192.168.7.77", 15000


class Network:
    """What a search would find, and which keys are proved where; which addresses the search was
    given, and whether it was cut short."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.servers: list[FoundServer] = []
        self.keys: dict[tuple[str, int], bytes] = {}
        self.asked: list[tuple[str, int]] | None = None
        self.was_closed = False
        monkeypatch.setattr(finding, "Finder", self.finder)
        monkeypatch.setattr(finding, "prove", self.prove)

    def prove(self, host: str, port: int, answer_s: float = ANSWER_S) -> Proof | None:
        assert answer_s == (HERE_S if (host, port) == HERE else ANSWER_S)
        key = self.keys.get((host, port))
        return None if key is None else Proof(key, "proved", False)

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


@pytest.fixture
def was_elsewhere(tmp_path: Path) -> None:
    Bookmark(tmp_path, "192.168.7.77:15000").remember(TWO_KEY)


def test_a_newcomer_joins_the_server_on_this_computer(
    network: Network, tmp_path: Path, capsys
) -> None:
    network.keys, network.servers = {HERE: ONE_KEY}, [TWO]
    assert chosen(find_meant(options(), tmp_path, None)) == ("127.0.0.1", 15000, b"")
    assert network.asked is None
    assert capsys.readouterr().err == "proved is on this computer, at 127.0.0.1:15000.\n"


def test_a_newcomer_joins_one_at_another_port_of_this_computer(
    network: Network, tmp_path: Path
) -> None:
    own = FoundServer(ONE.id, "own", "127.0.0.1", 12000, 0, False, "probe")
    network.servers = [own]
    assert find_meant(options(), tmp_path, None).at == ("127.0.0.1", 12000)


def test_the_only_one_is_joined_by_a_person(network: Network, tmp_path: Path, capsys) -> None:
    network.servers = [ONE]
    found = find_meant(options(), tmp_path, lambda _: "")
    assert chosen(found) == ("192.168.7.1", 15000, b"")
    assert found.options.server_id == ONE.id
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "one is on this network, at 192.168.7.1:15000.\n")


@pytest.mark.parametrize("ask", [None, lambda _: "1"])
def test_the_last_one_goes_before_one_on_this_computer(
    ask: object, network: Network, was_elsewhere: None, tmp_path: Path, capsys
) -> None:
    network.keys = {HERE: ONE_KEY, ELSEWHERE: TWO_KEY}
    assert chosen(find_meant(options(), tmp_path, ask)) == (*ELSEWHERE, TWO_KEY)  # type: ignore[arg-type]
    assert (network.asked, capsys.readouterr().err) == (None, "")


def test_who_stands_where_the_last_one_was_is_not_believed(
    network: Network, was_elsewhere: None, tmp_path: Path
) -> None:
    network.keys, network.servers = {HERE: ONE_KEY, ELSEWHERE: ONE_KEY}, [TWO]
    assert chosen(find_meant(options(), tmp_path, None)) == ("192.168.7.2", 12000, TWO_KEY)
    network.servers = []
    assert chosen(find_meant(options(), tmp_path, None)) == (*ELSEWHERE, TWO_KEY)
    trusting = find_meant(options("--trust-new-key"), tmp_path, None)
    assert chosen(trusting) == (*ELSEWHERE, b"")


def test_of_one_here_that_hides_a_person_is_told_and_a_script_passes_it_by(
    network: Network, was_elsewhere: None, tmp_path: Path, capsys
) -> None:
    network.keys = {HERE: ONE_KEY}
    assert chosen(find_meant(options(), tmp_path, None)) == (*ELSEWHERE, TWO_KEY)
    assert "proved" not in capsys.readouterr().err
    found = find_meant(options(), tmp_path, lambda _: "2")
    assert (chosen(found), found.options.server_id) == ((*HERE, b""), server_id(ONE_KEY))
    assert "\n  2  proved " in capsys.readouterr().err


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


@pytest.mark.parametrize(
    ("servers", "head"),
    [
        ([ONE, TWO], "2 servers are on this network. Say which one is meant:"),
        ([ONE], "You were at no server yet, and one is on this network. Say that it is meant:"),
    ],
)
def test_a_script_that_was_nowhere_is_told_how_to_say_which(
    servers: list[FoundServer], head: str, network: Network, tmp_path: Path
) -> None:
    network.servers = servers
    with pytest.raises(BadArgument) as mistake:
        find_meant(options(), tmp_path, None)
    lines = str(mistake.value).splitlines()
    assert lines[0] == head
    assert lines[1].startswith("  -a 192.168.7.1 -p 15000  one  3 people")


def test_a_stranger_is_joined_by_a_person_only(network: Network, tmp_path: Path, capsys) -> None:
    Bookmark(tmp_path, "192.168.7.77:15000").remember(TWO_KEY)
    network.servers = [ONE]
    assert chosen(find_meant(options(), tmp_path, None)) == ("192.168.7.77", 15000, TWO_KEY)
    assert capsys.readouterr().err.endswith("chatgui --find shows the others.\n")
    assert chosen(find_meant(options(), tmp_path, lambda _: "2")) == ("192.168.7.1", 15000, b"")


@pytest.mark.parametrize("last", ["192.168.7.77", "localhost", "desk.local"])
def test_nobody_is_sent_to_another_one_that_is_known(
    last: str, network: Network, tmp_path: Path, capsys
) -> None:
    Bookmark(tmp_path, "192.168.7.1:15000").remember(ONE_KEY)
    Bookmark(tmp_path, f"{last}:16000").remember(TWO_KEY)
    network.servers = [ONE]
    there = (last, 16000, TWO_KEY)
    assert chosen(find_meant(options(), tmp_path, None)) == there
    assert "until it answers; -a names another one." in capsys.readouterr().err
    assert chosen(find_meant(options(), tmp_path, lambda _: "1")) == there
    err = capsys.readouterr().err
    assert f"at {last}:16000, does not answer now. Wait for it, or join another:\n" in err
    assert "  1  where you were last  does not answer  " in err
    assert chosen(find_meant(options(), tmp_path, lambda _: "2")) == (ONE.host, ONE.port, ONE_KEY)
    network.keys[last, 16000] = TWO_KEY
    for ask in (None, lambda _: pytest.fail("it is there")):
        assert chosen(find_meant(options(), tmp_path, ask)) == there


def test_where_nobody_is_it_waits_where_it_was_last(
    network: Network, was_elsewhere: None, tmp_path: Path, capsys
) -> None:
    assert chosen(find_meant(options(), tmp_path, None)) == (*ELSEWHERE, TWO_KEY)
    err = capsys.readouterr().err
    assert "192.168.7.77:15000 is tried, and the network searched, until it answers" in err


@pytest.mark.parametrize("ask", [None, lambda _: "1"])
def test_what_a_newcomer_would_type_is_not_kept_for_nobody(
    ask: object, network: Network, tmp_path: Path
) -> None:
    with pytest.raises(BadArgument, match="No server was found on this network"):
        find_meant(options(), tmp_path, ask)  # type: ignore[arg-type]


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
