"""One number, one message: judged, begun, settled or failed, in any order the log may answer in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver import outboxes
from chatserver.log import memory
from chatserver.log.memory import MemoryLog
from chatserver.outboxes import Outboxes
from shared.chat import EVERYONE_ID, TEXT, Committed, Message, PostRefused, Rejected

BOB, BOX = 7, b"o" * 16
REASON = "none of the people it is for is known here"


class Book:
    """Outboxes over a log in memory. A digest is the sequence, unless a test says another."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.boxes = Outboxes(self.log)

    def restart(self) -> None:
        self.boxes = Outboxes(self.log)

    def judged(self, sequence: int, digest: bytes = b"", person: int = BOB) -> object:
        return self.boxes.judge(person, BOX, sequence, digest or b"%d" % sequence)

    def says(self, *sequences: int) -> None:
        for sequence in sequences:
            self.boxes.begin(BOB, BOX, sequence, b"%d" % sequence)

    def settles(self, *sequences: int) -> None:
        for sequence in sequences:
            digest = b"%d" % sequence
            to = (EVERYONE_ID,)
            self.log.append([Message(BOB, "bob", to, TEXT, b"hi", 5, BOX, sequence, digest)])
            self.boxes.settle(BOB, BOX, sequence)

    def refuses(self, sequence: int) -> None:
        digest = b"%d" % sequence
        self.log.append([Rejected(BOB, BOX, sequence, digest, "nobody", REASON)])
        self.boxes.settle(BOB, BOX, sequence)

    def fails(self, sequence: int) -> None:
        self.boxes.fail(BOB, BOX, sequence)

    @property
    def highest(self) -> int:
        return self.boxes.highest(BOB, BOX)


@pytest.fixture
def book() -> Book:
    return Book()


def test_a_first_word_is_new_then_pending_then_answered_the_same(book: Book) -> None:
    assert book.judged(1) == "new"
    book.says(1)
    assert book.judged(1) == "pending"
    book.settles(1)
    assert book.judged(1) == Committed(1, 1, 5)
    assert book.judged(2) == "new"


def test_what_stands_in_the_log_but_is_not_applied_yet_is_pending(book: Book) -> None:
    book.says(1)
    book.log.append([Message(BOB, "bob", (0,), TEXT, b"hi", 5, BOX, 1, b"1")])
    assert book.judged(1) == "pending"


def test_the_same_number_for_something_else_is_reused(book: Book) -> None:
    book.says(1)
    assert book.judged(1, b"other") == "reused"
    book.settles(1)
    assert book.judged(1, b"other") == "reused"


def test_answers_and_refusals_are_the_same_after_a_restart(book: Book) -> None:
    book.says(1, 2)
    book.settles(1)
    book.refuses(2)
    for _ in range(2):
        assert book.judged(1) == Committed(1, 1, 5)
        assert book.judged(2) == PostRefused(2, "nobody", REASON)
        assert book.judged(2, b"other") == "reused"
        assert book.judged(3) == "new"
        assert book.highest == 2
        book.restart()


def test_outboxes_and_people_do_not_mix(book: Book) -> None:
    book.says(1)
    book.settles(1)
    assert book.judged(1, person=8) == "new"
    assert book.boxes.judge(BOB, b"p" * 16, 1, b"1") == "new"
    assert book.boxes.highest(8, BOX) == book.boxes.highest(BOB, b"p" * 16) == 0


def test_what_failed_blocks_what_is_behind_until_it_is_said_again(book: Book) -> None:
    book.says(1)
    book.fails(1)
    assert book.judged(2) == book.judged(3) == "later"
    assert book.judged(1) == "new"
    book.says(1)
    assert book.judged(2) == "new"


def test_what_failed_is_new_again_though_the_next_one_stands(book: Book) -> None:
    book.says(1, 2)
    book.fails(1)
    book.settles(2)
    assert book.judged(1) == "new"
    assert book.highest == 0, "a client would take 1 for settled"
    book.says(1)
    assert book.highest == 0
    book.settles(1)
    assert book.highest == 2


def test_two_that_failed_and_one_that_fails_late_are_all_said_again(book: Book) -> None:
    book.says(1, 2, 3)
    book.fails(1)
    book.fails(2)
    book.says(1)
    book.fails(3)
    assert book.judged(2) == "new"
    assert book.judged(3) == "later"


def test_old_answers_are_forgotten_and_their_numbers_remembered(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "ANSWERS_KEPT", 2)
    book.says(1, 2, 3)
    book.settles(1, 2, 3)
    assert book.judged(1) == Committed(1, 0, 0)
    assert book.judged(3) == Committed(3, 3, 5)


def test_a_log_that_could_not_be_read_is_asked_again(book: Book) -> None:
    """It makes up for its guess by failing the next batch, and nothing is blocked by that."""
    book.says(1)
    book.settles(1)
    highest = book.log.highest
    book.log.highest = lambda person, outbox: 0  # type: ignore[method-assign]
    assert book.judged(1) == "new"
    book.says(1)
    book.log.highest = highest  # type: ignore[method-assign]
    book.fails(1)
    assert book.judged(2) == "later"
    assert book.judged(1) == Committed(1, 1, 5)
    assert book.judged(2) == "new"


def test_of_too_many_that_failed_the_longest_is_forgotten_and_none_on_its_way(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "OPEN_KEPT", 3)
    book.says(1)
    for person in (100, 101, 102):
        book.boxes.begin(person, BOX, 1, b"1")
        book.boxes.fail(person, BOX, 1)
    assert book.judged(1) == "pending"
    assert [book.judged(2, person=person) for person in (100, 101, 102)] == [
        "new",
        "later",
        "later",
    ]


steps = st.lists(
    st.tuples(st.sampled_from(["say", "settle", "fail", "restart"]), st.integers(1, 5)),
    max_size=40,
)


@settings(max_examples=200)
@given(steps)
def test_what_stands_is_answered_the_same_and_nothing_stands_twice(
    script: list[tuple[str, int]],
) -> None:
    """The log answers in any order; the client may say anything at any time."""
    book, flying, standing = Book(), set[int](), dict[int, Committed]()
    for what, sequence in script:
        if what == "restart" and not flying:
            book.restart()
        elif what == "say":
            if book.judged(sequence) == "new":
                assert sequence not in standing
                book.says(sequence)
                flying.add(sequence)
        elif sequence in flying:
            flying.remove(sequence)
            if what == "settle":
                book.settles(sequence)
                standing[sequence] = Committed(sequence, book.log.head, 5)
            else:
                book.fails(sequence)
    for sequence, answer in standing.items():
        assert book.judged(sequence) == answer
    assert not flying & set(range(book.highest + 1))
