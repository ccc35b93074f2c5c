from chatgui.app.messages import AskPeople, Intent, PeopleChanged, PeopleFound, WatchPeople
from chatgui.app.people import People
from shared.constants import WATCHED
from shared.dialects.native.records import AWAY, CLASSROOM, GONE, HERE, QUIET
from tests.support.office import BOB, CAROL, DAVE, GUEST, MINUTE, NOON, everybody, person
from tests.support.past import ME


def whole() -> People:
    people = People(lambda _: None, ME)
    people.change(everybody().people, True)
    return people


def paged(posted: list[Intent]) -> People:
    people = People(posted.append, ME)
    people.join(ME, has_all=False)
    people.count(1000, 10)
    return people


def page(first: int, after: str = "", text: str = "", more: bool = True) -> PeopleFound:
    people = tuple(person(id) for id in range(first, first + 100))
    return PeopleFound(text, after, people, more)


def test_who_is_here_comes_first_and_then_by_name():
    people = whole()
    assert list(people.ids) == [BOB, GUEST, CAROL, DAVE]
    assert (people.known_count, people.here_count, people.guests()) == (4, 2, 1)
    people.change((person(BOB, presence=AWAY), person(DAVE)), False)
    assert list(people.ids) == [DAVE, GUEST, BOB, CAROL]


def test_who_was_known_before_is_there_until_the_server_has_told():
    people = People(lambda _: None, ME)
    people.recall([(BOB, "bob"), (9, "old")])
    assert [(r.name, r.presence) for r in people.rows(0, 9, (), NOON)] == [
        ("bob", "away"),
        ("old", "away"),
    ]
    assert not people.is_told
    people.change(everybody().people, True)
    assert people.is_told
    assert list(people.ids) == [BOB, GUEST, CAROL, DAVE]
    assert people.name_of(9) == "old"


def test_rows():
    rows = whole().rows(0, 9, (CAROL,), NOON)
    assert [(r.name, r.presence, r.note, r.unverified, r.is_checked) for r in rows] == [
        ("bob", "here", "", False, False),
        ("xyz", "here", "", True, False),
        ("carol", "away", "away since 11:59", False, True),
        ("dave", "away", "away", False, False),
    ]
    assert [r.name for r in whole().rows(1, 2, (), NOON)] == ["xyz", "carol"]


def test_a_quiet_guest_is_here():
    people = whole()
    quiet = person(GUEST, presence=QUIET, door=CLASSROOM, since_ms=NOON - MINUTE)
    people.change((quiet,), False)
    (row,) = (row for row in people.rows(0, 9, (), NOON) if row.person == GUEST)
    assert (row.presence, row.note) == ("quiet", "quiet since 11:59")
    assert people.is_here(GUEST)


def test_the_filter_finds_parts_of_names_whatever_their_case():
    people = whole()
    people.filter(" AR ")
    assert list(people.ids) == [CAROL]
    assert people.known_count == 4
    assert len(people.everybody()) == 4
    people.filter("")
    assert len(people.ids) == 4


def test_who_is_struck_out_is_gone_and_keeps_the_name():
    people = whole()
    people.change((person(BOB, presence=GONE),), False)
    assert BOB not in people.ids
    assert (people.name_of(BOB), people.presence_of(BOB)) == ("bob", "gone")
    assert people.note_of(BOB, NOON) == "gone"
    people.change((person(CAROL, presence=HERE),), True)
    assert list(people.ids) == [CAROL]
    assert people.name_of(DAVE) == "dave"
    assert people.name_of(99) == "somebody"


def test_pages_are_asked_for_as_the_list_is_scrolled():
    posted: list[Intent] = []
    people = paged(posted)
    people.rows(0, 20, (), NOON)
    assert posted == [AskPeople("", "")]
    people.find(page(100))
    people.rows(0, 20, (), NOON)
    assert len(people.ids) == 100
    assert len(posted) == 1
    people.rows(60, 20, (), NOON)
    people.rows(70, 20, (), NOON)
    assert posted == [AskPeople("", ""), AskPeople("", "p00199")]
    people.find(page(200, "p00199", more=False))
    people.rows(190, 20, (), NOON)
    assert len(people.ids) == 200
    assert len(posted) == 2
    assert people.known_count == 999


def test_an_answer_to_an_older_filter_is_not_shown():
    posted: list[Intent] = []
    people = paged(posted)
    people.filter("p002")
    people.find(page(100))
    assert list(people.ids) == []
    assert people.is_asking
    people.find(page(200, text="p002", more=False))
    assert not people.is_asking
    assert len(people.ids) == 100
    assert posted == [AskPeople("", ""), AskPeople("p002", "")]


def test_who_is_drawn_is_watched_and_whoever_writes_to():
    posted: list[Intent] = []
    people = paged(posted)
    people.find(page(100))
    people.rows(0, 3, (), NOON)
    people.watch((7000,))
    people.watch((7000,))
    assert posted[1:] == [WatchPeople((7000, 100, 101, 102))]
    people.watch(range(1, 500))
    assert len(posted[-1].people) == WATCHED  # type: ignore[attr-defined]
    people.change((person(101, presence=AWAY),), False)
    assert people.rows(1, 1, (), NOON)[0].presence == "away"
    assert people.presence_of(7000) == "away"


def test_who_leaves_from_a_page_holds_nothing_up():
    posted: list[Intent] = []
    people = paged(posted)
    people.find(page(100))
    people.rows(80, 20, (), NOON)
    people.change((person(199, presence=GONE),), False)
    people.find(page(200, "p00199"))
    assert len(people.ids) == 199
    people.rows(190, 20, (), NOON)
    assert posted[-1] == AskPeople("", "p00299")


def test_after_the_line_was_away_the_list_is_still_there_and_what_was_asked_is_asked_again():
    posted: list[Intent] = []
    people = paged(posted)
    people.join(ME, has_all=False)
    assert posted == [AskPeople("", "")] * 2
    people.find(page(100))
    people.join(ME, has_all=False)
    assert len(people.ids) == 100
    assert len(posted) == 2


def test_where_all_are_told_of_nobody_is_asked_for():
    posted: list[Intent] = []
    people = People(posted.append, ME)
    people.change(PeopleChanged((person(BOB),), True).people, True)
    people.rows(0, 20, (), NOON)
    people.watch((BOB,))
    people.filter("x")
    assert posted == []
