"""Questions come in their rhythm, and never twice at a time."""

import math

from chatserver.dashboard.schedule import Schedule

RHYTHM = {"status": 1.0, "people": 2.0}


def test_all_is_asked_at_once_and_then_in_its_rhythm():
    schedule = Schedule()
    assert schedule.take_due(RHYTHM, 10.0) == ["status", "people"]
    for name in RHYTHM:
        schedule.close(name)
    assert schedule.wait_s(RHYTHM, 10.25) == 0.75
    assert schedule.take_due(RHYTHM, 10.9) == []
    assert schedule.take_due(RHYTHM, 11.0) == ["status"]
    schedule.close("status")
    assert schedule.take_due(RHYTHM, 12.0) == ["status", "people"]


def test_what_was_not_answered_is_not_asked_again():
    schedule = Schedule()
    schedule.take_due({"status": 1.0}, 0.0)
    assert schedule.take_due({"status": 1.0}, 100.0) == []
    assert schedule.wait_s({"status": 1.0}, 100.0) == math.inf
    schedule.close("status")
    assert schedule.wait_s({"status": 1.0}, 100.0) == 0.0


def test_a_quicker_rhythm_holds_at_once():
    schedule = Schedule()
    schedule.take_due({"people": 2.0}, 0.0)
    schedule.close("people")
    assert schedule.take_due({"people": 0.3}, 0.3) == ["people"]
