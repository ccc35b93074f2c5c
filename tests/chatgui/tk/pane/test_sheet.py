"""Rows are found by counting lines; after whatever was done, the Text holds just these rows."""

from msgspec import structs

from tests.support.pane_rows import Told, linked, message, messages


def shown(told: Told) -> list[str]:
    """What the Text says, line by line, without what only fills."""
    text = told.pane.text.get("1.0", "end")
    return [line.strip() for line in text.split("\n") if line.strip()]


def expected(told: Told) -> list[str]:
    lines = [line for entry in told.pane.sheet.entries for line in entry.laid.lines]
    texts = ["".join(r.content for r in line.runs if isinstance(r.content, str)) for line in lines]
    return [text.strip() for text in texts if text.strip()]


def test_rows_come_and_go_anywhere(told: Told):
    rows, sheet = messages(0, 12), told.pane.sheet
    sheet.insert(0, rows[5:8])
    sheet.insert(0, rows[:3])
    sheet.insert(6, rows[9:])
    sheet.insert(3, rows[3:5])
    sheet.insert(8, rows[8:9])
    assert [entry.row for entry in sheet.entries] == rows
    assert shown(told) == expected(told)
    sheet.delete(2, 7)
    assert [entry.row for entry in sheet.entries] == rows[:2] + rows[9:]
    assert shown(told) == expected(told)


def test_a_line_knows_its_row(told: Told):
    sheet = told.pane.sheet
    sheet.insert(0, messages(0, 5))
    for at, entry in enumerate(sheet.entries):
        first = sheet.first_line(at)
        assert sheet.row_at(first) == (at, 0)
        last = len(entry.laid.lines) - 1
        assert sheet.row_at(first + last) == (at, last)
    assert sheet.row_at(sheet.first_line(5))[0] == 5


def test_another_tick_changes_one_line_and_leaves_the_rest_selected(told: Told):
    sheet, text = told.pane.sheet, told.pane.text
    row = message(1, "line one\nline two\nline three", is_mine=True, tick="server")
    sheet.insert(0, [message(0), row, message(2)])
    first = sheet.first_line(1)
    text.tag_add("sel", f"{first + 2}.0", f"{first + 3}.end")
    sheet.replace(1, structs.replace(row, tick="waiting"))
    assert shown(told) == expected(told)
    assert [str(i) for i in text.tag_ranges("sel")] == [
        f"{first + 2}.0",
        text.index(f"{first + 3}.end"),
    ]


def test_characters_are_counted_as_people_count_them(told: Told):
    """Tk 8.6 counts an emoji twice, Tk 9 once."""
    words = "\U0001f600\U0001f600 see https://a.example now"
    told.pane.sheet.insert(0, [linked(1, words, "https://a.example")])
    text = told.pane.text
    start = text.search("https", "1.0")
    assert told.pane.sheet.offset_at(start) == (0, words.index("https"))
    assert "link" in text.tag_names(start)
    assert "link" not in text.tag_names(f"{start} -2c")


def test_pictures_stand_where_they_belong_behind_any_text(told: Told):
    row = message(1, "\U0001f44d" * 5, is_mine=True, sender="\U0001f600")
    told.pane.sheet.insert(0, [row, message(2, "hi", sender="\U0001f600x", unverified=True)])
    dumped = told.pane.text.dump("1.0", "end", text=True, image=True, window=True)
    kinds = [kind for kind, value, _ in dumped if kind != "text" or value.strip()]
    mine = ["image", "image", "text", "text", "image", "image", "image"]
    head = ["window", "image", "text", "image", "text", "image"]
    assert kinds == [*mine, *head, "text", "text", "image", "image"]


def test_selected_ends_in_a_head_or_a_cap_belong_to_the_text_beside_them(told: Told):
    sheet = told.pane.sheet
    sheet.insert(0, [message(1, "hello")])
    assert sheet.offset_at("1.0") == (0, 0)
    assert sheet.offset_at("2.end") == (0, 0)
    assert sheet.offset_at("end -2c") == (0, 5)
    assert sheet.offset_at("end")[0] == 1
