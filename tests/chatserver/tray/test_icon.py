"""When the icon is looked for. What it shows and does, tests/e2e/test_tray_server.py has."""

from chatserver.config import read_config
from chatserver.tray.icon import PANEL_S, panel_wait_s


def test_only_where_the_desktop_may_just_begin_a_panel_is_waited_for() -> None:
    assert panel_wait_s(read_config(["--tray"])) == 0
    assert panel_wait_s(read_config(["--tray", "--anyway"])) == PANEL_S  # as at login
