from math import inf

import pytest

from shared.session.keys import REKEY_PACKETS, REKEY_S, ReceiveKeys, SendKeys
from shared.wire import BadPacket
from tests.support.sealing import TestKey

KEY = bytes(32)


def sealed(key: TestKey, number: int) -> bytes:
    return key.seal(number, b"head", b"text %d" % number)


def ratchet_if_due(keys: SendKeys, acked: int, now: float) -> None:
    if now >= keys.old_at or keys.number >= keys.old_number:
        keys.ratchet(acked, now)


@pytest.mark.parametrize(
    ("number", "now", "acked", "phase"),
    [
        (REKEY_PACKETS - 1, REKEY_S - 1, 5, 0),
        (REKEY_PACKETS, 0.0, 5, 1),
        (9, REKEY_S, 5, 1),
        (9, REKEY_S, -1, 0),  # the peer has not seen this phase yet
    ],
)
def test_schedule(number: int, now: float, acked: int, phase: int) -> None:
    keys = SendKeys(TestKey(KEY), 0.0)
    keys.number = number
    ratchet_if_due(keys, acked, now)
    assert keys.phase == phase
    ratchet_if_due(keys, acked, now)
    assert keys.phase == phase, "never twice in a row"


def test_follows_the_peer_and_keeps_the_previous_key_for_a_while() -> None:
    first = TestKey(KEY)
    second = first.next()
    keys = ReceiveKeys(TestKey(KEY))
    assert keys.open_untrusted(0, 0, b"head", sealed(first, 0)) == b"text 0"
    assert keys.forget_at == inf
    assert keys.open_untrusted(1, 5, b"head", sealed(second, 5)) == b"text 5"
    assert keys.forget_at == -inf, "to be decided"
    assert keys.open_untrusted(0, 4, b"head", sealed(first, 4)) == b"text 4"
    keys.forget()
    assert keys.forget_at == inf
    with pytest.raises(BadPacket):
        keys.open_untrusted(0, 3, b"head", sealed(first, 3))
    third = second.next()
    assert keys.open_untrusted(0, 9, b"head", sealed(third, 9)) == b"text 9"


def test_a_forged_phase_changes_nothing() -> None:
    keys = ReceiveKeys(TestKey(KEY))
    with pytest.raises(BadPacket):
        keys.open_untrusted(1, 7, b"head", sealed(TestKey(KEY), 7))
    assert keys.forget_at == inf
    assert keys.open_untrusted(0, 7, b"head", sealed(TestKey(KEY), 7)) == b"text 7"
