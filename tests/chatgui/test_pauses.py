from chatgui.pauses import Pauses


def test_pauses_double_up_to_30_s_while_sessions_do_not_last():
    pauses = Pauses(lambda count: b"\xff" * count)
    found = []
    for now in range(10):
        pauses.begin(now)
        found.append(pauses.after(now + 1))
    assert found == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]
    pauses.begin(100)
    assert pauses.after(160) == 0.2


def test_after_a_reset_they_stay_short():
    pauses = Pauses(lambda count: b"\xff" * count)
    found = []
    for now in range(6):
        pauses.begin(now)
        found.append(pauses.after(now + 0.5, was_reset=True))
    assert found == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_any_part_of_the_pause_may_be_drawn():
    assert Pauses(bytes).after(0.0) == 0.0
