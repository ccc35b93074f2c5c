import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import chat
from shared.chat import (
    Address,
    Announced,
    Command,
    Departed,
    Dismissed,
    Helped,
    Join,
    Joined,
    Leave,
    Listed,
    ListPeople,
    ListQueried,
    Notice,
    Refused,
    Renamed,
    Say,
)
from shared.dialects.classroom.message import (
    ANSWERS,
    ClassroomMessage,
    decode_message_untrusted,
    decode_names_untrusted,
)
from shared.dialects.classroom.packet import PACKET_BYTES, encode_packet
from shared.dialects.classroom.vocabulary import (
    TEXT_CHARACTERS,
    Reply,
    announcement,
    read_command_untrusted,
    write_notice,
)
from shared.wire import BadPacket
from tests.support.notices import NATIVE_ONLY, posted, present

ADDRESS = Address("127.0.0.1", 4000)


def read(text: str) -> Command | None:
    return read_command_untrusted(decode_message_untrusted(text), ADDRESS)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("join 7 client1", Join("client1", "classroom", ADDRESS)),
        ("JOIN 7 client1", Join("client1", "classroom", ADDRESS)),
        ("join 8 client1 ", Join("client1", "classroom", ADDRESS)),
        ("join 3 a b", Join("a b", "classroom", ADDRESS)),
        ("join 0", Join("-", "classroom", ADDRESS)),
        ("request_users_list 0", ListPeople()),
        ("disconnect 7 client1", Leave()),
        (
            "send_message 38 3 client2 client1 client4 hello again!",
            Say(("client2", "client1", "client4"), "hello again!"),
        ),
        ("send_message 12 1 a \x1b[2J", Say(("a",), "\u241b[2J")),
        ("send_message 12 1 a b|c", Say(("a",), "b|c")),
    ],
)
def test_a_command(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_what_only_servers_say_asks_for_nothing(kind: str) -> None:
    assert read(f"{kind} 3 1 a") is None


@pytest.mark.parametrize("text", ["dance 0", "send_message 3 x a", "send_message 0", "s 0"])
def test_what_nobody_understands(text: str) -> None:
    with pytest.raises(BadPacket):
        read(text)


@given(st.sampled_from(["join", "send_message", "disconnect", "x"]), st.text())
def test_any_body_is_a_command_or_a_bad_packet(kind: str, body: str) -> None:
    try:
        command = read_command_untrusted(ClassroomMessage(kind, body), ADDRESS)
    except BadPacket:
        return
    assert isinstance(command, Command)


def person(name: str, *, verified: bool = False) -> chat.Present:
    return present(name, "classroom", ADDRESS, verified)


@pytest.mark.parametrize(
    ("notice", "replies"),
    [
        (
            posted("client1", "hello again!", to_everyone=False),
            ["forward_message 22 1 client1 hello again!"],
        ),
        (posted("bob", "a\nb", to_everyone=True), ["forward_message 9 1 bob a\nb"]),
        (
            Listed((person("client2"), person("client1")), "client2"),
            ["response_users_list 17 2 client1 client2"],
        ),
        (Announced("tea"), ["forward_message 12 1 server tea"]),
        (Dismissed("full"), ["err_server_full 0"]),
        (Dismissed("name"), ["err_username_unavailable 0"]),
        (Dismissed("unknown"), ["err_unknown_message 0"]),
        (Dismissed("quit"), []),
        (Dismissed("gone"), []),
        (Dismissed("quiet"), []),
        (Dismissed("closing"), ["forward_message 30 1 server the server is closing"]),
        (
            Dismissed("kicked"),
            [
                "forward_message 49 1 server you have been disconnected by the server",
                "err_server_full 0",
            ],
        ),
        (Joined("bob"), []),
        *((notice, []) for notice in (*NATIVE_ONLY, chat.Poked())),
        (Renamed("a", "b", own=True), []),
        (ListQueried("a"), []),
        (Departed("a"), []),
        (Refused("nobody here is called x"), []),
        (Helped(), []),
    ],
    ids=repr,
)
def test_how_a_notice_is_written(notice: Notice, replies: list[str]) -> None:
    assert [reply.encode(upper=False) for reply in write_notice(notice)] == replies


def test_every_kind_of_notice_was_thought_of_above() -> None:
    marks = test_how_a_notice_is_written.pytestmark[0]  # type: ignore[attr-defined]
    kinds = {type(notice) for notice, _ in marks.args[1]}
    assert kinds == {
        kind for kind in vars(chat).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    }  # fmt: skip


def test_answers_are_in_the_case_the_peer_used() -> None:
    assert Reply("err_server_full").encode(upper=True) == "ERR_SERVER_FULL 0"
    assert announcement("Tea").encode(upper=True) == "FORWARD_MESSAGE 12 1 server Tea"


def test_a_text_of_more_than_8000_characters_is_cut_and_says_so() -> None:
    (reply,) = write_notice(posted("bob", "ä" * (TEXT_CHARACTERS + 5), to_everyone=True))
    assert reply.body == "1 bob " + "ä" * TEXT_CHARACTERS + " [+5 characters]"


def test_a_long_list_is_one_packet_with_the_asker_and_guests_first() -> None:
    natives = [person(f"a-native-{i:03}", verified=True) for i in range(300)]
    guests = [person(f"guest-{i:02}") for i in range(20)]
    asker = person("zoe", verified=True)
    (reply,) = write_notice(Listed((*natives, *guests, asker), "zoe"))
    names, rest = decode_names_untrusted(reply.body)
    assert names == sorted(names)
    assert rest == ""
    assert {"zoe", *(guest.name for guest in guests)} <= set(names)
    assert len(encode_packet("data", 0, reply.encode(upper=False))) <= PACKET_BYTES
    assert len(names) > 90  # filled


def test_a_list_of_wide_names_is_one_packet_too() -> None:
    people = tuple(person(f"{i:03}" + "日" * 29) for i in range(100))
    (reply,) = write_notice(Listed(people, people[0].name))
    assert len(encode_packet("data", 0, reply.encode(upper=False))) <= PACKET_BYTES
