"""What is typed to join: what it means, or a sentence."""

import pytest

from chatgui.app.choice import Problem
from chatgui.app.form import read_name, read_server
from shared.server_link import Place, encode_link

LINK = encode_link(Place("desk", 7, bytes(32)))


def test_what_is_right_is_read_however_it_stands_there():
    assert read_name(" ann ") == "ann"
    assert read_server(" desk\n") == Place("desk", 15000)
    assert read_server(f" {LINK} ") == Place("desk", 7, bytes(32))


@pytest.mark.parametrize(
    ("typed", "text"),
    [("", "type a name"), ("  ", "type a name"), ("admin", "admin is reserved")],
)
def test_what_is_wrong_with_a_name_is_a_sentence(typed: str, text: str):
    problem = read_name(typed)
    assert isinstance(problem, Problem)
    assert text in problem.text


def test_a_name_that_cannot_be_leads_to_one_that_can():
    problem = read_name("Jörg Müller")
    assert isinstance(problem, Problem)
    assert (problem.way, problem.button) == ("name", "Join as Joerg-Mueller")
    assert read_name(problem.name) == "Joerg-Mueller"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "an address such as 192.168.7.20"),
        (" \t", "an address such as 192.168.7.20"),
        ("http://desk/", "'http://desk/' is no address"),
        ("a b\nc", "'a b / c' is no address"),
        ("desk:0", "a number from 1 to 65535"),
        ("desk:99999", "a number from 1 to 65535"),
        ("192.168.7", "'192.168.7' is no address"),
        (LINK[:-1], "Copy the whole of it"),
    ],
)
def test_what_is_wrong_with_a_server_is_a_sentence(typed: str, text: str):
    problem = read_server(typed)
    assert isinstance(problem, Problem)
    assert text in problem.text
    assert problem.way == ""
