"""PROTOCOL section 1, by a peer that knows only the wire. Quotes are the protocol's."""

import re

import pytest

from tests.support.ipv6 import needs_ipv6
from tests.support.peers import LinePeer
from tests.support.processes import ServerProgram


@pytest.fixture
def ann(server: ServerProgram):
    with LinePeer(server.port) as peer:
        yield peer


@pytest.fixture
def bob(server: ServerProgram):
    with LinePeer(server.port) as peer:
        yield peer


def named(peer: LinePeer, name: str) -> LinePeer:
    """Registered, and called so."""
    peer.register()
    peer.send(f"/nick {name}\n")
    assert peer.line().endswith(f"->{name}")
    return peer


def test_first_datagram_gives_a_nickname_of_5_random_ascii_letters_and_is_then_handled(ann):
    assert re.fullmatch(r"[A-Za-z]{5}: hello", ann.ask("hello\n"))


def test_a_line_goes_to_the_sender_too_and_to_all_others(ann, bob):
    nick = ann.register()
    bob.register()
    assert ann.line().endswith(": hello")
    assert ann.ask("good morning\n") == f"{nick}: good morning"
    assert bob.line() == f"{nick}: good morning"


def test_an_empty_line_registers_and_is_not_relayed(ann, bob):
    ann.send("\n")
    assert bob.register()
    assert ann.line().endswith(": hello")  # here already, and the own empty line never came
    assert bob.ask("/list\n").count("127.0.0.1:") == 2


def test_an_empty_datagram_registers(ann, bob):
    ann.send("")
    bob.register()
    assert ann.line().endswith(": hello")


def test_a_lone_X_without_newline_is_the_probe_and_is_ignored(ann, bob):
    for _ in range(5):
        ann.send("X")
    bob.register()
    assert bob.ask("/list\n").count("127.0.0.1:") == 1
    assert ann.ask("X\n").endswith(": X")  # with its newline somebody typed it


def test_nick(ann, bob):
    named(bob, "bob")
    old = ann.register()
    assert bob.line() == f"{old}: hello"
    assert ann.ask("/nick client two words\n") == f"new nickname set {old}->client"
    assert bob.line() == f"{old} changed their nickname to client"
    assert ann.ask("hi\n") == "client: hi"


def test_rename_and_line_in_one_datagram_keep_their_order(ann):
    old = ann.register()
    ann.send("/nick zoe\nhi\n")
    assert ann.line() == f"new nickname set {old}->zoe"
    assert ann.line() == "zoe: hi"


def test_nick_without_a_name(ann):
    ann.register()
    assert ann.ask("/nick\n") == "error - no nickname provided"


@pytest.mark.parametrize("name", ["server", "EVERYONE", "a|b", "-x", "x" * 33, "раураl"])
def test_a_bad_used_or_reserved_name_is_an_error_with_the_reason(ann, bob, name):
    named(bob, "раура")  # one script, and fine
    ann.register()
    assert re.fullmatch(r"error - .{10,}", ann.ask(f"/nick {name}\n"))


def test_a_used_name_is_refused_in_any_case(ann, bob):
    named(bob, "Bob")
    ann.register()
    assert ann.ask("/nick bOB\n") == "error - bOB is already used"


def test_list_shows_addresses_in_join_order_and_the_others_hear_of_it(ann, bob):
    first = ann.register()
    second = bob.register()
    ann.line()
    assert ann.ask("/list\n") == (
        f"showing connected clients: 127.0.0.1:{ann.port}:{first}, 127.0.0.1:{bob.port}:{second}"
    )
    assert bob.line() == f"{first} queried connected client list"


@needs_ipv6
def test_ipv6_loopback_is_shown_as_127_0_0_1(server: ServerProgram):
    with LinePeer(server.port, "::1") as peer:
        nick = peer.register()
        assert peer.ask("/list\n") == f"showing connected clients: 127.0.0.1:{peer.port}:{nick}"


def test_list_shows_40_and_how_many_more(server: ServerProgram):
    peers = [LinePeer(server.port) for _ in range(42)]
    for peer in peers:
        peer.send("\n")
    peers[0].register()
    shown = peers[0].ask("/list\n")
    assert shown.count("127.0.0.1:") == 40
    assert shown.endswith(" and 2 more")
    for peer in peers:
        peer.socket.close()


def test_quit(ann, bob):
    nick = ann.register()
    bob.register()
    ann.line()
    ann.send("/quit\nnobody hears this\n")
    assert ann.line() == "you have been disconnected."
    assert bob.line() == f"{nick} has disconnected."
    assert bob.ask("still here\n").endswith(": still here")


def test_msg_reaches_the_named_people_only(ann, bob, server: ServerProgram):
    named(ann, "ann")
    named(bob, "bob")
    with LinePeer(server.port) as carol:
        carol.register()
        carol.send("/msg bob,nosuch a word in your ear\n")
        assert carol.line() == "error - nobody here is called nosuch"
        while not (line := bob.line()).endswith("ear"):
            pass
        assert re.fullmatch(r"\w{5} -> you: a word in your ear", line)
        carol.send("marker\n")
        heard = [ann.line() for _ in range(4)]
    assert heard[-1].endswith(": marker")
    assert not any(line.endswith(" ear") for line in heard)


def test_help_has_the_commands_one_a_line(ann):
    ann.register()
    ann.send("/help\nmarker\n")
    shown = []
    while not (line := ann.line()).endswith(": marker"):
        shown.append(line)
    assert [line.split()[0] for line in shown] == [
        "/nick", "/list", "/msg", "/quit", "/help", "anything",
    ]  # fmt: skip


def test_an_unknown_command(ann):
    ann.register()
    assert ann.ask("/unknown x\n") == "error - unknown command /unknown, try /help"


def test_a_line_over_1400_bytes(ann):
    ann.register()
    assert ann.ask("x" * 1401 + "\n") == "error - line too long, 1400 bytes at most"


def test_at_most_20_lines_of_a_datagram_and_the_rest_is_counted(ann):
    nick = ann.register()
    ann.send("".join(f"line {i}\n" for i in range(25)))
    assert [ann.line() for _ in range(20)] == [f"{nick}: line {i}" for i in range(20)]
    assert ann.line() == "error - too fast, 5 lines dropped"


def test_controls_and_escapes_do_not_get_through(ann):
    nick = ann.register()
    assert ann.ask("a\x1b[31mred\x07\u202eoverride\n") == f"{nick}: a␛[31mred␇override"


def test_bytes_that_are_not_utf8_become_the_replacement_character(ann):
    nick = ann.register()
    ann.socket.send(b"\xc3\xa9t\xe9\n")
    assert ann.line() == f"{nick}: ét\ufffd"


def test_the_answer_comes_from_the_address_the_datagram_came_to(server: ServerProgram):
    with LinePeer(server.port, "127.0.0.2") as peer:  # connected: hears 127.0.0.2 only
        assert peer.register()


def test_who_writes_again_from_the_same_port_gets_the_old_name_back(ann):
    named(ann, "zoe")
    assert ann.ask("/quit\n") == "you have been disconnected."
    assert ann.ask("back\n") == "zoe: back"
