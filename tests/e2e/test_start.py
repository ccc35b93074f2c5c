"""The program as people start it: with nothing but a place to go to, and the keyboard."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.account import account_name
from shared.crash import CRASHED
from shared.server_link import Place, encode_link
from tests.e2e.test_guests_restart import Site
from tests.support.processes import Program
from tests.support.screen import Screen
from tests.support.window_program import Hand

pytestmark = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")

NAME = account_name()


@pytest.fixture
def site(tmp_path: Path, screen: Screen | None) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.close()


def start(site: Site, home: Path, *words: str) -> Program:
    return site.add(Program(sys.executable, "-m", "chatgui", "--home", str(home), *words))


def end(program: Program) -> None:
    program.process.terminate()
    assert program.wait() == 0
    assert program.err.rest() == []


@pytest.mark.skipif(not NAME, reason="this account has no name to begin with")
def test_join_with_one_key_and_again_by_link(site: Site, tmp_path: Path) -> None:
    hand, home = Hand(), tmp_path / "a"
    first = start(site, home, "-p", str(site.port))
    hand.focus("^Join a chat$")
    hand.press("Return")
    site.server.out.expect(f"join: {NAME}")
    hand.focus(" Parley ")
    assert start(site, home, "-u", NAME).wait() == 0  # which only brings the first one up
    end(first)
    key = next(iter(json.loads((home / "bookmarks").read_text())["servers"].values()))

    link = encode_link(Place("127.0.0.1", site.port, bytes.fromhex(key)))
    again = start(site, home, "-a", link)
    hand.focus("^Join a chat$")
    hand.press("Return")
    site.server.out.expect(f"join: {NAME}")
    hand.focus(" Parley ")
    end(again)


@pytest.mark.skipif(not NAME, reason="this account has no name to begin with")
def test_who_joined_and_cannot_be_shown_a_window_says_goodbye(site: Site, tmp_path: Path) -> None:
    hand = Hand()
    code = (
        "import sys; sys.modules['chatgui.tk.foot'] = None\n"
        "from chatgui.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ("-c", code, "--home", str(tmp_path / "a"), "-p", str(site.port))
    broken = site.add(Program(sys.executable, *words))
    hand.focus("^Join a chat$")
    hand.press("Return")
    site.server.out.expect(f"join: {NAME}")
    assert broken.wait() == CRASHED
    site.server.out.expect(f"disconnected: {NAME}")
    assert len(broken.err.rest()) == 1
