"""The job's own parts; PyInstaller runs in `python3 run.py build` alone."""

import hashlib
import re
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from build_specs import build, licences
from build_specs.contents import ROOT
from build_specs.licences import write_licences


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a small folder in it that has been built."""
    monkeypatch.setattr(build, "DONE", tmp_path)
    monkeypatch.setattr(build, "ROOT", tmp_path.parent)
    (tmp_path / "parley").mkdir()
    (tmp_path / "parley" / "parley").write_bytes(b"x" * 2_000_000)
    (tmp_path / "parley" / "parley").chmod(0o755)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="a zip has no rights")
def test_the_archive_keeps_rights_and_names_nobody(dist: Path) -> None:
    with tarfile.open(build.pack("both", [dist / "parley"])) as archive:
        entry = archive.getmember("parley/parley")
    assert entry.mode & 0o111
    assert (entry.uid, entry.uname) == (0, "")


def test_the_report_says_what_how_big_and_which(
    dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = build.pack("both", [dist / "parley"])
    (dist / build.SUMS).write_text(f"{'0' * 64}  gone.zip\n{'1' * 64}  {path.name}\n")
    build.report("both", [path])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    out = capsys.readouterr().out
    assert "/parley  2.0 MB" in out
    assert f"SHA-256 {digest}" in out
    assert (dist / build.SUMS).read_text() == f"{digest}  {path.name}\n"


@pytest.mark.parametrize(
    ("what", "is_one_file", "folder"),
    [
        ("both", False, ""),
        ("client", False, " dist/parley-client"),
        ("server", False, " dist/parley-server"),
        ("client", True, " dist/onefile"),
        ("both", True, " dist/onefile"),
    ],
)
def test_what_was_built_is_what_is_tried_out(what: str, is_one_file: bool, folder: str) -> None:
    assert build.trial(what, is_one_file) == f"python3 run.py smoke{folder}"


def test_a_failed_build_says_so_and_packs_nothing(
    dist: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "run_pyinstaller", lambda what, is_one_file: 1)
    assert build.main(["client", "--onefile"]) == 1
    assert "PyInstaller" in capsys.readouterr().err
    assert not list(dist.glob("*.tar.*"))


def test_licences_of_all_that_is_packed(tmp_path: Path) -> None:
    write_licences(tmp_path / "LICENSES.txt")
    text = (tmp_path / "LICENSES.txt").read_text("utf-8")
    for name in ("Parley", "Python", "cryptography", "msgspec", "zeroconf", "Tcl and Tk"):
        assert f"\n{name}\n" in text
    assert "Permission is hereby granted" in text


def test_whatever_parley_asks_for_on_any_system_has_its_licence_there() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split("[><=]", line)[0].lower() for line in asked}
    # what pystray itself asks for there
    names |= {"six", "pyobjc-core", "pyobjc-framework-cocoa", "pyobjc-framework-quartz"}
    assert names <= {name.lower() for name in licences.PACKED}


def test_licences_of_libraries_and_what_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "owners", lambda names: {"libz.so.1": "zlib1g"})
    monkeypatch.setattr(licences, "copyright_of", lambda package: "Free." if package else "")
    write_licences(tmp_path / "LICENSES.txt", ["libz.so.1", "libodd.so.3"])
    text = (tmp_path / "LICENSES.txt").read_text("utf-8")
    assert "\nzlib1g (libz.so.1)\n" in text
    assert "Free." in text
    assert text.rstrip().endswith("libodd.so.3")


def test_nothing_is_put_into_a_bundle_that_is_signed(tmp_path: Path) -> None:
    (tmp_path / "Parley.app").mkdir()
    build.add_papers(tmp_path / "Parley.app")
    assert not list((tmp_path / "Parley.app").iterdir())
