"""What was set once is said at each start. tests/e2e/test_server_process.py has the usual lines."""

from dataclasses import replace

import pytest

from chatserver.config import Config, read_config
from chatserver.start_lines import describe

USUAL = read_config(["-a", "127.0.0.1"])
NETCAT = "  nc -u 127.0.0.1 15000"


def lines(config: Config) -> list[str]:
    return describe(config, 15_000, "IPv4", [], bytes(32)).splitlines()


def test_who_is_let_in_is_the_second_line() -> None:
    assert lines(USUAL)[1].startswith("Guests are let in from this computer")
    assert NETCAT in lines(USUAL)


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (replace(USUAL, guests_paused=True), "No new guests are let in: they are paused"),
        (replace(USUAL, is_private=True, guests="off"), "This server is private until"),
        (replace(USUAL, guests="off", max_netcat=0), "Guests are not let in (--guests off)."),
    ],
)
def test_where_no_guest_gets_in_none_is_told_how_to(config: Config, told: str) -> None:
    assert lines(config)[1].startswith(told)
    assert lines(config)[2].endswith("oin from this computer; no other can:")
    assert NETCAT not in lines(config)


def test_doors_without_a_place_are_named() -> None:
    said = lines(replace(USUAL, max_netcat=0))
    assert said[2].startswith("There is no place for guests by netcat.")
    assert NETCAT not in said
    assert lines(replace(USUAL, max_classroom=0))[2].endswith("limits --classroom 64")
