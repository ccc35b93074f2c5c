"""Which tests --no-tk leaves out, and what is said where tkinter is missing."""

import re
from pathlib import Path

import pytest

from tests.support import no_tk

ROOT = Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"^(?:import|from) ([\w.]+)(?: import ([\w, ]+))?", re.MULTILINE)
"""At the top of a file; what a function imports is not needed to read it."""


@pytest.mark.parametrize(
    ("path", "is_left_out"),
    [
        ("tests/shared/tk/test_fields.py", True),
        ("tests/chatgui/tk/pane", True),
        ("tests/chatserver/dashboard", True),
        ("tests/tk/screenshots.py", True),
        ("tests/e2e/test_window.py", True),
        ("tests/e2e/test_terminal.py", False),
        ("tests/chatgui/app/test_chat.py", False),
    ],
)
def test_the_tests_of_windows_are_known_by_their_place(path: str, is_left_out: bool) -> None:
    assert no_tk.is_of_windows(Path("/here") / path, Path("/here")) == is_left_out


def test_all_others_do_without_tkinter() -> None:
    found = who_imports_tk()
    assert ROOT / "tests/e2e/test_start.py" in found, "by what it imports"
    tests = {path for path in found if path.name.startswith("test_")}
    assert {path for path in tests if not no_tk.is_of_windows(path, ROOT)} == set()


def test_one_test_that_wants_a_screen_is_left_out(request: pytest.FixtureRequest) -> None:
    item = request.node
    assert not no_tk.wants_screen(item)
    item.fixturenames.append("screen")
    assert no_tk.wants_screen(item)
    item.fixturenames.remove("screen")


def who_imports_tk() -> set[Path]:
    """Files that do, and those that import them."""
    tops = ("tests", "shared", "chatserver", "chatgui")
    files = {path: imported(path) for top in tops for path in (ROOT / top).rglob("*.py")}
    found = {path for path, names in files.items() if any(map(is_tk, names))}
    count = 0
    while count < len(found):
        count = len(found)
        tainted = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found}
        found |= {path for path, names in files.items() if names & tainted}
    return found


def is_tk(name: str) -> bool:
    return name.partition(".")[0] == "tkinter"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for module, parts in IMPORT.findall(path.read_text()):
        names |= {module, *(f"{module}.{part.strip()}" for part in parts.split(","))}
    return names


def test_without_tkinter_the_tests_stop_with_a_sentence(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(no_tk, "has_tk", lambda: False)
    monkeypatch.setattr(pytestconfig.option, "no_tk", False)
    with pytest.raises(pytest.UsageError, match="or leave these tests out with --no-tk"):
        no_tk.pytest_configure(pytestconfig)
