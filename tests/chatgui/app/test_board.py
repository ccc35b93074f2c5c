from chatgui.app.board import PAGE, Delivery
from chatgui.app.messages import AskHolders, HolderShown, HoldersReceived, Intent
from chatgui.app.shown import Counts
from chatgui.archive.schema import REFUSED
from chatgui.archive.schema import WAITING as UNSENT
from shared.dialects.native.records import DELIVERED, HANDED, MISSED, READ
from shared.dialects.native.records import WAITING as NOT_YET
from tests.support.office import BOB, NAMES, NOON
from tests.support.past import Past


def opened(**fields: object) -> tuple[Delivery, list[Intent]]:
    past, posted = Past(NAMES), []
    mine = past.own("one\ntwo", (BOB,))
    delivery = Delivery(posted.append)
    delivery.open(past.change(mine.id, **fields), 0)
    return delivery, posted


def test_who_lacks_it_stands_above():
    delivery, posted = opened()
    board = delivery.show(True, NOON)
    assert board is not None
    assert (board.text, board.summary, board.is_waiting) == ("one / two", "Asking the server", True)
    states = (READ, DELIVERED, NOT_YET, HANDED, MISSED, 99)
    people = tuple(HolderShown(f"p{s}", s, NOON if s == READ else 0) for s in states)
    delivery.hear(HoldersReceived(1, people))
    board = delivery.show(True, NOON)
    assert board is not None
    assert [(h.state, h.tick) for h in board.holders] == [
        ("missed", "refused"),
        ("waits on the server", "server"),
        ("handed over, not confirmed", "some"),
        ("delivered", "all"),
        ("read", "read"),
        ("needs a newer version of Parley", "server"),
    ]
    assert board.summary == "1 read, 1 delivered, 1 not confirmed, 1 waiting, 1 missed"
    assert posted == [AskHolders(1)]


def test_what_is_not_on_the_server_waits_here():
    delivery, posted = opened(state=UNSENT, position=0)
    for is_connected, told in (
        (False, "It waits on this computer until the server answers."),
        (True, "It is on its way to the server."),
    ):
        board = delivery.show(is_connected, NOON)
        assert board is not None
        assert (board.summary, board.is_waiting) == (told, False)
    assert not posted


def test_above_fifty_there_are_pages():
    delivery, _ = opened()
    people = tuple(HolderShown(f"p{n:03}", DELIVERED, 0) for n in range(120))
    delivery.hear(HoldersReceived(1, people))
    for page, first, count in ((0, "p000", PAGE), (2, "p100", 20), (9, "p100", 20)):
        message = Past(NAMES).own("one\ntwo", (BOB,))
        delivery.open(message, page)
        board = delivery.show(True, NOON)
        assert board is not None
        assert (board.pages, board.page) == (3, min(page, 2))
        assert (board.holders[0].name, len(board.holders)) == (first, count)
        assert board.summary == "120 delivered"


def test_it_is_asked_again_when_others_have_it():
    delivery, posted = opened()
    message = Past(NAMES).own("one\ntwo", (BOB,))
    delivery.follow(message)
    delivery.follow(Past(NAMES).own("one\ntwo", (BOB,), counts=Counts(1, 1, 0, 0, 0)))
    delivery.follow(None)
    assert posted == [AskHolders(1)] * 2


def test_what_cannot_be_known():
    delivery, _ = opened()
    board = delivery.show(False, NOON)
    assert board is not None
    assert board.summary.startswith("The server does not answer")
    delivery.hear(HoldersReceived(99, (), is_gone=True))
    delivery.hear(HoldersReceived(1, ()))
    board = delivery.show(True, NOON)
    assert board is not None
    assert board.summary == "Nobody is known to be waiting for it."
    delivery.hear(HoldersReceived(1, (), is_gone=True))
    board = delivery.show(True, NOON)
    assert board is not None
    assert "is gone" in board.summary
    delivery.close()
    assert delivery.show(True, NOON) is None


def test_what_is_not_on_the_server_is_not_asked_for():
    delivery, posted = opened(state=REFUSED, reason="no", position=0)
    board = delivery.show(True, NOON)
    assert board is not None
    assert (board.summary, board.is_waiting, posted) == ("refused: no", False, [])
