import pytest

from chatgui.app.finds import find_marks, hits
from tests.support.office import BOB, NAMES, NOON
from tests.support.past import Past


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Lunch at the cafe", "lunch", ["Lunch"]),
        ("Café, café", "cafe", ["Café", "café"]),
        ("Die Straße dort", "strasse", ["Straße"]),
        ("we meet at lunchtime", "lunch", ["lunch"]),
        ("a brunch", "lunch", []),
        ("明日の会議です", "会議", ["会議"]),
        ("one two one", "two one", ["one", "two", "one"]),
        ("nothing", "", []),
        ("🎉 party 🎉", "party", ["party"]),
        ("lunch lunches", "lunch lunches", ["lunch", "lunches"]),
    ],
)
def test_marks_stand_where_the_words_begin(text: str, typed: str, marked: list[str]):
    assert [text[start:end] for start, end in find_marks(text, typed)] == marked


def test_a_long_text_is_cut_around_the_first_mark():
    past = Past(NAMES)
    past.say(BOB, "x" * 100 + " needle " + "y" * 300 + " needle", at_ms=NOON)
    (hit,) = hits(past.newest(9), "needle", lambda _: "bob", NOON)
    assert len(hit.text) <= 162
    assert (hit.text[0], hit.text[-1]) == ("…", "…")
    assert [hit.text[a:b] for a, b in hit.marks] == ["needle"]


def test_the_newest_stands_above():
    past = Past(NAMES)
    past.say(BOB, "old word")
    past.say(BOB, "new\nword")
    assert [h.text for h in hits(past.newest(9), "word", lambda _: "bob", NOON)] == [
        "new / word",
        "old word",
    ]
