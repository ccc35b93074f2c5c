"""What a chat has on the disk, opened and closed."""

import queue
from pathlib import Path

import pytest

from chatgui.app.messages import Ended, Event, KeepDraft, Quit, Say, WaitingChanged
from chatgui.opening import OpenChat, open_chat
from chatgui.options import BadArgument, read_options
from shared.disk import DiskError

ANN = ["-u", "ann", "-p", "9"]  # nobody answers there


def no_word(text: str) -> None:
    raise AssertionError(text)


def opened(home: Path, *more: str, is_once: bool = False) -> OpenChat:
    return open_chat(read_options([*ANN, *more]), home, no_word, is_once=is_once)


def say_and_leave(chat: OpenChat) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    link = chat.make_link(events)
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
    say_and_leave(chat)
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


def test_what_was_said_while_the_server_could_not_be_found_is_kept(tmp_path: Path):
    chat = opened(tmp_path)
    chat.keep([Say((0,), "hello"), KeepDraft(b"", (), "half a")])
    chat.close()
    again = opened(tmp_path)
    (row,) = again.history.conversations(9)
    assert row.last is not None
    assert (row.last.text, row.draft) == ("hello", "half a")
    again.close()


def test_just_this_once_leaves_nothing_behind(tmp_path: Path):
    chat = opened(tmp_path, is_once=True)
    assert chat.home.exists()
    say_and_leave(chat)
    chat.close()
    assert not chat.home.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_had_is_a_sentence(tmp_path: Path):
    (tmp_path / "profiles").write_text("in the way")
    with pytest.raises(DiskError, match="choose another --home"):
        opened(tmp_path)
    chat = opened(tmp_path / "other", "-a", "256.256.256.256")
    with pytest.raises(BadArgument, match="check -a"):
        chat.make_link(queue.SimpleQueue())
    chat.close()
