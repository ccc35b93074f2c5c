import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app import recipients
from chatgui.app.conversations import Conversations
from chatgui.app.people import People
from shared.chat import EVERYONE_ID
from tests.support.office import BOB, CAROL, DAVE, GUEST, MINUTE, NOON, everybody
from tests.support.past import ME


def office() -> tuple[People, Conversations]:
    people = People(lambda _: None, ME)
    people.change(everybody().people, True)
    return people, Conversations(people, lambda _: None)


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 4), max_size=3), st.booleans()),
        max_size=20,
    )
)
def test_everyone_is_alone_and_nobody_is_there_twice(steps: list[tuple[list[int], bool]]):
    chosen: tuple[int, ...] = ()
    for people, is_checked in steps:
        chosen = recipients.choose(chosen, people, is_checked)
        assert len(set(chosen)) == len(chosen)
        assert EVERYONE_ID not in chosen or chosen == (EVERYONE_ID,)
        assert not people or is_checked or not set(people) & set(chosen)


@pytest.mark.parametrize(
    ("chosen", "title", "subtitle", "warning"),
    [
        ((), "Nobody chosen", "Choose people on the left", ""),
        ((BOB,), "bob", "here", ""),
        ((CAROL,), "carol", "away since 11:59", ""),
        ((GUEST,), "xyz", "here", "1 guest: not encrypted"),
        ((DAVE, BOB, CAROL), "bob, carol, dave", "4 people, 2 here now", ""),
        ((EVERYONE_ID,), "Everyone", "5 people, 3 here now", "1 guest: not encrypted"),
    ],
)
def test_the_header(chosen: tuple[int, ...], title: str, subtitle: str, warning: str):
    header = recipients.header(chosen, *office(), NOON)
    assert (header.title, header.subtitle, header.warning) == (title, subtitle, warning)
    assert bool(header.meaning) == bool(warning)


@pytest.mark.parametrize(
    ("chosen", "subtitle"),
    [
        ((BOB,), "here at 12:00"),
        ((CAROL,), "away since 11:59"),
        ((BOB, CAROL), "3 people, 1 here, as of 12:00"),
        ((EVERYONE_ID,), "5 people, 2 here, as of 12:00"),
    ],
)
def test_without_a_server_the_header_says_when_it_was_so(chosen: tuple[int, ...], subtitle: str):
    people, conversations = office()
    people.follow(False, NOON)
    header = recipients.header(chosen, people, conversations, NOON + MINUTE)
    assert header.subtitle == subtitle
    people.follow(True, NOON + MINUTE)
    assert recipients.header((BOB,), people, conversations, NOON).subtitle == "here"


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ((BOB,), "Send to bob"),
        ((GUEST,), "Send to xyz, not encrypted"),
        ((ME,), "Send to yourself"),
        ((BOB, CAROL), "Send to 2"),
        ((BOB, GUEST), "Send to 2, not encrypted to 1"),
        ((EVERYONE_ID,), "Send to all 4, not encrypted to 1"),
    ],
)
def test_the_button_says_how_many(chosen: tuple[int, ...], text: str):
    people, _ = office()
    button = recipients.send_button(chosen, people, "hi", "Write", is_over=False)
    assert (button.text, button.is_enabled, button.hint) == (text, True, "Write")
    assert not recipients.send_button(chosen, people, " \n", "Write", is_over=False).is_enabled
    assert not recipients.send_button(chosen, people, "hi", "Write", is_over=True).is_enabled


def test_before_anybody_is_known_everyone_can_be_written_to():
    people = People(lambda _: None, ME)
    button = recipients.send_button((EVERYONE_ID,), people, "hi", "Write", is_over=False)
    assert (button.text, button.is_enabled) == ("Send to all", True)


def test_among_thousands_nobody_knows_how_many_guests_there_are():
    people, conversations = office()
    people.join(ME, has_all=False)
    people.count(5000, 10)
    header = recipients.header((EVERYONE_ID,), people, conversations, NOON)
    assert header.warning == "Perhaps guests: not encrypted"
    button = recipients.send_button((EVERYONE_ID,), people, "hi", "Write", is_over=False)
    assert button.text == "Send to all 4999"


def test_twenty_chips_and_how_many_others():
    people, _ = office()
    shown, more = recipients.chips(range(1, 31), people)
    assert (len(shown), more) == (recipients.CHIPS, 10)
    assert shown[3].unverified


def test_ten_are_not_asked_about_and_eleven_are():
    people, conversations = office()
    assert recipients.question(range(1, 11), people, conversations) is None
    asked = recipients.question(range(1, 12), people, conversations)
    assert asked is not None
    assert asked.text.startswith("Send this to 11 people: bob, carol, dave and 8 others?\n")
    assert "1 of them is a guest" in asked.text
