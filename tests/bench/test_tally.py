import pytest

from tests.bench.tally import TEXT_BYTES, Broken, Tally


def said(tally: Tally) -> bytes:
    text = tally.next_text()
    tally.note_said()
    return text


def test_a_text_is_complete_when_all_have_heard_it():
    tally = Tally(2)
    text = said(tally)
    assert len(text) == TEXT_BYTES
    tally.hear("a", text, 0)
    assert (tally.ahead, tally.complete) == (1, 0)
    tally.hear("b", text, 0)
    assert (tally.ahead, tally.complete, tally.deliveries) == (0, 1, 2)


def test_the_sender_is_ahead_of_the_slowest():
    tally = Tally(2)
    first, second = said(tally), said(tally)
    tally.hear("a", first, 0)
    tally.hear("a", second, 0)
    tally.hear("b", first, 0)
    assert tally.ahead == 1


def test_the_span_of_a_text_ends_with_the_last_who_hears_it():
    tally = Tally(2)
    text = said(tally)
    tally.hear("a", text, 2_000_000_000_000_000_000)
    tally.hear("b", text, 1)
    assert tally.spans_s(1) == [pytest.approx(2e9 - tally._said_at[1] * 1e-9)]


def test_lost_doubled_changed_and_invented_texts_are_found():
    tally = Tally(1)
    first, second = said(tally), said(tally)
    with pytest.raises(Broken):
        tally.hear("a", second, 0)  # the first is lost
    tally.hear("a", first, 0)
    with pytest.raises(Broken):
        tally.hear("a", first, 0)
    with pytest.raises(Broken):
        tally.hear("a", second[:-1] + b"y", 0)
    tally.hear("a", second, 0)
    with pytest.raises(Broken):
        tally.hear("a", tally.next_text(), 0)
