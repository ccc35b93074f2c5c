"""The server's own report: shown, copied, asked for again."""

from chatserver.control.answers import AnyAnswer, Refused
from chatserver.control.operations import AnyOperation, Diagnose
from chatserver.dashboard.asking import Then
from chatserver.dashboard.doctor_dialog import DoctorDialog
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import DOCTOR


def test_the_report_can_be_read_and_copied(room: Room):
    dialog = DoctorDialog(room.root, room.theme, room.owner)
    room.shown(dialog)
    assert dialog.report.get() == DOCTOR
    dialog.copy.invoke()
    assert dialog.clipboard_get() == DOCTOR
    assert room.texts(dialog)[-1] == "The report is copied."
    dialog.again.invoke()
    assert room.server.asked.count(Diagnose()) == 2
    dialog.close()


def test_while_it_looks_and_where_it_cannot(room: Room):
    waiting: list[Then] = []

    def ask(operation: AnyOperation, then: Then) -> None:
        waiting.append(then)

    dialog = DoctorDialog(room.root, room.theme, room.owner._replace(ask=ask))
    room.wait(dialog.winfo_viewable)
    assert dialog.report.get().startswith("Looking")
    assert dialog.again.instate(["disabled"])
    assert dialog.copy.instate(["disabled"])
    answer: AnyAnswer = Refused("No server runs.")
    waiting[0](answer)
    assert dialog.report.get() == ""
    assert room.texts(dialog)[-1] == "No server runs."
    assert dialog.copy.instate(["disabled"])
    assert not dialog.again.instate(["disabled"])
    dialog.close()
