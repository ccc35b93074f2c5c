"""What a test leaves running is seen and ended, also where its parent has gone."""

import subprocess
import sys

import pytest

from tests.support import strays

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux gives us the orphans")

SLEEPER = "import sys; print('here', flush=True); sys.stdin.read()"
PARENT = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {SLEEPER!r}], stdin=sys.stdin, start_new_session=True)
"""


def leave_orphan() -> "subprocess.Popen[str]":
    """Its parent, which has ended; the orphan ends with our stdin."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "here\n"
    assert parent.wait(20) == 0
    return parent


def close(parent: "subprocess.Popen[str]") -> None:
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.close()
    parent.stdout.close()


def test_an_orphan_is_found_and_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strays, "GRACE_S", 0.0)
    before = strays.children()
    parent = leave_orphan()
    [killed] = strays.end_strays(before)
    assert "sys.stdin.read()" in killed
    assert strays.children() == before
    close(parent)


def test_one_that_ends_by_itself_is_none() -> None:
    before = strays.children()
    parent = leave_orphan()
    [orphan] = strays.children() - before
    assert not strays.wait_for_end(orphan, 0)
    close(parent)
    assert strays.end_strays(before) == []
    assert strays.wait_for_end(orphan, 0)
