from random import Random

from shared.session.events import Arrived, Confirmed
from tests.support.openings import make_client, make_server, shake_hands


def test_both_ends_of_a_handshake_understand_each_other() -> None:
    client_opening = make_client()
    opened = shake_hands(client_opening, make_server()).opened
    assert client_opening.opened is not None
    random_bytes = Random(1).randbytes
    client = client_opening.opened.establish(
        is_server=False, path="server", random_bytes=random_bytes, now=0.0
    )
    server = opened.establish(is_server=True, path="client", random_bytes=random_bytes, now=0.0)
    for datagram, path in server.datagrams(0.0, 9):
        assert path == "client"
        client.receive_untrusted(datagram, "server", 0.0)
    client.send(1, b"hello")
    for datagram, path in client.datagrams(0.0, 9):
        assert path == "server"
        server.receive_untrusted(datagram, "client", 0.0)
    assert list(client.events()) == [Confirmed()]
    assert list(server.events()) == [Arrived(1, b"hello")]
