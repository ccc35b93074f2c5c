import sys

import pytest

from tests.bench import loss, report
from tests.bench.loss import can_make_namespaces, measure, run_in_namespaces, summary, table
from tests.bench.report import picture_loss
from tests.bench.rivals.irc import Irc
from tests.bench.rivals.parley import Parley
from tests.bench.tally import Tally

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll")


def test_through_the_proxy_everything_arrives_in_spite_of_loss():
    row = measure(Parley, 20, 0.5, proxied=True)
    assert (row["rival"], row["said"], row["delivered"], row["trouble"]) == ("Parley", 10, 10, "")
    assert 0 < row["median"] <= row["p99"] <= row["worst"]


def test_who_is_not_measured_is_said(monkeypatch, capsys):
    monkeypatch.setattr(Irc, "is_installed", lambda: False)
    monkeypatch.setattr(loss, "can_make_namespaces", lambda: True)
    monkeypatch.setattr(loss, "SHARES", ())
    loss.run([])
    assert capsys.readouterr().out.startswith(
        "Not installed, so not measured: ngircd. sudo apt install ngircd\n"
    )


@pytest.mark.skipif(not can_make_namespaces(), reason="no network namespaces here")
def test_in_namespaces_everybody_is_measured_at_each_loss():
    rows = run_in_namespaces(0.2)
    assert {row["loss"] for row in rows} == {0, 10, 20, 30}
    assert all(row["delivered"] == row["said"] == 4 for row in rows if row["rival"] == "Parley")
    assert picture_loss({"rows": rows}).count("<rect") == 2 * len(rows)


def test_the_computers_own_network_is_never_made_to_lose_packets(monkeypatch):
    monkeypatch.setattr(loss, "output_of", lambda *words: "1: lo: <LOOPBACK,UP,LOWER_UP> ...")
    monkeypatch.setattr(loss.subprocess, "run", lambda *words, **options: pytest.fail("it ran"))
    with pytest.raises(RuntimeError, match="own network"):
        measure(Parley, 10, 0.1, proxied=False)


def test_what_never_arrived_is_shown():
    tally = Tally(1)
    tally.note_said()
    row = summary("ngircd", 30, tally, "the server has closed a connection.")
    line = table([row]).splitlines()[1]
    assert line.split()[:5] == ["ngircd", "30", "%", "1", "0"]
    assert line.endswith("closed a connection.")


def test_where_nothing_arrived_there_is_no_picture_and_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    report.save("loss", {"rows": [summary("Parley", 30, Tally(1), "")]})
    assert [path.name for path in tmp_path.iterdir()] == ["bench-loss.json"]
    assert capsys.readouterr().out.endswith("Nothing arrived, so there is no picture.\n")
