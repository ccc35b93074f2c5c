"""What a chat has on the disk, opened and closed."""

import json
import queue
import shutil
import tempfile
from pathlib import Path

import pytest

from chatgui.app import words
from chatgui.app.messages import Ended, Event, Quit, Say, WaitingChanged
from chatgui.archive.archive import open_archive
from chatgui.archive.items import Numbered
from chatgui.bookmarks import Bookmark
from chatgui.opening import OpenChat, look_up_server, open_chat
from chatgui.options import BadArgument, read_options
from chatgui.uplink import Place
from shared.disk import DiskError

ANN = ["-u", "ann", "-p", "9"]  # nobody answers there


def no_word(text: str) -> None:
    raise AssertionError(text)


def opened(home: Path, *more: str, is_once: bool = False) -> OpenChat:
    return open_chat(read_options([*ANN, *more]), home, no_word, is_once=is_once)


def opened_person(home: Path) -> int:
    chat = opened(home)
    chat.close()
    return chat.person


def say_and_leave(chat: OpenChat, place: Place | None) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    link = chat.make_link(events, place)
    link.start()
    link.post(Say((0,), "hello"))
    while not isinstance(events.get(timeout=10), WaitingChanged):
        pass
    assert [(m.sender, m.text) for m in chat.history.newest(9)] == [("ann", "hello")]
    link.post(Quit())
    while not isinstance(events.get(timeout=10), Ended):
        pass
    link.join(10)


def test_what_was_said_to_nobody_yet_is_shown_at_the_next_start(tmp_path: Path):
    chat = opened(tmp_path)
    say_and_leave(chat, look_up_server(read_options(ANN)))
    with pytest.raises(DiskError, match="running on this computer already"):
        opened(tmp_path)
    chat.close()
    again = opened(tmp_path)
    assert [message.text for message in again.history.newest(9)] == ["hello"]
    assert again.home == tmp_path
    again.close()
    told: list[str] = []
    open_chat(read_options([*ANN, "-a", "localhost"]), tmp_path, told.append).close()
    assert told == [
        "Typed for 127.0.0.1:9 and not sent yet: 1. It goes when you start with that -a."
    ]


def test_what_is_said_while_the_server_cannot_be_found_is_kept(tmp_path: Path):
    chat = opened(tmp_path)
    say_and_leave(chat, None)
    chat.close()
    again = opened(tmp_path)
    assert [message.text for message in again.history.newest(9)] == ["hello"]
    again.close()


@pytest.mark.parametrize("bookmark", ["127.0.0.1:9", "box:1", ""])
def test_what_waits_for_another_server_is_told(tmp_path: Path, bookmark: str):
    """For the one that stood here before another was trusted, or for one that stands elsewhere."""
    former = b"s" * 32
    opened(tmp_path).close()
    (folder,) = (tmp_path / "profiles").iterdir()
    archive, _ = open_archive(folder, opened_person(tmp_path), lambda: 0)
    archive.number(former, "ann", Numbered(b"o" * 16, 1, (0,), 0, b"hello"))
    archive.commit(0.0)
    archive.close()
    Bookmark(tmp_path, "127.0.0.1:9").remember(b"t" * 32)
    if bookmark:
        Bookmark(tmp_path, bookmark).remember(former)
    told: list[str] = []
    open_chat(read_options(ANN), tmp_path, told.append).close()
    expected = {
        "127.0.0.1:9": [],
        "box:1": [words.WAITS_ELSEWHERE.format(where="box:1", count=1)],
        "": [words.WAITS_FOR_FORMER.format(count=1)],
    }
    assert told == expected[bookmark]


def test_just_this_once_leaves_nothing_behind(tmp_path: Path):
    chat = opened(tmp_path, is_once=True)
    assert chat.home.exists()
    say_and_leave(chat, look_up_server(read_options(ANN)))
    chat.close()
    assert not chat.home.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_a_program_left_that_was_ended_goes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    running = opened(tmp_path, is_once=True)
    left = tmp_path / "parley-ended"
    shutil.copytree(running.home, left)
    others = tmp_path / "parley-of-others", tmp_path / "photos"
    for folder in others:
        folder.mkdir()
    opened(tmp_path / "photos").close()
    assert sorted(tmp_path.iterdir()) == sorted([running.home, *others])
    running.close()
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_what_cannot_be_had_is_a_sentence(tmp_path: Path):
    (tmp_path / "profiles").write_text("in the way")
    with pytest.raises(DiskError, match="choose another --home"):
        opened(tmp_path)
    with pytest.raises(BadArgument, match="check -a"):
        look_up_server(read_options([*ANN, "-a", "256.256.256.256"]))


# --- links ---------------------------------------------------------------------------------------

WRITTEN_KEY = "a" * 52
LINK = f"parley://127.0.0.1:9/{WRITTEN_KEY}"
INVITE = f"{LINK}/{'b' * 24}ce"


def test_an_invite_that_was_not_used_is_there_at_the_next_start(tmp_path: Path):
    opened(tmp_path, "-a", INVITE).close()
    (file,) = tmp_path.glob("profiles/*/invitation")
    assert json.loads(file.read_text())["waiting"]["127.0.0.1:9"]["key"] == bytes(32).hex()
    again = opened(tmp_path)
    assert again.leads_here(INVITE)
    assert not again.leads_here(f"parley://127.0.0.1:9/{'b' * 51}a"), "the key of the link counts"
    again.close()
    trusting = opened(tmp_path, "--trust-new-key")
    assert trusting.leads_here(f"parley://127.0.0.1:9/{'b' * 51}a")
    trusting.close()


def test_where_links_and_addresses_lead(tmp_path: Path):
    chat = opened(tmp_path)
    for typed in (
        LINK,
        "parley://127.0.0.1:9",
        "127.0.0.1:9",
        "localhost:9",
        "parley://damaged/x",
        "",
    ):
        assert chat.leads_here(typed), typed
    for typed in ("127.0.0.1", "parley://desk:9", f"parley://desk/{WRITTEN_KEY}"):
        assert not chat.leads_here(typed), typed
    chat.close()
    known = opened(tmp_path, "-a", LINK)
    assert known.leads_here(f"parley://desk/{WRITTEN_KEY}"), "it has moved, or has two addresses"
    known.close()
