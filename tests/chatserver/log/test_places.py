from chatserver.log.places import STEP, Places, Run


def test_what_is_kept_stands_at_a_step_of_its_own() -> None:
    places = Places([], 0)
    assert places.first == places.given == STEP
    found = [places.next(kept=kept) for kept in (False, True, False, False, True)]
    assert found == [STEP + 1, 2 * STEP, 2 * STEP + 1, 2 * STEP + 2, 3 * STEP]


def test_a_run_begins_behind_the_last_one_and_a_random_distance() -> None:
    assert Places([Run(STEP, 5 * STEP)], 0).first == 6 * STEP
    assert Places([Run(STEP, 5 * STEP)], 10).first == 16 * STEP


def test_a_position_belongs_to_the_kept_entry_before_it() -> None:
    places = Places([Run(STEP, 2 * STEP), Run(9 * STEP, 9 * STEP)], 10)
    assert [places.common(at) for at in (0, 5, STEP - 1)] == [0, 0, 0]
    for own in (STEP, STEP + 7, 2 * STEP, 3 * STEP - 1, 9 * STEP, 10 * STEP - 1, places.first):
        assert places.common(own) == own


def test_a_position_of_a_lost_future_leads_back_to_what_is_shared() -> None:
    places = Places([Run(STEP, 2 * STEP), Run(9 * STEP, 9 * STEP)], 10)
    assert places.common(3 * STEP) == 2 * STEP, "behind a message that is not there"
    assert places.common(12 * STEP) == 9 * STEP, "a run that is not there"
    assert places.common(places.given + 1) == 9 * STEP, "not given out yet"
    assert Places([], 1).common(2**64 - 1) == 0
