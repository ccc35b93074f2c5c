"""Notices for tests, with what does not matter there filled in."""

from typing import NamedTuple

from shared.chat import (
    EVERYONE_ID,
    TEXT,
    Address,
    Committed,
    Counted,
    Door,
    HistoryShown,
    HoldersShown,
    Message,
    NameRefused,
    Notice,
    NotSaved,
    PeopleShown,
    Posted,
    PostRefused,
    Present,
    Receipt,
    Receipted,
    RosterShown,
    Welcomed,
)

NATIVE_ONLY: tuple[Notice, ...] = (
    Welcomed(5, "bob", 7, 7, 0, 1, 1, 1),
    NameRefused("bob", "somebody here has it", "bob2"),
    Committed(1, 7, 0),
    PostRefused(1, "nobody", "none of the people it is for is known here"),
    NotSaved(1),
    RosterShown(1, True, ()),
    PeopleShown("", "", (), False),
    Counted(2, 1),
    Receipted((Receipt(7, 1, 1, 0, 0, 0),)),
    HoldersShown(7, 0, (), False),
    HistoryShown(7, (), False),
)
"""One of each kind that only verified people are told; the plain doors have no words for them."""


class Heard(NamedTuple):
    """What somebody was told of a message: all that most tests compare."""

    sender: str
    text: str
    to_everyone: bool


def posted(sender: str, text: str, to_everyone: bool, position: int = 1) -> Posted:
    to = (EVERYONE_ID,) if to_everyone else (7,)
    message = Message(5, sender, to, TEXT, text.encode("utf-8", "replace"), 0)
    return Posted(sender, message, position)


def present(name: str, door: Door, address: Address, verified: bool = False) -> Present:
    return Present(7, name, door, address, verified, "here", 0)


def heard(notice: Notice) -> Notice | Heard:
    """A Posted as Heard, everything else as it is."""
    if isinstance(notice, Posted):
        return Heard(notice.sender, notice.text, notice.to_everyone)
    return notice
