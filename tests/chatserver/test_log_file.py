import stat
import time
from pathlib import Path

from chatserver import log_file
from chatserver.log_file import LogFile
from chatserver.printer import Printer


def test_what_the_owner_has_to_know_is_kept_and_what_people_write_is_not(tmp_path: Path) -> None:
    path = tmp_path / "log" / "server.log"
    printer = Printer(None, None, log=LogFile(path, lambda: 0.0))
    printer.report("msg: ann: a secret")
    printer.warn("The disk is full.\nMake room.")
    assert printer.close()
    began = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(0))
    assert path.read_text() == f"{began} The disk is full.\n{began} Make room.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    log = LogFile(path)
    for number in range(4):
        log.write(f"{number}" * (log_file.LONGEST + 1) + "\n")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["server.log", "server.old"]
    assert path.read_text().split()[2].startswith("3")


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    LogFile(tmp_path / "log" / "server.log").write("a line\n")
