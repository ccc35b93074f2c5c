from chatgui.app.rows import AlsoRow, DayRow, NewRow, NoteRow
from chatgui.tk.pane.geometry import Picture, Room, Rulers
from chatgui.tk.pane.layout import is_stale, lay
from tests.support.pane_rows import message

RULERS = Rulers(*[lambda text: 7 * len(text)] * 4)
WIDE, WIDER, NARROW = Room(1.0, 1.0, 800), Room(1.0, 1.0, 900), Room(1.0, 1.0, 300)


def texts(row: object, room: Room = WIDE) -> list[str]:
    lines = lay(row, room, RULERS).lines  # type: ignore[arg-type]
    runs = [[run.content for run in line.runs] for line in lines]
    return ["".join(c for c in line if isinstance(c, str)).strip() for line in runs]


def test_lines_in_the_middle_say_their_text():
    assert texts(DayRow("d", "Today")) == ["", "Today"]
    assert texts(AlsoRow("a", "also with carol", b"c"))[1].startswith("also with carol")
    note = NoteRow("n", "Here now: " + "somebody " * 30)
    assert len(texts(note)) > 3
    assert " ".join(texts(note)[1:]) == note.text.strip()


def test_rules_beside_what_is_new_reach_to_the_sides():
    line = lay(NewRow("new", "New since 12:10"), WIDE, RULERS).lines[1]
    rules = [run.content for run in line.runs if isinstance(run.content, Picture)]
    assert [rule.kind for rule in rules] == ["rule", "blank", "blank", "rule"]
    assert 2 * int(rules[0].what[0]) > WIDE.width // 2


def test_only_what_looks_different_in_another_room_is_stale():
    short, long = message(1, "ok"), message(2, "word " * 60)
    new = NewRow("new", "New")
    for row, room, is_so in (
        (short, NARROW, False),
        (long, NARROW, True),
        (long, WIDER, False),  # text is never wider than what reads well
        (new, WIDER, True),
        (new, WIDE, False),
    ):
        assert is_stale(row, lay(row, WIDE, RULERS), WIDE, room) == is_so
    assert is_stale(long, lay(long, NARROW, RULERS), NARROW, WIDE)
