import socket
import threading
from collections.abc import Iterator

import pytest

from chatgui import roaming
from chatgui.roaming import CHECK_S, Roaming
from chatgui.seeking import AFTER_S, Seeking
from chatgui.uplink import Place, Uplink, look_up, open_socket


class Asking:
    """A session that may be lost, and is told of a new socket."""

    def __init__(self) -> None:
        self.is_lost = False
        self.told: list[float] = []
        self.refusals: list[float] = []

        self.is_guess = self.forgives = self.met_wrong = False
        self.moves: list[float] = []

    def moved(self, now: float) -> None:
        self.moves.append(now)

    def take_wrong(self) -> bool:
        met, self.met_wrong = self.met_wrong, False
        return met

    def network_changed(self, now: float) -> None:
        self.told.append(now)

    def refused(self, now: float) -> None:
        self.refusals.append(now)


class Found:
    """A search that finds it there."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def search(self, is_thorough: bool) -> list[Place]:
        return [self._place]

    def close(self) -> None:
        pass


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10)
        yield sock


@pytest.fixture
def uplink(server: socket.socket) -> Iterator[Uplink]:
    uplink = Uplink(open_socket(look_up(*server.getsockname())))
    yield uplink
    uplink.close()


def test_nothing_happens_while_nothing_changes(uplink, server):
    asking = Asking()
    care = Roaming(asking, *server.getsockname())
    for now in range(10):
        care.mind(uplink, now)
        assert care.wake_at == now + CHECK_S
    assert asking.told == []


def test_that_nobody_listens_is_told_at_once(uplink, server):
    asking = Asking()
    care = Roaming(asking, *server.getsockname())
    care.mind(uplink, 0.0)
    server.close()
    uplink.send([b"hello?"])
    uplink.receive(1)
    for now in (0.1, 0.2):
        care.mind(uplink, now)
    assert asking.refusals == [0.1]


def test_a_broken_network_gets_a_new_socket_at_the_next_check(uplink, server):
    asking = Asking()
    care = Roaming(asking, *server.getsockname())
    care.mind(uplink, 0.0)
    uplink.is_broken = True
    care.mind(uplink, 0.5)
    assert asking.told == []
    care.mind(uplink, 1.0)
    assert asking.told == [1.0]
    assert not uplink.is_broken


def test_another_address_of_ours_gets_a_new_socket(server):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.3", 0))
    sock.connect(server.getsockname())
    uplink, asking = Uplink(sock), Asking()
    Roaming(asking, *server.getsockname()).mind(uplink, 0.0)
    assert asking.told == [0.0]
    uplink.send([b"from the new one"])
    assert server.recvfrom(100)[1][0] == "127.0.0.1"
    uplink.close()


def test_a_name_is_looked_up_again_after_5_s_without_an_answer(uplink, server, monkeypatch):
    asked = []
    answer = threading.Event()

    def look_up(host: str, port: int) -> object:
        asked.append((host, port))
        answer.wait(20)
        return socket.AF_INET, server.getsockname()

    monkeypatch.setattr(roaming, "look_up", look_up)
    asking = Asking()
    care = Roaming(asking, "chat.example", 15000)
    for now in range(12):
        asking.is_lost = now not in (0, 6)
        care.mind(uplink, now)
    assert care._lookup is None
    care.mind(uplink, 12)
    assert asking.told == []
    answer.set()
    assert care._lookup is not None
    care._lookup.join()
    assert asked == [("chat.example", 15000)]
    care.mind(uplink, 13)
    assert asking.told == [13]


def test_a_name_that_leads_nowhere_changes_nothing(uplink, monkeypatch):
    def look_up(host: str, port: int) -> object:
        raise OSError("no such name")

    monkeypatch.setattr(roaming, "look_up", look_up)
    asking = Asking()
    asking.is_lost = True
    care = Roaming(asking, "chat.example", 15000)
    for now in range(8):
        care.mind(uplink, now)
    assert care._lookup is not None
    care._lookup.join()
    care.mind(uplink, 8)
    assert asking.told == []


def test_an_address_is_not_looked_up(uplink, server):
    asking = Asking()
    asking.is_lost = True
    care = Roaming(asking, *server.getsockname())
    for now in range(20):
        care.mind(uplink, now)
    assert care._lookup is None


def test_goes_where_the_server_is_found(uplink, server):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere:
        elsewhere.bind(("127.0.0.2", 0))
        elsewhere.settimeout(10)
        asking = Asking()
        asking.is_lost = True
        seeking = Seeking(lambda: Found((socket.AF_INET, elsewhere.getsockname())))
        care = Roaming(asking, *server.getsockname(), seeking)
        care.mind(uplink, 0.0)
        assert (asking.is_guess, asking.forgives) == (False, True)
        care.mind(uplink, AFTER_S)
        assert seeking._thread is not None
        seeking._thread.join()
        care.mind(uplink, AFTER_S + CHECK_S)
        assert asking.moves == [AFTER_S + CHECK_S]
        assert (asking.is_guess, asking.forgives) == (True, True)
        uplink.send([b"here"])
        assert elsewhere.recv(100) == b"here"
        asking.met_wrong = True
        care.mind(uplink, AFTER_S + CHECK_S + 0.1)
        assert not asking.is_guess
        uplink.send([b"home"])
        assert server.recv(100) == b"home"


def test_a_network_that_stays_broken_is_not_searched_more_often(uplink, server):
    searched_at: list[int] = []
    asking = Asking()
    asking.is_lost = True
    care = Roaming(asking, *server.getsockname(), Seeking(lambda: searched_at.append(now)))
    for now in range(120):
        uplink.is_broken = True
        care.mind(uplink, now)
    assert len(asking.told) == 120
    assert len(searched_at) < 10
    care.close()
