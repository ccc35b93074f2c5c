import random

import pytest

from shared.crypto.identity import ServerKeys
from shared.session.resets import IN_ALL, PER_SOURCE, Resets, is_reset

KEYS = ServerKeys(bytes(range(32)))
CID = 0x0123456789ABCDEF
TOKEN = KEYS.reset_token(CID)


def make_resets(seed: int = 1) -> Resets:
    return Resets(KEYS, random.Random(seed).randbytes)


def test_the_client_believes_its_servers_reset() -> None:
    assert all(is_reset(make_resets(seed).make(CID), TOKEN) for seed in range(100))


def test_sizes_are_40_to_47_and_all_occur() -> None:
    resets = make_resets()
    assert {len(resets.make(CID)) for _ in range(500)} == set(range(40, 48))


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"\xff",
        b"\xff" + bytes(23) + bytes(16),
        b"\xff" + bytes(22) + TOKEN,  # 39 bytes
        b"\xff" + bytes(31) + TOKEN,  # 48 bytes
        b"\xfd" + bytes(23) + TOKEN,
        b"\xff" + bytes(23) + TOKEN[:-1] + bytes((TOKEN[-1] ^ 1,)),
        b"\xff" + TOKEN + bytes(23),
        ServerKeys(bytes(32)).reset_token(CID).rjust(40, b"\xff"),
    ],
)
def test_the_client_believes_nothing_else(datagram: bytes) -> None:
    assert not is_reset(datagram, TOKEN)


def test_a_session_of_another_number_is_not_reset() -> None:
    assert not is_reset(make_resets().make(CID + 1), TOKEN)


def test_each_source_gets_so_many_in_a_second() -> None:
    resets = make_resets()
    answers = [resets.answer(CID, "192.0.2.7", 10.0) for _ in range(2 * PER_SOURCE)]
    assert sum(answer is not None for answer in answers) == PER_SOURCE
    assert resets.answer(CID, "192.0.2.8", 10.0) is not None
    assert resets.answer(CID, "192.0.2.7", 10.999) is None
    assert resets.answer(CID, "192.0.2.7", 11.0) is not None


def test_all_sources_together_get_so_many_in_a_second() -> None:
    resets = make_resets()
    hosts = [f"10.0.{n >> 8}.{n & 255}" for n in range(IN_ALL + 500)]
    assert sum(resets.answer(CID, host, 10.0) is not None for host in hosts) == IN_ALL
    assert sum(resets.answer(CID, host, 11.0) is not None for host in hosts) == IN_ALL
