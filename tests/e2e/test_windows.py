"""Two people at two windows, one with netcat and one with a course client talk, through a server
that is killed and started again in the middle. The windows are real programs on a screen, clicked
and typed at like a person does."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_guests_restart import Site
from tests.support.processes import PATIENCE_S, client
from tests.support.screen import Screen
from tests.support.window_program import Hand, Window

pytestmark = [
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing"),
    pytest.mark.skipif(shutil.which("nc") is None, reason="netcat-openbsd is missing"),
]


@pytest.fixture
def site(tmp_path: Path, screen: Screen | None) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.close()


def window(site: Site, home: Path, name: str, place: str) -> Window:
    """Where it does not cover the other one."""
    (home / name).mkdir(mode=0o700, parents=True)
    (home / name / "settings.toml").write_text(f'theme = "light"\nplace = "{place}"\n')
    made = Window(site.port, name, str(home / name))
    site.add(made)
    return made


def test_four_people_talk_while_the_server_is_killed(site: Site, tmp_path: Path) -> None:
    hand = Hand()
    ada = window(site, tmp_path, "ada", "680x600+0+30")
    bob = window(site, tmp_path, "bob", "680x600+700+30")
    zoe = site.nc()
    zoe.type("/nick zoe\n")
    zoe.out.expect(lambda line: line.endswith("->zoe"))
    carl = site.add(client(site.port, "carl"))
    ada.wait_for(lambda seen: {"bob", "zoe", "carl"} <= seen["spots"].keys())

    # To everyone, from a window, and from a guest
    hand.open(ada, "Everyone")
    hand.click(ada, "entry")
    hand.type("hello all of you")
    hand.press("Return")
    for guest, line in ((zoe, "ada: hello all of you"), (carl, "msg: ada: hello all of you")):
        guest.out.expect(line)
    bob.wait_for(lambda seen: seen["title"].startswith("(") and "hello all of you" in seen["pane"])
    hand.open(bob, "Everyone")
    bob.wait_for(lambda seen: not seen["title"].startswith("("))
    zoe.type("with netcat\n")
    for one in (ada, bob):
        one.wait_for(lambda seen: "with netcat" in seen["pane"] and "unverified" in seen["pane"])

    # To one person; the other sees that it was read
    hand.open(bob, "ada")
    hand.click(bob, "entry")
    hand.type("only you")
    hand.press("Return")
    hand.open(ada, "bob")
    ada.wait_for(lambda seen: "only you" in seen["pane"])
    bob.wait_for(lambda seen: "read" in seen["pane"])

    # Said while there is no server: kept, and said when it is back
    site.kill()
    hand.click(ada, "entry")
    hand.type("into the dark")
    hand.press("Return")
    ada.wait_for(lambda seen: seen["waiting"] and "into the dark" in seen["pane"])
    site.start()
    bob.wait_for(lambda seen: "into the dark" in seen["pane"])
    ada.wait_for(lambda seen: not seen["waiting"] and seen["well"])
    hand.open(ada, "Everyone")
    hand.click(ada, "entry")
    hand.type("all here again")
    hand.press("Return")
    for guest, line in ((zoe, "ada: all here again"), (carl, "msg: ada: all here again")):
        guest.out.expect(line)
    assert "only you" not in "".join([*zoe.out.seen, *carl.out.seen])
    hand.open(bob, "Everyone")
    bob.wait_for(lambda seen: "all here again" in seen["pane"])
    assert ada.look()["pane"].count("hello all of you") == 1

    # Leaving by a key
    for one in (bob, ada):
        hand.click(one, "entry")
        hand.press("ctrl+q")
        assert one.wait() == 0


def test_a_second_start_brings_the_first_one_up(site: Site, tmp_path: Path) -> None:
    ada = window(site, tmp_path, "ada", "680x600+0+30")
    words = ("-p", str(site.port), "-u", "ada", "--home", str(tmp_path / "ada"))
    command = (sys.executable, "-m", "chatgui", *words)
    second = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    ada.wait_for(lambda seen: seen["focus"] != "None")


def test_what_was_said_and_begun_is_there_at_the_next_start(site: Site, tmp_path: Path) -> None:
    hand = Hand()
    home = tmp_path / "ada"
    ada = window(site, tmp_path, "ada", "680x600+20+40")
    hand.open(ada, "Everyone")
    hand.click(ada, "entry")
    hand.type("for later")
    hand.press("Return")
    ada.wait_for(lambda seen: "for later" in seen["pane"] and not seen["waiting"])
    hand.type("not finis")
    ada.wait_for(lambda seen: seen["draft"] == "not finis")
    hand.press("ctrl+q")
    assert ada.wait() == 0
    assert 'place = "680x600+' in (home / "settings.toml").read_text()
    again = Window(site.port, "ada", str(home))
    site.add(again)
    hand.open(again, "Everyone")
    seen = again.wait_for(lambda seen: "for later" in seen["pane"])
    assert seen["draft"] == "not finis"
    hand.press("ctrl+q")
    assert again.wait() == 0
