import os
import signal

import pytest

from shared.signals import catch_signals


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs POSIX signals")
def test_they_are_caught_inside_only() -> None:
    caught: list[str] = []
    before = signal.getsignal(signal.SIGTERM)
    with catch_signals(lambda: caught.append("asked")):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    assert caught == ["asked", "asked"]
    assert signal.getsignal(signal.SIGTERM) == before
