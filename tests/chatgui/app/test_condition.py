import re
from typing import get_args

import pytest

from chatgui.app.condition import STAYS_MS, Condition
from chatgui.app.messages import End, Ended, LineMeasured, Status, StatusChanged


def in_status(status: Status) -> Condition:
    condition = Condition("desk", "ada")
    condition.change(StatusChanged(status))
    return condition


@pytest.mark.parametrize(
    ("status", "text", "is_well"),
    [
        ("looking", "Looking for desk", False),
        ("connected", "desk", True),
        ("connected again", "desk", True),
        ("poor", "desk", True),
        ("fine", "desk", True),
        ("trying again", "desk does not answer, trying again", False),
        ("no parley", "Looking for desk", False),
    ],
)
def test_the_line(status: Status, text: str, is_well: bool):
    bar = in_status(status).bar()
    assert (bar.text, bar.is_well) == (f"ada · {text}", is_well)


@pytest.mark.parametrize("status", ["no parley", "other version", "needs invite", "unknown invite"])
def test_what_the_person_must_mend_stays_until_it_is_over(status: Status):
    condition = in_status(status)
    condition.tick(STAYS_MS * 100)
    assert "desk" in condition.bar().trouble
    condition.change(StatusChanged("connected"))
    assert condition.bar().trouble == ""


def test_of_what_answers_nothing_it_is_not_said_what_it_is():
    assert in_status("no parley").bar().trouble.startswith("No Parley server answers at desk yet")


def test_how_good_it_is_is_forgotten_when_it_is_gone():
    condition = in_status("connected")
    condition.measure(LineMeasured(0.0234, 0.333))
    assert condition.bar().text == "ada · desk · 23 ms · 33 % lost"
    condition.change(StatusChanged("trying again"))
    condition.change(StatusChanged("connected again"))
    assert condition.bar().text == "ada · desk"


def test_no_answer_yet_is_said_until_there_is_one():
    condition = in_status("looking")
    condition.miss_answer()
    assert "Is it running" in condition.bar().trouble
    condition.change(StatusChanged("connected"))
    assert condition.bar().trouble == ""


def test_a_word_of_warning_passes():
    condition = in_status("connected")
    condition.warn("Full.", 1000)
    assert not condition.bar().is_well
    condition.tick(1000 + STAYS_MS - 1)
    assert condition.bar().trouble == "Full."
    condition.tick(1000 + STAYS_MS)
    assert condition.bar().trouble == ""


@pytest.mark.parametrize("why", get_args(End))
def test_every_end_is_a_sentence(why: End):
    condition = in_status("connected")
    condition.miss("long ago", 0)
    condition.tick(1000)
    condition.miss("1 waits", 2000)
    condition.end(Ended(why, "more about it"))
    first, *rest = condition.last_words.splitlines()
    assert first.endswith(".")
    assert "{" not in first
    assert rest == ["more about it", "1 waits"]
    assert not condition.is_connected
    assert condition.bar().text == "ada · Not connected to desk"


def test_what_waits():
    condition = in_status("connected")
    assert condition.quit_words() == condition.bar().waiting == ""
    condition.waiting = 1
    assert condition.bar().waiting == "1 waiting to be sent"
    assert condition.quit_words() == "1 message of yours waits and goes at the next start."


def test_what_is_not_kept_is_lost_and_that_is_said():
    condition = Condition("desk", "ada", is_kept=False)
    assert condition.quit_words() == ""
    condition.waiting = 1
    assert condition.quit_words() == "1 message is not sent yet and will be lost."
    condition.held = 1
    assert condition.quit_words() == "2 messages are not sent yet and will be lost."


@pytest.mark.parametrize(
    "event",
    [
        Ended("name", "How about -u ann-2?", ("that name is taken", "ann-2")),
        Ended("wrong server", "add --trust-new-key", ("aaaa-bbbb", "cccc-dddd")),
    ],
)
def test_an_end_with_facts_speaks_of_no_options(event: Ended):
    condition = in_status("connected")
    condition.end(event)
    assert all(fact in condition.last_words for fact in event.facts)
    assert not re.search(r"(^| )--?[a-z]", condition.last_words)
