from chatgui.app.rows import DayRow, NoteRow
from chatgui.tk.pane.copying import End, copy_rows
from tests.support.pane_rows import message

ROWS = [
    DayRow("d", "Today"),
    message(1, "first words", time="12:01"),
    NoteRow("n", "Here now: bob"),
    message(2, "second", sender="carol", time="12:02"),
]


def test_of_one_message_just_its_text_or_a_part_of_it():
    assert copy_rows(ROWS, End(1, 0), End(1, 11)) == "first words"
    assert copy_rows(ROWS, End(1, 6), End(1, 11)) == "words"
    assert copy_rows(ROWS, End(0, 0), End(1, 5)) == "first"


def test_of_several_lines_with_time_and_sender():
    lines = "[12:01] bob: words\nHere now: bob\n[12:02] carol: sec"
    assert copy_rows(ROWS, End(1, 6), End(3, 3)) == lines


def test_of_a_day_line_nothing():
    assert copy_rows(ROWS, End(0, 0), End(0, 0)) == ""
    assert copy_rows([], End(0, 0), End(0, 0)) == ""
