"""The real window and a real panel: closed into the tray, a message comes, and the icon brings the
window back."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_guests_restart import Site
from tests.support.panel import Panel
from tests.support.processes import client
from tests.support.screen import Screen
from tests.support.window_program import Hand, Window

pytestmark = [
    pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the trays of Linux"),
    pytest.mark.skipif(shutil.which("trayer") is None, reason="trayer is missing"),
]


@pytest.fixture
def site(tmp_path: Path, screen: Screen | None) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.close()


def test_closed_into_the_tray_and_back(site: Site, tmp_path: Path) -> None:
    hand = Hand()
    with Panel(32) as panel:
        ada = Window(site.port, "ada", str(tmp_path / "ada"))
        site.add(ada)
        icon = panel.icon("Parley")
        hand.click(ada, "entry")
        hand.press("alt+F4")
        ada.wait_for(lambda seen: not seen["is_shown"])
        bob = site.add(client(site.port, "bob"))
        bob.type("msg 1 ada are you there?\n")
        ada.wait_for(lambda seen: seen["title"].startswith("(1)"))
        panel.click(icon)
        ada.wait_for(lambda seen: seen["is_shown"])
        hand.open(ada, "bob")
        ada.wait_for(lambda seen: "are you there?" in seen["pane"])
        hand.press("ctrl+q")
        assert ada.wait() == 0
        panel.wait_for_none("Parley")
