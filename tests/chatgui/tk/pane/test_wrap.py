"""Lines break where people would break them, and every character is on exactly one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.tk.pane.wrap import Ruler, wrap


def lines(text: str, limit: int) -> list[str]:
    return [text[span.start : span.end] for span in wrap(text, limit, len)]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("", 5, [""]),
        ("one two", 20, ["one two"]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("a\nb\n", 5, ["a", "b", ""]),
        ("  indented", 20, ["  indented"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("see abcdefghij now", 4, ["see", "abcd", "efgh", "ij", "now"]),
        ("日本語です。は", 3, ["日本語", "です。", "は"]),
        ("日本語。", 3, ["日本", "語。"]),
    ],
)
def test_where_lines_break(text: str, limit: int, shown: list[str]):
    assert lines(text, limit) == shown


@pytest.mark.parametrize("whole", ["e\u0301", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469"])
def test_what_is_one_sign_to_the_eye_stays_together(whole: str):
    assert lines("ab" + whole, 3)[1].startswith(whole[0])


@given(st.text(alphabet="ab \n\t日。\u0301\U0001f600", max_size=60), st.integers(1, 12))
def test_only_blanks_and_breaks_are_left_out_and_no_line_is_too_wide(text: str, limit: int):
    spans = list(wrap(text, limit, len))
    shown = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in shown if c not in " \t"] == [c for c in text if c not in " \t\n"]
    for span in spans:
        assert span.width == span.end - span.start
        assert span.width <= limit or not text[span.start : span.end].strip(" \t")[limit:]
    assert [s.start for s in spans] == sorted(s.start for s in spans)


def test_a_word_is_measured_once_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setattr("chatgui.tk.pane.wrap._MOST_REMEMBERED", 3)
    ruler = Ruler(lambda text: asked.append(text) or len(text))
    for text in ("a", "a", "b", "c", "d", "a"):
        assert ruler(text) == 1
    assert asked == ["a", "b", "c", "d", "a"]
