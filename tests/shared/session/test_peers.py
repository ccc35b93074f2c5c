import pytest

from shared.net.path import Path
from shared.session.peers import LINGER_S, Peer, Peers
from tests.support.clients import NativeClient
from tests.support.openings import make_client, make_server, shake_hands

ALICE, BOB, STRANGER = b"alice", b"bob", b"stranger"
PATH = Path(("192.0.2.7", 4000))


def add(peers: Peers, cid: int, identity: bytes) -> Peer:
    opened = shake_hands(make_client(), make_server()).opened
    random_bytes = NativeClient(1).random_bytes
    session = opened.establish(is_server=True, path=PATH, random_bytes=random_bytes, now=0.0)
    peers.by_cid[cid] = Peer(cid, identity, session)
    return peers.by_cid[cid]


def close(peers: Peers, peer: Peer, now: float) -> None:
    peer.session.close()
    peers.end(peer, now)


@pytest.mark.parametrize(
    ("taken", "stranger", "known"),
    [(0, True, True), (7, True, True), (8, False, True), (9, False, True), (10, False, False)],
)
def test_a_fifth_of_the_places_is_kept_for_known_people(
    taken: int, stranger: bool, known: bool
) -> None:
    peers = Peers(10, {ALICE}.__contains__)
    for cid in range(taken):
        add(peers, cid, STRANGER)
    assert (peers.has_place(STRANGER), peers.has_place(ALICE)) == (stranger, known)


def test_only_who_is_here_and_known_comes_back_to_a_full_server() -> None:
    peers = Peers(2, {ALICE, BOB}.__contains__)
    alice = add(peers, 1, ALICE)
    add(peers, 2, STRANGER)
    assert peers.has_place(ALICE)
    assert not peers.has_place(BOB)
    assert not peers.has_place(STRANGER)
    close(peers, alice, 0.0)
    add(peers, 3, BOB)
    assert not peers.has_place(ALICE)


def test_who_has_ended_takes_no_place_and_is_found_until_forgotten() -> None:
    peers = Peers(10, lambda identity: False)
    peer = add(peers, 1, ALICE)
    assert (peers.open_count, peers.find_open(1), peer.path) == (1, peer, PATH)
    close(peers, peer, 5.0)
    assert (peers.open_count, peers.find_open(1), peers.by_cid[1]) == (0, None, peer)
    assert peer.wake_at() == 5.0 + LINGER_S
    peers.forget(peer)
    assert (peers.open_count, peers.by_cid) == (0, {})
