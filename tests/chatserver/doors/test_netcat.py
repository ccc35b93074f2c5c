import pytest

from chatserver.doors.netcat import DATAGRAM_BYTES, STILL_THERE, pack_lines
from chatserver.room import Places
from shared.chat import Missed, Received
from shared.net.path import SocketAddress
from tests.support.house import House, far, home, near, on_the_wire
from tests.support.playbook import LateLog


def enter(house: House, source: SocketAddress, name: str) -> None:
    house.gets(f"/nick {name}\n", source)
    assert house.hub.people.by_name(name)


def heard(house: House, line: str, source: SocketAddress) -> dict[SocketAddress, bytes]:
    house.hears(line, source)
    return {to: b"".join(datagrams) for to, datagrams in house.turn().items()}


def test_the_conversation_of_the_protocol() -> None:
    house = House()
    one, two = home(4001), home(4002)
    (first,) = house.gets("hello\n", one)
    nick = first.split(b":")[0].decode()
    assert first == f"{nick}: hello\n".encode()
    assert len(nick) == 5
    assert house.gets("/nick bob\n", one) == [f"new nickname set {nick}->bob\n".encode()]
    enter(house, two, "eva")
    assert heard(house, "hi\n", one) == {one: b"bob: hi\n", two: b"bob: hi\n"}
    assert heard(house, "/msg eva psst\n", one) == {two: b"bob -> you: psst\n"}
    assert heard(house, "/list\n", one) == {
        one: b"showing connected clients: 127.0.0.1:4001:bob, 127.0.0.1:4002:eva\n",
        two: b"bob queried connected client list\n",
    }
    assert heard(house, "/nick rob\n", one) == {
        one: b"new nickname set bob->rob\n",
        two: b"bob changed their nickname to rob\n",
    }
    assert heard(house, "/quit\n", one) == {
        one: b"you have been disconnected.\n",
        two: b"rob has disconnected.\n",
    }


@pytest.mark.parametrize(
    ("datagram", "nicknames"),
    [(b"X", 0), (b"error - too fast\n", 0), (b"X\n", 1), (b"", 1), (b"\n", 1), (b"/list\n", 1)],
    ids=["probe", "an error", "a typed X", "nothing", "an empty line", "a command"],
)
def test_which_first_datagram_registers(datagram: bytes, nicknames: int) -> None:
    house = House()
    house.gets(datagram, home(4001))
    assert len(house.names()) == nicknames
    assert len(house.lobby.by_source) == nicknames


def test_an_empty_line_is_not_relayed() -> None:
    house = House()
    enter(house, home(4001), "bob")
    assert house.gets("\n", home(4001)) == []


def test_rename_then_say_in_one_datagram() -> None:
    house = House()
    answer = b"".join(house.gets("/nick bob\nhi\n", home(4001)))
    assert answer.endswith(b"->bob\nbob: hi\n")


def test_lines_behind_quit_are_nobodys() -> None:
    house = House()
    enter(house, home(4001), "bob")
    enter(house, home(4002), "eva")
    sent = heard(house, "/quit\nhi\n/nick x\n", home(4001))
    assert sent == {
        home(4001): b"you have been disconnected.\n",
        home(4002): b"bob has disconnected.\n",
    }
    assert house.names() == ["eva"]


def test_at_most_20_lines_of_a_datagram_and_the_surplus_is_told_once() -> None:
    house = House()
    enter(house, home(4001), "bob")
    lines = b"".join(house.gets("x\n" * 23, home(4001))).split(b"\n")
    assert lines.count(b"bob: x") == 20
    assert house.wait(2.0)[home(4001)] == [b"error - too fast, 3 lines dropped\n"]


def test_ten_lines_at_once_from_the_lan_and_then_two_a_second() -> None:
    house = House()
    enter(house, near(4001), "bob")
    answer = b"".join(house.gets("x\n" * 20, near(4001)))
    assert answer.count(b"bob: x\n") == 9  # the first line was /nick
    assert house.wait(2.0)[near(4001)] == [b"error - too fast, 11 lines dropped\n"]
    assert b"".join(house.gets("x\n" * 20, near(4001))).count(b"bob: x\n") == 4


def test_a_burst_is_told_once() -> None:
    house = House()
    enter(house, near(4001), "bob")
    for _ in range(10):
        house.hears("x\n" * 20, near(4001))
    assert len([d for d in house.wait(5.0)[near(4001)] if d.startswith(b"error")]) == 1


def test_the_old_name_comes_back_to_the_same_port() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.gets("/quit\n", home(4001))
    assert house.gets("hi\n", home(4001)) == [b"bob: hi\n"]


def test_a_kicked_guest_is_ignored_for_10_minutes() -> None:
    house = House()
    enter(house, near(4001), "bob")
    person = house.hub.people.by_name("bob")
    assert person
    house.runtime.perform(house.hub.dismiss(person, "kicked"), house.now)
    assert house.turn()[near(4001)] == [b"you have been disconnected by the server.\n"]
    assert house.gets("hi\n", near(4001)) == []
    house.wait(599)
    assert house.gets("hi\n", near(4001)) == []
    house.wait(2)
    assert house.gets("hi\n", near(4001)) == [b"bob: hi\n"]


def test_an_echo_is_ignored_after_three_lines() -> None:
    house = House()
    enter(house, home(4001), "bob")
    enter(house, near(4002), "echo")
    house.gets("hi\n", home(4001))
    for _ in range(3):
        house.gets("bob: hi\n", near(4002))
    assert house.names() == ["bob"]
    assert house.gets("hello\n", near(4002)) == []


def test_errors_are_never_answered() -> None:
    house = House()
    enter(house, home(4001), "bob")
    assert house.gets("error - " + "x" * 1500 + "\n", home(4001)) == []


def test_a_closed_port_ends_the_guest() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.entrance.unreachable(home(4001))
    house.entrance.unreachable(home(4999))
    house.turn()
    assert house.reports[-1] == "disconnected: bob"
    assert not house.lobby.by_source


def test_a_full_room_refuses_and_keeps_nothing() -> None:
    house = House(places=Places(netcat=1))
    enter(house, home(4001), "bob")
    assert house.gets("hi\n", home(4002)) == [b"error - server full\n"]
    assert len(house.lobby.by_source) == 1
    assert "--max-netcat 2" in house.warnings[0]


def test_a_guest_who_only_read_from_one_datagram_is_asked_after_5_minutes() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.gets("\n", near(4002))
    house.wait(301)
    assert heard(house, "one\n", home(4001))[near(4002)] == STILL_THERE
    assert near(4002) not in heard(house, "two\n", home(4001))
    house.gets("\n", near(4002))
    answer = heard(house, "three\n", home(4001))[near(4002)]
    assert answer == b"[2 messages skipped]\nbob: three\n"


def test_a_spoofed_line_in_a_busy_room_gets_the_byte_budget_at_most() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.gets("hi\n", near(4002))
    got: list[bytes] = []
    for _ in range(3600 * 2):
        house.hears("x" * 1000 + "\n", home(4001))
        got += house.wait(0.5).get(near(4002), [])
    # Five minutes' worth and the burst it begins with, and what its one datagram earned.
    assert 5 * 65_536 < on_the_wire(got) <= 6 * 65_536 + 16 * (3 + 28)


def test_what_a_host_may_be_sent_is_shared_by_its_ports() -> None:
    house = House()
    enter(house, home(4001), "bob")
    for port in range(4002, 4012):
        house.gets("\n", near(port))
    got = 0
    for _ in range(60):
        house.hears("x" * 1000 + "\n", home(4001))
        got += sum(on_the_wire(d) for to, d in house.wait(1.0).items() if to != home(4001))
    assert got <= 2 * 65_536 + 10 * 16 * 29


def test_skipped_messages_are_counted_and_told() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.gets("\n", near(4002))
    house.gets("\n", near(4002))
    sent = 0
    for _ in range(100):
        sent += near(4002) in heard(house, "x" * 1000 + "\n", home(4001))
    assert sent < 100
    house.wait(60)
    answer = heard(house, "y\n", home(4001))[near(4002)]
    assert answer == b"[%d messages skipped]\nbob: y\n" % (100 - sent)


def test_a_guest_from_afar_proves_itself_and_its_first_line_counts() -> None:
    house = House("any")
    enter(house, home(4001), "bob")
    assert list(heard(house, "hello\n", far(4002))) == [far(4002)]  # nothing fanned out
    (asked,) = house.gets("what?\n", far(4002))
    sent = heard(house, asked.split()[1].decode() + "\n", far(4002))
    assert sent[home(4001)].endswith(b": hello\n")
    assert len(house.names()) == 2


def test_three_wrong_codes_and_the_host_is_ignored_for_10_minutes() -> None:
    house = House("any")
    house.gets("hello\n", far(4002))
    assert [len(house.gets("99999\n", far(4002))) for _ in range(4)] == [1, 1, 0, 0]
    house.wait(595)
    assert house.gets("hello\n", far(4003)) == []
    house.wait(10)
    assert len(house.gets("hello\n", far(4003))) == 1


@pytest.mark.parametrize(
    ("sizes", "packed"),
    [([], []), ([10], [10]), ([700, 700], [1400]), ([700, 701], [700, 701]), ([1201], [1201])],
)
def test_lines_are_packed_whole(sizes: list[int], packed: list[int]) -> None:
    datagrams = pack_lines([b"x" * size for size in sizes])
    assert [len(data) for data in datagrams] == packed
    assert all(len(data) <= DATAGRAM_BYTES for data in datagrams)


def test_whoever_was_sent_a_line_has_been_handed_the_message() -> None:
    house = House()
    enter(house, home(4001), "bob")
    enter(house, near(4002), "eva")
    house.gets("one\ntwo\n", home(4001))
    two = house.hub.people.by_name("eva")
    assert two
    head = house.log.head
    assert house.news(near(4002)) == [Received(head, confirmed=False)]
    assert house.news(home(4001)) == [Received(head, confirmed=False)]
    assert two.cursor == head
    assert two.heard_at < house.now, "to be sent something is no sign of life"
    house.wait(10)
    house.gets("/msg bob psst\n", home(4001))
    assert house.news(near(4002)) == []


def test_what_the_limits_skip_is_missed() -> None:
    house = House()
    enter(house, home(4001), "bob")
    house.gets("\n", near(4002))
    house.wait(301)
    heard(house, "one\n", home(4001))
    heard(house, "two\n", home(4001))
    second = house.log.head
    missed = house.news(near(4002))
    assert missed == [Missed(second - 1), Missed(second)]
    house.gets("\n", near(4002))
    heard(house, "three\n", home(4001))
    assert house.news(near(4002)) == [Received(house.log.head, confirmed=False)]


def test_what_was_handed_over_is_known_before_the_goodbye() -> None:
    house = House()
    enter(house, home(4001), "bob")
    enter(house, home(4002), "eva")
    house.turn()
    eva = house.hub.people.by_name("eva")
    assert eva
    heard(house, "one\n", home(4001))
    assert eva.cursor < house.log.head
    house.hears("/quit\n", home(4002))
    position = house.log.head
    house.turn()
    assert eva.cursor == position
    assert house.names() == ["bob"]


def test_what_could_not_be_saved_is_told_to_its_writer_alone() -> None:
    log = LateLog()
    house = House(log=log)
    for source in (home(4001), home(4002)):
        house.gets("\n", source)
        log.settle()
        house.turn()
    house.hears("lost\n", home(4001))
    assert house.turn() == {}
    log.settle(fails=lambda entry: True)
    assert house.turn() == {home(4001): [b"not saved, please send it again later\n"]}
    assert house.news(home(4002)) == []
