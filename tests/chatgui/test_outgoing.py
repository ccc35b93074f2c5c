from hypothesis import given
from hypothesis import strategies as st

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


def test_a_new_session_says_again_what_its_server_does_not_know():
    outgoing = filled(5)
    say_all(outgoing)
    outgoing.settle(1)
    outgoing.resume(3)
    assert say_all(outgoing) == [4, 5]
    outgoing.resume(5)
    assert say_all(outgoing) == []
    assert outgoing.unsettled == outgoing.size == 0
    outgoing.add((1,), b"more")
    assert say_all(outgoing) == [6]


def test_a_server_that_forgot_everything_is_told_the_rest():
    outgoing = filled(4)
    say_all(outgoing)
    outgoing.settle(1)
    outgoing.settle(2)
    outgoing.resume(0)
    assert say_all(outgoing) == [3, 4]


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


@given(
    st.lists(st.tuples(st.sampled_from(("add", "say", "lose", "hear", "full")), st.integers(0, 9)))
)
def test_whatever_happens_each_message_is_taken_once_and_in_order(steps):
    """A server that takes a number once; connections that lose what was said."""
    outgoing = Outgoing(b"o" * 16)
    now, added, taken, heard = 0.0, 0, [], []
    for step, amount in [*steps, ("hear", 9), ("lose", 0), ("say", 10_000), ("hear", 10_000)]:
        now += 100
        if step == "add":
            outgoing.add((1,), b"x")
            added += 1
        elif step == "say":
            for sequence in say_all(outgoing, now)[:amount]:
                if sequence > len(taken):
                    taken.append(sequence)
                heard.append(sequence)
        elif step == "hear":
            for sequence in heard[:amount]:
                outgoing.settle(sequence)
            del heard[:amount]
        elif step == "lose":
            heard.clear()
            outgoing.resume(len(taken))
        else:
            outgoing.put_off(len(taken) + 1, now)
    assert taken == list(range(1, added + 1))
    assert outgoing.unsettled == 0
