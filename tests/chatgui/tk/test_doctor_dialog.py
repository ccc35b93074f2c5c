"""The doctor's window, by clicks and keys."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from chatgui.doctor.examination import examine
from chatgui.doctor.finding import Finding
from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import HELLOS, Measured
from chatgui.tk.doctor_dialog import DoctorDialog
from shared.server_link import Place
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.instruments import FRONT, FakeInstruments
from tests.support.windows import Wait

DESK = Place("192.168.7.9", 15000)
WELL = list(examine(Patient(DESK), FakeInstruments(found=[FRONT])))
SILENT = list(examine(Patient(DESK), FakeInstruments(Measured(HELLOS), is_host_on=True)))


class FakeExaminer:
    def __init__(self, findings: list[Finding]) -> None:
        self.findings = list(findings)
        self.is_over = self.is_closed = False

    def take(self) -> list[Finding]:
        found, self.findings = self.findings, []
        return found

    def close(self) -> None:
        self.is_closed = True


class Practice:
    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait) -> None:
        self.root, self.wait = root, wait
        self.examiners = [FakeExaminer(WELL[:3])]
        wait(root.winfo_viewable)
        self.dialog = DoctorDialog(root, theme, lambda: self.examiners[-1])
        wait(self.dialog.winfo_viewable)

    def said(self) -> str:
        return "\n".join(texts(self.dialog))

    def end(self, *findings: Finding) -> None:
        self.examiners[-1].findings += findings
        self.examiners[-1].is_over = True
        self.wait(lambda: self.examiners[-1].is_closed)


@pytest.fixture
def practice(root: tk.Tk, theme: Theme, wait: Wait) -> Iterator[Practice]:
    made = Practice(root, theme, wait)
    yield made
    if made.dialog.winfo_exists():
        made.dialog.close()


def test_steps_are_shown_as_they_are_done(practice: Practice) -> None:
    practice.wait(lambda: "Front desk answers at 192.168.7.9:15000." in practice.said())
    assert "Looking at: Key" in practice.said()
    assert practice.dialog.copy.instate(["disabled"])
    practice.end(*WELL[3:])
    practice.wait(lambda: "Nothing is wrong between this computer" in practice.said())
    assert "cannot tell" in practice.said()
    assert practice.dialog.copy.instate(["!disabled"])


def test_what_to_do_stands_below_and_all_of_it_can_be_copied(practice: Practice) -> None:
    practice.examiners[0].findings.clear()
    practice.dialog.findings.clear()
    practice.end(*SILENT)
    practice.wait(lambda: "To hand to an administrator:" in practice.said())
    assert "sudo ufw allow 15000/udp" in practice.said()
    practice.dialog.copy.invoke()
    assert "sudo ufw allow" in practice.root.clipboard_get()
    practice.wait(lambda: "The report is copied" in practice.said())


def test_it_can_be_done_again(practice: Practice) -> None:
    practice.end()
    practice.examiners.append(FakeExaminer(SILENT))
    practice.dialog.again.invoke()
    practice.wait(lambda: "is on, but nothing comes back" in practice.said())
    assert "Front desk answers" not in practice.said()
    practice.end()


def test_who_leaves_ends_it(practice: Practice) -> None:
    practice.wait(lambda: str(practice.dialog.focus_get()).startswith(f"{practice.dialog}"))
    practice.dialog.event_generate("<Escape>")
    practice.wait(lambda: not practice.dialog.winfo_exists())
    assert practice.examiners[0].is_closed
