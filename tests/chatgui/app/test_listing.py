from chatgui.app.listing import NAMED, list_people
from chatgui.app.people import People
from shared.dialects.native.records import CLASSROOM
from tests.support.office import BOB, GUEST, NOON, person
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
    assert (
        told == "Here now: bob, p00009 (since 12:00), xyz (guest, by a course client, since 12:00)"
    )


def test_of_very_many_the_first_are_named():
    told = listed(*map(person, range(1000, 1000 + NAMED + 5)))
    assert told.endswith("p01099, and 5 others")
