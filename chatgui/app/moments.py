"""Times as a person reads them, in their own time zone; by the server's clock, which may be out of
its mind."""

import time

from chatgui.app.words import window as words

_WEEK = 7
_LAST_YEAR = 9999


def day_of(at_ms: int) -> tuple[int, int, int]:
    """Year, month and day; zeros if there is no such day."""
    at = _local(at_ms)
    return (at.tm_year, at.tm_mon, at.tm_mday) if at else (0, 0, 0)


def hour(at_ms: int) -> str:
    """Such as "12:05"."""
    at = _local(at_ms)
    return time.strftime("%H:%M", at) if at else words.NO_TIME


def day_line(at_ms: int, now_ms: int) -> str:
    """Such as "Today", or "Monday, 2 March"; the year if it is another one."""
    at, now = _local(at_ms), _local(now_ms)
    if at is None or now is None:
        return words.NO_DAY
    days = _days_between(at, now)
    if days in (0, 1):
        return (words.TODAY, words.YESTERDAY)[days]
    form = words.DAY if at.tm_year == now.tm_year else words.DAY_AND_YEAR
    return _fill(form, at)


def brief(at_ms: int, now_ms: int) -> str:
    """As short as it is clear: "12:05", "Yesterday", "Mon", "2 Mar", "2 Mar 2025"."""
    at, now = _local(at_ms), _local(now_ms)
    if at is None or now is None:
        return words.NO_TIME
    days = _days_between(at, now)
    if days == 0:
        return hour(at_ms)
    if days == 1:
        return words.YESTERDAY
    if 1 < days < _WEEK:
        return words.WEEKDAYS_SHORT[at.tm_wday]
    form = words.DATE if at.tm_year == now.tm_year else words.DATE_AND_YEAR
    return _fill(form, at)


def since(at_ms: int, now_ms: int) -> str:
    """Within a sentence: "12:05", "yesterday", "Mon", "2 Mar"."""
    told = brief(at_ms, now_ms)
    return words.SINCE_YESTERDAY if told == words.YESTERDAY else told


def exact(at_ms: int, now_ms: int) -> str:
    """To the minute: "12:05", "2 Mar 12:05"."""
    day = brief(at_ms, now_ms)
    return day if day == hour(at_ms) else f"{day} {hour(at_ms)}"


def _fill(form: str, at: time.struct_time) -> str:
    month = words.MONTHS[at.tm_mon - 1]
    return form.format(
        weekday=words.WEEKDAYS[at.tm_wday],
        day=at.tm_mday,
        month=month if form in (words.DAY, words.DAY_AND_YEAR) else month[:3],
        year=at.tm_year,
    )


def _days_between(at: time.struct_time, now: time.struct_time) -> int:
    """By the calendar; a day in the future is never near."""
    return _day_number(now) - _day_number(at)


def _day_number(at: time.struct_time) -> int:
    year, before = at.tm_year - 1, at.tm_yday
    return year * 365 + year // 4 - year // 100 + year // 400 + before


def _local(at_ms: int) -> time.struct_time | None:
    try:
        at = time.localtime(at_ms / 1000)
    except (OverflowError, OSError, ValueError):
        return None
    return at if at.tm_year <= _LAST_YEAR else None
