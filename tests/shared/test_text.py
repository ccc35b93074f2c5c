import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text import cut_bytes, cut_characters, decode_untrusted, one_line, sanitise

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

anything = st.text(st.characters(exclude_categories=()))
nasty = st.text(st.sampled_from("a\r\n\t\x00\x1b\x7f\x85\x9b\u2028\u2029\ud800" + BIDI))


def unsafe(character: str) -> bool:
    if character in "\n\t":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF")
        or character in BIDI
    )


@given(anything | nasty)
def test_nothing_unsafe_survives(text: str) -> None:
    assert not [c for c in sanitise(text) if unsafe(c)]


@given(anything | nasty)
def test_sanitising_twice_changes_nothing_more(text: str) -> None:
    assert sanitise(sanitise(text)) == sanitise(text)


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert sanitise(text) == "".join(c for c in text if c not in BIDI)


@given(st.binary())
def test_any_bytes_become_safe_text(data: bytes) -> None:
    assert not [c for c in decode_untrusted(data) if unsafe(c)]


@given(anything | nasty)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert "\t" not in line


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("\x1b[2J", "\u241b[2J", id="an escape becomes its picture"),
        pytest.param("a\x00b", "a\u2400b", id="so does a null"),
        pytest.param("a\x7f", "a\u2421", id="and a delete"),
        pytest.param("a\r\nb", "a\nb", id="a CRLF is a newline"),
        pytest.param("a\rb", "a\u240db", id="a lone CR shows"),
        pytest.param("a\x9b31m", "a31m", id="C1 controls vanish"),
        pytest.param("a\u202eb", "ab", id="bidi overrides vanish"),
        pytest.param("a\u2028b", "a b", id="a line separator is a blank"),
        pytest.param("a\ud800", "a\ufffd", id="half a character is a replacement"),
        pytest.param("a\tb\nc", "a\tb\nc", id="tab and newline stay"),
    ],
)
def test_what_becomes_of_controls(text: str, safe: str) -> None:
    assert sanitise(text) == safe


def test_bad_utf_8_becomes_replacement_characters() -> None:
    assert decode_untrusted(b"caf\xe9!") == "caf\ufffd!"


def test_one_line_shows_where_lines_ended() -> None:
    assert one_line("a\nb\tc") == "a / b c"


@given(st.text(), st.integers(0, 60), st.sampled_from(["", "...", " [+{n} characters]"]))
def test_a_cut_keeps_to_the_limit_and_to_characters(text: str, limit: int, mark: str) -> None:
    cut = cut_bytes(text, limit, mark)
    assert len(cut.encode("utf-8", "replace")) <= limit
    if len(text.encode("utf-8", "replace")) <= limit:
        assert cut == text
    elif not mark:
        assert text.startswith(cut)
        assert len(text[: len(cut) + 1].encode("utf-8", "replace")) > limit


def test_the_mark_says_how_much_was_cut() -> None:
    assert cut_bytes("ä" * 30, 24, " [+{n}]") == "ä" * 9 + " [+21]"
    assert cut_characters("abcdef", 4, "[+{n}]") == "abcd[+2]"


def test_what_fits_is_not_cut() -> None:
    assert cut_bytes("ääää", 8, "[+{n}]") == "ääää"
    assert cut_characters("abcd", 4, "[+{n}]") == "abcd"
