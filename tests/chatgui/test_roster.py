from chatgui.roster import KnownPeople, names_here
from shared.dialects.native.records import AWAY, GONE, HERE, NATIVE, QUIET, Roster, Row


def row(person: int, name: str, presence: int = HERE) -> Row:
    return Row(person, name, NATIVE, presence, 0)


def people(*rows: Row) -> KnownPeople:
    known = KnownPeople()
    known.take(Roster(1, True, rows))
    return known


def test_people_are_found_by_equal_names_here_or_away():
    known = people(row(1, "Ann"), row(2, "bob", AWAY))
    assert known.find("ann") == known.find("ANN") == 1
    assert known.find("bob") == 2
    assert known.find("carol") is None
    assert known.here() == ("Ann",)


def test_who_is_quiet_is_here_and_names_ascend():
    rows = [row(1, "c"), row(2, "a", QUIET), row(3, "b", AWAY), row(4, "d", GONE)]
    assert names_here(rows) == ("a", "c")


def test_a_change_replaces_and_adds():
    known = people(row(1, "ann"), row(2, "bob"))
    known.take(Roster(2, False, (row(1, "ann", AWAY), row(3, "carol"))))
    assert known.version == 2
    assert known.here() == ("bob", "carol")


def test_a_renamed_person_is_not_found_by_the_old_name():
    known = people(row(1, "ann"))
    known.take(Roster(2, False, (row(1, "anna"),)))
    assert known.find("ann") is None
    assert known.find("anna") == 1


def test_names_that_change_hands_lead_to_the_new_owner():
    known = people(row(1, "ann"), row(2, "bob"))
    known.take(Roster(2, False, (row(2, "ann"), row(1, "bob"))))
    assert (known.find("ann"), known.find("bob")) == (2, 1)
    known.take(Roster(3, False, (row(1, "x"), row(2, "ann"))))
    assert (known.find("ann"), known.find("bob")) == (2, None)


def test_who_is_gone_is_struck_out():
    known = people(row(1, "ann"), row(2, "bob"))
    known.take(Roster(2, False, (row(1, "ann", GONE),)))
    assert known.find("ann") is None


def test_a_whole_roster_replaces_everything():
    known = people(row(1, "ann"))
    known.take(Roster(7, True, (row(2, "bob"),)))
    assert known.find("ann") is None
    assert known.version == 7
    known.forget()
    assert (known.version, known.here()) == (0, ())
