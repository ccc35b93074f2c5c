"""Which tests --no-tk leaves out, and what is said where tkinter is missing."""

from pathlib import Path

import pytest

from tests.support import no_tk


@pytest.mark.parametrize(
    ("path", "is_left_out"),
    [
        ("tests/shared/tk/test_fields.py", True),
        ("tests/chatgui/tk/pane", True),
        ("tests/tk/screenshots.py", True),
        ("tests/e2e/test_window.py", True),
        ("tests/e2e/test_terminal.py", False),
        ("tests/chatgui/app/test_chat.py", False),
    ],
)
def test_the_tests_of_windows_are_known_by_their_place(path: str, is_left_out: bool) -> None:
    assert no_tk.is_of_windows(Path("/here") / path, Path("/here")) == is_left_out


def test_without_tkinter_the_tests_stop_with_a_sentence(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(no_tk, "has_tk", lambda: False)
    with pytest.raises(pytest.UsageError, match="or leave these tests out with --no-tk"):
        no_tk.pytest_configure(pytestconfig)
