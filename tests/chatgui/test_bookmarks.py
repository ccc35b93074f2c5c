import json
import os
from pathlib import Path

import pytest

from chatgui.bookmarks import Bookmark, Used, known_addresses, known_keys, used_servers
from shared import disk
from shared.crypto.identity import server_id
from shared.disk import DiskError

ONE, TWO, THREE = (bytes([n]) * 32 for n in (1, 2, 3))


def test_the_first_server_is_believed_and_another_is_not(tmp_path: Path):
    bookmark = Bookmark(tmp_path, "Host:1")
    assert bookmark.expected is None
    assert bookmark.accepts(ONE)
    assert bookmark.remember(ONE) == ""
    for known in (bookmark, Bookmark(tmp_path, "host:1")):
        assert known.expected == ONE
        assert known.accepts(ONE)
        assert not known.accepts(TWO)


def test_a_known_server_may_stand_at_another_address(tmp_path: Path):
    Bookmark(tmp_path, "a:1").remember(ONE)
    Bookmark(tmp_path, "b:1").remember(TWO)
    moved = Bookmark(tmp_path, "a:1")
    assert moved.accepts(TWO)
    assert not moved.accepts(THREE)
    assert (moved.address_of(TWO), moved.address_of(THREE)) == ("b:1", "")
    moved.remember(TWO)
    assert Bookmark(tmp_path, "a:1").expected == TWO
    assert moved.address_of(ONE) == ""


def test_forgetting_makes_way_for_one_new_server(tmp_path: Path):
    Bookmark(tmp_path, "a:1").remember(ONE)
    Bookmark(tmp_path, "b:1").remember(TWO)
    Bookmark(tmp_path, "a:1").forget()
    assert Bookmark(tmp_path, "a:1").accepts(THREE)
    assert not Bookmark(tmp_path, "b:1").accepts(THREE)


def test_two_clients_do_not_overwrite_each_others_news(tmp_path: Path):
    one, two = Bookmark(tmp_path, "a:1"), Bookmark(tmp_path, "b:1")
    one.remember(ONE)
    two.remember(TWO)
    assert Bookmark(tmp_path, "a:1").expected == ONE
    assert Bookmark(tmp_path, "b:1").expected == TWO


def test_nothing_is_written_while_nothing_changes(tmp_path: Path):
    Bookmark(tmp_path, "a:1").remember(ONE)
    before = (tmp_path / "bookmarks").stat().st_ino
    Bookmark(tmp_path, "a:1").remember(ONE)
    assert (tmp_path / "bookmarks").stat().st_ino == before


def test_the_server_that_was_joined_last_comes_first(tmp_path: Path):
    assert used_servers(tmp_path) == []
    for address, key in (("10.0.0.1:1", ONE), ("fd00::1:15000", TWO), ("10.0.0.1:1", ONE)):
        Bookmark(tmp_path, address).remember(key)
    Bookmark(tmp_path, "chat.example:7").remember(TWO)
    Bookmark(tmp_path, "10.0.0.1:1").remember(ONE)
    assert used_servers(tmp_path) == [
        Used("10.0.0.1", 1, ONE),
        Used("chat.example", 7, TWO),
        Used("fd00::1", 15000, TWO),
    ]
    places = Bookmark(tmp_path, "x:1").places_of(TWO)
    assert places == [("chat.example", 7), ("fd00::1", 15000)]


def test_an_address_that_a_hand_has_spoiled_is_none(tmp_path: Path):
    spoiled = {"a": ONE.hex(), "b:x": ONE.hex(), "c:123456": ONE.hex()}
    (tmp_path / "bookmarks").write_text(json.dumps({"version": 1, "servers": spoiled}))
    assert used_servers(tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"version": 1}',
        b'{"version": 2, "servers": {}}',
        b'{"version": 1, "servers": []}',
        b'{"version": 1, "servers": {"a:1": 5}}',
        b'{"version": 1, "servers": {"a:1": "xyz"}}',
        b'{"version": 1, "servers": {"a:1": "00"}}',
        b"[" * 100_000,
    ],
    ids=range(11),
)
def test_a_damaged_file_is_set_aside_with_a_sentence(tmp_path: Path, content: bytes):
    for name in ("bookmarks.damaged", "bookmarks.damaged-2"):
        (tmp_path / "bookmarks").write_bytes(content)
        bookmark = Bookmark(tmp_path, "a:1")
        assert name in bookmark.warning
        assert (tmp_path / name).read_bytes() == content
        assert bookmark.expected is None
        assert bookmark.remember(ONE) == ""
        assert Bookmark(tmp_path, "a:1").expected == ONE


def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path):
    (tmp_path / "bookmarks").mkdir()
    with pytest.raises(DiskError, match="cannot be used"):
        Bookmark(tmp_path, "a:1")


def test_a_disk_that_is_full_costs_the_memory_and_not_the_chat(tmp_path: Path, monkeypatch):
    bookmark = Bookmark(tmp_path, "a:1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    assert "No space left on device" in bookmark.remember(ONE)
    assert bookmark.expected == ONE
    assert bookmark.remember(ONE) == ""


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_the_file_is_private_and_plain_json(tmp_path: Path):
    Bookmark(tmp_path, "a:1").remember(ONE)
    path = tmp_path / "bookmarks"
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_bytes()) == {"version": 1, "servers": {"a:1": ONE.hex()}}


def test_a_link_says_more_than_what_is_remembered(tmp_path: Path) -> None:
    Bookmark(tmp_path, "Desk:7").remember(ONE)
    pinned = Bookmark(tmp_path, "desk:7", TWO)
    assert pinned.expected == TWO
    assert pinned.accepts(TWO)
    assert not pinned.accepts(ONE)
    assert pinned.remember(TWO) == ""
    assert Bookmark(tmp_path, "desk:7").expected == TWO


def test_whose_servers_are_known(tmp_path: Path) -> None:
    assert known_addresses(tmp_path) == frozenset()
    Bookmark(tmp_path, "Desk:7").remember(ONE)
    assert known_addresses(tmp_path) == {"desk:7"}
    (tmp_path / "bookmarks").write_bytes(b"{")
    assert known_addresses(tmp_path) == frozenset()
    assert (tmp_path / "bookmarks").exists()


def test_a_server_that_was_found_is_believed_by_its_id_only(tmp_path: Path):
    found = Bookmark(tmp_path, "desk:15000", pinned_id=server_id(ONE))
    assert found.expected_id(TWO) == server_id(ONE)
    assert found.accepts(ONE)
    assert not found.accepts(TWO)
    Bookmark(tmp_path, "desk:15000").remember(TWO)
    found = Bookmark(tmp_path, "desk:15000", pinned_id=server_id(ONE))
    assert not found.accepts(ONE), "another one stood there: the person is asked"
    assert found.expected_id(ONE) == server_id(TWO)
    assert not found.accepts(TWO)
    assert known_keys(tmp_path) == {"desk:15000": TWO}
