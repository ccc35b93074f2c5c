"""The doctor's findings as text: on a terminal, in a file, on the clipboard."""

import platform
import textwrap
from collections.abc import Sequence
from typing import Final

from chatgui.app.words import doctor as words
from chatgui.doctor.finding import Finding, conclude
from shared import __version__
from shared.text import one_line

WIDTH: Final = 100
LEVELS: Final = 13
TITLES: Final = 9


def write_head() -> str:
    system = f"{platform.system()} {platform.release()}"
    return words.HEAD.format(version=__version__, system=one_line(system))


def write_finding(finding: Finding) -> str:
    """A line, longer ones broken under their beginning."""
    begin = f"{finding.mark:<{LEVELS}}{finding.title:<{TITLES}}"
    return _fill(one_line(finding.text), begin, " " * len(begin))


def write_verdict(findings: Sequence[Finding]) -> str:
    """Several lines: how it is, what to do, what to hand to an administrator."""
    verdict = conclude(findings)
    lines = [verdict.text]
    for head, sentences in (
        (words.WHAT_TO_DO, verdict.advice),
        (words.FOR_ADMINISTRATOR, verdict.orders),
    ):
        if sentences:
            lines += ["", head, *(_sentence(text) for text in sentences)]
    return "\n".join(lines)


def write_report(findings: Sequence[Finding]) -> str:
    """All of it, as one text."""
    lines = [write_finding(finding) for finding in findings]
    return "\n".join((write_head(), "", *lines, "", write_verdict(findings), ""))


def _sentence(text: str) -> str:
    """What stands behind it on lines of its own is for a command line, and stays whole."""
    first, *commands = text.split("\n")
    whole = [f"    {one_line(command)}" for command in commands]
    return "\n".join([_fill(one_line(first), "  ", "  "), *whole])


def _fill(text: str, begin: str, indent: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=begin,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
