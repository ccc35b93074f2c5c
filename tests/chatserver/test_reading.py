"""Marks only rise, and say what is to be stored."""

import pytest

from chatserver import reading
from chatserver.reading import TO_EVERYONE, ReadMarks, conversation_of
from shared.chat import EVERYONE_ID, TEXT, Message

BOB, CHAT = 7, b"c" * 16


def among(sender: int, *to: int) -> bytes:
    return conversation_of(Message(sender, "x", to, TEXT, b"", 0))


def test_a_conversation_is_the_people_in_it_whoever_speaks() -> None:
    assert among(1, 2, 3) == among(3, 1, 2) == among(2, 3, 1, 2)
    assert len({among(1, 2), among(1, 3), among(1, 2, 3), among(1, 1)}) == 4
    assert len(among(1, 2)) == 16
    assert among(1, EVERYONE_ID) == among(2, 5, EVERYONE_ID) == TO_EVERYONE


def test_marks_rise_and_never_fall() -> None:
    marks = ReadMarks()
    assert marks.read(BOB, CHAT, 5)
    assert not marks.read(BOB, CHAT, 5)
    assert not marks.read(BOB, CHAT, 4)
    assert marks.up_to(BOB, CHAT) == 5
    assert marks.up_to(8, CHAT) == marks.up_to(BOB, b"d" * 16) == 0


def test_changes_are_told_once_and_what_was_loaded_is_none() -> None:
    marks = ReadMarks({(BOB, CHAT): 5})
    assert not marks.is_changed
    marks.read(BOB, CHAT, 5)
    assert not marks.is_changed
    marks.read(BOB, CHAT, 6)
    assert marks.is_changed
    assert marks.changes() == {(BOB, CHAT): 6}
    assert not marks.is_changed


def test_of_too_many_the_longest_unchanged_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MARKS_KEPT", 2)
    marks = ReadMarks()
    for person, position in ((1, 1), (2, 1), (1, 2), (3, 1)):
        marks.read(person, CHAT, position)
    assert marks.changes() == {(1, CHAT): 2, (2, CHAT): None, (3, CHAT): 1}
    assert len(marks) == 2
