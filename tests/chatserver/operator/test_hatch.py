"""tests/chatserver/test_server.py has it in a real loop, with disks that fail."""

import pytest

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.control.operations import AskNames, Kick, ShowDashboard, Stop
from chatserver.operator.hatch import ENDED, STOPS, Hatch
from chatserver.runtime import Runtime
from tests.support.owner import Owner


def test_what_was_asked_is_done_in_order_when_the_loop_looks() -> None:
    owner, hatch = Owner(), Hatch()
    owner.joins(1, "bob")
    answers: list[AnyAnswer] = []
    stopped: list[float] = []
    for operation in (Kick("bob"), AskNames(), Stop()):
        hatch.ask(operation, answers.append)
    assert answers == []
    hatch.serve(owner.desk, stopped.append, owner.now)
    assert answers == [
        Told("bob (127.0.0.1) is sent away for 10 minutes."),
        Told("No names are kept."),
        STOPS,
    ]
    assert stopped == [owner.now]
    assert owner.names() == []
    hatch.shut()


def test_where_the_disk_hangs_only_what_was_done_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Runtime, "settle", lambda *_: None)
    owner, hatch = Owner(), Hatch()
    owner.desk.show = lambda: ""
    owner.joins(1, "bob")
    answers: list[AnyAnswer] = []
    for operation in (Kick("bob"), Kick("nobody"), ShowDashboard(), AskNames()):
        hatch.ask(operation, answers.append)
    hatch.serve(owner.desk, lambda now: None, owner.now)
    refused, shown, names = answers
    assert isinstance(refused, Refused)
    assert shown == Told("The dashboard comes up.")
    assert names == Told("No names are kept.")
    hatch.shut()


def test_at_the_end_nobody_is_left_waiting() -> None:
    hatch = Hatch()
    answers: list[AnyAnswer] = []
    hatch.ask(AskNames(), answers.append)
    hatch.shut()
    hatch.ask(AskNames(), answers.append)
    assert answers == [ENDED, ENDED]
