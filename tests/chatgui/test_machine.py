import shutil
from pathlib import Path

from chatgui import machine
from chatgui.machine import machine_mark


def test_a_folder_keeps_its_mark_and_a_copy_has_another(tmp_path: Path, monkeypatch):
    folder = tmp_path / "a"
    folder.mkdir()
    mark = machine_mark(folder)
    assert len(mark) == 16
    assert machine_mark(folder) == mark
    shutil.copytree(folder, tmp_path / "b")
    assert machine_mark(tmp_path / "b") != mark
    monkeypatch.setattr(machine, "_machine_id", lambda: "another computer")
    assert machine_mark(folder) != mark


def test_a_copy_put_in_the_place_of_the_original_is_noticed(tmp_path: Path):
    folder = tmp_path / "a"
    folder.mkdir()
    mark = machine_mark(folder)
    shutil.copytree(folder, tmp_path / "b")
    folder.rename(tmp_path / "c")
    (tmp_path / "b").rename(folder)
    assert machine_mark(folder) != mark


def test_without_a_machine_id_the_name_of_the_computer_stands_in(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(machine, "_MACHINE_IDS", (tmp_path / "none",))
    assert machine._machine_id() == machine.platform.node()
