import socket
import threading

import pytest

from chatgui.whereabouts import Whereabouts
from shared.crypto.identity import server_id
from shared.discovery.interfaces import Interface
from shared.wire.probes import Here, decode_probe_untrusted

KEY = b"k" * 32


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Interface("127.0.0.1")]
    monkeypatch.setattr("shared.discovery.finder.own_interfaces", lambda: found)


def test_where_the_server_with_that_key_says_it_is() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as meant,
    ):
        for sock in (other, meant):
            sock.bind(("127.0.0.1", 0))

        def serve() -> None:
            for sock, id in ((other, b"x" * 15), (meant, server_id(KEY))):
                data, sender = sock.recvfrom(2000)
                here = Here(decode_probe_untrusted(data), id, "desk", 1, False)
                sock.sendto(here.encode(), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        hosts = [other.getsockname(), meant.getsockname()]
        assert Whereabouts(KEY, hosts).search() == [(socket.AF_INET, meant.getsockname())]
        thread.join()


def test_close_ends_it() -> None:
    search = Whereabouts(KEY, [])
    threading.Timer(0.05, search.close).start()
    assert search.search() == []
