import sys
import threading
from math import inf
from pathlib import Path

import pytest

from chatserver.control.answers import ServerStatus, Told
from chatserver.control.operations import AskStatus, Diagnose, PauseGuests
from chatserver.neighbours import NeighbourWatch
from chatserver.operator.health import count_neighbours, gather
from shared.discovery.found import FoundServer
from shared.net.path import Path as NetPath
from tests.support.owner import HOST, Owner

HEAD = "IP address       HW type     Flags       HW address            Mask     Device\n"
ROW = "10.0.0.{n}      0x1         {flags}         52:55:0a:00:02:02     *        eth0\n"


def test_the_doctor_knows_what_the_parts_know() -> None:
    owner = Owner("--no-announce")
    owner.now += 3600
    owner.desk.others = ("Lab at 10.0.0.7:15000",)
    owner.desk.traffic.take([(b"x", NetPath(("192.168.7.30", 9)))], owner.now - 60)
    facts = gather(owner.desk, owner.now, "line")
    assert (facts.hosts, facts.up_s, facts.outside_s) == ((HOST,), 3600, 60)
    assert (facts.is_local, facts.is_found, facts.others) == (False, False, owner.desk.others)
    assert (facts.disk, facts.disk_free, facts.receive_buffer) == ("", None, None)
    answer = owner.asks(Diagnose())
    assert isinstance(answer, Told)
    assert answer.text.startswith("TROUBLE: another server is on this network")


def test_who_asks_the_doctor_makes_it_look_round_again() -> None:
    owner, looked = Owner(), threading.Event()
    assert gather(owner.desk, owner.now).looked_s == inf

    def search() -> list[FoundServer]:
        looked.set()
        return []

    owner.desk.watch = NeighbourWatch(b"o" * 15, lambda others: None, search, first_s=600.0)
    owner.asks(AskStatus())
    assert not looked.is_set()
    owner.asks(Diagnose())
    assert looked.wait(20.0)
    owner.desk.watch.close()


def test_the_doctor_knows_which_guests_the_owner_keeps_out() -> None:
    owner = Owner("--max-classroom", "0")
    assert gather(owner.desk, owner.now).shut_doors == ("classroom",)
    owner.asks(PauseGuests(True))
    assert gather(owner.desk, owner.now).are_guests_paused
    private = Owner("--private", "--max-netcat", "0")
    private.asks(PauseGuests(True))
    facts = gather(private.desk, private.now)
    assert (facts.are_guests_paused, facts.shut_doors) == (False, ())


def test_a_server_of_this_computer_only_misses_nobody() -> None:
    owner = Owner("-a", "127.0.0.1")
    assert gather(owner.desk, owner.now).is_local
    answer = owner.asks(Diagnose())
    assert isinstance(answer, Told)
    assert "TROUBLE" not in answer.text


def test_status_has_the_troubles() -> None:
    owner = Owner()
    owner.desk.addresses._useful = list
    owner.now += 60
    answer = owner.asks(AskStatus())
    assert isinstance(answer, ServerStatus)
    assert answer.troubles[0].startswith("This computer is in no network")
    assert answer.link.startswith("parley://127.0.0.1:")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has that table")
def test_neighbours_are_those_that_have_answered_but_the_way_out(tmp_path: Path) -> None:
    table = tmp_path / "arp"
    assert count_neighbours(table) is None
    for flags, count in (([], 0), (["0x2"], 0), (["0x2", "0x2", "0x0", "0x2"], 2)):
        rows = (ROW.format(n=n, flags=flag) for n, flag in enumerate(flags))
        table.write_text(HEAD + "".join(rows))
        assert count_neighbours(table) == count
