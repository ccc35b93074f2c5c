from random import Random

import pytest

from shared.session.path import GIVE_UP_S, PathProof, Verdict

SIZE = 64


def proof_at(now: float = 0.0, probe_s: float = 0.015) -> tuple[PathProof, bytes, bytes]:
    """(proof, old token, new token), with a datagram of 64 bytes heard from "new"."""
    proof = PathProof("new", probe_s, Random(1).randbytes, now)
    proof.heard(SIZE)
    (_, old), (_, new) = proof.due(SIZE, now)
    assert old != new
    return proof, old, new


def test_moves_when_only_the_new_path_answers_and_the_old_had_its_time() -> None:
    proof, _, new = proof_at()
    proof.answered(new, "new", 0.004)
    assert proof.verdict(0.004) is Verdict.OPEN
    assert proof.rtt_s == pytest.approx(0.004)
    assert proof.verdict(0.030) is Verdict.MOVE


@pytest.mark.parametrize("answering_path", ["old", "new"])
def test_stays_when_the_old_path_leads_to_the_peer(answering_path: str) -> None:
    proof, old, new = proof_at()
    proof.answered(new, "new", 0.004)
    proof.answered(old, answering_path, 0.005)
    assert proof.verdict(1.0) is Verdict.STAY
    assert proof.wake_at <= 0.005


def test_an_answer_counts_only_from_the_path_it_is_about() -> None:
    proof, _, new = proof_at()
    proof.answered(new, "old", 0.004)
    proof.answered(bytes(8), "new", 0.004)
    assert proof.verdict(1.0) is Verdict.OPEN


def test_gives_up() -> None:
    proof, _, _ = proof_at()
    assert proof.verdict(GIVE_UP_S - 0.001) is Verdict.OPEN
    assert proof.verdict(GIVE_UP_S) is Verdict.STAY


def test_asks_again_but_spends_at_most_its_budget_on_the_new_path() -> None:
    proof, _, _ = proof_at()
    to_new = 1
    for tick in range(1, 300):
        to_new += sum(is_new for is_new, _ in proof.due(SIZE, tick * 0.010))
    assert to_new == 2, "twice the bytes received; the third is for answers"
    proof.heard(SIZE)
    assert [is_new for is_new, _ in proof.due(SIZE, 9.0)] == [False, True]


@pytest.mark.parametrize(("probe_s", "wait_s"), [(0.0001, 0.030), (0.05, 0.1), (9.0, 0.2)])
def test_the_old_path_gets_time_for_two_challenges(probe_s: float, wait_s: float) -> None:
    proof, _, new = proof_at(probe_s=probe_s)
    proof.answered(new, "new", 0.001)
    assert proof.verdict(wait_s - 0.001) is Verdict.OPEN
    assert proof.verdict(wait_s) is Verdict.MOVE
