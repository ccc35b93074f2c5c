from shared.net.path import Path
from shared.session.book import REVIVALS_PER_S, Book, Changes

HERE = Path(("192.0.2.7", 4000))
THERE = Path(("192.0.2.8", 4000))


def test_each_change_is_told_once_and_as_it_is_now() -> None:
    book = Book()
    paths = {1: HERE, 2: HERE}
    book.note(1)
    book.note(2)
    paths[1] = THERE
    book.note(1)
    assert book.changes(paths.get) == Changes([(1, THERE), (2, HERE)], [])
    del paths[2]
    book.note(2)
    assert book.changes(paths.get) == Changes([], [2])
    assert book.changes(paths.get) == Changes([], [])


def test_who_comes_in_is_pressing_until_it_was_told() -> None:
    book = Book()
    book.note(1)
    assert not book.is_pressing
    book.note_new(2)
    assert book.is_pressing
    assert book.changes({1: HERE, 2: HERE}.get) == Changes([(1, HERE), (2, HERE)], [])
    assert not book.is_pressing


def test_orphans_are_paced_and_then_removed() -> None:
    book = Book()
    entries = [(cid, HERE) for cid in range(3 * REVIVALS_PER_S)]
    book.revive(entries, 10.0)
    told, times = [], []
    while (now := book.wake_at) < float("inf"):
        told += book.due(now)
        times.append((now, len(told)))
    assert told == entries
    assert 2.9 < times[-1][0] - 10.0 < 3.1
    assert all(count <= (now - 10.0) * REVIVALS_PER_S + 2 for now, count in times)
    assert book.changes({}.get).removed == [cid for cid, _ in entries]


def test_after_a_pause_of_the_loop_they_do_not_leave_all_at_once() -> None:
    book = Book()
    book.revive([(cid, HERE) for cid in range(1000)], 10.0)
    assert 1 < len(book.due(60.0)) <= REVIVALS_PER_S * 0.05 + 1


def test_nothing_to_revive_is_nothing_to_wake_for() -> None:
    book = Book()
    assert book.wake_at == float("inf")
    assert book.due(10.0) == []
    book.revive([], 10.0)
    assert book.wake_at == float("inf")
