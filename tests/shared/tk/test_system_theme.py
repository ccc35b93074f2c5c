"""What desktops answer, and that nobody waits for one that does not."""

import sys
from pathlib import Path

import pytest

from shared.tk import system_theme
from shared.tk.system_theme import (
    Inquiry,
    read_environment,
    read_gnome,
    read_macos,
    read_portal,
)
from tests.support.processes import PATIENCE_S

DARK = (sys.executable, "-c", "print('dark')")
SILENT = (sys.executable, "-c", "raise SystemExit(1)")
STUCK = (sys.executable, "-c", "import time; time.sleep(1000)")
MISSING = ("/no/such/program",)


def read(said: str) -> bool | None:
    return {"dark": True, "light": False}.get(said)


@pytest.mark.parametrize(
    ("reader", "said", "is_dark"),
    [
        (read_portal, "variant       variant          uint32 1", True),
        (read_portal, "variant       variant          uint32 2", False),
        (read_portal, "variant       variant          uint32 0", None),
        (read_portal, "", None),
        (read_gnome, "'prefer-dark'", True),
        (read_gnome, "'default'", False),
        (read_gnome, "No such key", None),
        (read_macos, "Dark", True),
        (read_macos, "", False),
    ],
)
def test_answers_are_read(reader, said: str, is_dark: bool | None):
    assert reader(said) == is_dark


@pytest.mark.parametrize(
    ("theme", "is_dark"),
    [("Adwaita:dark", True), ("Yaru-dark", True), ("Adwaita", False), ("", None)],
)
def test_the_environment_counts_first(theme: str, is_dark: bool | None):
    assert read_environment({"GTK_THEME": theme}) == is_dark
    inquiry = Inquiry([(STUCK, read)], {"GTK_THEME": theme} if theme else {})
    assert inquiry.is_over == (is_dark is not None)
    assert inquiry.answer() == is_dark
    inquiry.close()


def finish(inquiry: Inquiry) -> None:
    for process, _ in inquiry._asked:
        process.wait(PATIENCE_S)


def test_who_says_nothing_is_passed_over():
    inquiry = Inquiry([(MISSING, read), (SILENT, read), (DARK, read)], {})
    finish(inquiry)
    assert inquiry.answer() is True
    assert inquiry.is_over


def test_nobody_waits():
    inquiry = Inquiry([(STUCK, read), (DARK, read)], {})
    assert inquiry.answer() is None
    assert not inquiry.is_over
    inquiry.close()
    assert inquiry.is_over


def test_nobody_there_is_no_answer():
    inquiry = Inquiry([(MISSING, read)], {})
    assert inquiry.is_over
    assert inquiry.answer() is None


@pytest.mark.skipif(sys.platform != "linux", reason="buses of sessions are Linux's")
def test_without_a_bus_nothing_is_started_that_would_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(system_theme, "_start", lambda words: started.append(words[0]))
    where = {"XDG_RUNTIME_DIR": str(tmp_path)}
    Inquiry(environ=where)
    assert not started
    (tmp_path / "bus").touch()
    Inquiry(environ=where)
    Inquiry(environ={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"})
    assert started == ["dbus-send", "gsettings"] * 2
