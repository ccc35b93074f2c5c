import sys

import pytest

from shared.desktop.double_click import has_terminal, is_double_click


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("is_frozen", "words", "has_one", "wanted"),
    [
        (True, [], False, True),
        (True, [], True, False),
        (True, ["-p", "7"], False, False),
        (False, [], False, False),
    ],
)
def test_no_word_and_no_terminal(
    monkeypatch: pytest.MonkeyPatch, is_frozen: bool, words: list[str], has_one: bool, wanted: bool
) -> None:
    monkeypatch.setattr(sys, "frozen", is_frozen, raising=False)
    monkeypatch.setattr(sys, "argv", ["parley-server", *words])
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, None)
    monkeypatch.setattr(sys, "stderr", Terminal() if has_one else None)
    assert has_terminal() is has_one
    assert is_double_click() is wanted
