"""Who is known, as the view is told of it."""

from chatgui.app.messages import (
    AskPeople,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    Person,
    WatchPeople,
)
from chatgui.people import People
from shared.dialects.native import records
from shared.dialects.native.records import (
    AWAY,
    GONE,
    HERE,
    NATIVE,
    Counts,
    Limits,
    PeoplePage,
    Roster,
    Row,
    Watch,
    Welcome,
    decode_client_untrusted,
)

ANN, BOB = Row(1, "ann", NATIVE, HERE, 5), Row(2, "b\x1bob", NATIVE, AWAY, 6)


class Carrier:
    def __init__(self) -> None:
        self.has_room = True
        self.taken: list[object] = []

    def send(self, lane: int, record: bytes) -> bool:
        if self.has_room:
            self.taken.append(decode_client_untrusted(record))
        return self.has_room


def welcome(known: int) -> Welcome:
    return Welcome(1, "ann", bytes(16), 0, 0, 0, Limits(500, 65536, 300), known, 1, 1, 25, 0, 0)


def begun(known: int) -> tuple[People, Carrier]:
    people = People()
    assert people.restart(welcome(known)) == [PeopleCounted(known, 1)]
    return people, Carrier()


def test_all_of_them_and_every_change():
    people, carrier = begun(2)
    assert people.has_all
    assert people.hear(Roster(1, True, (ANN, BOB))) == [
        PeopleChanged((Person(1, "ann", NATIVE, HERE, 5), Person(2, "b␛ob", NATIVE, AWAY, 6)), True)
    ]
    gone = Row(2, "bob", NATIVE, GONE, 7)
    assert people.hear(Roster(2, False, (gone,))) == [
        PeopleChanged((Person(2, "bob", NATIVE, GONE, 7),), False)
    ]
    assert people.hear(Roster(2, False, ())) == []
    people.watch(WatchPeople((1,)))
    people.pump(carrier)
    assert carrier.taken == [], "nobody needs to be watched"


def test_of_thousands_pages_are_asked_for_one_after_the_other():
    people, carrier = begun(301)
    assert not people.has_all
    assert people.hear(Roster(1, True, ())) == [], "nobody is struck out"
    people.ask(AskPeople("Bó", "\ud800"))
    people.ask(AskPeople("", "x"))
    carrier.has_room = False
    people.pump(carrier)
    carrier.has_room = True
    people.pump(carrier)
    people.pump(carrier)
    first = records.AskPeople("bó", "\ufffd")
    assert carrier.taken == [first]
    assert people.hear(PeoplePage("other", "", (ANN,), False)) == [], "somebody else asked"
    found = (Person(1, "ann", NATIVE, HERE, 5),)
    assert people.hear(PeoplePage("bó", "\ufffd", (ANN,), True)) == [
        PeopleFound("Bó", "\ud800", found, True)
    ]
    people.pump(carrier)
    people.restart(welcome(301))  # asked again, in the new session
    people.pump(carrier)
    assert carrier.taken == [first, records.AskPeople("", "x"), records.AskPeople("", "x")]


def test_of_thousands_the_shown_are_watched_in_each_session():
    people, carrier = begun(301)
    people.watch(WatchPeople((1, 2)))
    people.watch(WatchPeople(tuple(range(300))))
    for _ in range(2):
        people.pump(carrier)
        people.pump(carrier)
        assert carrier.taken == [Watch(tuple(range(200)))]
        carrier.taken.clear()
        people.restart(welcome(301))
    assert people.hear(Roster(9, False, (ANN,))) == [
        PeopleChanged((Person(1, "ann", NATIVE, HERE, 5),), False)
    ]


def test_a_crowd_that_grows_is_not_told_whole_any_more():
    people, _ = begun(300)
    assert people.hear(Counts(300, 9)) == [PeopleCounted(300, 9)]
    assert people.has_all
    people.hear(Counts(301, 10))
    assert not people.has_all
