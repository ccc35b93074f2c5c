"""`chatgui --doctor`: what it prints, and what its exit code says."""

from pathlib import Path

import pytest

from chatgui.app.settings import Settings, SettingsFile
from chatgui.bookmarks import Bookmark
from chatgui.doctor.command import make_patient, patient_of, report
from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import HELLOS, Measured
from chatgui.options import read_options
from chatgui.start import main
from shared.server_link import Place, encode_link
from tests.support.instruments import FRONT, KEY, FakeInstruments
from tests.support.processes import ServerProgram

DESK = Place("192.168.7.9", 15000)


def test_a_line_a_step_and_a_verdict():
    said: list[str] = []
    assert report(Patient(DESK), FakeInstruments(found=[FRONT]), said.append) == 0
    assert len(said) == 1 + 7 + 1
    assert said[3] == "ok           Server   Front desk answers at 192.168.7.9:15000."
    assert said[-1] == "\nNothing is wrong between this computer and the server."


def test_trouble_is_exit_code_1_and_says_what_to_do():
    said: list[str] = []
    silent = FakeInstruments(Measured(HELLOS), is_host_on=True)
    assert report(Patient(DESK), silent, said.append) == 1
    assert "What to do:" in said[-1]
    assert "sudo ufw allow 15000/udp" in said[-1]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ([], None),
        (["-p", "9"], Place("127.0.0.1", 9)),
        (["-a", "desk", "-p", "9"], Place("desk", 9)),
        (["-a", encode_link(Place("desk", 9, KEY))], Place("desk", 9, KEY)),
    ],
)
def test_what_is_examined(words: list[str], place: Place | None, tmp_path: Path):
    SettingsFile(tmp_path).save(Settings(recent=("lab:7", "no address", "192.168.7.9")))
    Bookmark(tmp_path, "lab:7").remember(KEY)
    patient = patient_of(read_options(["--doctor", *words]), tmp_path)
    assert patient == Patient(place, (Place("lab", 7), DESK), {"lab:7": KEY})


def test_nothing_need_be_known(tmp_path: Path):
    assert make_patient(None, (), tmp_path / "none") == Patient()
    assert not (tmp_path / "none").exists()


def test_it_examines_a_real_server(
    server: ServerProgram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["--doctor", "-p", str(server.port), "--home", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert f"answers at 127.0.0.1:{server.port}." in said
    assert f"nc -u 127.0.0.1 {server.port}" in said
    assert list(tmp_path.iterdir()) == []
    server.stop()
    assert not server.out.rest(), "the server saw nobody come"
