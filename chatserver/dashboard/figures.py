"""What the server counts, as a person reads it."""

import time

from msgspec import Struct

from chatserver.control.answers import ServerStatus
from chatserver.dashboard import words
from chatserver.dashboard.tail import Line
from chatserver.dashboard.trend import Trend

MEGABYTE = 1024 * 1024
MINUTE, HOUR, DAY = 60, 3600, 86_400


class Figure(Struct, frozen=True):
    """`hint`: said under the pointer. `is_bad`: somebody should look at it."""

    label: str
    value: str
    hint: str
    is_bad: bool = False


def describe_figures(status: ServerStatus, cpu: float | None, now_ms: int) -> list[Figure]:
    """`cpu`: the share of one core that it had, or None where that is not known yet."""
    uptime_s = max(0, now_ms - status.started_ms) / 1000  # one computer, one clock
    dropped = words.DROPPED_UNKNOWN if status.dropped is None else describe_count(status.dropped)
    percent = words.CPU_VALUE.format(percent=describe_rate(100 * cpu)) if cpu is not None else ""
    megabytes = words.MEMORY_VALUE.format(megabytes=round(status.memory / MEGABYTE))
    return [
        Figure(words.CPU, percent or words.NOTHING, words.CPU_HINT, (cpu or 0) > 0.9),
        Figure(words.MEMORY, megabytes if status.memory > 0 else words.NOTHING, words.MEMORY_HINT),
        Figure(
            words.UPTIME,
            describe_span(uptime_s),
            words.UPTIME_HINT.format(since=describe_time(status.started_ms, now_ms)),
        ),
        Figure(words.DROPPED, dropped, words.DROPPED_HINT, bool(status.dropped)),
        Figure(words.GUESTS, describe_count(status.guests_here), words.GUESTS_HINT),
        Figure(words.KNOWN, describe_count(status.known), words.KNOWN_HINT),
    ]


def describe_trend(trend: Trend) -> tuple[str, str]:
    """How many now, how many at most; empty before anything is known."""
    if not trend.points:
        return "", ""
    return (
        words.NOW.format(rate=describe_rate(trend.now)),
        words.PEAK.format(rate=describe_rate(trend.peak)),
    )


def describe_rate(rate: float) -> str:
    """To two places where that says something: 0, 0.4, 7.3, 41, 12,300."""
    if rate < 0.05:
        return "0"
    return f"{rate:.1f}" if rate < 9.95 else describe_count(round(rate))


def describe_count(count: int) -> str:
    return f"{count:,}"


def describe_span(seconds: float) -> str:
    whole = int(seconds)
    if whole < MINUTE:
        return words.SECONDS.format(count=whole)
    if whole < HOUR:
        return words.MINUTES.format(count=whole // MINUTE)
    if whole < DAY:
        return words.HOURS.format(hours=whole // HOUR, minutes=whole % HOUR // MINUTE)
    return words.DAYS.format(days=whole // DAY, hours=whole % DAY // HOUR)


def describe_line(line: Line) -> str:
    """Of the log: the hour alone, its day stands above it."""
    if not line.at_ms:
        return line.text
    return words.LOG_LINE.format(time=describe_time(line.at_ms, line.at_ms), text=line.text)


def describe_time(at_ms: int, now_ms: int) -> str:
    """The hour if that is today, else the day too."""
    try:
        at, now = time.localtime(at_ms / 1000), time.localtime(now_ms / 1000)
    except (OverflowError, OSError, ValueError):
        return words.NO_TIME
    is_today = (at.tm_year, at.tm_yday) == (now.tm_year, now.tm_yday)
    if is_today:
        return time.strftime(words.TIME, at)
    return time.strftime(words.DATE_AND_TIME, at).lstrip("0")
