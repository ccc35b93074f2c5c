import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.crypto.noise import Handshake
from shared.session import handshake_table
from shared.session.handshake_table import FINISHED_S, HALF_OPEN_S, HalfOpen, HandshakeTable
from shared.wire.packets import Mode

A, B = ("192.0.2.1", 1), ("192.0.2.2", 2)
KEY = X25519PrivateKey.from_private_bytes(bytes(32))


def half_open(source: tuple[str, int] = A, client_cid: int = 1, now: float = 0.0) -> HalfOpen:
    handshake = Handshake(initiator=False, prologue=b"", static=KEY, ephemeral=KEY)
    return HalfOpen(source, client_cid, Mode.OPEN, handshake, b"resp", now + HALF_OPEN_S)


def test_is_found_by_source_and_client_cid_together() -> None:
    table = HandshakeTable()
    table.begin(10, half_open(A, 1))
    assert table.cid_of(A, 1) == 10
    assert table.cid_of(B, 1) is None
    assert table.cid_of(A, 2) is None


def test_lives_as_half_open_then_as_finished() -> None:
    table = HandshakeTable()
    assert table.wake_at is None
    table.begin(10, half_open())
    assert table.wake_at == HALF_OPEN_S
    table.finish(10, b"digest", 5.0)
    assert (list(table.half_open), list(table.finished)) == ([], [10])
    assert table.wake_at == 5.0 + FINISHED_S
    assert table.cid_of(A, 1) == 10
    assert table.expire(5.0 + FINISHED_S) == []
    assert table.wake_at is None
    assert table.cid_of(A, 1) is None


@pytest.mark.parametrize(
    ("now", "given_up"), [(HALF_OPEN_S - 1, []), (HALF_OPEN_S, [A]), (HALF_OPEN_S + 1, [A, B])]
)
def test_says_who_was_given_up(now: float, given_up: list[tuple[str, int]]) -> None:
    table = HandshakeTable()
    table.begin(10, half_open(A, 1, 0.0))
    table.begin(11, half_open(B, 1, 1.0))
    assert table.expire(now) == given_up
    assert (table.cid_of(A, 1) is None) == (A in given_up)


def test_both_kinds_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake_table, "MAX_HALF_OPEN", 3)
    monkeypatch.setattr(handshake_table, "MAX_FINISHED", 2)
    table = HandshakeTable()
    for cid in range(3):
        assert not table.is_full
        table.begin(cid, half_open(A, cid))
    assert table.is_full
    for cid in range(3):
        table.finish(cid, b"digest", 0.0)
    assert not table.is_full
    assert table.expire(0.0) == []
    assert list(table.finished) == [1, 2]  # the oldest went
