from hypothesis import given
from hypothesis import strategies as st

from chatgui.archive.items import Numbered
from chatgui.outgoing import Outgoing
from shared.dialects.native.records import Say, decode_client_untrusted


def filled(count: int) -> Outgoing:
    outgoing = Outgoing(b"o" * 16)
    for n in range(count):
        outgoing.add((n,), b"text")
    return outgoing


def say_all(outgoing: Outgoing, now: float = 0.0) -> list[int]:
    """The numbers said, in order."""
    said = []
    while (data := outgoing.next_record(now)) is not None:
        record = decode_client_untrusted(data)
        assert isinstance(record, Say)
        said.append(record.sequence)
        outgoing.said()
    return said


def test_numbers_count_from_1_and_each_is_said_once():
    outgoing = filled(3)
    assert say_all(outgoing) == [1, 2, 3]
    assert say_all(outgoing) == []
    outgoing.add((1,), b"more")
    assert say_all(outgoing) == [4]
    assert outgoing.unsettled == 4


def test_a_new_session_says_again_all_that_has_no_final_word():
    outgoing = filled(5)
    say_all(outgoing)
    outgoing.settle(1)
    outgoing.settle(3)
    outgoing.resume()
    assert say_all(outgoing) == [2, 4, 5]
    for sequence in (2, 4, 5):
        outgoing.settle(sequence)
    outgoing.resume()
    assert say_all(outgoing) == []
    assert outgoing.unsettled == outgoing.size == 0
    outgoing.add((1,), b"more")
    assert say_all(outgoing) == [6]


def test_numbering_goes_on_where_it_was():
    waiting = [Numbered(b"o" * 16, n, (1,), 0, b"x") for n in (3, 7)]
    outgoing = Outgoing(b"o" * 16, 8, waiting)
    assert outgoing.add((1,), b"new").sequence == 9
    outgoing.resume()
    assert say_all(outgoing) == [3, 7, 9]


def test_what_a_server_lost_is_said_again_in_its_place():
    outgoing = filled(2)
    say_all(outgoing)
    lost = [message for n in (1, 2) if (message := outgoing.settle(n))]
    outgoing.add((1,), b"new")
    outgoing.put_back(lost)
    outgoing.resume()
    assert say_all(outgoing) == [1, 2, 3]


def test_numbers_may_be_left_out_and_filled_later():
    outgoing = Outgoing(b"o" * 16)
    numbers = [outgoing.number() for _ in range(4)]
    outgoing.resume()
    assert say_all(outgoing) == []
    for number in (numbers[0], numbers[2]):
        outgoing.put(Numbered(b"o" * 16, number, (1,), 0, b"x"))
    assert say_all(outgoing) == [1, 3]
    outgoing.put(Numbered(b"o" * 16, numbers[3], (1,), 0, b"x"))
    assert say_all(outgoing) == [4]


def test_what_is_new_waits_for_the_answers_to_what_is_not():
    outgoing = filled(4)
    outgoing.resume(used=2)
    assert say_all(outgoing) == [1, 2]
    outgoing.settle(1)
    assert say_all(outgoing) == []
    outgoing.settle(2)
    assert say_all(outgoing) == [3, 4]


def test_what_nobody_has_heard_of_can_be_taken_back():
    outgoing = filled(3)
    outgoing.next_record(0.0)
    outgoing.said()
    assert [message.sequence for message in outgoing.take_fresh()] == [2, 3]
    assert (outgoing.unsettled, outgoing.known, outgoing.last) == (1, 1, 3)
    assert say_all(outgoing) == []


def test_a_final_word_counts_once():
    outgoing = filled(1)
    say_all(outgoing)
    assert outgoing.settle(1)
    assert not outgoing.settle(1)
    assert not outgoing.settle(9)


def test_not_saved_is_said_again_after_pauses_that_double_up_to_30_s():
    outgoing = filled(3)
    now, pauses = 0.0, []
    for _ in range(8):
        assert say_all(outgoing, now) == [1, 2, 3]
        for sequence in (1, 2, 3):
            outgoing.put_off(sequence, now)
        assert say_all(outgoing, now) == []
        pauses.append(outgoing.wake_at() - now)
        now = outgoing.wake_at()
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    say_all(outgoing, now)
    outgoing.settle(1)
    outgoing.put_off(2, now)
    assert outgoing.wake_at() == now + 1


def test_it_wakes_nobody_without_need():
    outgoing = filled(1)
    assert outgoing.wake_at() == float("inf")
    say_all(outgoing)
    outgoing.put_off(1, 0.0)
    assert outgoing.wake_at() == 1.0
    say_all(outgoing, 1.0)
    assert outgoing.wake_at() == float("inf")


STEPS = st.sampled_from(("add", "say", "take", "hear", "lose", "full"))


@given(st.lists(st.tuples(STEPS, st.integers(1, 4)), max_size=40))
def test_whatever_happens_each_message_is_taken_once_and_in_order(steps):
    """A reliable lane, a server that takes each number once, and sessions that break."""
    outgoing = Outgoing(b"o" * 16)
    now, added = 0.0, 0
    lane: list[int] = []  # said, and not at the server yet
    taken: list[int] = []
    answers: list[int] = []  # committed, and not heard yet
    for step, amount in [*steps, ("lose", 0), ("say", 0), ("take", 9999), ("hear", 9999)]:
        now += 100
        if step == "add":
            outgoing.add((1,), b"x")
            added += 1
        elif step == "say":
            lane += say_all(outgoing, now)
        elif step == "take":
            taken += [number for number in lane[:amount] if number > len(taken)]
            answers += lane[:amount]
            del lane[:amount]
        elif step == "hear":
            for number in answers[:amount]:
                outgoing.settle(number)
            del answers[:amount]
        elif step == "lose":
            lane.clear()
            answers.clear()
            outgoing.resume()
        else:  # the first one is not saved, so none behind it is
            for number in lane:
                outgoing.put_off(number, now)
            lane.clear()
    assert taken == list(range(1, added + 1))
    assert outgoing.unsettled == 0
