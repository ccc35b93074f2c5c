from pathlib import Path

import pytest

from chatserver.config import EVERY_INTERFACE, BadConfig, read_config


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ([], "port", 15_000),
        (["12000"], "port", 12_000),
        (["-p", "12000"], "port", 12_000),
        (["--port", "0"], "port", 0),
        ([], "addresses", EVERY_INTERFACE),
        (["-a", "127.0.0.2"], "addresses", ("127.0.0.2",)),
        (["-a", "::1"], "addresses", ("::1",)),
        ([], "guests", "lan"),
        (["--guests", "any"], "guests", "any"),
        ([], "is_private", False),
        (["--private"], "is_private", True),
        (["--public"], "is_private", False),
        (["--private"], "guests", "off"),
        (["--private", "--guests", "off"], "guests", "off"),
        ([], "trust", ()),
        (["--trust", "10.1.2.3/16", "--trust", "fd00::/8"], "trust", ("10.1.0.0/16", "fd00::/8")),
        ([], "max_clients", 20_000),
        ([], "max_netcat", 64),
        ([], "max_classroom", 64),
        (["--max-netcat", "100"], "max_netcat", 100),
        (["--quiet"], "quiet", True),
        ([], "quiet", False),
        ([], "durability", "crash"),
        (["--durability", "power"], "durability", "power"),
        ([], "keep_days", 30),
        (["--keep-days", "1"], "keep_days", 1),
        ([], "keep_mb", 1024),
        (["--keep-mb", "5"], "keep_mb", 5),
        ([], "newcomers", 50),
        (["--newcomers", "0"], "newcomers", 0),
        ([], "announce", True),
        (["--no-announce"], "announce", False),
        ([], "data", None),
        (["--data", "/x"], "data", Path("/x").absolute()),
        (["--tray"], "tray", True),
        (["--tray", "--say-link"], "says_link", True),
        ([], "is_port_given", False),
        (["-p", "0"], "is_port_given", True),
        (["12000"], "is_port_given", True),
    ],
)
def test_an_option(words: list[str], field: str, value: object) -> None:
    assert getattr(read_config(words), field) == value


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        (["-p", "x"], "The port is a number from 0 to 65535, not 'x'."),
        (["65536"], "The port is a number from 0 to 65535, not '65536'."),
        (["-p", "-1"], "The port is a number"),
        (["-p", "\u0661"], "The port is a number"),
        (["-p", "9" * 5000], "The port is a number"),
        (["--guests", "all"], "--guests is one of lan, loopback, any, off, not 'all'."),
        (["--private", "--public"], "--public: not allowed with argument --private"),
        (["--private", "--guests", "lan"], "leave out --guests lan, or --private."),
        (["--trust", "10.0.0.0/99"], "--trust takes a network like 10.1.0.0/16"),
        (["--max-clients", "many"], "--max-clients is a number from 1 to 1000000, not 'many'."),
        (["--max-netcat", "1000001"], "--max-netcat is a number"),
        (["--max-classroom", "1.5"], "--max-classroom is a number"),
        (["-a", "no such host"], "-a: 'no such host' is not an address of this computer."),
        (["--durability", "all"], "--durability is one of crash, power, memory, not 'all'."),
        (["--keep-days", "0"], "--keep-days is a number from 1 to 1000000, not '0'."),
        (["--keep-mb", "-1"], "--keep-mb is a number"),
        (["--newcomers", "all"], "--newcomers is a number from 0 to 1000000, not 'all'."),
        (["--data", ""], "--data is empty; leave it out"),
        (["--say-link"], "--say-link goes with --tray."),
        (["--dance"], "unrecognized arguments: --dance"),
        (["1", "2"], "unrecognized arguments: 2"),
    ],
)
def test_a_mistake_is_told(words: list[str], mistake: str) -> None:
    with pytest.raises(BadConfig) as caught:
        read_config(words)
    assert mistake in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BadConfig) as caught:
        read_config(["-p", "x", "--guests", "y", "--max-netcat", "z"])
    assert [line.split()[0] for line in str(caught.value).splitlines()] == [
        "The",
        "--guests",
        "--max-netcat",
    ]


@pytest.mark.parametrize("word", ["-h", "--help", "--version"])
def test_help_and_version_end_well(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        read_config([word])
    assert caught.value.code == 0
    assert capsys.readouterr().out


def test_every_interface_is_the_default_only() -> None:
    assert read_config([]).every_interface
    assert not read_config(["-a", "127.0.0.1"]).every_interface


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["-p", "1", "12000"], "Two ports"), (["-a", ""], "-a is empty")],
    ids=["two ports", "an empty address"],
)
def test_what_could_mean_two_things_is_asked_back(words: list[str], reason: str) -> None:
    with pytest.raises(BadConfig, match=reason):
        read_config(words)
