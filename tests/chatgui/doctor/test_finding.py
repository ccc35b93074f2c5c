"""What follows from all findings."""

import pytest

from chatgui.doctor.finding import Finding, conclude

OK = Finding("server", "ok", "It answers.")
UNKNOWN = Finding("clock", "cannot tell", "Nobody knows.")
WRONG = Finding("line", "trouble", "It is poor.", "Use a cable.", "Lay a cable.")
SILENT = Finding("server", "trouble", "Nothing comes.", "Ask.", "Open the port.")


@pytest.mark.parametrize(
    ("findings", "text", "is_well"),
    [
        ([OK, UNKNOWN], "Nothing is wrong between this computer and the server.", True),
        ([OK, WRONG], "1 thing is wrong.", False),
        ([WRONG, SILENT], "2 things are wrong.", False),
    ],
)
def test_trouble_decides(findings: list[Finding], text: str, is_well: bool):
    verdict = conclude(findings)
    assert (verdict.text, verdict.is_well) == (text, is_well)


def test_what_to_do_comes_in_order_and_once():
    verdict = conclude([SILENT, OK, WRONG, SILENT])
    assert verdict.advice == ("Ask.", "Use a cable.")
    assert verdict.orders == ("Open the port.", "Lay a cable.")


def test_levels_are_words():
    assert [one.mark for one in (OK, UNKNOWN, WRONG)] == ["ok", "cannot tell", "trouble"]
    assert OK.title == "Server"
