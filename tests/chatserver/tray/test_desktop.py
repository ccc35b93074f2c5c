"""What the clerk asks of the desktop; what the rest does is shown where a whole server runs."""

from pathlib import Path

import pytest

from chatserver.tray.desktop import has_screen, open_dashboard


def test_a_dashboard_needs_a_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not has_screen()
    with pytest.raises(OSError, match="It needs a screen"):
        open_dashboard(tmp_path)
    monkeypatch.setenv("DISPLAY", ":77777")
    assert has_screen()


def test_a_dashboard_that_does_not_open_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":77777")
    with pytest.raises(OSError, match="The dashboard does not open"):
        open_dashboard(tmp_path)
