"""What the link tells of a choice: a sentence beside its field, and a way around where there is
one."""

from typing import get_args

import pytest
from msgspec.structs import replace

from chatgui.app.choice import Choice
from chatgui.app.messages import End, Ended, Event, Joined, NoAnswerYet, Status, StatusChanged
from chatgui.app.obstacles import find_obstacle
from shared.crypto.identity import spell_server_id
from shared.server_link import Place

CHOICE = Choice("ann", Place("desk", 15000), is_once=False)
ID = bytes(range(15))
ELSE = ("aaaa-bbbb", "cccc-dddd")
"""The server's keys: the one that was expected, and the one that was found."""

IN = "connected", "connected again", "looking", "trying again", "poor", "fine"


@pytest.mark.parametrize(
    "event", [Joined("ann"), Ended("quit"), *(StatusChanged(status) for status in IN)]
)
def test_nothing_is_in_the_way(event: Event):
    assert find_obstacle(event, CHOICE) is None


@pytest.mark.parametrize("event", [NoAnswerYet(), StatusChanged("no parley")])
def test_who_gets_no_answer_may_go_in_without_one(event: Event):
    obstacle = find_obstacle(event, CHOICE)
    assert obstacle is not None
    assert obstacle.field == "server"
    assert "No Parley server answers at desk:15000" in obstacle.problem.text
    assert (obstacle.problem.way, bool(obstacle.problem.button)) == ("open", True)


@pytest.mark.parametrize("status", sorted({*get_args(Status)} - {*IN, "no parley"}))
def test_a_server_that_lets_nobody_in_says_why(status: Status):
    obstacle = find_obstacle(StatusChanged(status), CHOICE)
    assert obstacle is not None
    assert obstacle.field == "server"
    assert "desk:15000" in obstacle.problem.text
    assert obstacle.problem.button == ""


@pytest.mark.parametrize("why", sorted({*get_args(End)} - {"quit"}))
def test_every_end_is_a_sentence_beside_its_field(why: End):
    obstacle = find_obstacle(Ended(why), CHOICE)
    assert obstacle is not None
    assert obstacle.problem.text.endswith(".")
    assert "{" not in obstacle.problem.text
    assert (obstacle.field == "name") == (why in ("name", "elsewhere"))


def test_a_name_that_is_taken_leads_to_one_that_is_free():
    obstacle = find_obstacle(Ended("name", "", ("that name is taken", "ann-2")), CHOICE)
    assert obstacle is not None
    problem = obstacle.problem
    assert "that name is taken. ann-2 is free" in problem.text
    assert (problem.way, problem.name, problem.button) == ("name", "ann-2", "Join as ann-2")


def test_who_is_here_from_elsewhere_may_come():
    obstacle = find_obstacle(Ended("elsewhere"), CHOICE)
    assert obstacle is not None
    assert obstacle.problem.way == "takeover"


def test_another_server_than_before_may_be_trusted():
    obstacle = find_obstacle(Ended("wrong server", "", ELSE), CHOICE)
    assert obstacle is not None
    assert all(key in obstacle.problem.text for key in ELSE)
    assert obstacle.problem.way == "trust"


def test_what_a_link_says_cannot_be_trusted_away():
    linked = replace(CHOICE, place=CHOICE.place._replace(key=bytes(32)))
    obstacle = find_obstacle(Ended("wrong server", "", ELSE), linked)
    assert obstacle is not None
    assert obstacle.problem.button == ""


def test_nobody_is_trusted_in_the_place_of_one_that_was_found():
    found = replace(CHOICE, server_id=ID)
    obstacle = find_obstacle(Ended("wrong server", "", (spell_server_id(ID), ELSE[1])), found)
    assert obstacle is not None
    assert "somebody else answers in its place" in obstacle.problem.text
    assert obstacle.problem.button == ""
    before = find_obstacle(Ended("wrong server", "", (ELSE[0], spell_server_id(ID))), found)
    assert before is not None
    assert before.problem.way == "trust", "another one was where this one was found"
