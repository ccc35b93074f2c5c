"""The examination in a thread of its own, for a window that asks what has been found."""

import queue
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from chatgui.bookmarks import known_keys
from chatgui.doctor.examination import Halted, Instruments, examine
from chatgui.doctor.finding import Finding
from chatgui.doctor.patient import Patient
from shared.server_link import Place


class Halting(Instruments, Protocol):
    """`chatgui.doctor.instruments.NetworkInstruments` are such."""

    def close(self) -> None: ...


class Examiner:
    """Begins at once; `take` what is new until it `is_over` and nothing is left."""

    def __init__(self, patient: Patient, instruments: Halting) -> None:
        self._patient, self._instruments = patient, instruments
        self._found: queue.SimpleQueue[Finding] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="examines", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def take(self) -> list[Finding]:
        found = []
        with suppress(queue.Empty):
            while True:
                found.append(self._found.get_nowait())
        return found

    def close(self) -> None:
        """Nobody wants to know any more; the thread ends soon."""
        self._instruments.close()
        self._thread.join(1.0)

    def _run(self) -> None:
        with suppress(Halted):
            for finding in examine(self._patient, self._instruments):
                self._found.put(finding)


def examine_network(place: Place | None, recent: Iterable[Place], home: Path) -> Examiner:
    """Of that server; None: of one that is found, or of the last of those."""
    from chatgui.doctor.instruments import NetworkInstruments

    patient = Patient(place, tuple(recent), known_keys(home))
    return Examiner(patient, NetworkInstruments())
