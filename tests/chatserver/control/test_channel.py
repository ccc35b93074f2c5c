"""Who may be at the other end, by the user that the system names."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from chatserver.control.channel import is_its_server, is_one_of_us

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe's key says it there")

SOMEBODY, ANOTHER = 1000, 1001


class OwnedLine:
    def __init__(self, owner: int) -> None:
        self._owner = owner

    def owner(self) -> int:
        return self._owner


def of(owner: int) -> Any:
    return OwnedLine(owner)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if it were SOMEBODY's."""
    real = os.stat_result((0o40700, 1, 1, 1, SOMEBODY, SOMEBODY, 0, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda self: real)
    return tmp_path


@pytest.mark.parametrize(
    ("who", "server", "wanted"),
    [
        (0, SOMEBODY, True),  # such as a service that has a user of its own
        (0, ANOTHER, False),
        (SOMEBODY, SOMEBODY, True),
        (SOMEBODY, 0, True),
        (ANOTHER, SOMEBODY, False),
    ],
)
def test_who_asks_believes_the_folder_s_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch, who: int, server: int, wanted: bool
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: who)
    assert is_its_server(of(server), folder) is wanted


def test_a_server_obeys_its_user_and_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: SOMEBODY)
    assert [is_one_of_us(of(who)) for who in (SOMEBODY, 0, ANOTHER)] == [True, True, False]
