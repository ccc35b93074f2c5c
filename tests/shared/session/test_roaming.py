from math import inf
from random import Random

from shared.session.roaming import MAX_ANSWERS, REST_S, Roaming
from shared.wire.frames import PATH_CHALLENGE, PATH_RESPONSE

SIZE = 64


def heard(roaming: Roaming, path: str, now: float, is_newer: bool = True) -> None:
    roaming.heard_elsewhere(path, SIZE, is_newer, 0.015, Random(1).randbytes, now)


def test_asks_both_paths_and_moves() -> None:
    roaming = Roaming("old")
    heard(roaming, "new", 1.0)
    (to_old, old), (to_new, new) = roaming.due(SIZE, 1.0)
    assert (old, new) == ("old", "new")
    assert to_old[0] == to_new[0] == PATH_CHALLENGE
    roaming.answered(to_new[1:], "new", 1.005)
    assert roaming.settle(1.005) is None
    assert roaming.settle(1.1) is not None
    assert (roaming.path, roaming.wake_at) == ("new", inf)


def test_a_packet_that_was_held_up_proves_nothing() -> None:
    roaming = Roaming("old")
    heard(roaming, "new", 1.0, is_newer=False)
    assert roaming.due(SIZE, 1.0) == []


def test_rests_after_nothing_moved() -> None:
    roaming = Roaming("old")
    heard(roaming, "new", 1.0)
    [(to_old, _), _] = roaming.due(SIZE, 1.0)
    roaming.answered(to_old[1:], "old", 1.005)
    assert roaming.settle(1.005) is None
    heard(roaming, "new", 1.01)
    assert roaming.due(SIZE, 1.01) == []
    heard(roaming, "new", 1.01 + REST_S)
    assert len(roaming.due(SIZE, 1.01 + REST_S)) == 2
    assert roaming.path == "old"


def test_a_later_move_replaces_one_being_tried() -> None:
    roaming = Roaming("old")
    heard(roaming, "new", 1.0)
    heard(roaming, "newer", 1.0)
    assert [path for _, path in roaming.due(SIZE, 1.0)] == ["old", "newer"]


def test_answers_go_where_the_question_came_from_and_are_bounded() -> None:
    roaming = Roaming("old")
    for n in range(100):
        roaming.challenged(bytes(8), f"path {n}")
    answers = roaming.due(SIZE, 0.0)
    assert [path for _, path in answers] == [f"path {n}" for n in range(MAX_ANSWERS)]
    assert {frame[0] for frame, _ in answers} == {PATH_RESPONSE}
    assert roaming.due(SIZE, 0.0) == []
