from shared.tk.steady import shift, steady_rows

SPANS = {name: (40 * number, 40 * number + 40) for number, name in enumerate("abcdef")}


def test_it_begins_under_the_pointer_and_ends_with_the_view():
    assert list(steady_rows(SPANS, 0, 170, 90)) == ["c", "d", "e"]
    assert list(steady_rows(SPANS, 80, 80, 10)) == ["c", "d"]


def test_without_a_pointer_it_is_what_was_scrolled_to():
    assert list(steady_rows(SPANS, 60, 80, None)) == ["b", "c", "d"]
    assert not steady_rows(SPANS, 0, 80, None)


def test_most_rows_say_how_far_all_have_moved():
    after = {**{key: (top + 60, bottom + 60) for key, (top, bottom) in SPANS.items()}, "a": (0, 40)}
    assert shift(SPANS, after) == 60
    assert shift(SPANS, SPANS) == shift(SPANS, {}) == 0
