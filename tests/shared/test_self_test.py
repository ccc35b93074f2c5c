import subprocess
import sys
from pathlib import Path

import pytest

from shared import self_test
from shared.self_test import REPORT, SkippedError, import_all, run_checks, try_crypto, try_window
from tests.support.processes import ROOT


def good() -> str:
    return "here"


def skipped() -> str:
    raise SkippedError("there is no display")


def bad() -> str:
    raise OSError("no\nsuch thing")


def test_the_report_has_a_line_for_each_and_failures_count(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_checks("Parley", [("a", good), ("b", skipped)], Path()) == 0
    assert run_checks("Parley", [("a", bad), ("b", good)], Path()) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == ["ok       a: here", "skipped  b: there is no display", "All is well."]
    assert lines[5].startswith("FAILED   a: OSError: no")
    assert lines[6:] == ["ok       b: here", "1 of these failed."]


def test_without_a_console_it_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run_checks("Parley", [("a", bad)], tmp_path) == 1
    assert "FAILED" in (tmp_path / REPORT).read_text()


def test_all_modules_are_imported_and_missing_ones_told() -> None:
    assert "modules" in import_all("shared.wire")
    with pytest.raises(ImportError):
        import_all("shared.nowhere")


def test_a_packaged_program_has_to_have_tkinter(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("shared.tk.mark")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tkinter", None)
    assert not self_test._import("shared.tk.mark")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(ModuleNotFoundError):
        self_test._import("shared.tk.mark")


def test_a_program_without_its_parts_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pkgutil.walk_packages", lambda *args, **options: iter(()))
    with pytest.raises(ImportError, match="its own parts"):
        import_all("shared")


def test_crypto() -> None:
    assert try_crypto().count("-") == 5


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen there")
def test_without_a_screen_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SkippedError, match="no display"):
        try_window()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
def test_a_report_that_cannot_be_written_is_said_in_a_line() -> None:
    run = "import sys; from shared.self_test import run_checks; sys.exit(run_checks('P', [], None))"
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-c", run], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"The report cannot be written (No space left on device).\n"
