import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.bubbles import (
    MOST_IN_A_ROW,
    Also,
    Bubbles,
    Note,
    Surroundings,
    key_of,
    state_of,
    tick_of,
)
from chatgui.app.pane import PAGE
from chatgui.app.rows import AlsoRow, DayRow, MessageRow, NewRow, NoteRow
from chatgui.app.shown import Counts
from chatgui.archive.schema import COMMITTED, REFUSED, WAITING
from tests.support.office import BOB, CAROL, MINUTE, NAMES, NOON
from tests.support.past import Past

DAY = 24 * 60 * MINUTE


def around(**fields: object) -> Surroundings:
    usual = Surroundings(None, None, (), (), is_whole=True, is_to_end=True)
    return usual._replace(**fields)


def bubbles() -> Bubbles:
    return Bubbles(lambda person, name: NAMES.get(person, name))


@pytest.mark.parametrize(
    ("state", "counts", "tick", "text"),
    [
        (None, None, "", ""),
        (WAITING, None, "waiting", ""),
        (REFUSED, None, "refused", "not sent"),
        (COMMITTED, None, "server", ""),
        (COMMITTED, Counts(9, 0, 0, 0, 0), "server", ""),
        (COMMITTED, Counts(9, 7, 3, 0, 0), "some", "7 of 9"),
        (COMMITTED, Counts(9, 7, 0, 2, 0), "some", "7 of 9"),
        (COMMITTED, Counts(9, 9, 3, 0, 0), "all", ""),
        (COMMITTED, Counts(9, 9, 9, 0, 0), "read", ""),
        (COMMITTED, Counts(0, 0, 0, 0, 0), "server", ""),
    ],
)
def test_ticks(state: int | None, counts: Counts | None, tick: str, text: str):
    past = Past(NAMES)
    message = past.change(past.say(BOB, "hi").id, state=state, counts=counts)
    assert (tick_of(message), state_of(message)) == (tick, text)


def test_several_by_one_sender_have_one_head():
    past = Past(NAMES)
    for sender in (BOB, BOB, CAROL, BOB):
        past.say(sender, "hi", (0,), NOON)
    rows = bubbles().rows(past.newest(9), around(new=2), NOON)
    shape = [row.is_first if isinstance(row, MessageRow) else type(row) for row in rows]
    assert shape == [DayRow, True, NewRow, True, True, True]
    rows = bubbles().rows(past.newest(9), around(), NOON)
    assert [row.is_first for row in rows[1:]] == [True, False, True, True]  # type: ignore[attr-defined]


def test_a_long_run_says_again_who_that_is():
    past = Past(NAMES)
    for _ in range(23):
        past.say(BOB, "hi", (0,), NOON)
    rows = bubbles().rows(past.newest(99), around(), NOON)
    heads = [row.id for row in rows if isinstance(row, MessageRow) and row.is_first]
    assert heads == [1, 11, 21]
    assert PAGE % MOST_IN_A_ROW == 0


def test_after_a_pause_it_is_said_again_who_that_is():
    past = Past(NAMES)
    for minute in (0, 14, 28, 43):
        past.say(BOB, "hi", (0,), NOON + minute * MINUTE)
    rows = bubbles().rows(past.newest(99), around(), NOON)
    assert [row.id for row in rows if isinstance(row, MessageRow) and row.is_first] == [1, 4]


def test_days():
    past = Past(NAMES)
    for at in (NOON - DAY, NOON - DAY, NOON, NOON - DAY):
        past.say(BOB, "hi", at_ms=at)
    rows = bubbles().rows(past.newest(9), around(), NOON)
    days = [row for row in rows if isinstance(row, DayRow)]
    assert [row.text for row in days] == ["Yesterday", "Today", "Yesterday"]
    assert len({row.key for row in rows}) == len(rows)


def test_notes_and_groups_stand_where_they_belong():
    past = Past(NAMES)
    for minute in (0, 10):
        past.say(BOB, f"{minute}", at_ms=NOON + minute * MINUTE)
    notes = [
        Note(None, NoteRow("n1", "first")),
        Note(1, NoteRow("n2", "behind one")),
        Note(99, NoteRow("n3", "behind what is not shown")),
    ]
    also = [
        Also(b"\x01", "carol", NOON + 5 * MINUTE),
        Also(b"\x02", "dave", NOON + 15 * MINUTE),
        Also(b"\x03", "eva", NOON - 15 * MINUTE),
    ]
    rows = bubbles().rows(past.newest(9), around(notes=notes, also=also), NOON)
    assert [row.text for row in rows if not isinstance(row, DayRow)] == [
        "first",
        "also in a group with eva (11:45)",
        "0",
        "behind one",
        "also in a group with carol (12:05)",
        "10",
        "also in a group with dave (12:15)",
    ]
    part = around(notes=notes, also=also, is_whole=False, is_to_end=False)
    rows = bubbles().rows(past.newest(9), part, NOON)
    assert [row.text for row in rows if isinstance(row, AlsoRow)] == [
        "also in a group with carol (12:05)"
    ]


def test_what_was_said_before_the_person_came_says_so():
    past = Past(NAMES)
    past.say(BOB, "old", (0,), NOON, early=True)
    past.say(BOB, "older", (0,), NOON, early=True)
    past.say(BOB, "new", (0,), NOON)
    rows = bubbles().rows(past.newest(9), around(), NOON)
    assert [row.text for row in rows][1:] == ["Said before you came", "old", "older", "new"]


def test_a_row_that_is_as_it_was_is_the_same_and_one_that_is_not_is_another():
    past, maker = Past(NAMES), bubbles()
    for _ in range(3):
        past.own("hi", (BOB,))
    before = maker.rows(past.newest(9), around(), NOON)
    past.change(2, counts=Counts(1, 1, 0, 0, 0))
    after = maker.rows(past.newest(9), around(hit=3), NOON)
    assert before[1] is after[1]
    assert [row.tick for row in after[1:]] == ["server", "all", "server"]  # type: ignore[attr-defined]
    assert after[3].is_hit  # type: ignore[attr-defined]
    assert after[3].key == before[3].key == key_of(3)


@given(
    st.lists(
        st.tuples(st.sampled_from((BOB, CAROL)), st.integers(-3, 3), st.booleans()), max_size=30
    ),
    st.integers(0, 30),
)
def test_every_message_is_there_once_in_order_and_keys_are_unique(
    said: list[tuple[int, int, bool]], new: int
):
    past = Past(NAMES)
    for sender, days, early in said:
        past.say(sender, "hi", (0,), NOON + days * DAY, early=early)
    rows = bubbles().rows(past.newest(99), around(new=new), NOON)
    assert [row.id for row in rows if isinstance(row, MessageRow)] == [m.id for m in past.said]
    assert len({row.key for row in rows}) == len(rows)
    tops = [
        row for row, above in zip(rows[1:], rows, strict=False) if type(above) is not MessageRow
    ]
    assert all(row.is_first for row in tops if isinstance(row, MessageRow))
