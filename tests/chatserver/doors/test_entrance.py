from random import Random

import pytest

from chatserver.config import Policy
from chatserver.doors.classroom import LINGERING, ClassroomGuest
from chatserver.doors.netcat import NetcatGuest
from chatserver.guests.admission import IGNORED_AT_MOST, REFUSED_HOSTS_TOLD
from chatserver.guests.strangers import STRANGERS
from chatserver.turnstile import PEERS_WAITING
from shared.dialects.classroom.packet import encode_packet
from shared.net.path import SocketAddress
from shared.wire.probes import Here, encode_probe
from tests.support.house import House, far, home, near, on_the_wire, packets, single, transfer


@pytest.mark.parametrize(
    ("datagram", "door"),
    [
        (b"hello\n", NetcatGuest),
        (b"", NetcatGuest),
        (b"data|x", NetcatGuest),
        (encode_packet("start", 5), ClassroomGuest),
        (single("join 3 bob"), ClassroomGuest),
        (b"data|0|damaged|1", type(None)),
        (encode_packet("ack", 5), type(None)),
        (b"\xf8\x00", type(None)),
        (b"\xff", type(None)),
        (b"X", type(None)),
        (encode_probe(b"12345678"), type(None)),
        (b"\xf7parley", type(None)),
        (b"\xf6parley and more", type(None)),
        ("\u00f6ffnen".encode("latin-1"), NetcatGuest),
    ],
)
def test_the_first_bytes_choose_the_door(datagram: bytes, door: type) -> None:
    house = House()
    house.gets(datagram, home(4001))
    assert isinstance(house.lobby.by_source.get(home(4001)), door)


def test_a_guest_who_searches_is_answered_and_says_nothing() -> None:
    house = House()
    house.gets("hello\n", near(4001))
    house.gets("hello\n", near(4002))
    before = list(house.reports)
    [data] = house.gets(encode_probe(b"12345678"), near(4001))
    assert Here.decode_untrusted(data) == Here(b"12345678", b"i" * 15, "Front desk", 2, False)
    assert house.reports == before


def test_a_peer_keeps_its_door() -> None:
    house = House()
    house.gets("hello\n", home(4001))
    house.gets(single("join 3 bob"), home(4001))
    house.gets(single("join 3 eva"), home(4002))
    assert house.gets("hello\n", home(4002)) == []
    assert isinstance(house.lobby.by_source[home(4001)], NetcatGuest)
    assert isinstance(house.lobby.by_source[home(4002)], ClassroomGuest)


@pytest.mark.parametrize(
    ("policy", "source", "lines"),
    [("lan", far(4001), 1), ("loopback", near(4001), 1), ("off", home(4001), 1)],
)
def test_who_is_not_admitted_hears_nothing_and_the_owner_one_line(
    policy: Policy, source: SocketAddress, lines: int
) -> None:
    house = House(policy)
    for _ in range(5):
        assert house.gets("hello\n", source) == []
    assert len(house.warnings) == lines
    assert not house.lobby.by_source


@pytest.mark.parametrize(
    "source", [("10.0.0.5", 19), ("10.0.0.255", 4001), ("224.0.0.1", 4001), ("10.0.0.5", 15_500)]
)
def test_sources_that_only_programs_forge_are_never_answered(source: SocketAddress) -> None:
    house = House("any")
    assert house.gets("hello\n", source) == []
    assert house.gets(single("join 3 bob"), source) == []
    assert not house.warnings


def test_part_1_from_afar_is_refused_and_the_owner_told() -> None:
    house = House("any")
    assert house.gets(single("join 3 bob"), far(4001)) == []
    assert "part 1" in house.warnings[0]


def test_part_2_from_afar_comes_in_by_the_ack_of_a_start() -> None:
    house = House("any")
    sent = [d for data in transfer("join 3 bob") for d in house.gets(data, far(4001))]
    assert house.names() == []
    start = packets(sent)[-1]
    assert start.type == "start"
    house.gets(encode_packet("ack", start.seqno + 1), far(4001))
    assert house.names() == ["bob"]
    house.wait(301)  # proved is no ghost, and goes on being told
    house.gets(single("join 3 eva"), home(4002))
    house.hears(single("send_message 8 1 bob hi"), home(4002))
    assert far(4001) in house.turn()


def test_a_proved_peer_that_says_nothing_more_is_forgotten() -> None:
    house = House("any")
    sent = [d for data in transfer("forward_message 3 1 a") for d in house.gets(data, far(4001))]
    house.gets(encode_packet("ack", packets(sent)[-1].seqno + 1), far(4001))
    house.wait(31)
    assert not house.lobby.by_source


def test_a_flood_of_new_sources_has_a_bound() -> None:
    house = House()
    for i in range(3 * PEERS_WAITING):
        house.hears("hi\n", (f"10.0.0.{i % 200 + 1}", 20_000 + i // 200))
    assert len(house.lobby.by_source) <= PEERS_WAITING
    house.turn()
    assert len(house.lobby.by_source) == 64


# --- Anything at all ------------------------------------------------------------------------

SEEDS = [
    b"", b"X", b"\n", b"hello\n", b"/nick bob\n", b"/nick eva\nhi\n/list\n", b"/quit\nhi\n",
    b"/msg bob,eva hi\n", b"/help\n", b"x\n" * 40, b"error - x\n", b"\xf8\x02\x02", b"\xff" * 50,
    "/nick J\u00f6rg\u202e\n".encode(), b"\x1b[2J\n", b"x" * 3000,
    single("join 3 bob"), single("JOIN 3 eva"), single("join 0"), single("dance 0"),
    single("request_users_list 0"), single("send_message 13 1 everyone hi"),
    single("send_message 500 499"), single("disconnect 3 bob"), single("err_server_full 0"),
    encode_packet("ack", 1), encode_packet("ack", 9_999_999_999),
    encode_packet("start", 9_999_999_999), encode_packet("data", 5, ""),
    *transfer("join 3 kim"), *transfer("send_message 13 1 everyone hi", 600),
]  # fmt: skip


def mutate(random: Random, data: bytes) -> bytes:
    kind = random.randrange(6)
    if kind < 2 or not data:
        return data
    place = random.randrange(len(data))
    if kind == 2:
        return data[:place]
    if kind == 3:
        return data[:place] + random.randbytes(1) + data[place + 1 :]
    if kind == 4:
        return data[:place] + random.choice(SEEDS) + data[place:]
    return random.randbytes(random.randrange(60))


def any_source(random: Random) -> SocketAddress:
    port = random.choice([0, 7, 53, 15_500, *range(20_000, 20_040)])
    if random.random() < 0.2:
        return (f"2a00::{random.randrange(1, 99):x}", port, 0, 0)
    hosts = ["127.0.0.1", "10.0.0.255", "224.0.0.1", f"10.0.0.{random.randrange(1, 100)}"]
    return (random.choice([*hosts, f"198.51.100.{random.randrange(256)}"]), port)


@pytest.mark.parametrize("policy", ["any", "lan"])
def test_25000_random_datagrams_harm_nothing_and_leave_nothing(policy: Policy) -> None:
    house, random = House(policy, seed=4), Random(5)
    for i in range(25_000):
        house.hears(mutate(random, random.choice(SEEDS)), any_source(random))
        if random.random() < 0.02:
            house.entrance.unreachable(any_source(random))
        if i % 50 == 0:
            house.wait(random.choice([0.0, 0.1, 1.0, 40.0]))
    house.turn()
    guests = list(house.lobby.by_source.values())
    assert sum(isinstance(guest, NetcatGuest) for guest in guests) <= 64
    assert sum(isinstance(guest, ClassroomGuest) for guest in guests) <= 64 + LINGERING
    assert len(house.lobby.by_peer) == len(guests)
    assert {person.peer for person in house.hub.people} == {g.peer for g in guests if g.here}
    assert len(guests) > 20  # it was no idle exercise
    assert len(house.strangers) <= STRANGERS
    assert len(house.admission._ignored) <= IGNORED_AT_MOST
    assert len(house.admission._told) <= REFUSED_HOSTS_TOLD
    assert len(house.lobby._allowances) <= 4096
    assert not house.turnstile.waiting
    assert not house.hub.room.claims
    for person in list(house.hub.people):
        house.runtime.perform(house.hub.dismiss(person, "quit"), house.now)
    house.wait(4000)
    assert not house.lobby.by_source
    assert not house.lobby.by_peer
    assert len(house.strangers) == 0
    assert house.entrance.wake_at() is None
    assert not house.entrance.busy()


def test_far_sources_get_three_times_what_they_sent_and_cause_nothing() -> None:
    house, random = House("any", seed=4), Random(6)
    house.gets("hello\n", home(4001))
    received: dict[SocketAddress, list[bytes]] = {}
    sent: dict[SocketAddress, list[bytes]] = {}
    for _ in range(3000):
        source = far(20_000 + random.randrange(30), random.randrange(5))
        data = mutate(random, random.choice(SEEDS))
        received.setdefault(source, []).append(data)
        house.hears(data, source)
        for to, datagrams in house.wait(random.choice([0.0, 0.5, 3.0])).items():
            sent.setdefault(to, []).extend(datagrams)
    assert set(sent) <= set(received)  # the guest at home heard nothing
    for to, datagrams in sent.items():
        assert on_the_wire(datagrams) <= 3 * on_the_wire(received[to])
