import pytest

from chatgui import account
from chatgui.account import account_name


@pytest.mark.parametrize(
    ("full", "login", "name"),
    [
        ("Jörg Müller", "jm", "Joerg-Mueller"),
        ("", "jm", "jm"),
        ("???", "jm", "jm"),
        ("system", "ann", "ann"),
        ("", "", ""),
    ],
)
def test_the_best_that_makes_a_name(
    full: str, login: str, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(account, "_full_name", lambda: full)
    monkeypatch.setattr(account, "_login", lambda: login)
    assert account_name() == name


def test_this_computer_has_one_or_none():
    assert isinstance(account_name(), str)
