from chatserver.log.interface import Outcome
from chatserver.log.memory import MemoryLog
from shared.chat import ListAsked


def test_each_entry_comes_back_once_in_order_at_a_new_position() -> None:
    log = MemoryLog()
    log.append([ListAsked(1), ListAsked(2)])
    log.append([ListAsked(3)])
    assert log.outcomes() == [
        Outcome(ListAsked(1), 1),
        Outcome(ListAsked(2), 2),
        Outcome(ListAsked(3), 3),
    ]
    assert log.outcomes() == []
    log.append([ListAsked(1)])
    assert log.outcomes() == [Outcome(ListAsked(1), 4)]
