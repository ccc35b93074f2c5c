"""`chatgui --doctor`: the examination on a terminal, or into a file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from chatgui.app.settings import SettingsFile
from chatgui.bookmarks import known_keys
from chatgui.doctor.examination import Instruments, examine
from chatgui.doctor.finding import conclude
from chatgui.doctor.patient import Patient
from chatgui.doctor.report import write_finding, write_head, write_verdict
from chatgui.options import Options
from shared.server_link import Place, is_link, read_link_untrusted, read_place_untrusted
from shared.wire import BadPacket

Say = Callable[[str], object]


def doctor_in_terminal(options: Options, home: Path) -> int:
    """A line for each step, when it is done. Exit code 0: nothing is wrong; 1: something is."""
    from chatgui.doctor.instruments import NetworkInstruments

    return report(patient_of(options, home), NetworkInstruments(), _say)


def report(patient: Patient, instruments: Instruments, say: Say) -> int:
    say(write_head() + "\n")
    findings = []
    for finding in examine(patient, instruments):
        findings.append(finding)
        say(write_finding(finding))
    say("\n" + write_verdict(findings))
    return 0 if conclude(findings).is_well else 1


def patient_of(options: Options, home: Path) -> Patient:
    """What was named on the command line, else what this computer knows."""
    place = Place(options.host, options.port, options.server_key) if options.typed else None
    return make_patient(place, SettingsFile(home).load().recent, home)


def make_patient(place: Place | None, recent: Iterable[str], home: Path) -> Patient:
    """`recent`: as typed; what is no address is left out."""
    return Patient(place, tuple(_read_all(recent)), known_keys(home))


def _read_all(recent: Iterable[str]) -> Iterable[Place]:
    for typed in recent:
        try:
            yield read_link_untrusted(typed) if is_link(typed) else read_place_untrusted(typed)
        except BadPacket:
            continue


def _say(text: str) -> None:
    """At once, also into a file that somebody looks at."""
    print(text, flush=True)
