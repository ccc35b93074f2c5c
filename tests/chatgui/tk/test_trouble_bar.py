"""What is wrong, in the order of what it means to the person."""

import tkinter as tk

import pytest

from chatgui.app.messages import Ended, NoAnswerYet, StatusChanged
from chatgui.tk.trouble_bar import MOST_SAID, TroubleBar
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.office import Desk, make_desk
from tests.support.windows import Wait


class Bar:
    """`wished`: what the person wanted by its buttons, and where they went on."""

    def __init__(self, root: tk.Tk, theme: Theme, desk: Desk) -> None:
        self.desk = desk
        self.wished: list[str] = []
        wish = self.wished.append
        self.shown = TroubleBar(
            root, theme, desk.chat, wish, lambda: wish("doctor"), lambda: wish("write")
        )
        self.shown.grid(sticky="we")

    def hear(self, *events: Ended | NoAnswerYet | StatusChanged) -> None:
        for event in events:
            self.desk.chat.hear(event)
        self.desk.chat.take_changes()
        self.shown.draw()

    @property
    def text(self) -> str:
        return "".join(texts(self.shown))

    @property
    def buttons(self) -> list[bool]:
        """Again, change, doctor: which are there."""
        return [bool(button.winfo_ismapped()) for button in self.shown.buttons]


@pytest.fixture
def bar(root: tk.Tk, theme: Theme, wait: Wait) -> Bar:
    root.geometry("900x200")
    root.columnconfigure(0, weight=1)
    made = Bar(root, theme, make_desk())
    made.hear(StatusChanged("connected"))
    wait(root.winfo_viewable)
    wait(lambda: not made.shown.winfo_ismapped())
    return made


def test_what_was_said_stays_until_it_is_closed(bar: Bar, wait: Wait) -> None:
    bar.shown.say("The disk is full.")
    wait(lambda: bar.text == "The disk is full.")
    bar.shown.say("Parley made a mistake of its own.")
    bar.shown.say("The disk is full.")
    bar.shown.say_for_now("There is no network.")
    bar.shown.say_for_now("The port is taken.")
    said = ["Parley made a mistake of its own.", "The disk is full.", "The port is taken."]
    wait(lambda: bar.text == "\n".join(said))
    assert not any(bar.buttons)
    bar.shown.close.invoke()
    wait(lambda: not bar.shown.winfo_ismapped())
    assert bar.wished == ["write"]


def test_of_many_the_last_ones_are_shown_and_then_the_others(bar: Bar, wait: Wait) -> None:
    said = [f"Mistake {number}." for number in range(MOST_SAID + 1)]
    for sentence in said:
        bar.shown.say(sentence)
    wait(lambda: bar.text == "\n".join(said[1:]))
    bar.shown.close.invoke()
    wait(lambda: bar.text == said[0])


def test_what_is_over_by_itself_goes_by_itself(bar: Bar, wait: Wait) -> None:
    bar.shown.say_for_now("There is no network.")
    wait(bar.shown.winfo_ismapped)
    bar.shown.say_for_now("")
    wait(lambda: not bar.shown.winfo_ismapped())


def test_the_end_is_more_than_what_was_said_and_stays_for_good(bar: Bar, wait: Wait) -> None:
    bar.shown.say("Parley made a mistake of its own.")
    bar.hear(Ended("kicked"))
    wait(lambda: bar.text == bar.desk.chat.last_words)
    assert not bar.shown.close.winfo_ismapped()
    wait(lambda: bar.buttons == [True, True, False])  # no doctor helps there
    for button in bar.shown.buttons[:2]:
        button.invoke()
    assert bar.wished == ["again", "change"]


def test_who_wanted_the_end_is_offered_nothing(bar: Bar, wait: Wait) -> None:
    bar.hear(Ended("quit"))
    wait(lambda: bar.text == bar.desk.chat.last_words)
    assert not any(bar.buttons)


def test_where_nobody_answers_a_doctor_is_offered(bar: Bar, wait: Wait) -> None:
    bar.hear(StatusChanged("trying again"), NoAnswerYet())
    wait(lambda: bar.buttons == [False, False, True])  # it goes on by itself
    bar.shown.buttons[2].invoke()
    assert bar.wished == ["doctor"]
    bar.hear(StatusChanged("connected again"))
    wait(lambda: not bar.shown.winfo_ismapped())
    bar.hear(Ended("lost server"))
    wait(lambda: bar.buttons == [True, True, True])
