from chatserver.log import tail as limits
from chatserver.log.pages import LOOKED_AT
from chatserver.log.tail import BYTES, COUNT, Tail
from tests.support.logs import text, words_of


def make(count: int, size: int = 1) -> Tail:
    tail = Tail(0)
    for n in range(1, count + 1):
        tail.add(n * 10, text("x" * size, to=(2,)))
    return tail


def test_it_is_bounded_by_number_but_lets_go_of_nothing_that_is_needed() -> None:
    tail = make(COUNT + 5)
    tail.trim(0)
    assert (len(tail), tail.floor) == (COUNT + 5, 0)
    tail.trim(30)
    assert (len(tail), tail.floor) == (COUNT + 2, 30)
    tail.trim(10**9)
    assert (len(tail), tail.floor) == (COUNT, 50)


def test_it_is_bounded_by_size() -> None:
    tail = make(100, size=limits.BYTES // 50)
    tail.trim(10**9)
    assert len(tail) == 50
    assert BYTES == 4 * 2**20


def test_reading_passes_over_a_bounded_number_of_others_messages() -> None:
    tail = make(2 * LOOKED_AT)
    page = tail.read(9, 0, 10, head=10**6)
    assert page == ([], LOOKED_AT * 10)
    assert tail.read(9, page.reached, 10, head=10**6) == ([], 10**6)
    assert tail.read(2, 0, 3, head=10**6).reached == 30


def test_what_is_removed_is_not_found() -> None:
    tail = make(4)
    tail.remove({20, 25, 40})
    assert [position for position, _ in tail.behind(0)] == [10, 30]
    assert tail.find(20) is None
    assert tail.find(30) is not None
    assert words_of(list(tail.read_back(2, 100))) == ["x", "x"]
