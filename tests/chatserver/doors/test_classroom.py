from collections.abc import Iterator
from random import Random

import pytest

from chatgui.app.messages import MessageReceived
from chatgui.classroom import ClassroomSession
from chatserver.doors.classroom import LINGERING, WAITING_MESSAGES
from chatserver.room import Places
from shared.chat import Missed, Received
from shared.dialects.classroom.message import encode_message, encode_names
from shared.dialects.classroom.packet import Packet, encode_packet
from shared.dialects.classroom.transfer import REPEAT_AFTER_S
from shared.net.path import SocketAddress
from tests.support.house import (
    House,
    home,
    messages,
    near,
    on_the_wire,
    packets,
    single,
    transfer,
)
from tests.support.playbook import LateLog


def join_1(house: House, source: SocketAddress, name: str) -> None:
    house.gets(single(encode_message("join", name)), source)
    assert house.hub.people.by_name(name)


def join_2(house: House, source: SocketAddress, name: str, seqno: int = 500) -> None:
    for data in transfer(encode_message("join", name), seqno):
        house.gets(data, source)
    assert house.hub.people.by_name(name)


def say(house: House, source: SocketAddress, text: str, *names: str) -> bytes:
    body = encode_names(list(names or ("everyone",)), text)
    data = single(encode_message("send_message", body))
    house.hears(data, source)
    return data


def bodies(datagrams: list[bytes]) -> list[tuple[str, str]]:
    return [(message.kind, message.body) for message in messages(datagrams)]


def test_the_conversation_of_the_protocol() -> None:
    house = House()
    one, two = home(4001), home(4002)
    join_1(house, one, "client1")
    join_1(house, two, "client2")
    house.hears(single("send_message 38 3 client2 client1 client4 hello again!"), one)
    sent = house.turn()
    expected = [single("forward_message 22 1 client1 hello again!")]
    assert sent == {one: expected, two: expected}
    assert house.gets(single("request_users_list 0"), one) == [
        single("response_users_list 17 2 client1 client2")
    ]
    assert house.gets(single("disconnect 7 client1"), one) == []
    assert house.reports == [
        "join: client1",
        "join: client2",
        "msg: client1",
        "msg: client1 to non-existent user client4",
        "request_users_list: client1",
        "disconnected: client1",
    ]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("send_message 8 1 bob hi", "err_unknown_message 0"),
        ("dance 0", "err_unknown_message 0"),
        ("join 6 server", "err_username_unavailable 0"),
        ("JOIN 6 server", "ERR_USERNAME_UNAVAILABLE 0"),
        ("join 3 bob", "err_server_full 0"),
    ],
)
def test_who_cannot_come_in_hears_why_and_leaves_nothing(text: str, answer: str) -> None:
    house = House(places=Places(classroom=0) if "full" in answer else None)
    assert house.gets(single(text), home(4001)) == [single(answer)]
    assert not house.lobby.by_source
    assert not house.lobby.by_peer


@pytest.mark.parametrize(
    "data",
    [
        encode_packet("ack", 1),
        encode_packet("end", 1),
        encode_packet("data", 5, "x"),
        b"data|0|join 3 bob|1",
        single("err_unknown_message 0"),
        single("forward_message 8 1 bob hi"),
        single("response_users_list 5 1 bob"),
        single("err_server_full 0"),
    ],
)
def test_what_is_never_answered(data: bytes) -> None:
    house = House()
    assert house.gets(data, home(4001)) == []
    house.wait(31)
    assert not house.lobby.by_source
    join_1(house, home(4001), "bob")
    assert house.gets(data, home(4001)) == []
    assert house.names() == ["bob"]


def test_an_unknown_kind_drops_the_peer() -> None:
    house = House()
    join_1(house, home(4001), "bob")
    assert bodies(house.gets(single("dance 0"), home(4001))) == [("err_unknown_message", "")]
    assert house.reports[-1] == "disconnected: bob sent unknown command"
    assert house.names() == []


def test_part_2_moves_a_message_each_way() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    seen: list[Packet] = []
    due = [data for part in transfer("request_users_list 0", 900)
           for data in house.gets(part, home(4001))]  # fmt: skip
    answers = packets(due)
    assert answers[:3] == [Packet("ack", 901), Packet("ack", 902), Packet("ack", 903)]
    due = due[3:]
    while due:
        (packet,) = packets(due)
        seen.append(packet)
        due = house.gets(encode_packet("ack", packet.seqno + 1), home(4001))
    assert [packet.type for packet in seen] == ["start", "data", "end"]
    assert seen[1].body == "response_users_list 5 1 bob"
    assert house.gets(encode_packet("ack", seen[-1].seqno + 1), home(4001)) == []


def test_repeats_are_answered_for_30_seconds_even_after_goodbye() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    bye = transfer("disconnect 3 bob", 900)
    for data in bye:
        house.gets(data, home(4001))
    house.wait(29)
    assert packets(house.gets(bye[-1], home(4001))) == [Packet("ack", 903)]
    house.wait(31)
    assert house.gets(bye[-1], home(4001)) == []
    assert not house.lobby.by_source


def test_a_peer_that_never_acks_gets_part_1_after_three_starts_for_good() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    join_1(house, home(4002), "eva")
    say(house, home(4002), "one")
    first = packets(house.wait(5.0)[home(4001)])
    assert [packet.type for packet in first] == ["start", "start", "start", "data"]
    assert first[-1] == Packet("data", 0, "forward_message 9 1 eva one")
    say(house, home(4002), "two")
    assert bodies(house.wait(5.0)[home(4001)]) == [("forward_message", "1 eva two")]
    for data in transfer("request_users_list 0", 900):
        house.hears(data, home(4001))
    answer = [packet for packet in packets(house.wait(9.0)[home(4001)]) if packet.type != "ack"]
    assert answer == [Packet("data", 0, "response_users_list 9 2 bob eva")]


def test_a_part_1_peer_that_sends_start_is_part_2_from_then_on() -> None:
    house = House()
    join_1(house, home(4001), "bob")
    for data in transfer("request_users_list 0", 900):
        house.hears(data, home(4001))
    assert packets(house.turn()[home(4001)])[-1].type == "start"


def test_a_new_part_1_program_at_a_part_2_port_gets_part_1() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    for data in transfer("disconnect 3 bob", 900):
        house.gets(data, home(4001))
    join_1(house, home(4001), "bob")
    answer = house.gets(single("request_users_list 0"), home(4001))
    assert bodies(answer) == [("response_users_list", "1 bob")]


def test_a_start_over_the_rate_is_not_acked_and_comes_again_later() -> None:
    house = House()
    join_2(house, near(4001), "bob")
    acked = 0
    for i in range(20):
        for data in transfer("send_message 8 1 bob hi", 1000 + 10 * i):
            house.hears(data, near(4001))
        sent = packets(house.turn().get(near(4001), []))
        acked += Packet("ack", 1001 + 10 * i) in sent
    assert acked == 9  # of a burst of ten, one was the join
    house.wait(0.5)
    again = house.gets(encode_packet("start", 1190), near(4001))
    assert Packet("ack", 1191) in packets(again)


def test_part_1_messages_over_the_rate_wait_in_a_queue_of_32() -> None:
    house = House()
    join_1(house, near(4001), "bob")
    join_1(house, home(4002), "eva")
    for i in range(60):
        say(house, near(4001), str(i), "eva")
    got = bodies(house.wait(60.0)[home(4002)])
    assert got == [("forward_message", f"1 bob {i}") for i in range(9 + WAITING_MESSAGES)]
    assert house.turnstile.dropped == 60 - 9 - WAITING_MESSAGES


def test_a_burst_on_loopback_makes_nobody_mute() -> None:
    house = House()
    join_1(house, home(4001), "bob")
    for i in range(90):
        say(house, home(4001), str(i), "bob")
    assert len(bodies(house.wait(0.1)[home(4001)])) == 90
    say(house, home(4001), "more", "bob")
    assert bodies(house.turn()[home(4001)]) == [("forward_message", "1 bob more")]


def test_a_kicked_guest_is_ignored_for_10_minutes() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    person = house.hub.people.by_name("bob")
    assert person
    house.runtime.perform(house.hub.dismiss(person, "kicked"), house.now)
    house.turn()
    reports = len(house.reports)
    for text in ("join 3 bob", "request_users_list 0"):
        house.hears(single(text), home(4001))
    for data in transfer("join 3 bob", 900):
        house.hears(data, home(4001))
    house.turn()
    assert len(house.reports) == reports
    house.wait(610)
    join_2(house, home(4001), "bob")


def test_a_closed_port_ends_the_guest_and_all_repetition() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    join_1(house, home(4002), "eva")
    say(house, home(4002), "hi", "bob")
    house.turn()
    house.entrance.unreachable(home(4001))
    house.turn()
    assert home(4001) not in house.wait(60)
    assert house.names() == ["eva"]
    assert home(4001) not in house.lobby.by_source


def test_readers_who_ack_are_no_ghosts() -> None:
    house = House(places=Places(classroom=2))
    join_2(house, near(4001), "bob")
    join_2(house, near(4002), "ghost")
    house.gets(encode_packet("end", 502), near(4001))
    house.wait(301)
    join_1(house, near(4003), "eva")
    assert house.names() == ["bob", "eva"]


def test_peers_that_never_join_are_bounded_and_forgotten() -> None:
    house = House()
    for port in range(4000, 4000 + 2 * LINGERING):
        house.hears(encode_packet("start", 1), home(port))
    house.turn()
    assert len(house.lobby.by_source) == LINGERING
    house.wait(31)
    assert not house.lobby.by_source
    assert house.classroom.wake_at() is None


def test_a_spoofed_join_in_a_busy_room_gets_the_byte_budget_at_most() -> None:
    house = House()
    join_1(house, near(4001), "victim")
    join_1(house, home(4002), "eva")
    got: list[bytes] = []
    for _ in range(3600 * 2):
        say(house, home(4002), "x" * 1000)
        got += house.wait(0.5).get(near(4001), [])
    assert 5 * 65_536 < on_the_wire(got) <= 6 * 65_536 + 16 * 60


def test_skipped_messages_are_counted_and_told() -> None:
    house = House()
    join_1(house, near(4001), "bob")
    join_1(house, home(4002), "eva")
    house.gets(encode_packet("ack", 1), near(4001))  # really there
    sent = 0
    for _ in range(100):
        say(house, home(4002), "ä" * 500)
        sent += len(bodies(house.turn().get(near(4001), [])))
    assert sent < 100
    house.wait(60)
    say(house, home(4002), "x")
    assert bodies(house.turn()[near(4001)]) == [
        ("forward_message", f"1 server [{100 - sent} messages skipped]"),
        ("forward_message", "1 eva x"),
    ]


def test_what_did_not_fit_the_queue_is_counted_and_told() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    join_1(house, home(4002), "eva")
    for i in range(150):
        say(house, home(4002), str(i), "bob")
        house.turn()
    datagrams = house.wait(5.0)[home(4001)]
    texts = [body for kind, body in bodies(datagrams)]
    assert texts == [f"1 eva {i}" for i in range(101)]
    say(house, home(4002), "more", "bob")
    assert [body for _, body in bodies(house.turn()[home(4001)])] == [
        "1 server [49 messages skipped]",
        "1 eva more",
    ]


def test_a_netcat_guest_and_classroom_guests_share_the_room() -> None:
    house = House()
    join_1(house, home(4001), "bob")
    house.gets("/nick eva\n", home(4002))
    house.hears("hi\n", home(4002))
    assert bodies(house.turn()[home(4001)]) == [("forward_message", "1 eva hi")]
    say(house, home(4001), "psst", "eva")
    assert house.turn() == {home(4002): [b"bob -> you: psst\n"]}


def test_a_long_text_is_cut_for_part_1_only() -> None:
    house = House()
    join_1(house, home(4001), "bob")
    join_2(house, home(4002), "eva")
    text = encode_message("send_message", encode_names(["bob"], "x" * 5000))
    chunks = [text[i : i + 1400] for i in range(0, len(text), 1400)]
    parts = [encode_packet("start", 900)]
    parts += [encode_packet("data", 901 + i, chunk) for i, chunk in enumerate(chunks)]
    parts.append(encode_packet("end", 901 + len(chunks)))
    got: list[bytes] = []
    for part in parts:
        house.hears(part, home(4002))
        got += house.turn().get(home(4001), [])
    ((_, body),) = bodies(got)
    assert len(body) <= 1200
    assert body.endswith(" characters]")


class LossyPeer:
    """Our own client behind a link that loses three packets of ten each way."""

    def __init__(self, house: House, source: SocketAddress, name: str, seed: int) -> None:
        self.house, self.source = house, source
        self.random = Random(seed)
        self.session = ClassroomSession(name, 2, lambda: self.random.getrandbits(30), house.now)
        self.texts: list[str] = []

    def turn(self, arrived: list[bytes]) -> None:
        for data in arrived:
            if self.random.random() >= 0.3:
                self.session.receive(data, self.house.now)
        for data in self.session.datagrams(self.house.now):
            if self.random.random() >= 0.3:
                self.house.hears(data, self.source)
        for event in self.session.events():
            if isinstance(event, MessageReceived):
                self.texts.append(event.text)


def ticks(house: House, seconds: float) -> Iterator[float]:
    until = house.now + seconds
    while house.now < until:
        yield house.now
        house.now += REPEAT_AFTER_S / 5


@pytest.mark.parametrize("first_block", range(0, 200, 50))
def test_5000_characters_to_a_part_2_peer_arrive_whole_and_once_in_200_of_200_runs(
    first_block: int,
) -> None:
    text = "".join(Random(3).choices("abc äöü€", k=5000)).strip().ljust(5000, ".")
    for run in range(first_block, first_block + 50):
        house = House(seed=run)
        peer = LossyPeer(house, home(4001), "bob", run)
        for _ in ticks(house, 60):
            peer.turn(house.turn().get(home(4001), []))
            if house.names():
                break
        assert house.names() == ["bob"], f"run {run}"
        join_2(house, home(4002), "eva")
        long = encode_message("send_message", encode_names(["bob"], text))
        guest = house.lobby.by_source[home(4002)]
        house.classroom.understand(guest, long, house.now)  # type: ignore[arg-type]
        for _ in ticks(house, 60):
            peer.turn(house.turn().get(home(4001), []))
            if peer.texts and house.lobby.by_source[home(4001)].sending.idle:  # type: ignore[attr-defined]
                break
        assert peer.texts == [text], f"run {run}"


def acks(house: House, source: SocketAddress, datagrams: list[bytes]) -> None:
    """Ack all that comes, until nothing comes any more."""
    while due := [packet for packet in packets(datagrams) if packet.type != "ack"]:
        datagrams = house.gets(encode_packet("ack", due[0].seqno + 1), source)


def test_part_1_is_handed_a_message_and_part_2_confirms_it_with_the_ack_of_its_end() -> None:
    house = House()
    join_1(house, home(4001), "one")
    join_2(house, home(4002), "two")
    house.gets("hi\n", home(4003))
    position = house.log.head
    house.news(home(4003))
    sent = house.turn()
    assert house.news(home(4001)) == [Received(position, confirmed=False)]
    assert house.news(home(4002)) == []
    house.now += REPEAT_AFTER_S
    sent = house.turn()
    acks(house, home(4002), sent[home(4002)])
    assert house.news(home(4002)) == [Received(position, confirmed=True)]
    two = house.hub.people.by_name("two")
    assert two
    assert two.cursor == position


def test_the_newest_of_several_in_a_turn_is_told_and_nothing_for_what_is_no_message() -> None:
    house = House()
    join_1(house, home(4001), "one")
    for text in "abc":
        house.hears(f"{text}\n", home(4003))
    house.turn()
    assert house.news(home(4001)) == [Received(house.log.head, confirmed=False)]
    house.gets(single("request_users_list 0"), home(4001))
    assert house.news(home(4001)) == []


def test_who_never_acks_is_handed_it_as_part_1() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    house.gets("hi\n", home(4003))
    position = house.log.head
    house.wait(5)
    assert house.news(home(4001)) == [Received(position, confirmed=False)]


def test_what_was_never_acked_though_others_were_is_missed() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    house.gets("one\n", home(4003))
    house.now += REPEAT_AFTER_S
    acks(house, home(4001), house.turn()[home(4001)])
    house.news(home(4001))
    house.gets("two\n", home(4003))
    position = house.log.head
    house.wait(REPEAT_AFTER_S * 22)
    assert house.news(home(4001)) == [Missed(position)]


def test_what_the_limits_or_a_full_queue_skip_is_missed() -> None:
    house = House()
    join_1(house, near(4001), "part1")
    join_2(house, home(4002), "part2")
    for _ in range(150):
        house.gets("x" * 1000 + "\n", home(4003))
    head = house.log.head
    second = [command for _ in range(4) for command in house.news(home(4002))]
    assert second == [Missed(position) for position in range(head - 48, head + 1)]
    first = [command for _ in range(6) for command in house.news(near(4001))]
    missed = [command for command in first if isinstance(command, Missed)]
    reached = head - len(missed)
    assert missed == [Missed(position) for position in range(reached + 1, head + 1)]
    assert first[-1] == Received(reached, confirmed=False)


def test_what_could_not_be_saved_is_told_to_its_writer_alone() -> None:
    log = LateLog()
    house = House(log=log)
    for name, source in (("bob", home(4001)), ("eva", home(4002))):
        house.hears(single(encode_message("join", name)), source)
        house.turn()
        log.settle()
        house.turn()
    for data in transfer(encode_message("send_message", "1 everyone lost")):
        house.hears(data, home(4001))
    house.turn()
    log.settle(fails=lambda entry: True)
    sent = house.turn()
    assert list(sent) == [home(4001)]
    told: list[str] = []
    while due := [packet for packet in packets(sent.get(home(4001), [])) if packet.type != "ack"]:
        told += [packet.body for packet in due if packet.type == "data"]
        sent = {home(4001): house.gets(encode_packet("ack", due[0].seqno + 1), home(4001))}
    assert told == ["forward_message 46 1 server not saved, please send it again later"]


def test_who_left_still_gets_what_was_on_its_way_and_its_acks_are_nobodys() -> None:
    house = House()
    join_2(house, home(4001), "bob")
    house.gets("hi\n", home(4003))
    house.now += REPEAT_AFTER_S
    start = house.turn()[home(4001)]
    person = house.hub.people.by_name("bob")
    assert person
    house.runtime.perform(house.hub.dismiss(person, "quiet"), house.now)
    house.turn()
    acks(house, home(4001), start)
    assert house.turn() == {}
    assert person.cursor == person.since
