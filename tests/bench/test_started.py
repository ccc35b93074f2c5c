"""That nothing stays behind, however the benchmark ends."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sessions and signals")

ROOT = Path(__file__).resolve().parents[2]


def family_in(folder: Path) -> set[int]:
    """Servers of the benchmark: the command line of each names its folder."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes()
        except OSError:
            continue  # it has just ended
        if os.fsencode(folder) in words:
            found.add(int(entry.parent.name))
    return found


def tell(family: set[int], number: int) -> None:
    for pid in family:
        with contextlib.suppress(ProcessLookupError):  # some last a moment only, or are killed
            os.kill(pid, number)


@pytest.mark.parametrize(
    ("job", "number"),
    [
        ("fanout", signal.SIGINT),
        ("fanout", signal.SIGTERM),
        ("scale", signal.SIGHUP),
        ("loss", signal.SIGINT),
    ],
)
def test_a_signal_ends_everything_and_says_so_once(job: str, number: int, tmp_path: Path):
    """To the whole group, as a terminal does, as soon as the first server runs; then again, while
    that server takes its time to end."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench", job],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as bench:
        while not (family := family_in(tmp_path)):
            assert bench.poll() is None
            os.sched_yield()
        tell(family, signal.SIGSTOP)
        for _ in range(2):
            os.killpg(bench.pid, number)
        tell(family, signal.SIGCONT)
        assert bench.stderr is not None
        assert bench.stderr.read().splitlines() == [
            "The benchmark was interrupted; what it started has been ended."
        ]
    assert bench.returncode == 1
    assert family_in(tmp_path) == set()
    assert list(tmp_path.glob("bench-*")) == []


def test_who_does_not_end_is_killed(monkeypatch):
    monkeypatch.setattr(started, "CLOSING_S", 0.01)
    stubborn = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True); input()"
    words = [sys.executable, "-c", stubborn]
    process = started.start(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == b"1\n"
        started.end(process)
        assert process.returncode == -signal.SIGKILL


def test_a_signal_while_something_is_started_waits_until_it_can_be_ended(monkeypatch):
    """Between the start of a program and its note, too."""
    begun = []

    def popen(words, **options):
        begun.append(subprocess_popen(words, **options))
        signal.raise_signal(signal.SIGINT)
        return begun[0]

    subprocess_popen = subprocess.Popen
    monkeypatch.setattr(started.subprocess, "Popen", popen)
    behind = started.signals_wait()  # puts back what the interrupted one leaves silent
    with behind, pytest.raises(KeyboardInterrupt), started.interruptible():
        started.start([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    begun[0].stdin.close()
    assert begun[0].returncode == -signal.SIGTERM


def test_one_whose_end_cannot_be_seen_holds_up_nobody(monkeypatch):
    monkeypatch.setattr(started, "CLOSING_S", 0.01)
    monkeypatch.setattr(started, "NESTED_S", 0.01)
    process = started.start([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with process._waitpid_lock:  # as a signal in the middle of `poll` leaves it
        started.end_all()
    assert process.wait() < 0
    process.stdin.close()


def test_what_nohup_ignores_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started.interruptible():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
