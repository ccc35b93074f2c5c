import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.dialects.classroom.message import (
    PART_1_BYTES,
    ClassroomMessage,
    decode_message_untrusted,
    decode_names_untrusted,
    encode_message,
    encode_names,
    shorten,
)
from shared.wire import BadPacket

kinds = st.sampled_from(["join", "send_message", "forward_message", "request_users_list"])
names = st.lists(st.from_regex(r"\A[a-z0-9]{1,8}\Z"), max_size=6)


@given(kinds, st.text(), st.booleans())
def test_a_message_round_trip(kind: str, body: str, upper: bool) -> None:
    text = encode_message(kind, body, upper=upper)
    assert decode_message_untrusted(text) == ClassroomMessage(kind, body, upper)


@given(st.text() | st.text("joinJ 0123456789"))
def test_any_text_is_a_message_or_a_bad_packet(text: str) -> None:
    try:
        decode_message_untrusted(text)
    except BadPacket:
        return
    assert text.split(" ")[1].isdigit()


@given(st.text() | st.text(" 0123456789ab"))
def test_any_body_is_names_or_a_bad_packet(body: str) -> None:
    try:
        found, _ = decode_names_untrusted(body)
    except BadPacket:
        return
    assert all(found)
    assert len(found) == int(body.split(" ")[0])


@given(names, st.text(min_size=1))
def test_names_and_a_text_round_trip(found: list[str], text: str) -> None:
    assert decode_names_untrusted(encode_names(found, text)) == (found, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("join 7 client1", ClassroomMessage("join", "client1")),
        ("JOIN 7 client1", ClassroomMessage("join", "client1", upper=True)),
        ("Join 7 client1", ClassroomMessage("join", "client1")),
        ("request_users_list 0", ClassroomMessage("request_users_list")),
        ("request_users_list 0 ", ClassroomMessage("request_users_list")),
        ("join 99 bob", ClassroomMessage("join", "bob")),
        ("join 0 bob", ClassroomMessage("join", "bob")),
        ("send_message 9 1 a  b c", ClassroomMessage("send_message", "1 a  b c")),
    ],
)
def test_how_messages_are_read(text: str, message: ClassroomMessage) -> None:
    assert decode_message_untrusted(text) == message


@pytest.mark.parametrize(
    "text", ["", "join", "join ", " 0", "join x", "join -1 a", "join \u0661 a", "join 12345678901"]
)
def test_no_message(text: str) -> None:
    with pytest.raises(BadPacket):
        decode_message_untrusted(text)


def test_length_counts_characters() -> None:
    assert encode_message("join", "Zoë") == "join 3 Zoë"


@pytest.mark.parametrize(
    ("body", "found", "text"),
    [
        ("2 a b hello  you", ["a", "b"], "hello  you"),
        ("2 a   b hello", ["a", "b"], "hello"),
        ("1 a ", ["a"], ""),
        ("1 a", ["a"], ""),
        ("1 a  indented", ["a"], " indented"),
        ("0", [], ""),
        ("0 text", [], "text"),
    ],
)
def test_how_names_are_read(body: str, found: list[str], text: str) -> None:
    assert decode_names_untrusted(body) == (found, text)


@pytest.mark.parametrize("body", ["", "x a", "3 a b", "-1 a", "501 " + "a " * 501, "1 ", "1"])
def test_no_names(body: str) -> None:
    with pytest.raises(BadPacket):
        decode_names_untrusted(body)


def test_a_forwarded_text_becomes_one_line_for_part_1() -> None:
    long = encode_message("forward_message", "1 bob a\nb")
    assert shorten(long) == "forward_message 11 1 bob a / b"


def test_a_long_forwarded_text_is_cut_for_part_1_and_says_so() -> None:
    body = decode_message_untrusted(shorten(encode_message("forward_message", "ä" * 2000))).body
    assert len(body.encode()) <= PART_1_BYTES
    kept = body.count("ä")
    assert body.endswith(f" [+{2000 - kept} characters]")


def test_a_forwarded_text_keeps_its_capitals_for_part_1() -> None:
    assert shorten("FORWARD_MESSAGE 7 1 bob a") == "FORWARD_MESSAGE 7 1 bob a"


@pytest.mark.parametrize("kind", ["response_users_list", "send_message"])
def test_nothing_else_is_cut_for_part_1(kind: str) -> None:
    text = encode_message(kind, "1 " + "x" * 1300 + "\n")
    assert shorten(text) == text
