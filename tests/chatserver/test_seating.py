"""Guests sit where they sat after the server was killed; nobody else notices."""

import pytest
from msgspec.structs import replace

from chatserver.config import Policy
from chatserver.guests.seats import Seat
from chatserver.log.memory import MemoryLog
from chatserver.people import GUEST_LEASE_S
from chatserver.reading import TO_EVERYONE
from chatserver.registry import Known
from chatserver.room import Places
from chatserver.seating import Seating
from chatserver.tally import Subject, Tally, Whereabouts
from shared.chat import EVERYONE_ID, TEXT, Message, Receipt
from shared.dialects.classroom.message import encode_message
from shared.dialects.classroom.packet import Packet, encode_packet
from shared.net.path import Path, SocketAddress
from tests.support.house import House, far, home, near, packets, single, transfer

WALL_S = 1_800_000_000.0
NC, PART_1, PART_2 = home(4001), home(4002), home(4003)


def open_house(
    log: MemoryLog, policy: Policy = "lan", places: Places | None = None
) -> tuple[House, Seating]:
    house = House(policy, places, log)
    house.hub.set_clock(WALL_S, house.now)
    return house, Seating(house.lobby, house.hub)


class Stay:
    """A house, and how it is stored; `restart` builds another one after a `kill -9`."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.stored: dict[SocketAddress, Seat] = {}
        self.house, self.seating = open_house(self.log)

    def save(self) -> None:
        for source, seat in self.seating.changes().items():
            self.stored.pop(source, None)
            if seat is not None:
                self.stored[source] = seat

    def restart(
        self,
        after_s: float = 0.0,
        policy: Policy = "lan",
        places: Places | None = None,
        known: Known | None = None,
    ) -> House:
        self.house, self.seating = open_house(self.log, policy, places)
        if known is not None:
            self.house.hub.room.registry.remember(known)
        house, wall_s = self.house, WALL_S + after_s
        seats = list(self.stored.values())
        self.seating.revive(seats, house.entrance, self.log, wall_s, house.now)
        return house


def enter(house: House, source: SocketAddress, name: str) -> None:
    house.gets(f"/nick {name}\n", source)
    house.gets("\n", source)


def join(house: House, source: SocketAddress, name: str, *, part_1: bool, upper: bool) -> None:
    text = encode_message("join", name, upper=upper)
    for data in [single(text)] if part_1 else transfer(text):
        house.gets(data, source)


@pytest.fixture
def stay() -> Stay:
    stay = Stay()
    enter(stay.house, NC, "bob")
    join(stay.house, PART_1, "one", part_1=True, upper=True)
    join(stay.house, PART_2, "two", part_1=False, upper=False)
    stay.save()
    return stay


def ids(house: House) -> dict[str, int]:
    return {person.name: person.id for person in house.hub.people}


def test_all_three_hear_the_next_message_without_having_written(stay: Stay) -> None:
    before = ids(stay.house)
    house = stay.restart()
    assert house.turn() == {}, "nobody is told anything"
    assert house.reports == []
    assert ids(house) == before
    house.hears("hello\n", near(5000))
    sent = house.turn()
    nick = next(iter(ids(house).keys() - before.keys()))
    assert sent[NC] == [f"{nick}: hello\n".encode()]
    upper = encode_message("forward_message", f"1 {nick} hello", upper=True)
    assert sent[PART_1] == [single(upper)]
    assert [packet.type for packet in packets(sent[PART_2])] == ["start"]


def test_they_go_on_under_their_names(stay: Stay) -> None:
    house = stay.restart()
    assert house.gets("hi\n", NC) == [b"bob: hi\n"]
    answer = encode_message("response_users_list", "3 bob one two", upper=True)
    assert house.gets(single("REQUEST_USERS_LIST 0"), PART_1) == [single(answer)]


def test_part_2_begins_with_any_number_and_a_transfer_that_was_cut_off_is_not_acked(
    stay: Stay,
) -> None:
    """Its message is not there: an ack would say that it is."""
    house = stay.restart()
    assert house.gets(encode_packet("data", 812, "rest"), PART_2) == []
    assert house.gets(encode_packet("end", 813), PART_2) == []
    acks = [house.gets(data, PART_2)[0] for data in transfer("request_users_list 0", 500)]
    assert packets(acks) == [Packet("ack", 501), Packet("ack", 502), Packet("ack", 503)]


def test_a_guest_whose_program_has_ended_goes_with_the_first_thing_sent(stay: Stay) -> None:
    house = stay.restart()
    house.hears("anybody?\n", NC)
    assert PART_1 in house.turn()
    house.entrance.unreachable(PART_1)
    assert house.turn()[NC] == [b"one has disconnected.\n"]


def test_a_seat_is_written_as_it_is_and_an_empty_one_is_deleted(stay: Stay) -> None:
    assert set(stay.stored) == {NC, PART_1, PART_2}
    assert stay.stored[PART_1].part_1
    assert stay.stored[PART_1].upper
    assert not stay.stored[PART_2].part_1
    assert stay.stored[NC].answered
    assert not stay.seating.is_pressing
    stay.house.gets("/nick rob\n", NC)
    assert stay.seating.is_pressing, "a message of theirs must not be kept without it"
    stay.house.gets(single("DISCONNECT 3 one"), PART_1)
    stay.save()
    assert {seat.name for seat in stay.stored.values()} == {"rob", "two"}
    assert not stay.seating.is_pressing
    assert not stay.seating.is_changed


def test_whoever_was_told_goodbye_is_not_taken_back(stay: Stay) -> None:
    for person in list(stay.house.hub.people):
        stay.house.runtime.perform(stay.house.hub.dismiss(person, "closing"), stay.house.now)
    stay.house.turn()
    stay.save()
    assert not stay.stored


def test_who_just_writes_is_written_down_every_5_minutes(stay: Stay) -> None:
    stay.house.wait(2)
    stay.save()
    for _ in range(297):
        stay.house.now += 1
        stay.house.gets("\n", NC)
    assert not stay.seating.is_changed
    stay.house.now += 3
    stay.house.gets("\n", NC)
    (seat,) = stay.seating.changes().values()
    assert seat is not None
    assert seat.heard_ms >= (WALL_S + 299) * 1000


def test_in_a_busy_room_cursors_are_written_once_a_second(stay: Stay) -> None:
    stay.house.wait(2)
    stay.save()
    changed = 0
    for _ in range(40):
        stay.house.gets("x\n", NC)
        stay.house.wait(0.1)
        changed += stay.seating.is_changed
        stay.save()
    assert 3 <= changed <= 7, "40 messages; a part 2 peer that falls back is one more change"
    stay.house.wait(1.1)
    stay.save()
    assert stay.stored[NC].cursor == stay.stored[PART_1].cursor == stay.log.head


def test_the_time_the_server_was_off_counts_for_the_lease(stay: Stay) -> None:
    assert len(stay.restart(GUEST_LEASE_S - 60).hub.people) == 3
    house = stay.restart(GUEST_LEASE_S - 60)
    shown = [person.shown(house.now).presence for person in house.hub.people]
    assert shown == ["quiet"] * 3
    house.now += 120
    house.runtime.perform(house.hub.expire(house.now), house.now)
    house.turn()
    assert house.names() == []
    assert stay.restart(GUEST_LEASE_S + 1).names() == []
    assert len(stay.restart(10 * 365 * 24 * 3600).names()) == 3, "a clock set wrong"


BOB = Known(99, bytes(32), "Bob", 0)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ({"places": Places(netcat=0)}, ["one", "two"]),
        ({"known": BOB}, ["one", "two"]),
        ({"policy": "off"}, []),
        ({"after_s": GUEST_LEASE_S + 1}, []),
    ],
    ids=["no place", "a verified person has the name", "not admitted", "lease over"],
)
def test_who_is_not_taken_back_and_their_seats_are_deleted(
    stay: Stay, change: dict[str, object], back: list[str]
) -> None:
    house = stay.restart(**change)  # type: ignore[arg-type]
    assert sorted(house.names()) == back
    assert len(house.lobby.by_source) == len(back)
    stay.save()
    assert sorted(seat.name for seat in stay.stored.values()) == back


def test_two_seats_of_one_name_and_the_one_heard_last_has_it(stay: Stay) -> None:
    old = stay.stored[NC]
    newer = replace(old, path=Path(home(4009)), person=8, heard_ms=old.heard_ms + 1)
    stay.stored[home(4009)] = newer
    assert ids(stay.restart())["bob"] == 8


@pytest.mark.parametrize("answered", [True, False])
def test_from_afar_only_who_has_proved_it_is_taken_back_with_limits(
    stay: Stay, answered: bool
) -> None:
    seat = replace(stay.stored[NC], path=Path(far(4001)), name="far", person=8, answered=answered)
    stay.stored[far(4001)] = seat
    house = stay.restart(policy="any")
    assert ("far" in house.names()) is answered
    if answered:
        assert house.lobby.by_source[far(4001)].allowance is not None
        assert house.gets("hi\n", far(4001)) == [b"far: hi\n"]


def test_who_never_wrote_again_stays_under_suspicion(stay: Stay) -> None:
    seat = replace(stay.stored[NC], path=Path(near(4001)), name="mute", person=8, answered=False)
    stay.stored[near(4001)] = seat
    house = stay.restart(after_s=301)
    guest = house.lobby.by_source[near(4001)]
    assert house.lobby.silent(guest, house.now)
    house.gets("\n", near(4001))
    assert not house.lobby.silent(guest, house.now)


AUTHOR = 12345


def whereabouts(house: House) -> Whereabouts:
    room = house.hub.room
    return Whereabouts(room.registry, room.people, room.left, room.marks)


def test_what_may_not_have_been_sent_any_more_counts_as_missed(stay: Stay) -> None:
    """The crash came between the log and the wire, or before the cursors were written. However much
    was said in between: the newest as well as the oldest."""
    first = stay.log.head + 1
    stay.log.append([Message(AUTHOR, "x", (EVERYONE_ID,), TEXT, b"x", 0) for _ in range(1000)])
    last = stay.log.head
    house = stay.restart()
    house.gets("after it\n", NC)
    house.wait(1)
    where = whereabouts(house)
    for position in (first, (first + last) // 2, last):
        subject = Subject(position, AUTHOR, (), TO_EVERYONE)
        assert {where.state(subject, person) for person in ids(house).values()} == {"missed"}
        assert Tally(where).count(subject) == Receipt(position, 3, 0, 0, 0, 3)
    assert where.state(Subject(last + 1, AUTHOR, (), TO_EVERYONE), ids(house)["bob"]) == "handed"


def test_who_leaves_has_still_missed_what_was_in_doubt(stay: Stay) -> None:
    stay.log.append([Message(AUTHOR, "x", (EVERYONE_ID,), TEXT, b"x", 0)])
    house = stay.restart()
    bob, subject = ids(house)["bob"], Subject(stay.log.head, AUTHOR, (), TO_EVERYONE)
    house.gets("/quit\n", NC)
    assert house.names() == ["one", "two"]
    assert whereabouts(house).state(subject, bob) == "missed"
    assert Tally(whereabouts(house)).count(subject) == Receipt(subject.position, 3, 0, 0, 0, 3)


def test_positions_of_another_log_mean_nothing(stay: Stay) -> None:
    stay.log = MemoryLog()
    house = stay.restart()
    assert {(p.since, p.cursor, p.doubt) for p in house.hub.people} == {(0, 0, (0, 0))}


def test_a_flood_of_forged_addresses_is_no_flood_of_writing() -> None:
    house, seating = open_house(MemoryLog(), places=Places(netcat=1))
    enter(house, NC, "bob")
    seating.changes()
    for port in range(5000, 5200):
        house.gets("hi\n", near(port))
        house.gets(encode_packet("start", 1), near(port + 1000))
        house.gets(single("dance 0"), near(port + 2000))
    house.wait(1)
    assert not seating.is_changed
