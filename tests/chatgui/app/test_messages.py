from typing import get_args

from chatgui.app.messages import AskList, End, Ended, Event, Intent, MessageReceived, Quit, Send
from chatgui.app.model import Model


def test_intents_and_events_are_values() -> None:
    assert Send(("bob",), "hi") == Send(("bob",), "hi")
    assert len({Quit(), Quit(), AskList()}) == 2
    assert isinstance(Quit(), Intent)
    assert isinstance(MessageReceived("a", "b"), Event)


def test_every_end_has_a_last_line() -> None:
    for why in get_args(End):
        assert Model("me", "box:1").reduce(Ended(why))[0].text
