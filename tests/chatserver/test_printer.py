import io
import os
import threading

import pytest

from chatserver import printer as module
from chatserver.printer import Printer


def test_lines_go_out_and_warnings_aside_in_their_order() -> None:
    out, err = io.StringIO(), io.StringIO()
    printer = Printer(out, err)
    printer.report("join: bob")
    printer.report("msg: bob")
    printer.warn("two\nlines")
    printer.inform("listens")
    printer.close()
    assert out.getvalue() == "join: bob\nmsg: bob\n"
    assert err.getvalue() == "two\nlines\nlistens\n"


def test_a_quiet_printer_warns_only() -> None:
    out, err = io.StringIO(), io.StringIO()
    printer = Printer(out, err, quiet=True)
    printer.report("join: bob")
    printer.inform("listens")
    printer.warn("full")
    printer.close()
    assert (out.getvalue(), err.getvalue()) == ("", "full\n")


def test_the_last_lines_are_kept_by_number_but_answers_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LINES_KEPT", 3)
    err, log = io.StringIO(), io.StringIO()
    printer = Printer(None, err, quiet=True, log=log, now_ns=lambda: 7)
    assert printer.said() == []
    printer.report("join: bob")
    printer.answer("parley://secret")
    assert printer.said() == [(1, 7, "join: bob")]
    printer.warn("two\nlines")
    printer.report("msg: bob")
    assert printer.said() == [(2, 7, "two"), (3, 7, "lines"), (4, 7, "msg: bob")]
    assert printer.said(3) == [(4, 7, "msg: bob")]
    assert printer.said(1) == printer.said(0)
    assert printer.said(4) == printer.said(9) == []
    printer.close()
    assert err.getvalue() == "parley://secret\ntwo\nlines\n"
    assert log.getvalue() == "two\nlines\n"


def test_what_people_wrote_cannot_steer_the_terminal() -> None:
    out = io.StringIO()
    printer = Printer(out, None)
    printer.report("msg: \x1b]0;title\x07 to non-existent user a\nb")
    printer.close()
    assert out.getvalue() == "msg: \u241b]0;title\u2407 to non-existent user a / b\n"


def test_a_program_without_a_console_prints_nothing() -> None:
    printer = Printer(None, None)
    printer.report("x")
    printer.warn("x")
    printer.close()
    assert printer.dropped == 0


def test_a_closed_pipe_stops_only_the_printing() -> None:
    read, write = os.pipe()
    os.close(read)
    err = io.StringIO()
    with os.fdopen(write, "w") as broken:
        printer = Printer(broken, err)
        printer.report("x")
        printer.warn("still here")
        printer.close()
        assert err.getvalue() == "still here\n"
        with pytest.raises(BrokenPipeError):
            broken.close()


def test_what_comes_after_a_pause_is_printed_too() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "w") as out, os.fdopen(read) as seen:
        printer = Printer(out, None)
        for line in ("join: bob", "msg: bob", "msg: bob"):
            printer.report(line)
            assert seen.readline() == f"{line}\n"
        assert printer.close()


class PausedConsole(io.StringIO):
    """Blocks whoever writes, until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped, self.go_on, self.read_on = (threading.Event() for _ in range(3))

    def write(self, text: str) -> int:
        self.stopped.set()
        if text == "x\n":
            self.read_on.set()
        assert self.go_on.wait(30)
        return super().write(text)


def test_a_paused_console_stops_nobody_and_the_surplus_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LINES_WAITING", 100)
    console, err = PausedConsole(), io.StringIO()
    printer = Printer(console, err)
    printer.report("0")
    assert console.stopped.wait(30)
    for i in range(1, 151):
        printer.report(str(i))  # 100 wait, 50 do not fit
    assert printer.dropped == 50
    console.go_on.set()
    printer.close()
    assert console.getvalue().split() == [str(i) for i in range(101)]


def test_what_was_dropped_is_said_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINES_WAITING", 1)
    console, err = PausedConsole(), io.StringIO()
    printer = Printer(console, err)
    printer.report("0")
    assert console.stopped.wait(30)
    for _ in range(4):
        printer.report("x")
    console.go_on.set()
    assert console.read_on.wait(30)
    printer.close()
    assert err.getvalue() == "3 lines were not printed: nobody read them in time.\n"
