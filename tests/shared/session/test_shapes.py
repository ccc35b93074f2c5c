from random import Random

from shared.crypto.identity import ServerKeys
from shared.net.path import Path
from shared.session.shapes import NATIVE_FROM, shapes_for
from shared.wire import packets
from tests.support.clients import Lan, NativeClient, make_endpoint
from tests.support.fakenet import FakeNet, Link

TAG = ServerKeys(bytes(32)).cid_tag


def fits(datagram: bytes, tag: bytes = TAG) -> bool:
    """As the system's filter decides."""
    for shape in shapes_for(tag):
        if datagram.startswith(shape.beginning):
            holds = (datagram[at : at + len(held)] == held for at, held in shape.holds)
            return len(datagram) in shape.sizes and all(holds)
    return False


def test_all_that_a_client_says_fits() -> None:
    """A handshake, chat, pings, CLOSE; and HELLO with an invite."""
    endpoint, heard = make_endpoint(), list[bytes]()
    lan, home = Lan(FakeNet(1, Link()), endpoint), ("192.0.2.9", 4000)
    receive = endpoint.receive_untrusted

    def listen(datagram: bytes, path: Path, now: float) -> None:
        heard.append(datagram)
        receive(datagram, path, now)

    endpoint.receive_untrusted = listen  # type: ignore[method-assign]
    client = lan.add(home, NativeClient(1))
    for size in (1, 10, 1000, 20_000):
        lan.run(lan.now + 20.0)
        client.send(bytes(size))
        lan.flush(home)
    assert client.session is not None
    client.session.close()
    lan.flush(home)
    lan.add(("192.0.2.8", 4000), NativeClient(2, invite=b"i" * 16))
    lan.run(lan.now + 0.1)
    assert {datagram[0] for datagram in heard} == {0xF8, 0xFA, 0xFC, 0xFD}
    tag = client.server_cid.to_bytes(8, "big")[:2]
    assert all(fits(datagram, tag) for datagram in heard)


def test_other_versions_are_let_in_for_their_answer() -> None:
    for version in (1, 3):
        other = bytes((packets.HELLO, version)) + Random(1).randbytes(1198)
        assert fits(other)
        assert not fits(other + b"x")


def test_hello_and_init_have_shares_of_their_own_and_the_others_come_whole() -> None:
    shares = {
        (shape.beginning[0], shape.share) for shape in shapes_for(TAG, hellos=0.25, inits=0.5)
    }
    assert {(packets.HELLO, 0.25), (packets.INIT, 0.5)} <= shares
    assert {share for kind, share in shares if kind not in (packets.HELLO, packets.INIT)} == {1.0}
    assert len({kind for kind, _ in shares}) == len(shares), "of any version the same"


def test_noise_does_not_fit() -> None:
    random = Random(2)
    junk = [
        bytes((random.randrange(NATIVE_FROM, 256),)) + random.randbytes(random.randrange(1500))
        for _ in range(5000)
    ]
    junk += [bytes((packets.HELLO, packets.VERSION)) + random.randbytes(1198) for _ in range(100)]
    junk += [bytes((packets.DATA_EVEN,)) + random.randbytes(1000) for _ in range(1000)]
    assert sum(map(fits, junk)) <= 3
