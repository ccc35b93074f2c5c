"""PROTOCOL section 2, by peers that know only the wire."""

import pytest

from tests.support.peers import CoursePeer, LinePeer, packet
from tests.support.processes import ServerProgram


@pytest.fixture(params=[1, 2], ids=["part 1", "part 2"])
def part(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def joined(server: ServerProgram, name: str, part: int = 2) -> CoursePeer:
    peer = CoursePeer(server.port, part)
    peer.say("join", name)
    server.out.expect(f"join: {name}")
    return peer


def test_the_example_conversation(server: ServerProgram, part: int):
    with joined(server, "client1", part) as one, joined(server, "client2", part) as two:
        one.say("send_message", "3 client2 client1 client4 hello again!")
        assert two.hear() == "forward_message 22 1 client1 hello again!"
        assert one.hear() == "forward_message 22 1 client1 hello again!"
        one.say("request_users_list")
        assert one.hear() == "response_users_list 17 2 client1 client2"
        two.say("disconnect", "client2")
        server.out.expect("disconnected: client2")
    assert server.out.seen == [
        "join: client1",
        "join: client2",
        "msg: client1",
        "msg: client1 to non-existent user client4",
        "request_users_list: client1",
        "disconnected: client2",
    ]


def test_the_exact_bytes_of_part_1(server: ServerProgram):
    with CoursePeer(server.port, 1) as peer:
        peer.socket.send(b"data|0|join 7 client1|2705805698")
        server.out.expect("join: client1")
        peer.say("request_users_list")
        peer.hear()
        assert peer.raw == [packet("data", 0, "response_users_list 9 1 client1")]


def test_parts_1_and_2_are_in_one_room(server: ServerProgram):
    with joined(server, "one", 1) as one, joined(server, "two", 2) as two:
        one.say("send_message", "1 two from part 1")
        assert two.hear() == "forward_message 17 1 one from part 1"
        two.say("send_message", "1 one from part 2")
        assert one.hear() == "forward_message 17 1 two from part 2"


def test_each_named_person_gets_it_once_however_often_named(server: ServerProgram, part: int):
    with joined(server, "ann", part) as ann, joined(server, "bob", part) as bob:
        ann.say("send_message", "4 bob BOB everyone bob once")
        ann.say("send_message", "1 bob marker")
        assert [bob.hear(), bob.hear()] == [
            "forward_message 10 1 ann once",
            "forward_message 12 1 ann marker",
        ]


def test_a_used_or_bad_name(server: ServerProgram, part: int):
    with joined(server, "ann", part):
        for name in ("ann", "ANN", "server", "two words", ""):
            with CoursePeer(server.port, part) as other:
                other.say("join", name)
                assert other.hear() == "err_username_unavailable 0"
                server.out.expect("disconnected: username not available")


def test_server_full(serve):
    server = serve("--max-classroom", "1")
    with joined(server, "ann"), CoursePeer(server.port, 2) as other:
        other.say("join", "bob")
        assert other.hear() == "err_server_full 0"
    server.out.expect("disconnected: server full")
    server.err.expect(lambda line: "--max-classroom 2" in line)


def test_send_message_from_who_has_not_joined(server: ServerProgram, part: int):
    with CoursePeer(server.port, part) as peer:
        peer.say("send_message", "1 ann hello")
        assert peer.hear() == "err_unknown_message 0"


@pytest.mark.parametrize("kind", ["shout", "send_message"])
def test_an_unknown_or_malformed_message_drops_the_peer(
    server: ServerProgram, part: int, kind: str
):
    with joined(server, "ann", part) as ann:
        ann.say(kind, "9 too few")
        assert ann.hear() == "err_unknown_message 0"
        server.out.expect("disconnected: ann sent unknown command")


def test_the_server_answers_in_the_case_the_peer_used(server: ServerProgram):
    with CoursePeer(server.port, 1) as peer:
        peer.say("JOIN", "ann")
        peer.say("REQUEST_USERS_LIST")
        assert peer.hear() == "RESPONSE_USERS_LIST 5 1 ann"


@pytest.mark.parametrize("length", ["0", "999", "23"])
def test_a_length_counted_otherwise_is_forgiven(server: ServerProgram, length: str):
    with joined(server, "ann", 1) as ann:
        ann.socket.send(packet("data", 0, f"send_message {length} 1 ann grüße|euch"))
        assert ann.hear() == "forward_message 16 1 ann grüße|euch"


def test_a_wrong_checksum_is_dropped_and_never_shown_as_a_line(server: ServerProgram):
    with LinePeer(server.port) as reader, joined(server, "ann", 1) as ann:
        reader.register()
        assert ann.hear().endswith("hello")
        ann.socket.send(packet("data", 0, "send_message 7 1 ann x")[:-1] + b"0")
        with LinePeer(server.port) as stranger:
            stranger.socket.send(packet("data", 0, "join 3 bob")[:-2])
        ann.say("send_message", "2 everyone ann marker")
        assert ann.hear() == "forward_message 12 1 ann marker"
        assert reader.line() == "ann: marker"


def test_a_stray_ack_end_or_chunk_makes_no_peer(server: ServerProgram):
    with CoursePeer(server.port, 1) as stray, joined(server, "ann", 1) as ann:
        for kind, seqno in (("ack", 5), ("end", 7), ("data", 6)):
            stray.socket.send(packet(kind, seqno))
        ann.say("request_users_list")
        assert ann.hear() == "response_users_list 5 1 ann"
        stray.say("join", "bob")  # the first answer it ever gets is the one to its first question
        stray.say("request_users_list")
        assert stray.hear() == "response_users_list 9 2 ann bob"


def test_every_packet_is_acked_with_the_next_number_and_repeats_again(server: ServerProgram):
    with CoursePeer(server.port, 2) as peer:
        for _ in range(3):
            for data in (
                packet("start", 41),
                packet("data", 42, "join 3 ann"),
                packet("end", 43),
            ):
                peer.socket.send(data)
        acks = [peer._receive() for _ in range(9)]
        assert acks == [("ack", 42), ("ack", 43), ("ack", 44)] * 3
        peer.say("request_users_list")
        assert peer.hear() == "response_users_list 5 1 ann"  # joined once
    assert server.out.seen.count("join: ann") <= 1


def test_a_long_message_comes_in_chunks_of_at_most_1400_bytes(server: ServerProgram):
    text = "ä" * 3000
    with joined(server, "ann", 2) as ann, LinePeer(server.port) as writer:
        writer.send("\n")
        ann.say("send_message", f"1 ann {text[:600]}")
        assert ann.hear() == f"forward_message 606 1 ann {text[:600]}"
        assert all(len(data) <= 1500 for data in ann.raw)


def test_a_client_that_never_acks_gets_its_messages_as_part_1(server: ServerProgram):
    with CoursePeer(server.port, 2, acks=False) as deaf, joined(server, "ann", 1) as ann:
        deaf.say("join", "deaf")
        server.out.expect("join: deaf")
        ann.say("send_message", "1 deaf hello")
        assert deaf.hear() == "forward_message 11 1 ann hello"
        starts = [data for data in deaf.raw if data.startswith(b"start")]
        assert len(starts) == 3
        ann.say("send_message", "1 deaf again")
        assert deaf.hear() == "forward_message 11 1 ann again"
        assert [data for data in deaf.raw if data.startswith(b"start")] == starts


def test_a_part_1_peer_gets_one_cut_line(server: ServerProgram):
    with joined(server, "two", 2) as two, joined(server, "one", 1) as one:
        two.say("send_message", "1 one first\nsecond")
        assert one.hear() == "forward_message 20 1 two first / second"
        two.say("send_message", "1 one " + "x" * 1300)
        cut = one.hear()
        assert cut.endswith(" characters]")
        assert len(cut.encode()) < 1300
        number = int(cut.rpartition("[+")[2].split()[0])
        assert cut.count("x") + number == 1300


def test_everybody_is_in_every_list_and_messages_cross(server: ServerProgram):
    with LinePeer(server.port) as nc, joined(server, "bob", 2) as bob:
        nick = nc.register()
        assert bob.hear() == f"forward_message 13 1 {nick} hello"
        bob.say("request_users_list")
        names = " ".join(sorted([nick, "bob"]))
        assert bob.hear() == f"response_users_list 11 2 {names}"
        bob.say("send_message", f"1 {nick} for you alone")
        assert nc.line() == "bob -> you: for you alone"
        bob.say("send_message", "1 everyone for all")
        assert nc.line() == "bob: for all"
        assert f":{nick}" in nc.ask("/list\n")
        nc.send("/nick bob\n")
        assert nc.line() == "error - bob is already used"
        with CoursePeer(server.port, 2) as thief:
            thief.say("join", nick)
            assert thief.hear() == "err_username_unavailable 0"
