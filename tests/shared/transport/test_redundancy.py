import pytest

from shared.transport.outbox import Outbox
from shared.transport.redundancy import choose


def chat_of(count: int, size: int) -> Outbox:
    chat = Outbox(64)
    for _ in range(count):
        chat.push((b"x" * size,))
        chat.fresh += 1
    return chat


@pytest.mark.parametrize(
    ("count", "size", "aboard", "room", "chosen"),
    [
        (0, 10, [], 1000, []),
        (3, 10, [], 1000, [0, 1, 2]),
        (3, 10, [0], 1000, [1, 2]),
        (20, 10, [], 1000, list(range(8))),  # at most 8
        (20, 189, [], 1000, [0, 1, 2]),  # at most 600 bytes with their heads
        (20, 10, [], 45, [0, 1]),  # at most the room there is
        (2, 601, [], 1000, []),
    ],
)
def test_choice(count: int, size: int, aboard: list[int], room: int, chosen: list[int]) -> None:
    assert [sequence for sequence, _ in choose(chat_of(count, size), aboard, room)] == chosen
