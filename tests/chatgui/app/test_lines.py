import json
import time

import pytest
from msgspec.structs import replace

from chatgui.app.history import Counts, Shown
from chatgui.app.lines import (
    clock,
    describe_state,
    export_json,
    export_lines,
    history_line,
    holder_line,
)
from chatgui.app.messages import HolderShown
from chatgui.archive.schema import COMMITTED, REFUSED, WAITING

HEARD = Shown(7, b"", 3, 0, "bob", ("ann", "zoe"), "a\nb", False, False, None, "", None)
OWN = replace(HEARD, sender="ann", state=COMMITTED)


@pytest.fixture(autouse=True)
def _far_from_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "localtime", time.gmtime)


def test_a_line_has_all_of_it():
    assert history_line(HEARD) == "7 1970-01-01 00:00 bob -> ann, zoe: a / b"
    marked = replace(HEARD, early=True, unverified=True)
    assert history_line(marked).endswith("a / b (unverified guest) (before you came)")
    assert history_line(replace(OWN, state=WAITING)).endswith("a / b [waiting]")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (None, "on the server"),
        (Counts(3, 0, 0, 0, 0), "on the server"),
        (Counts(3, 2, 0, 0, 0), "delivered to 2 of 3"),
        (Counts(3, 1, 1, 0, 0), "read by 1 of 3"),
        (Counts(3, 2, 1, 0, 1), "read by 1 of 3, delivered to 2 of 3, missed by 1 of 3"),
        (Counts(2, 0, 0, 2, 0), "handed to 2 of 2"),
    ],
)
def test_how_far_an_own_message_is(counts: Counts | None, told: str):
    assert describe_state(replace(OWN, counts=counts)) == told


def test_a_refused_one_says_why():
    assert describe_state(replace(OWN, state=REFUSED, reason="a\nb")) == "refused: a / b"


def test_holders():
    assert holder_line(HolderShown("bob", 2, 60_000)) == "bob: read 1970-01-01 00:01"
    assert holder_line(HolderShown("bob", 0, 0)) == "bob: waiting"
    assert "newer version" in holder_line(HolderShown("bob", 99, 0))


def test_exports_for_people_keep_the_lines_of_a_message():
    first, second = export_lines([HEARD, replace(OWN, counts=Counts(3, 2, 0, 0, 0))])
    assert first == "7 1970-01-01 00:00 bob -> ann, zoe: a\n    b"
    assert second.endswith(": a\n    b [delivered to 2 of 3]")


def test_exports_for_programs_have_one_line_for_each():
    messages = [HEARD, replace(OWN, counts=Counts(3, 2, 1, 0, 0))]
    lines = list(export_json(messages))
    assert all("\n" not in line for line in lines)
    first, second = (json.loads(line) for line in lines)
    assert (first["sender"], first["to"], first["text"]) == ("bob", ["ann", "zoe"], "a\nb")
    assert (first["state"], second["state"], second["read"]) == (None, "committed", 1)


def test_a_clock_out_of_its_mind(monkeypatch: pytest.MonkeyPatch):
    def fail(seconds: float) -> None:
        raise OverflowError(seconds)

    monkeypatch.setattr(time, "localtime", fail)
    assert clock(2**63 - 1) == "????-??-?? ??:??"
