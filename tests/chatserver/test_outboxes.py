"""One number, one message: judged, begun, settled or failed, in any order the log may answer in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver import outboxes
from chatserver.outboxes import Outboxes
from shared.chat import Committed, PostRefused

BOB, BOX = 7, b"o" * 16


def committed(sequence: int) -> Committed:
    return Committed(sequence, 100 + sequence, 5)


def says(boxes: Outboxes, *sequences: int) -> None:
    for sequence in sequences:
        boxes.begin(BOB, BOX, sequence, b"%d" % sequence)


def settles(boxes: Outboxes, *sequences: int) -> None:
    for sequence in sequences:
        boxes.settle(BOB, BOX, committed(sequence))


def judged(boxes: Outboxes, sequence: int, digest: bytes | None = None) -> object:
    return boxes.judge(BOB, BOX, sequence, b"%d" % sequence if digest is None else digest)


def test_a_first_word_is_new_then_pending_then_answered_the_same() -> None:
    boxes = Outboxes()
    assert judged(boxes, 1) == "new"
    says(boxes, 1)
    assert judged(boxes, 1) == "pending"
    settles(boxes, 1)
    assert judged(boxes, 1) == committed(1)
    assert judged(boxes, 2) == "new"


def test_the_same_number_for_something_else_is_reused() -> None:
    boxes = Outboxes()
    says(boxes, 1)
    assert judged(boxes, 1, b"other") == "reused"
    settles(boxes, 1)
    assert judged(boxes, 1, b"other") == "reused"


def test_a_refusal_is_final_too() -> None:
    boxes = Outboxes()
    refusal = PostRefused(1, "nobody", "nobody is there")
    boxes.settle(BOB, BOX, refusal, b"1")
    assert judged(boxes, 1) == refusal
    assert judged(boxes, 1, b"other") == "reused"
    assert boxes.highest(BOB, BOX) == 1


def test_outboxes_and_people_do_not_mix() -> None:
    boxes = Outboxes()
    says(boxes, 1)
    settles(boxes, 1)
    assert boxes.judge(BOB, b"p" * 16, 1, b"1") == "new"
    assert boxes.judge(8, BOX, 1, b"1") == "new"
    assert boxes.highest(8, BOX) == boxes.highest(BOB, b"p" * 16) == 0


def test_what_failed_blocks_what_is_behind_until_it_is_said_again() -> None:
    boxes = Outboxes()
    says(boxes, 1)
    boxes.fail(BOB, BOX, 1)
    assert judged(boxes, 2) == judged(boxes, 3) == "later"
    assert judged(boxes, 1) == "new"
    says(boxes, 1)
    assert judged(boxes, 2) == "new"


def test_what_failed_is_new_again_though_the_next_one_stands() -> None:
    boxes = Outboxes()
    says(boxes, 1, 2)
    boxes.fail(BOB, BOX, 1)
    settles(boxes, 2)
    assert judged(boxes, 1) == "new"
    assert boxes.highest(BOB, BOX) == 0, "a client would forget 1"
    says(boxes, 1)
    assert boxes.highest(BOB, BOX) == 0
    settles(boxes, 1)
    assert boxes.highest(BOB, BOX) == 2


def test_two_that_failed_and_one_that_fails_late_are_all_said_again() -> None:
    boxes = Outboxes()
    says(boxes, 1, 2, 3)
    boxes.fail(BOB, BOX, 1)
    boxes.fail(BOB, BOX, 2)
    says(boxes, 1)
    boxes.fail(BOB, BOX, 3)
    assert judged(boxes, 2) == "new"
    assert judged(boxes, 3) == "later"


def test_old_answers_are_forgotten_and_their_numbers_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outboxes, "ANSWERS_KEPT", 2)
    boxes = Outboxes()
    says(boxes, 1, 2, 3)
    settles(boxes, 1, 2, 3)
    assert judged(boxes, 1) == Committed(1, 0, 0)
    assert judged(boxes, 3) == committed(3)


def test_the_longest_silent_outbox_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outboxes, "OUTBOXES_KEPT", 2)
    boxes = Outboxes()
    for person in (1, 2, 1, 3):
        boxes.settle(person, BOX, committed(1))
    assert [boxes.highest(person, BOX) for person in (1, 2, 3)] == [1, 0, 1]


steps = st.lists(
    st.tuples(st.sampled_from(["say", "settle", "fail"]), st.integers(1, 5)), max_size=40
)


@settings(max_examples=200)
@given(steps)
def test_what_stands_is_answered_the_same_and_nothing_stands_twice(
    script: list[tuple[str, int]],
) -> None:
    """The log answers in any order; the client may say anything at any time."""
    boxes, flying, standing = Outboxes(), set[int](), list[int]()
    for what, sequence in script:
        if what == "say":
            verdict = judged(boxes, sequence)
            if verdict == "new":
                assert sequence not in standing
                says(boxes, sequence)
                flying.add(sequence)
        elif sequence in flying:
            flying.remove(sequence)
            if what == "settle":
                settles(boxes, sequence)
                standing.append(sequence)
            else:
                boxes.fail(BOB, BOX, sequence)
    for sequence in standing:
        assert judged(boxes, sequence) == committed(sequence)
    assert not flying & set(range(boxes.highest(BOB, BOX) + 1))
    assert len(standing) == len(set(standing))
