"""Pages of people: what is in view is asked for, and what was seen stays until it is known anew."""

from chatserver.control.answers import PeopleHere
from chatserver.control.operations import AskPeople
from chatserver.dashboard.crowd import FIRST_PAGE, MOST_ASKED, Crowd
from tests.support.tiny_owner import make_people

PEOPLE = make_people(1000)


def answer(asked: AskPeople, total: int = 1000) -> PeopleHere:
    rows = PEOPLE[:total][asked.first : asked.first + asked.count]
    return PeopleHere(total, asked.first, tuple(rows))


def filled(total: int = 1000) -> Crowd:
    crowd = Crowd()
    asked = crowd.ask()
    assert crowd.hear(asked, answer(asked, total))
    return crowd


def test_the_first_page_is_asked_for_before_anything_is_in_view():
    assert Crowd().ask() == AskPeople(0, 2 * FIRST_PAGE)
    assert filled().total == 1000


def test_rows_that_are_not_known_are_numbers_until_they_are():
    crowd = filled()
    assert list(crowd.fetch(498, 4)) == [498, 499, 500, 501]
    assert crowd.is_wanting
    asked = crowd.ask()
    assert (asked.first, asked.first + asked.count) == (494, 506)
    crowd.hear(asked, answer(asked))
    assert list(crowd.fetch(498, 4)) == PEOPLE[498:502]
    assert not crowd.is_wanting
    assert crowd.fetch(0, 2) == PEOPLE[0:2], "what was seen is still there"


def test_the_end_of_the_list_is_the_end():
    assert len(filled(5).fetch(3, 20)) == 2
    crowd = filled()
    crowd.fetch(0, 500)
    assert crowd.ask().count == MOST_ASKED


def test_one_row_for_the_keyboard_moves_no_page():
    crowd = filled()
    crowd.fetch(100, 10)
    crowd.fetch(900, 1)
    assert crowd.ask().first == 90


def test_another_total_forgets_the_rows_before():
    crowd = filled()
    asked = crowd.ask()
    assert crowd.hear(asked, answer(asked, 999))
    assert crowd.total == 999


def test_the_same_again_is_no_change():
    crowd = filled()
    asked = crowd.ask()
    assert not crowd.hear(asked, answer(asked))


def test_an_answer_to_what_was_typed_before_is_not_heard():
    crowd = filled()
    asked = crowd.ask()
    assert crowd.filter("ali")
    assert not crowd.filter("ali")
    assert not crowd.is_known
    assert not crowd.hear(asked, answer(asked))
    assert crowd.ask().part == "ali"


def test_who_is_chosen_stays_and_is_known_under_a_new_name():
    crowd = filled()
    crowd.choose(PEOPLE[3])
    asked = crowd.ask()
    crowd.hear(asked, answer(asked))
    assert crowd.chosen is PEOPLE[3]
    crowd.hear(asked, PeopleHere(1, 0, (renamed := type(PEOPLE[3])(PEOPLE[3].id, *tail(3)),)))
    assert crowd.chosen is renamed
    crowd.clear()
    assert crowd.chosen is None
    assert crowd.total == 0


def test_who_is_chosen_and_goes_is_not_chosen_any_more():
    crowd = filled(5)
    crowd.choose(PEOPLE[4])
    asked = crowd.ask()
    assert crowd.hear(asked, answer(asked, 4))
    assert crowd.chosen is None


def test_who_is_chosen_stays_while_others_are_looked_at():
    crowd = filled()
    crowd.choose(PEOPLE[3])
    crowd.fetch(500, 10)
    asked = crowd.ask()
    crowd.hear(asked, answer(asked, 999))
    crowd.filter("nobody")
    asked = crowd.ask()
    crowd.hear(asked, PeopleHere(0, 0, ()))
    assert crowd.chosen is PEOPLE[3]


def tail(number: int) -> tuple[object, ...]:
    one = PEOPLE[number]
    return "newname", one.door, one.verified, one.address, one.presence, one.since_ms
