"""The log's days."""

from chatserver.dashboard.diary import Diary
from chatserver.dashboard.figures import describe_line
from chatserver.dashboard.tail import Line
from tests.support.tiny_owner import NOON_MS

DAY_MS = 24 * 3_600_000
HELLO = Line(NOON_MS, "join: zoe")


def test_lines_of_today_need_no_date():
    diary = Diary()
    assert diary.write([], NOON_MS) == []
    assert diary.write([HELLO, Line(0, "of an older server")], NOON_MS) == [
        describe_line(HELLO),
        "of an older server",
    ]


def test_older_lines_have_theirs_and_today_begins_below_them():
    yesterday, today = Diary().write([HELLO], NOON_MS + DAY_MS)[::2]
    assert yesterday != today
    assert any(character.isdigit() for character in yesterday)


def test_another_day_begins_though_nothing_is_said():
    diary = Diary()
    diary.write([HELLO], NOON_MS)
    (date,) = diary.write([], NOON_MS + DAY_MS)
    assert diary.write([], NOON_MS + DAY_MS) == []
    assert Diary().write([HELLO], NOON_MS + DAY_MS)[-1] == date


def test_a_time_that_cannot_be_is_no_mistake():
    assert Diary().write([Line(10**20, "odd")], NOON_MS)[:2] == ["??:??", "??:?? odd"]
