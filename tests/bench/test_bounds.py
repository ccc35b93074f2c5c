"""That odd options get a sentence and start nothing."""

import sys

import pytest

from tests.bench import started
from tests.bench.__main__ import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll and /proc")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("fanout --receivers 0", "a whole number from 1 up, not '0'."),
        ("fanout --crowd -1", "a whole number from 0 up, not '-1'."),
        ("fanout --seconds 0", "a number from 1 up, not '0'."),
        ("fanout --seconds nan", "a number from 1 up, not 'nan'."),
        ("fanout --rounds 0", "a whole number from 1 up, not '0'."),
        ("fanout --drag -1", "a number from 0 up, not '-1'."),
        ("loss --seconds 0", "a number from 0.05 up, not '0'."),
        ("scale --clients 2", "0 or a whole number from 3 up, not '2'."),
        ("scale --seconds inf", "a number from 1 up, not 'inf'."),
        ("scale --junk x", "a number from 0 up, not 'x'."),
    ],
)
def test_odd_options_get_a_sentence(words, reason, monkeypatch, capsys):
    monkeypatch.setattr(started.subprocess, "Popen", lambda *a, **b: pytest.fail("it started"))
    monkeypatch.setenv("PATH", "/usr/bin")  # to have it back: `main` searches further
    with pytest.raises(SystemExit) as end:
        main(words.split())
    assert end.value.code == 2
    name = words.split()[1]
    assert capsys.readouterr().err.endswith(f"error: argument {name}: takes {reason}\n")


def test_what_leaves_nothing_to_measure_is_said(monkeypatch, capsys):
    pytest.importorskip("tests.bench.scale", exc_type=ImportError)  # needs `resource`
    monkeypatch.setenv("PATH", "/usr/bin")
    assert main(["scale", "--clients", "0", "--junk", "0"]) == 1
    assert capsys.readouterr().err.endswith("--clients 0 and --junk 0 leave nothing to measure.\n")
