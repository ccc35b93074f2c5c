import pytest

from chatgui.app.messages import (
    Ended,
    Event,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NotSent,
    OwnReceived,
)
from chatgui.app.model import Model


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (ListReceived(("bob", "eva")), "list: bob eva"),
        (ListReceived(()), "list:"),
        (MessageReceived("bob", "hi {there}"), "msg: bob: hi {there}"),
        (Ended("quit"), "quitting"),
        (Ended("full"), "disconnected: server full"),
        (Ended("name"), "disconnected: username not available"),
        (Ended("unknown"), "disconnected: server received an unknown command"),
    ],
    ids=repr,
)
def test_what_scripts_read(event: Event, text: str) -> None:
    (line,) = Model("me", "box:1").reduce(event)
    assert (line.text, line.aside) == (text, False)


@pytest.mark.parametrize(
    "event",
    [NotSent("too long"), NoAnswerYet(), Ended("no server"), Ended("lost server")],
    ids=repr,
)
def test_what_is_about_the_program_goes_aside(event: Event) -> None:
    (line,) = Model("me", "box:1").reduce(event)
    assert line.aside
    assert "box:1" in line.text or isinstance(event, NotSent)


def test_the_model_knows_who_is_here_and_how_it_ended() -> None:
    model = Model("me", "box:1")
    model.reduce(ListReceived(("bob",)))
    assert (model.people, model.ended) == (("bob",), None)
    model.reduce(Ended("full"))
    assert model.ended == "full"


def test_an_event_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="no such event"):
        Model("me", "box:1").reduce(Event())


def test_what_was_said_before_the_person_came_stands_aside_under_one_heading() -> None:
    model = Model("me", "box:1")
    lines = [
        line
        for text in ("one", "two")
        for line in model.reduce(MessageReceived("bob", text, unverified=text == "two", early=True))
    ]
    assert all(line.aside for line in lines)
    assert [line.text for line in lines] == ["Said before you came:", "  bob: one", "  bob: two"]
    assert lines[2].note.strip() == "(unverified guest)"


def test_what_the_person_said_elsewhere_stands_aside() -> None:
    (line,) = Model("me", "box:1").reduce(OwnReceived(("bob", "eva"), "hi"))
    assert line.aside
    assert line.text == "said by you, elsewhere or earlier, to bob, eva: hi"
