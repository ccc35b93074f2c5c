"""The report as text."""

from chatgui.doctor.finding import Finding
from chatgui.doctor.report import WIDTH, write_finding, write_report

LONG = Finding("server", "trouble", "Nothing comes back. " * 20, "Ask its owner.", "Open UDP 9.")


def test_a_line_says_how_it_is_in_words():
    line = write_finding(Finding("network", "ok", "This computer is at 10.0.0.1 (eth0)."))
    assert line == "ok           Network  This computer is at 10.0.0.1 (eth0)."


def test_long_ones_are_broken_under_their_beginning():
    lines = write_finding(LONG).splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= WIDTH
    assert all(line.startswith(" " * 22) for line in lines[1:])


def test_what_strangers_say_stays_on_its_line():
    assert "\x1b" not in write_finding(Finding("search", "ok", "a\x1b[31m\nb"))
    assert "\n" not in write_finding(Finding("search", "ok", "a\x1b[31m\nb"))


def test_the_whole_ends_with_what_to_do():
    report = write_report([LONG])
    assert report.startswith("Parley ")
    assert "1 thing is wrong.\n\nWhat to do:\n  Ask its owner.\n" in report
    assert report.endswith("To hand to an administrator:\n  Open UDP 9.\n")


def test_commands_stay_whole():
    command = "netsh " + "x" * 150
    report = write_report([Finding("server", "trouble", "x", "y", f"Open it.\n{command}")])
    assert f"\n  Open it.\n    {command}\n" in report
