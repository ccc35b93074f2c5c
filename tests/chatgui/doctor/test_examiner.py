"""The examination in a thread."""

import threading

from chatgui.doctor.examination import Halted
from chatgui.doctor.examiner import Examiner
from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import Measured
from shared.server_link import Place
from tests.support.instruments import FakeInstruments
from tests.support.processes import PATIENCE_S

DESK = Place("192.168.7.9", 15000)


def test_findings_come_in_order():
    examiner = Examiner(Patient(DESK), FakeInstruments())
    while not examiner.is_over:
        pass
    assert [one.step for one in examiner.take()][:3] == ["network", "search", "server"]
    assert examiner.take() == []
    examiner.close()


def test_who_closes_it_ends_it():
    class Slow(FakeInstruments):
        end = threading.Event()

        def try_server(self, place: Place) -> Measured:
            assert self.end.wait(PATIENCE_S)
            raise Halted

        def close(self) -> None:
            self.end.set()

    examiner = Examiner(Patient(DESK), Slow())
    assert not examiner.is_over
    examiner.close()
    assert examiner.is_over
    assert [one.step for one in examiner.take()] == ["network", "search"]
