import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.messages import (
    AskList,
    Ended,
    Event,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NotSent,
    Quit,
    Send,
)
from chatgui.classroom import (
    ANSWER_WAIT_S,
    FAREWELL_S,
    NO_ANSWER_S,
    PART_1_BYTES,
    ClassroomSession,
    read_event_untrusted,
)
from shared.dialects.classroom.message import decode_message_untrusted
from shared.dialects.classroom.packet import encode_packet
from shared.wire import BadPacket
from tests.support.house import packets, single, transfer


def session(part: int = 1) -> ClassroomSession:
    return ClassroomSession("bob", part, lambda: 500, 0.0)


def texts(datagrams: list[bytes]) -> list[str]:
    return [packet.body for packet in packets(datagrams) if packet.type == "data"]


def sends_acked(link: ClassroomSession, now: float) -> list[str]:
    """What goes out when the server acks everything at once."""
    found: list[str] = []
    while due := link.datagrams(now):
        found += texts(due)
        for packet in packets(due):
            if packet.type != "ack":
                link.receive(encode_packet("ack", packet.seqno + 1), now)
    return found


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("forward_message 8 1 bob hi", MessageReceived("bob", "hi")),
        ("forward_message 6 bob hi", MessageReceived("bob", "hi")),
        ("FORWARD_MESSAGE 8 1 bob a  b", MessageReceived("bob", "a  b")),
        ("forward_message 8 1 bob \x1b[2J", MessageReceived("bob", "\u241b[2J")),
        ("forward_message 5 1 bob", MessageReceived("bob", "")),
        ("response_users_list 9 2 bob eva", ListReceived(("bob", "eva"))),
        ("err_server_full 0", Ended("full")),
        ("err_username_unavailable 0", Ended("name")),
        ("ERR_UNKNOWN_MESSAGE 0", Ended("unknown")),
    ],
)
def test_what_a_server_says(text: str, event: Event) -> None:
    assert read_event_untrusted(decode_message_untrusted(text)) == event


@pytest.mark.parametrize("text", ["dance 0", "join 3 bob", "response_users_list 3 x y"])
def test_what_no_server_says(text: str) -> None:
    with pytest.raises(BadPacket):
        read_event_untrusted(decode_message_untrusted(text))


def test_part_1_joins_says_and_leaves_in_single_packets() -> None:
    link = session()
    assert texts(link.datagrams(0.0)) == ["join 3 bob"]
    link.do(Send(("eva", "kim"), "hi there"), 1.0)
    link.do(AskList(), 1.0)
    assert texts(link.datagrams(1.0)) == ["send_message 18 2 eva kim hi there",
                                          "request_users_list 0"]  # fmt: skip
    link.receive(single("response_users_list 5 1 bob"), 1.1)
    assert link.events() == [ListReceived(("bob",))]
    link.do(Quit(), 2.0)
    assert texts(link.datagrams(2.0)) == ["disconnect 3 bob"]
    assert link.events() == [Ended("quit")]
    assert link.ended


def test_part_2_moves_one_message_after_the_other() -> None:
    link = session(part=2)
    link.do(Send(("eva",), "hi"), 0.0)
    link.do(Quit(), 0.0)
    assert sends_acked(link, 0.1) == ["join 3 bob", "send_message 8 1 eva hi", "disconnect 3 bob"]
    assert link.events() == [Ended("quit")]


def test_what_comes_by_part_2_is_acked_and_told_once() -> None:
    link = session(part=2)
    for data in transfer("forward_message 8 1 eva hi", 900) * 2:
        link.receive(data, 0.0)
    acks = [packet.seqno for packet in packets(link.datagrams(0.0)) if packet.type == "ack"]
    assert acks == [901, 902, 903] * 2
    assert link.events() == [MessageReceived("eva", "hi")]


def test_a_long_part_1_message_goes_whole_or_not_at_all() -> None:
    link = session()
    link.datagrams(0.0)
    text = "x" * (PART_1_BYTES - len("1 eva "))
    link.do(Send(("eva",), text), 0.0)
    assert texts(link.datagrams(0.0)) == [f"send_message {PART_1_BYTES} 1 eva {text}"]
    link.do(Send(("eva",), text + "x"), 0.0)
    assert link.datagrams(0.0) == []
    (event,) = link.events()
    assert isinstance(event, NotSent)
    assert "1401" in event.reason


def test_too_many_waiting_messages_are_said() -> None:
    link = session(part=2)
    for _ in range(101):
        link.do(Send(("eva",), "hi"), 0.0)
    assert [type(event) for event in link.events()] == [NotSent, NotSent]


def test_leaving_waits_for_the_answer_to_a_list() -> None:
    link = session()
    link.do(AskList(), 0.0)
    link.do(Quit(), 0.0)
    assert texts(link.datagrams(0.0)) == ["join 3 bob", "request_users_list 0"]
    assert link.wake_at() == ANSWER_WAIT_S
    assert link.datagrams(ANSWER_WAIT_S - 0.1) == []
    assert texts(link.datagrams(ANSWER_WAIT_S)) == ["disconnect 3 bob"]


def test_nothing_more_is_wanted_after_quit() -> None:
    link = session()
    link.do(Quit(), 0.0)
    link.do(Send(("eva",), "hi"), 0.0)
    assert texts(link.datagrams(0.0)) == ["join 3 bob", "disconnect 3 bob"]
    assert link.ended


def test_a_dead_server_is_left_in_time_without_spinning() -> None:
    link = session(part=2)
    link.do(Quit(), 0.0)
    now, turns = 0.0, 0
    while not link.ended:
        link.datagrams(now)
        wake_at = link.wake_at()
        assert wake_at is not None
        now, turns = max(now, wake_at), turns + 1
    assert now == ANSWER_WAIT_S + FAREWELL_S
    assert turns < 20


def test_silence_is_said_once_and_then_given_up() -> None:
    link = session(part=2)
    seen: list[Event] = []
    now = 0.0
    while not link.ended:
        link.datagrams(now)
        seen += [event for event in link.events() if not isinstance(event, Ended)]
        now = max(now, link.wake_at() or now)
        if seen and now < NO_ANSWER_S + 0.5:
            assert now >= NO_ANSWER_S
    assert seen == [NoAnswerYet()]
    assert now == pytest.approx(10.0)
    link.datagrams(now)
    assert link.ended


@pytest.mark.parametrize(
    ("heard", "why"), [(False, "no server"), (True, "lost server")], ids=["never", "once"]
)
def test_how_silence_ends(heard: bool, why: str) -> None:
    link = session(part=2)
    link.datagrams(0.0)
    if heard:
        link.receive(encode_packet("ack", 501), 0.0)
    now = 0.0
    while not link.ended:
        link.datagrams(now)
        now += 0.5
    assert link.events()[-1] == Ended(why)  # type: ignore[arg-type]


def test_an_error_of_the_server_ends_it_once() -> None:
    link = session()
    link.receive(single("err_server_full 0"), 0.0)
    link.receive(single("err_server_full 0"), 0.0)
    link.receive(single("forward_message 8 1 eva hi"), 0.0)
    assert link.events() == [Ended("full")]


@given(st.lists(st.binary(max_size=60) | st.text(max_size=40).map(single)))
def test_no_datagram_harms_the_client(datagrams: list[bytes]) -> None:
    link = session(part=2)
    for data in datagrams:
        link.receive(data, 0.0)
    assert all(isinstance(event, Event) for event in link.events())
