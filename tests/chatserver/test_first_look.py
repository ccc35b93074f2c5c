"""Before a second server is set up, its owner is asked."""

import io

import pytest

from chatserver import first_look
from chatserver.aside import Answer
from chatserver.first_look import NEITHER, ask_in_terminal, run_look, settle
from shared.discovery.found import FoundServer
from shared.tk.question import Question

DESK = FoundServer(b"a" * 15, "Front desk", "10.0.0.9", 15000, people=12)
ATTIC = FoundServer(b"b" * 15, "Attic", "10.0.0.8", 15000, people=1)


class Person:
    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked = answer, list[Question]()

    def ask(self, title: str, question: Question) -> Answer:
        self.asked.append(question)
        return self.answer


@pytest.mark.parametrize(
    ("answer", "choice"), [("yes", "join"), ("no", "another"), ("left", "neither")]
)
def test_the_person_chooses(answer: Answer, choice: str) -> None:
    person, warnings = Person(answer), list[str]()
    assert settle([DESK], person.ask, warnings.append) == choice
    (question,) = person.asked
    assert question.text.startswith("Front desk (12 people) is already running here.")
    assert (question.yes, question.no) == ("Join it", "Start another")
    assert warnings == []


def test_where_nobody_can_be_asked_it_starts_and_warns() -> None:
    warnings: list[str] = []
    assert settle([DESK], Person("nobody").ask, warnings.append) == "another"
    assert "Front desk (12 people) at 10.0.0.9:15000" in warnings[0]


def test_nobody_is_asked_where_there_is_no_other() -> None:
    person = Person("left")
    assert settle([], person.ask, print) == "another"
    assert person.asked == []


def test_of_several_it_is_said_which_one_is_offered() -> None:
    person = Person("no")
    settle([DESK, ATTIC], person.ask, print)
    (question,) = person.asked
    first, last = question.text.splitlines()
    assert first.startswith(
        "Front desk (12 people) at 10.0.0.9:15000 is already running here, and 1 other."
    )
    assert "another of them" in last
    assert question.yes == "Join it", "a name is as long as it likes"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("\n", "yes"), ("Yes\n", "yes"), ("what?\nn\n", "no"), ("", "left")],
)
def test_the_question_in_a_terminal(typed: str, answer: Answer) -> None:
    shown = io.StringIO()
    assert ask_in_terminal("Front desk is here.", io.StringIO(typed), shown) == answer
    assert shown.getvalue().startswith("Front desk is here.\nJoin it?")


@pytest.mark.parametrize(
    ("answer", "printed", "status"),
    [("yes", "10.0.0.9 15000\n", 0), ("no", "", 0), ("left", "", NEITHER)],
)
def test_what_run_py_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Answer,
    printed: str,
    status: int,
) -> None:
    monkeypatch.setattr(first_look, "look_round", lambda: [DESK])
    monkeypatch.setattr(first_look, "ask_here", Person(answer).ask)
    assert run_look(["-p", "12000"]) == status
    assert capsys.readouterr().out == printed


def test_options_that_make_no_sense_are_left_to_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_look, "look_round", lambda: pytest.fail("it looked"))
    assert run_look(["-p", "x"]) == 0
