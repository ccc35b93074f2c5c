"""What the start dialog knows."""

import pytest

from chatgui.app.choice import Choice
from chatgui.app.messages import Ended, Joined, NoAnswerYet, StatusChanged
from chatgui.app.nearby import ServerRow
from chatgui.app.starting import Starting
from shared.crypto.identity import spell_server_id
from shared.server_link import Place, encode_link

DESK = Place("desk", 15000)
FRONT = ServerRow("desk:15000", "Front desk", id=bytes(range(15)))
LINK = encode_link(Place("desk", 7, bytes(32)))


def ready(name: str = "ann", server: str = "desk") -> Starting:
    return Starting((), name=name, server=server)


def tried(server: str = "desk") -> Starting:
    starting = ready(server=server)
    assert starting.join() is not None
    return starting


def test_who_was_here_last_goes_where_they_were_with_one_key():
    starting = Starting(
        ["ann", "bob"], recent=["desk:15000", "lab"], known=frozenset({"lab:15000"})
    )
    assert starting.join() == Choice("ann", DESK, False)
    assert starting.doing == "Connecting to desk:15000"
    assert [(row.title, row.is_known, row.is_chosen) for row in starting.recent] == [
        ("desk", False, True),
        ("lab", True, False),
    ]
    starting.hear(Joined("ann"))
    assert starting.stage == "in"


def test_another_server_is_chosen_or_typed():
    starting = Starting(["ann"], recent=["desk", "127.0.0.1:9", "not one"])
    assert [row.title for row in starting.recent] == ["desk", "This computer:9", "not one"]
    starting.choose(starting.recent[1])
    assert starting.server == "127.0.0.1:9"
    starting.edit_server("lab")
    assert not any(row.is_chosen for row in starting.recent)


def test_servers_on_the_network_come_and_go():
    starting = ready()
    starting.find([ServerRow("desk", "Front desk", "14 people", False)])
    assert [(row.title, row.is_chosen) for row in starting.found] == [("Front desk", True)]
    starting.find([], "looking", "mind")
    assert starting.found == ()
    assert (starting.searching, starting.warning) == ("looking", "mind")


def test_what_is_found_changes_nothing_that_was_chosen_or_typed():
    starting = Starting((), recent=["desk", "lab"], name="ann")
    starting.edit_server("la")
    starting.find([FRONT])
    assert starting.server == "la"
    assert [row.typed for row in starting.recent] == ["lab"], "the other one is found"
    assert not starting.problems


def test_a_server_that_was_found_is_joined_and_nobody_in_its_place():
    starting = ready(server="")
    starting.find([FRONT])
    starting.choose(starting.found[0])
    assert starting.found[0].is_chosen
    assert starting.join() == Choice("ann", DESK, False, server_id=FRONT.id)
    starting.hear(Ended("wrong server", "", (spell_server_id(FRONT.id), "cccc-dddd")))
    problem = starting.problems["server"]
    assert "somebody else answers in its place" in problem.text
    assert problem.button == ""


def test_a_known_server_is_the_same_at_another_address():
    starting = ready(server="")
    starting.choose(ServerRow("lab:9", "Front desk", is_known=True, id=FRONT.id, key=bytes(32)))
    assert starting.join() == Choice("ann", Place("lab", 9, bytes(32)), False, server_id=FRONT.id)


def test_one_that_was_found_where_another_was_before_may_be_trusted():
    starting = ready(server="")
    starting.choose(FRONT)
    starting.join()
    starting.hear(Ended("wrong server", "", ("aaaa-bbbb", spell_server_id(FRONT.id))))
    choice = starting.take_way("server")
    assert choice is not None
    assert (choice.trusts, choice.server_id) == (True, FRONT.id)


def test_what_is_typed_is_not_what_was_found():
    starting = ready(server="")
    starting.choose(FRONT)
    starting.edit_server("lab")
    starting.edit_server("desk")
    choice = starting.join()
    assert choice is not None
    assert choice.server_id == b""


def test_a_server_is_started_here_and_joined():
    starting = ready(server="")
    assert starting.start()
    assert starting.doing == "Starting a server on this computer"
    choice = starting.started(LINK)
    assert choice is not None
    assert choice.place == Place("desk", 7, bytes(32))
    assert starting.stage == "connecting"


def test_where_there_is_a_server_a_second_one_is_asked_about_first():
    starting = ready(server="")
    starting.find([FRONT])
    assert not starting.start()
    assert starting.stage == "choosing"
    assert starting.problems["server"].text.startswith("Front desk is already running here.")
    assert starting.problems["server"].way == "start"
    assert starting.start(anyway=True)
    assert not starting.problems


def test_who_starts_a_server_says_who_they_are_first():
    starting = ready(name="")
    assert not starting.start()
    assert "name" in starting.problems


def test_a_server_that_is_not_wanted_any_more_is_not_joined():
    starting = ready()
    starting.start()
    starting.edit_server("lab")
    assert starting.stage == "choosing"
    assert starting.started(LINK) is None
    assert starting.server == "lab"
    starting.start()
    starting.refuse("server", "It did not start.")
    assert (starting.stage, starting.doing) == ("choosing", "")


@pytest.mark.parametrize("form", ["<{}>", '"{}".', "({})", " {}\n"])
@pytest.mark.parametrize("typed", ["desk", "desk:15000", LINK])
def test_what_was_pasted_around_an_address_is_taken_away(typed: str, form: str):
    pasted, choice = ready(server=form.format(typed)), ready(server=typed).join()
    assert choice is not None
    assert pasted.place == choice.place
    assert pasted.join() == choice
    assert pasted.server == typed, "so it is shown and remembered"


def test_a_link_says_which_server():
    choice = tried(LINK)._choice
    assert choice == Choice("ann", Place("desk", 7, bytes(32)), False)


@pytest.mark.parametrize(
    ("name", "server", "fields"),
    [
        ("", "desk", ["name"]),
        ("admin", "desk", ["name"]),
        ("ann", "desk:0", ["server"]),
        ("", "", ["name", "server"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(name: str, server: str, fields: list[str]):
    starting = ready(name, server)
    assert starting.join() is None
    assert list(starting.problems) == fields
    assert starting.stage == "choosing"
    assert (starting.name, starting.server) == (name, server)


def test_a_name_that_cannot_be_is_said_while_it_is_typed_and_mended_with_one_click():
    starting = ready("")
    assert not starting.problems
    starting.edit_name("Jörg Müller")
    assert starting.problems["name"].button == "Join as Joerg-Mueller"
    choice = starting.take_way("name")
    assert choice is not None
    assert choice.name == starting.name == "Joerg-Mueller"
    starting.back()
    starting.edit_name("ann")
    assert not starting.problems


def test_who_is_open_already_can_be_shown_and_another_can_join():
    starting = Starting(["ann", "bob"], ["ann"], server="desk")
    assert starting.problems["name"].way == "show"
    assert starting.join() is None
    starting.be_running(can_show=False)
    assert starting.problems["name"].way == ""
    starting.edit_name("bob")
    assert starting.join() is not None


def test_a_name_is_free_for_somebody_who_is_here_just_once():
    starting = Starting(["ann"], ["ann"], server="desk")
    starting.set_once(True)
    choice = starting.join()
    assert choice is not None
    assert choice.is_once


@pytest.mark.parametrize("event", [NoAnswerYet(), StatusChanged("no parley")])
def test_a_server_that_does_not_answer_is_tried_on(event):
    starting = tried()
    starting.hear(StatusChanged("looking"))
    assert not starting.problems
    starting.hear(event)
    assert "No Parley server answers at desk:15000" in starting.problems["server"].text
    assert starting.stage == "connecting"
    starting.hear(Joined("ann"))
    assert starting.stage == "in"


def test_a_chat_can_be_opened_without_its_server():
    starting = tried()
    starting.hear(NoAnswerYet())
    assert starting.take_way("server") is None
    assert starting.stage == "in"


def test_who_changes_a_field_or_goes_back_does_not_wait():
    for change in (
        lambda starting: starting.edit_server("lab"),
        lambda starting: starting.edit_name("bob"),
        Starting.back,
    ):
        starting = tried()
        starting.hear(NoAnswerYet())
        change(starting)
        assert starting.stage == "choosing"
        assert not starting.problems
        starting.hear(Joined("ann"))
        assert starting.stage == "choosing", "nobody waits for that any more"


def test_a_name_that_is_taken():
    starting = tried()
    starting.hear(Ended("name", "", ("that name is taken", "ann-2")))
    assert starting.stage == "choosing"
    choice = starting.take_way("name")
    assert choice is not None
    assert choice.name == "ann-2"


def test_another_server_than_before():
    starting = tried()
    starting.hear(Ended("wrong server", "", ("aaaa-bbbb", "cccc-dddd")))
    choice = starting.take_way("server")
    assert choice is not None
    assert choice.trusts
    assert not starting.problems


def test_who_is_here_from_elsewhere_may_come():
    starting = tried()
    starting.hear(Ended("elsewhere"))
    choice = starting.take_way("name")
    assert choice is not None
    assert choice.takeover


def test_the_end_of_what_is_tried_is_the_end_of_waiting():
    starting = tried()
    starting.hear(Ended("full"))
    assert list(starting.problems) == ["server"]
    assert (starting.stage, starting.doing) == ("choosing", "")


def test_a_chat_that_was_on_comes_back_with_its_end():
    starting = ready()
    starting.resume(Ended("name", "", ("that name is taken", "ann-2")))
    assert starting.problems["name"].name == "ann-2"


def test_a_computer_that_cannot_be_found():
    starting = tried()
    starting.miss_server()
    assert "No computer called 'desk'" in starting.problems["server"].text
    assert starting.stage == "choosing"


def test_what_the_disk_says_stands_there():
    starting = tried()
    starting.refuse("name", "The disk is full.\nMake room.")
    assert starting.problems["name"].text == "The disk is full. / Make room."
