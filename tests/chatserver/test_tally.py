"""Counting by how far people have come is the same as asking each of them."""

from collections import Counter
from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from chatserver.left import LeftGuests
from chatserver.people import People, Person
from chatserver.reading import ReadMarks
from chatserver.registry import Known, Registry
from chatserver.tally import Subject, Tally, Whereabouts, subject_of
from shared.chat import EVERYONE_ID, TEXT, Address, Door, Message, Receipt

SENDER = 1
AT = Address("10.0.0.1", 5)


def message(*to: int, sender: int = SENDER) -> Message:
    return Message(sender, "ann", to, TEXT, b"hi", 0)


def everyone(position: int) -> Subject:
    return subject_of(position, message(EVERYONE_ID))


class Town:
    """People by how far they have come."""

    def __init__(self) -> None:
        self.where = Whereabouts(Registry(), People(), LeftGuests(), ReadMarks())
        self._next = 1

    def knows(self, since: int = 0, cursor: int = 0, read_all: int = 0) -> int:
        person = self._take()
        self.where.registry.remember(
            Known(person, bytes(32), f"p{person}", 0, True, since, 0, cursor, 0, read_all)
        )
        return person

    def seats(
        self,
        since: int = 0,
        cursor: int = 0,
        door: Door = "netcat",
        missed: frozenset[int] = frozenset(),
        left: int | None = None,
        doubt: tuple[int, int] = (0, 0),
    ) -> int:
        """A guest; `left`: the position at which they did."""
        guest = Person(self._take(), self._next, f"g{self._next}", door, AT, False, 0.0)
        guest.since, guest.cursor, guest.confirms = since, cursor, door != "netcat"
        guest.doubt = doubt
        for position in missed:
            guest.miss(position)
        if left is None:
            self.where.people.add(guest)
        else:
            self.where.left.add(guest, left, 7)
        return guest.id

    def count(self, subject: Subject) -> Receipt:
        return Tally(self.where).count(subject)

    def _take(self) -> int:
        self._next += 1
        return self._next - 1


def test_a_message_to_everyone_is_for_those_who_were_known_then() -> None:
    town = Town()
    assert town.knows(cursor=9) == SENDER
    town.knows(cursor=5)  # has it
    town.knows(cursor=4)  # will get it
    town.knows(since=5, cursor=9)  # came with it, or later
    town.knows(cursor=9, read_all=5)
    assert town.count(everyone(5)) == Receipt(5, 3, delivered=2, read=1, handed=0, missed=0)


def test_guests_are_handed_it_or_confirm_it_or_have_missed_it() -> None:
    town = Town()
    town.knows()
    town.seats(cursor=5)
    town.seats(cursor=5, door="classroom")
    town.seats(cursor=4, door="classroom")  # to come
    town.seats(cursor=5, missed=frozenset({5}))
    town.seats(cursor=4, door="classroom", missed=frozenset({5}))
    town.seats(cursor=4, left=6)  # left before it arrived
    town.seats(cursor=6, left=6)
    town.seats(cursor=4, missed=frozenset({5}), left=6)
    town.seats(cursor=4, left=4)  # left before it was said
    town.seats(since=5, cursor=6)
    assert town.count(everyone(5)) == Receipt(5, 8, delivered=1, read=0, handed=2, missed=4)


def test_of_people_those_are_counted_who_are_known_without_the_sender() -> None:
    town = Town()
    ann, bob, eva = town.knows(), town.knows(cursor=5), town.knows()
    zoe = town.seats(cursor=4)
    subject = subject_of(5, message(ann, bob, eva, zoe, 4711))
    town.where.marks.read(eva, subject.conversation, 5)
    assert town.count(subject) == Receipt(5, 3, delivered=2, read=1, handed=0, missed=0)
    town.where.registry.forget(eva)
    assert town.count(subject).recipients == 2
    assert town.count(subject_of(5, message(ann))).recipients == 0


def test_what_was_read_in_one_conversation_says_nothing_of_another() -> None:
    town = Town()
    town.knows()
    bob, eva = town.knows(), town.knows()
    both, alone = subject_of(5, message(bob, eva)), subject_of(4, message(bob))
    town.where.marks.read(bob, both.conversation, 5)
    assert town.where.state(both, bob) == "read"
    assert town.where.state(alone, bob) == "waiting"
    assert town.where.state(everyone(3), bob) == "waiting"


def test_the_counts_are_of_one_moment_the_senders_own_too() -> None:
    town = Town()
    assert town.knows() == SENDER
    town.knows(cursor=5)
    tally = Tally(town.where)
    town.where.registry.received(SENDER, 5, 0)
    town.where.registry.read_all(SENDER, 5)
    assert tally.count(everyone(5)) == Receipt(5, 1, delivered=1, read=0, handed=0, missed=0)
    town.where.registry.forget(SENDER)
    assert tally.count(everyone(5)) == Receipt(5, 1, delivered=1, read=0, handed=0, missed=0)


def test_who_has_come_to_be_known_since_is_not_taken_off() -> None:
    town = Town()
    tally = Tally(town.where)
    assert town.knows(cursor=5) == SENDER
    assert tally.count(everyone(5)) == Receipt(5, 0, delivered=0, read=0, handed=0, missed=0)


positions = st.integers(0, 6)
missing = st.frozensets(st.integers(1, 6), max_size=3)
known = st.tuples(positions, positions, positions)
guests = st.tuples(
    positions,
    positions,
    st.sampled_from(["netcat", "classroom"]),
    missing,
    st.none() | positions,
    positions,
)


@given(st.lists(known, min_size=1, max_size=6), st.lists(guests, max_size=6), st.integers(1, 6))
def test_counts_are_what_asking_each_would_give(
    people: list[tuple[int, int, int]],
    seats: list[tuple[int, int, Door, frozenset[int], int | None, int]],
    position: int,
) -> None:
    town = Town()
    ids = [town.knows(since, max(since, c), max(since, r)) for since, c, r in people]
    for since, cursor, door, missed, left, doubted in seats:
        cursor = max(since, cursor)
        doubt = (max(since, min(doubted, cursor)), cursor)
        left = None if left is None else max(left, cursor)
        missed = frozenset(
            p for p in missed
            if since < p and (left is None or p <= left) and not doubt[0] < p <= doubt[1]
        )  # fmt: skip
        ids.append(town.seats(since, cursor, door, missed, left, doubt))
    subject = everyone(position)
    states = Counter(town.where.state(subject, person) for person in ids if person != SENDER)
    del states[None]
    assert town.count(subject) == Receipt(
        position,
        sum(states.values()),
        states["delivered"] + states["read"],
        states["read"],
        states["handed"],
        states["missed"],
    )


def test_ten_thousand_people_and_a_thousand_messages_cost_milliseconds() -> None:
    town = Town()
    for n in range(10_000):
        town.knows(n % 97, n % 97 + n % 1009, n % 53)
    subjects = [everyone(position) for position in range(1, 1001)]
    costs = []
    for _ in range(5):
        began = thread_time()
        tally = Tally(town.where)
        for subject in subjects:
            tally.count(subject)
        costs.append(thread_time() - began)
    assert min(costs) < 0.2, f"{min(costs) * 1000:.0f} ms; 20 to 30 ms on an idle computer"
