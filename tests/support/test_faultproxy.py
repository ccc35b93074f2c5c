"""On real sockets; the end of a stream is shown by a marker that does arrive."""

import select
import socket

from tests.support.fakenet import Link
from tests.support.faultproxy import FaultProxy

MARK = b"end"


def exchange(link: Link, count: int) -> tuple[int, int]:
    """(datagrams the server got, echoes the client got) of `count` sent through a proxy."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)
        with (
            FaultProxy(server.getsockname(), link, seed=1) as proxy,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
        ):
            client.settimeout(10)
            client.connect(proxy.address)
            for n in range(count):
                client.send(b"%d" % n)
            got = 0
            # Wait until the proxy has judged everything, then let a marker pass for certain.
            while proxy.judged < count:
                select.select([], [], [], 0.001)
            proxy.link = Link(delay=(0.0, 0.0))
            client.send(MARK)
            while (data := server.recvfrom(100))[0] != MARK:
                got += 1
                server.sendto(data[0], data[1])
            server.sendto(MARK, data[1])
            echoed = 0
            while client.recv(100) != MARK:
                echoed += 1
            return got, echoed


def test_passes_both_ways() -> None:
    assert exchange(Link(delay=(0.0, 0.0)), 50) == (50, 50)


def test_loses_about_what_it_should() -> None:
    got, echoed = exchange(Link(loss=0.5, delay=(0.0, 0.0)), 400)
    assert 140 <= got <= 260
    assert echoed <= got


def test_doubles() -> None:
    got, _ = exchange(Link(duplicate=1.0, delay=(0.0, 0.0)), 50)
    assert got == 100
