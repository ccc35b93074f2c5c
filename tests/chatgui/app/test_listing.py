from chatgui.app.listing import NAMED, list_names, list_people
from chatgui.app.people import People
from shared.dialects.native.records import AWAY, CLASSROOM
from tests.support.office import BOB, GUEST, MINUTE, NOON, person
from tests.support.past import ME


def listed(*people) -> str:
    known = People(lambda _: None, ME)
    known.change(people, True)
    return list_people(known, NOON)


EVA = 9


def test_nobody_else():
    assert listed(person(ME)) == "Nobody else is here now"


def test_how_they_came():
    guest = person(GUEST, door=CLASSROOM, since_ms=NOON)
    told = listed(person(BOB), person(EVA, since_ms=NOON), guest)
    assert told == "Here now:\nbob\np00009\nxyz, guest with a course client"


def test_what_is_not_told_any_more_was_so():
    known = People(lambda _: None, ME)
    known.change((person(BOB), person(EVA, presence=AWAY, since_ms=NOON)), True)
    known.follow(False, NOON)
    known.follow(False, NOON + 3 * MINUTE)
    told = list_people(known, NOON + 5 * MINUTE)
    assert told == ("Not connected. Here as of 12:00:\nbob\nAway:\np00009, since 12:00")
    known.follow(True, NOON + 6 * MINUTE)
    assert list_people(known, NOON).startswith("Here now:\nbob\n")


def test_of_very_many_the_first_are_named():
    told = listed(*map(person, range(1000, 1000 + NAMED + 5)))
    assert told.endswith("p01049\nand 5 others")
    assert list_names([f"p{n}" for n in range(NAMED + 5)]).endswith("p49\nand 5 others")
