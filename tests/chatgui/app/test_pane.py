import random

import pytest

from chatgui.app.bubbles import Bubbles, Surroundings
from chatgui.app.pane import WINDOW, Pane
from chatgui.app.rows import Row
from tests.support.office import BOB, CAROL, NAMES
from tests.support.past import Past


def rows_of(pane: Pane) -> tuple[Row, ...]:
    around = Surroundings(pane.new, pane.hit, (), (), pane.is_at_oldest, pane.is_at_newest)
    return Bubbles(lambda _, name: name).rows(pane.messages, around, 0)


def look(pane: Pane, first: int, last: int) -> None:
    rows = rows_of(pane)
    at_end = last == len(rows) - 1
    pane.look(rows, rows[first].key, rows[last].key, at_end)


def pane_of(past: Past, conversation: bytes | None = b"") -> tuple[Pane, list[int]]:
    asked: list[int] = []
    pane = Pane(past, lambda: asked.append(1))
    pane.open(conversation)
    return pane, asked


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_looked_at_and_comes_it_shows_a_piece_of_the_history(seed: int):
    chance, past = random.Random(seed), Past(NAMES)
    for number in range(1500):
        past.say(chance.choice((BOB, CAROL)), f"{number}", (0,))
    past.seen[b""] = chance.randrange(1500)
    pane, _ = pane_of(past)
    for _ in range(60):
        match chance.randrange(8):
            case 0:
                past.say(BOB, "new", (0,))
                pane.reread()
            case 1:
                pane.jump(chance.choice(past.said))
            case 2:
                pane.go_to_newest()
            case _:
                length = len(rows_of(pane))
                first = chance.choice((0, length - 12, chance.randrange(length - 12)))
                look(pane, first, first + 11)
        shown = [m.id for m in pane.messages]
        assert 0 < len(shown) <= WINDOW
        assert shown == list(range(shown[0], shown[0] + len(shown)))
        assert pane.is_at_newest == (shown[-1] == len(past.said))
        assert not pane.is_at_oldest or shown[0] == 1


def test_what_is_in_view_stays_when_more_is_read():
    past = Past(NAMES)
    for number in range(1500):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 1500
    pane, _ = pane_of(past)
    for _ in range(10):
        rows = rows_of(pane)
        in_view = [row.key for row in rows[3:12]]
        look(pane, 3, 11)
        keys = [row.key for row in rows_of(pane)]
        assert [key for key in in_view if key in keys] == in_view


def test_while_one_reads_back_what_comes_does_not_move_the_view():
    past = Past(NAMES)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 1000
    pane, _ = pane_of(past)
    look(pane, 50, 60)
    first = pane.messages[0].id
    for number in range(500):
        past.say(BOB, f"{number}", (0,))
        pane.reread()
    assert pane.messages[0].id == first
    assert not pane.is_at_newest
    assert not pane.is_view_at_end


def test_at_the_end_it_follows_and_stays_small():
    past = Past(NAMES)
    pane, _ = pane_of(past)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,))
        pane.reread()
    assert pane.is_at_newest
    assert pane.messages[-1].id == 1000
    assert len(pane.messages) <= WINDOW


def test_at_the_oldest_one_the_server_is_asked():
    past = Past(NAMES)
    past.say(BOB, "hi", (0,))
    pane, asked = pane_of(past)
    assert asked == []
    look(pane, 0, 1)
    assert asked == [1]
    pane.grow()
    assert asked == [1, 1]


def test_what_was_seen_is_the_last_of_others_in_view():
    past = Past(NAMES)
    past.say(BOB, "one", (0,))
    past.own("mine", (0,))
    past.say(BOB, "two", (0,))
    past.seen[b""] = 1
    pane, _ = pane_of(past)
    assert pane.seen() is None
    rows = rows_of(pane)
    mine = next(row for row in rows if getattr(row, "text", "") == "mine")
    pane.look(rows, rows[0].key, mine.key, False)
    seen = pane.seen()
    assert seen is not None
    assert seen.text == "one"


def test_what_a_jump_went_over_was_not_seen():
    past = Past(NAMES)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 100
    pane, _ = pane_of(past)
    pane.jump(past.said[700])
    length = len(rows_of(pane))
    look(pane, length - 60, length - 50)
    assert pane.seen() is None
    for _ in range(10):
        look(pane, 0, 10)
    seen = pane.seen()
    assert seen is not None
    assert seen.position == 10


def test_a_jump_to_the_end_is_not_a_way_there():
    past = Past(NAMES)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 100
    pane, _ = pane_of(past)
    pane.jump(past.said[-1])
    length = len(rows_of(pane))
    for _ in range(2):
        look(pane, length - 11, length - 1)
        assert pane.seen() is None
    look(pane, length - 41, length - 31)
    assert pane.seen() is None
    look(pane, length - 11, length - 1)
    seen = pane.seen()
    assert seen is not None
    assert seen.position == 1000
    pane.jump(past.said[700])
    look(pane, 200, 210)
    assert pane.seen() is None
    pane.go_to_newest()
    look(pane, 100, len(rows_of(pane)) - 1)
    assert pane.seen() is not None


def test_a_history_that_is_not_what_it_was():
    past = Past(NAMES)
    for number in range(10):
        past.say(BOB, f"{number}", (0,))
    pane, _ = pane_of(past)
    look(pane, 0, 3)
    del past.said[:]
    pane.reread()
    assert list(pane.messages) == []
    past.say(BOB, "anew", (0,))
    pane.reread()
    assert [m.text for m in pane.messages] == ["anew"]
