import sys

import pytest

from shared.net.slots import NAME_BYTES, SLOTS, Slots

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="laid out as Linux has it")


def test_a_train_comes_apart_as_it_was_coupled() -> None:
    slots = Slots(16)
    train = [b"a" * 100, b"b" * 100, b"c" * 30]
    for slot in (0, SLOTS - 1):
        slots.fill(slot, train[0], (b"n" * NAME_BYTES, 0))
        slots.couple(slot, 100)
        for datagram in train[1:]:
            slots.extend(slot, datagram)
    assert slots.uncouple(0, 100) == slots.uncouple(SLOTS - 1, 100) == train


def test_a_slot_used_again_has_forgotten_its_train() -> None:
    slots = Slots(16)
    slots.fill(3, b"a" * 100, (b"n" * NAME_BYTES, 0))
    slots.couple(3, 100)
    slots.extend(3, b"b")
    slots.fill(3, b"short", (b"m" * NAME_BYTES, 0))
    assert slots.uncouple(3, 100) == [b"short"]
