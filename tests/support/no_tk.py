"""The option --no-tk: leave out the tests of windows, and say so. Imports no tkinter itself."""

import importlib.util
from pathlib import Path

import pytest

NO_TK = (
    "This Python has no tkinter, which the window's tests need (Debian: sudo apt install "
    "python3-tk). Install it, or leave these tests out with --no-tk."
)
LEFT_OUT = "the tests of the window are left out: --no-tk"
PLACES = (
    "tests/chatgui/tk",
    "tests/shared/tk",
    "tests/shared/desktop/test_alert.py",
    "tests/chatserver/dashboard",
    "tests/chatserver/test_aside.py",
    "tests/tk",
    "tests/e2e/test_meeting.py",
    "tests/e2e/test_start.py",
    "tests/e2e/test_tray_*.py",
    "tests/e2e/test_window*.py",
    "tests/support/test_screen.py",
)
"""Folders with all that is in them, and files."""

FIXTURES = frozenset({"screen", "quiet", "root"})
"""Whoever wants one of these elsewhere is left out, too."""


def has_tk() -> bool:
    return importlib.util.find_spec("_tkinter") is not None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-tk", action="store_true", help="leave out the tests of windows")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--no-tk") and not has_tk():
        raise pytest.UsageError(NO_TK)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--no-tk") and is_of_windows(collection_path, config.rootpath):
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--no-tk"):
        left_out = [item for item in items if wants_screen(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not wants_screen(item)]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption("--no-tk"):
        terminalreporter.write_line(LEFT_OUT, yellow=True)


def wants_screen(item: pytest.Item) -> bool:
    return bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def is_of_windows(path: Path, top: Path) -> bool:
    return any(one.match(str(top / place)) for one in (path, *path.parents) for place in PLACES)
