"""What stands in the lines of a bubble, and how wide it is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.rows import Link, MessageRow
from chatgui.tk.pane import bubble
from chatgui.tk.pane.bubble import Bubble
from chatgui.tk.pane.geometry import Laid, Line, Picture, Room, Rulers
from tests.support.pane_rows import linked, message

RULERS = Rulers(*[lambda text: 7 * len(text)] * 4)
WIDE, NARROW = Room(1.0, 1.0, 900), Room(1.0, 1.0, 300)


def lay(row: MessageRow, room: Room = WIDE, is_unfolded: bool = False) -> Laid:
    return Bubble(row, room, RULERS, is_unfolded).laid()


def text_of(line: Line) -> str:
    return "".join(run.content for run in line.runs if isinstance(run.content, str)).strip()


def pictures(laid: Laid) -> list[Picture]:
    runs = [run.content for line in laid.lines for run in line.runs]
    return [content for content in runs if isinstance(content, Picture)]


def test_a_short_message_is_a_head_or_cap_a_line_with_the_time_and_a_cap():
    theirs, mine = lay(message(1, "ok")), lay(message(1, "ok", is_mine=True))
    assert [text_of(line) for line in theirs.lines] == ["", "bob", "ok\t12:05", ""]
    assert [text_of(line) for line in mine.lines] == ["", "", "ok\t12:05", ""]
    assert (theirs.side, mine.side) == ("left", "right")
    assert theirs.width < mine.width < 200  # it hugs its text; ticks take room


def test_the_second_of_a_sender_has_no_name_and_no_face():
    kinds = {picture.kind for picture in pictures(lay(message(1, "ok", is_first=False)))}
    assert kinds == {"cap"}


def test_lines_are_wrapped_to_the_room_and_cover_the_text():
    row = message(1, "some words that take lines in a narrow pane")
    laid = lay(row, NARROW)
    parts = [row.text[line.start : line.end] for line in laid.lines if line.end > line.start]
    assert " ".join(parts) == row.text
    assert laid.width <= 300
    assert not laid.is_whole
    assert lay(row).is_whole


def test_the_time_takes_a_line_of_its_own_where_there_is_no_room_for_it():
    row = message(1, "x" * (NARROW.text_width // 7))
    assert [text_of(line) for line in lay(row, NARROW).lines][-3:-1] == [row.text, "12:05"]


def test_a_guest_is_unverified_in_a_sign_and_a_word():
    laid = lay(message(1, "hi", unverified=True))
    assert "unverified" in text_of(laid.lines[1])
    assert Picture("icon", ("warning", "warn")) in pictures(laid)


def test_states_that_share_a_sign_differ_by_a_word():
    shown = set()
    for tick, state in (("waiting", ""), ("refused", "not sent"), ("server", ""),
                        ("some", "1 of 2"), ("all", ""), ("read", "")):  # fmt: skip
        laid = lay(message(1, "ok", is_mine=True, tick=tick, state=state))
        icon = next(picture.what[0] for picture in pictures(laid) if picture.kind == "icon")
        shown.add((icon, text_of(laid.lines[-2])))
    assert len(shown) == 6


def test_a_hit_has_a_sign_too():
    assert ("search", "text") in [p.what for p in pictures(lay(message(1, is_hit=True)))]


def test_a_link_that_is_wrapped_is_a_link_on_each_of_its_lines():
    url = "https://example.org/" + "path/" * 20
    laid = lay(linked(1, f"see {url} now", url), NARROW)
    shown = [run.content for line in laid.lines for run in line.runs if "link" in run.tags]
    assert "".join(str(part) for part in shown) == url
    assert len(shown) > 2


@given(st.text("ab \n", max_size=80), st.lists(st.integers(0, 80), max_size=8, unique=True))
def test_links_change_no_text(text: str, cuts: list[int]):
    ends = sorted(cut for cut in cuts if cut <= len(text))
    links = tuple(Link(a, b, text[a:b]) for a, b in list(pairwise(ends))[::2])
    with_links, without = lay(message(1, text or "x", links=links)), lay(message(1, text or "x"))
    assert [text_of(a) for a in with_links.lines] == [text_of(b) for b in without.lines]


def test_tabs_and_breaks_do_not_get_into_lines():
    laid = lay(message(1, "a\tb\nc"))
    assert [text_of(line) for line in laid.lines][2:4] == ["a\u2003b", "c\t12:05"]


def test_a_long_message_is_folded_until_it_is_wanted():
    row = message(1, "\n".join(map(str, range(1200))))
    folded, whole = lay(row), lay(row, is_unfolded=True)
    assert folded.is_folded
    assert len(folded.lines) < bubble.FOLDED + 5
    assert "Show all 1,200 lines" in text_of(folded.lines[-2])
    assert not whole.is_folded
    assert len(whole.lines) == 1200 + 3


@pytest.mark.parametrize("text", ["x" * 65_536, "word " * 13_000, "\n" * 65_536])
def test_the_longest_messages_are_folded_whatever_they_are(text: str):
    laid = lay(message(1, text))
    assert laid.is_folded
    assert len(laid.lines) < bubble.FOLDED + 5
