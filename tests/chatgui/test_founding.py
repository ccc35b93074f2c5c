"""A server that is started while somebody waits."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from chatgui.founding import Founding
from chatserver.data import is_running
from shared.desktop.siblings import Began, NotStarted, start_server
from tests.support.processes import PATIENCE_S


def test_it_waits_in_a_thread_for_the_link():
    go_on = threading.Event()

    def start(*, began: Began) -> str:
        assert go_on.wait(PATIENCE_S)
        return "parley://127.0.0.1:15000/key"

    founding = Founding(start)
    assert not founding.is_over
    assert founding.link == ""
    go_on.set()
    founding.wait(PATIENCE_S)
    assert (founding.link, founding.trouble) == ("parley://127.0.0.1:15000/key", "")


def test_it_says_why_there_is_none():
    def start(*, began: Began) -> str:
        raise NotStarted("The disk is full.")

    founding = Founding(start)
    founding.wait(PATIENCE_S)
    assert (founding.link, founding.trouble) == ("", "The disk is full.")


@pytest.mark.parametrize("is_early", [True, False])
def test_a_real_one_ends_however_far_it_has_come(
    is_early: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """While it begins, and when it has just said where it is."""
    monkeypatch.delenv("DISPLAY", raising=False)
    words = ("--data", str(tmp_path), "-a", "127.0.0.1", "-p", "0", "--no-announce")
    said, seen, go_on = threading.Event(), threading.Event(), threading.Event()
    processes: list[subprocess.Popen[bytes]] = []

    def start(*, began: Began) -> str:
        def note(process: "subprocess.Popen[bytes]") -> None:
            processes.append(process)
            began(process)
            seen.set()

        link = start_server(*words, began=note)
        said.set()
        assert go_on.wait(PATIENCE_S)
        return link

    founding = Founding(start)
    assert (seen if is_early else said).wait(PATIENCE_S)
    assert is_early or is_running(tmp_path)
    founding.cancel()
    founding.cancel()
    go_on.set()
    founding.wait(PATIENCE_S)
    assert founding.is_over
    assert (founding.link, founding.trouble) == ("", "")
    assert processes[0].poll() is not None
    assert not is_running(tmp_path)


def test_one_that_has_long_said_where_it_is_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("DISPLAY", raising=False)
    words = ("--data", str(tmp_path), "-a", "127.0.0.1", "-p", "0", "--no-announce")
    founding = Founding(lambda *, began: start_server(*words, began=began))
    founding.wait(PATIENCE_S)
    assert founding.is_running
    founding.cancel()
    assert founding.link == ""
    founding.wait(PATIENCE_S)
    assert founding.is_over
    assert not is_running(tmp_path)


def test_one_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chatgui.founding.END_S", 0.1)
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as said:
        said.readline()
    cancelled = threading.Event()

    def start(*, began: Began) -> str:
        began(process)
        assert cancelled.wait(PATIENCE_S)
        return "parley://127.0.0.1:15000/key"

    founding = Founding(start)
    founding.cancel()
    cancelled.set()
    founding.wait(PATIENCE_S)
    assert process.returncode
