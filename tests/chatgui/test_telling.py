from chatgui.app import words
from chatgui.app.messages import MessageReceived, OwnReceived
from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item
from chatgui.incoming import News
from chatgui.telling import Telling
from shared.chat import EVERYONE_ID
from shared.dialects.native.records import TEXT

SERVER = b"s" * 32
ANN, BOB, EVA = 1, 2, 3
"""Ann is who is told."""


def item(sender: int, to: tuple[int, ...], text: str = "hi", kind: int = TEXT) -> Item:
    name = {ANN: "ann", BOB: "bob", EVA: "e\nva"}[sender]
    return Item(sender, name, to, kind, text.encode(), b"o" * 16, 1, b"l" * 16, 5, 70)


def begin(is_roster_due: bool = False) -> tuple[Telling, Archive]:
    archive = Archive(open_in_memory(), ANN, lambda: 0)
    archive.attach(SERVER)
    telling = Telling(archive)
    telling.restart(is_roster_due)
    return telling, archive


def test_what_others_say_is_told_at_once_and_they_have_a_name_then():
    telling, archive = begin(is_roster_due=True)
    (event,) = telling.tell(SERVER, News(item(EVA, (ANN, BOB)), is_ours=False))
    assert isinstance(event, MessageReceived)
    assert (event.sender, event.text, event.to) == ("e / va", "hi", (ANN, BOB))
    assert not event.unverified
    assert archive.names(SERVER)[EVA] == "e / va"


def test_what_is_newer_than_this_program_says_so():
    telling, _ = begin()
    (event,) = telling.tell(SERVER, News(item(BOB, (ANN,), kind=200), is_ours=False))
    assert isinstance(event, MessageReceived)
    assert event.text == words.NEEDS_NEWER


def test_of_ones_own_only_what_was_said_elsewhere_is_told():
    telling, _ = begin()
    own = item(ANN, (EVERYONE_ID,))
    assert telling.tell(SERVER, News(own, is_ours=True)) == []
    assert telling.tell(SERVER, News(own, is_ours=False)) == [OwnReceived((words.EVERYONE,), "hi")]
    (note,) = telling.tell(SERVER, News(item(ANN, (ANN,)), is_ours=True))
    assert isinstance(note, MessageReceived), "who writes to oneself reads it"


def test_names_are_waited_for_and_nothing_is_told_out_of_turn():
    telling, archive = begin(is_roster_due=True)
    first, second = item(ANN, (BOB,), "first"), item(ANN, (EVERYONE_ID,), "second")
    assert telling.tell(SERVER, News(first, is_ours=False)) == []
    assert telling.tell(SERVER, News(second, is_ours=False)) == []
    archive.name_people(SERVER, {BOB: "bob"})
    assert telling.meet(SERVER) == [
        OwnReceived(("bob",), "first"),
        OwnReceived((words.EVERYONE,), "second"),
    ]
    assert telling.meet(SERVER) == []


def test_who_is_not_in_the_roster_has_no_name():
    telling, _ = begin(is_roster_due=True)
    assert telling.tell(SERVER, News(item(ANN, (EVA,)), is_ours=False)) == []
    assert telling.meet(SERVER) == [OwnReceived((words.SOMEBODY,), "hi")]
    telling.restart(is_roster_due=False)
    assert telling.tell(SERVER, News(item(ANN, (EVA,)), is_ours=False)) == [
        OwnReceived((words.SOMEBODY,), "hi")
    ]
