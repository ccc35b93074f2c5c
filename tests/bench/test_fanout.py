"""That the harness measures what it says, with every rival that is installed here."""

import sys

import pytest

from tests.bench import fanout
from tests.bench.fanout import Cell, Stage, measure, table
from tests.bench.report import picture_fanout
from tests.bench.rivals import RIVALS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll and /proc")


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.title)
def test_every_delivery_is_counted_and_paid_for(rival, monkeypatch):
    monkeypatch.setattr(fanout, "WARM_UP_S", 0.1)
    monkeypatch.setattr(fanout, "SETTLE_S", 0.3)
    if not rival.is_installed():
        pytest.skip(f"{rival.package} is not installed")
    cell = Cell(rival.title, rival.version(), receivers=3, window=16)
    with rival() as server:
        stage = Stage(server, 3)
        try:
            measure(stage, cell, 0.3)
        finally:
            stage.close()
    assert cell.deliveries >= 3 * 16
    assert cell.us_a_delivery[0] >= 0
    assert 0 < cell.last_ms[0] <= cell.last_p99_ms[0]
    assert cell.memory_mb[0] > 1
    assert rival.version()[0].isdigit()
    assert server.process.poll() is not None


def cell_with(us_a_delivery: list[float], rival: str = "Parley", window: int = 1) -> Cell:
    values = [1.0] * len(us_a_delivery)
    return Cell(rival, "1", 100, window, us_a_delivery, *[values] * 6)


def test_the_rounds_are_said_to_be_as_far_apart_as_they_are():
    cell = cell_with([9.0, 10.0, 11.5])
    assert cell.spread == pytest.approx(0.25)
    assert table([cell]).endswith("More than 20% apart: Parley 100/1.")
    assert table([cell_with([9.0, 10.0, 10.5])]).endswith("Rounds agree within 20%.")


def test_one_round_is_not_said_to_agree():
    row, end = table([cell_with([9.0])]).splitlines()[2:]
    assert end == "One round alone does not tell how far rounds are apart: --rounds 3."
    assert row.split()[4] == "-"


def test_less_cpu_than_the_kernel_counts_is_no_trouble():
    cell = cell_with([0.0, 0.0])
    assert table([cell]).endswith("Rounds agree within 20%.")
    assert "<rect" in picture_fanout({"cells": [vars(cell) | {"median_us": cell.median_us}]})


def test_table_and_picture_show_every_cell():
    cells = [cell_with([1.0], name, window) for name in ("Parley", "ngircd") for window in (1, 16)]
    assert len(table(cells).splitlines()) == 2 + 4 + 1
    figures = [vars(cell) | {"median_us": cell.median_us} for cell in cells]
    picture = picture_fanout({"cells": figures})
    assert picture.count("<rect") == 4
    assert picture.count("Parley  1") == 2
