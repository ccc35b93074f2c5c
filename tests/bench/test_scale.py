"""The same as with ten thousand, with thirty."""

import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll and /proc")


def test_as_few_as_it_takes_are_enough(monkeypatch, capsys):
    scale = pytest.importorskip("tests.bench.scale", exc_type=ImportError)  # needs `resource`
    monkeypatch.setattr(scale, "SETTLE_S", 0.1)
    town = scale.Town(scale.LEAST)
    try:
        town.join()
        town.read_roster()
        town.watch()
    finally:
        town.close()
    shown = capsys.readouterr().out
    assert "people page through the roster at the same time: 2\n" in shown
    assert "people leave: 1; others watch them: 1\n" in shown


def test_a_small_town_goes_through_all_of_it(monkeypatch):
    scale = pytest.importorskip("tests.bench.scale", exc_type=ImportError)  # needs `resource`
    small = {"READERS": 2, "WATCHERS": 4, "WATCHED": 2, "TALKERS": 3, "SETTLE_S": 0.1}
    for name, value in small.items():
        monkeypatch.setattr(scale, name, value)
    figures = scale.run(["--clients", "30", "--seconds", "1", "--junk", "1000"])["figures"]
    assert figures["pages"] == 2
    assert figures["calm_undelivered"] == figures["inside_undelivered"] == 0
    assert figures["mix_sent_a_s"] > 100
    assert figures["restart_last_s"] > figures["restart_up_s"]
