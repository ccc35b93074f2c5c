"""The lowest line: what was answered, for a while; else which server this is."""

import tkinter as tk

import pytest

from chatserver.dashboard.foot import Foot
from shared.tk.theme import Theme
from tests.support.windows import Wait


@pytest.fixture
def foot(root: tk.Tk, theme: Theme, wait: Wait) -> Foot:
    root.geometry("500x60")
    made = Foot(root, theme, lambda: None, lambda: None)
    made.pack(fill="x")
    wait(lambda: made.winfo_width() == 500)
    made.show("Parley 0.7 · port 15000", can_quit=True)
    return made


def text(foot: Foot) -> str:
    return str(foot._text["text"]).strip()


def test_an_answer_is_shown_and_forgotten(foot: Foot):
    assert text(foot) == "Parley 0.7 · port 15000"
    foot.say("bob is sent away.\nReally.")
    assert text(foot) == "bob is sent away. / Really."
    foot._forget()
    assert text(foot) == "Parley 0.7 · port 15000"


def test_a_refusal_differs_by_more_than_its_colour(foot: Foot):
    foot.say("bob is sent away.")
    done = str(foot._text["image"])
    foot.say("Nobody here is called bob.", is_wrong=True)
    assert str(foot._text["image"]) not in ("", done)


def test_what_is_long_is_cut_before_the_button(foot: Foot):
    foot.say("A very long sentence. " * 20)
    foot.update()
    assert text(foot).endswith("…")
    assert foot.quit_button.winfo_x() + foot.quit_button.winfo_width() <= 500


def test_a_server_that_is_gone_cannot_be_ended(foot: Foot):
    foot.show("/srv/parley", can_quit=False)
    foot.update()
    assert not foot.quit_button.winfo_ismapped()
    assert not foot.start_button.winfo_ismapped(), "how it was started is not known"
    foot.show("/srv/parley", can_quit=False, can_start=True)
    foot.update()
    assert foot.start_button.winfo_ismapped()
    foot.show("Parley 0.7 · port 15000", can_quit=True)
    foot.update()
    assert foot.quit_button.winfo_ismapped()
    assert not foot.start_button.winfo_ismapped()
