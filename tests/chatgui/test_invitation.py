"""An invite is kept until it has let its bearer in, and not a moment longer."""

import json
import stat
from pathlib import Path

import pytest

from chatgui.invitation import Invitation
from shared.crypto.identity import invite_token_id

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
TOKEN = b"a token, 16 byte"
DESK = "desk:15000"


def of_link(folder: Path, token: bytes = TOKEN) -> Invitation:
    return Invitation(folder, DESK, KEY, token)


def content(folder: Path) -> str:
    return (folder / "invitation").read_text()


def test_without_a_link_nothing_is_kept(tmp_path: Path):
    invitation = Invitation(tmp_path, DESK)
    assert (invitation.key, invitation.token, invitation.warning) == (b"", b"", "")
    invitation.accept()
    invitation.drop(KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_restart_before_the_welcome_costs_nothing(tmp_path: Path):
    of_link(tmp_path)
    again = Invitation(tmp_path, "DESK:15000")
    assert (again.key, again.token) == (KEY, TOKEN)
    assert Invitation(tmp_path, DESK, KEY).token == TOKEN
    assert stat.S_IMODE((tmp_path / "invitation").stat().st_mode) == 0o600
    assert Invitation(tmp_path, "elsewhere:15000").token == b""
    assert Invitation(tmp_path, DESK, OTHER_KEY).token == b"", "another server is meant"
    assert Invitation(tmp_path, DESK, waits=False).key == b"", "whichever stands there"


def test_once_welcome_the_token_is_gone(tmp_path: Path):
    invitation = of_link(tmp_path)
    invitation.accept()
    assert invitation.token == b""
    assert TOKEN.hex() not in content(tmp_path)
    assert Invitation(tmp_path, DESK).token == b""
    same = of_link(tmp_path)
    assert (same.key, same.token) == (KEY, b""), "the server knows us"
    same.accept()
    assert TOKEN.hex() not in content(tmp_path)
    assert of_link(tmp_path, b"another token, 1"[:16]).token, "a new one is shown"


@pytest.mark.parametrize("was_in", [True, False])
def test_what_lets_nobody_in_is_not_kept_and_can_be_tried_again(tmp_path: Path, was_in: bool):
    invitation = of_link(tmp_path)
    if was_in:
        invitation.accept()
    Invitation(tmp_path, "elsewhere:1").drop(OTHER_KEY)
    assert content(tmp_path).count(invite_token_id(TOKEN).hex()) == was_in
    Invitation(tmp_path, DESK).drop(KEY)
    assert TOKEN.hex() not in content(tmp_path)
    assert invite_token_id(TOKEN).hex() not in content(tmp_path)
    assert of_link(tmp_path).token == TOKEN


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[",
        "[]",
        '{"version": 2}',
        '{"version": 1, "waiting": {}, "used": []}',
        '{"version": 1, "waiting": {"desk:15000": {"key": "", "token": ""}}, "used": {}}',
        '{"version": 1, "waiting": {"desk:15000": 5}, "used": {}}',
        '{"version": 1, "waiting": {"desk:15000": {"key": "zz"}}, "used": {}}',
        '{"version": 1, "waiting": {}, "used": {"a": 5}}',
    ],
)
def test_a_damaged_file_is_none(tmp_path: Path, damage: str):
    (tmp_path / "invitation").write_text(damage)
    assert Invitation(tmp_path, DESK).token == b""
    of_link(tmp_path)
    assert Invitation(tmp_path, DESK).token == TOKEN


def test_there_are_so_many_at_most(tmp_path: Path):
    for number in range(70):
        Invitation(tmp_path, f"desk:{number + 1}", KEY, TOKEN)
    waiting = json.loads(content(tmp_path))["waiting"]
    assert (len(waiting), "desk:1" in waiting, "desk:70" in waiting) == (64, False, True)


def test_a_disk_that_does_not_take_it_is_told(tmp_path: Path):
    (tmp_path / "invitation").mkdir()
    invitation = of_link(tmp_path)
    assert "cannot be kept for the next start" in invitation.warning
    assert invitation.token == TOKEN, "it goes on without"
