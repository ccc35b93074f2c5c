from chatgui.app.meant import meant
from chatgui.app.rows import ConversationRow


def row(title: str) -> ConversationRow:
    faces = tuple((name[:2], 0) for name in title.split(", "))
    return ConversationRow(title.encode(), title, faces, "", "", "", False, False, False)


ROWS = [row("Everyone"), row("carol, dave"), row("davenport"), row("bob")]
PEOPLE = [(7, "adave"), (8, "davenport"), (9, "dave")]


def test_an_exact_name_comes_first():
    assert meant("Dave ", PEOPLE, ROWS) == 9
    assert meant("carol, dave", PEOPLE, ROWS) == b"carol, dave"


def test_then_a_beginning_then_any_part():
    assert meant("daven", PEOPLE, ROWS) == 8
    assert meant("da", PEOPLE, ROWS) == 8
    assert meant("ave", PEOPLE, ROWS) == 7
    assert meant("every", [(3, "everard")], ROWS[:1]) == b"Everyone"


def test_a_group_is_the_last_to_be_meant():
    assert meant("dav", [(7, "adave")], ROWS[:2]) == 7
    assert meant("car", (), ROWS[1:2]) == b"carol, dave"


def test_nobody_is_meant_where_nobody_is():
    assert meant("x", (), ()) is None
