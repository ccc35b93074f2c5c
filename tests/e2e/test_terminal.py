"""The terminal client against a real server, and against servers that are not ours."""

import signal
import socket

import pytest

from tests.support.peers import message, packet
from tests.support.processes import PATIENCE_S, ROOT, ServerProgram, client


@pytest.fixture
def people(server: ServerProgram):
    started = []

    def join(name: str, *options: str):
        started.append(client(server.port, name, *options))
        server.out.expect(f"join: {name}")
        return started[-1]

    yield join
    for program in started:
        program.close()


@pytest.mark.parametrize("options", [(), ("--part", "1")], ids=["part 2", "part 1"])
def test_a_script_of_every_command(people, server: ServerProgram, options):
    bob = people("bob", *options)
    ann = people("ann", *options)
    ann.type(
        "msg 2 bob ann hello  you\nmsg 1 nobody hi\nlist\nhelp\nnonsense\n\nmsg 2 bob hi\nquit\n"
    )
    assert ann.wait() == 0
    shown = ann.out.rest()
    assert sorted(shown) == sorted(
        [
            "msg: ann: hello  you",
            "list: ann bob",
            "msg <number_of_users> <username1> <username2> ... <message>",
            "list",
            "help",
            "quit",
            "incorrect userinput format",
            "incorrect userinput format",
            "quitting",
        ]
    )
    assert shown[-1] == "quitting"
    assert ann.err.rest() == []
    assert bob.out.expect("msg: ann: hello  you")
    server.out.expect("disconnected: ann")
    assert "msg: ann to non-existent user nobody" in server.out.seen


def test_end_of_input_is_quit_and_nothing_said_is_lost(people, server: ServerProgram):
    bob = people("bob")
    ann = people("ann")
    ann.type("".join(f"msg 1 bob number {i}\n" for i in range(20)))
    ann.end_input()
    assert ann.wait() == 0
    for i in range(20):
        bob.out.expect(f"msg: ann: number {i}")
    assert bob.out.seen == [f"msg: ann: number {i}" for i in range(20)]


def test_a_long_message_arrives_whole(people):
    bob, ann = people("bob"), people("ann")
    text = "grüße " * 800 + "end"
    ann.type(f"msg 1 bob {text}\n")
    bob.out.expect(f"msg: ann: {text}")


def test_name_taken_and_server_full(serve):
    server = serve("--max-classroom", "1")
    ann = client(server.port, "ann")
    server.out.expect("join: ann")
    for name, last in (("bob", "disconnected: server full"), ("ANN", "disconnected: server full")):
        other = client(server.port, name)
        assert other.wait() == 1
        assert other.out.rest() == [last]
        other.close()
    ann.close()


def test_name_taken(people, server: ServerProgram):
    people("ann")
    other = client(server.port, "Ann")
    assert other.wait() == 1
    assert other.out.rest() == ["disconnected: username not available"]
    other.close()


def test_the_server_says_goodbye(people, server: ServerProgram):
    ann = people("ann")
    assert server.stop() == 0
    ann.out.expect("msg: server: the server is closing")


def test_nobody_answers():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        ann = client(deaf.getsockname()[1], "ann")
        ann.err.expect(lambda line: line.startswith("No server answers at 127.0.0.1:"))
        assert ann.wait() == 1
        ann.err.expect(lambda line: line.startswith("No server answered at 127.0.0.1:"))
        assert ann.out.rest() == []
        ann.close()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("-u", "a b"), "How about -u a-b?"),
        ((), "Say who you are"),
        (("-u", "ann", "-p", "70000"), "from 1 to 65535"),
        (("-u", "ann", "-a", "no.such.host.invalid"), "not a computer"),
    ],
    ids=["name", "no name", "port", "host"],
)
def test_bad_arguments_get_one_line_and_exit_code_2(options, reason):
    import subprocess
    import sys

    words = [sys.executable, "-m", "chatgui", "--terminal", *options]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_works_with_another_server_of_the_course():
    """One that knows part 1 only and leaves the `1` of forward_message out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(20)
        ann = client(server.getsockname()[1], "ann", "--part", "1")
        data, address = server.recvfrom(2000)
        assert data == packet("data", 0, message("join", "ann"))
        server.sendto(packet("data", 0, message("forward_message", "bob hello ann")), address)
        assert ann.out.expect("msg: bob: hello ann")
        ann.type("list\n")
        assert server.recvfrom(2000)[0] == packet("data", 0, "request_users_list 0")
        server.sendto(packet("data", 0, message("response_users_list", "2 ann bob")), address)
        assert ann.out.expect("list: ann bob")
        server.sendto(packet("data", 0, message("err_unknown_message")), address)
        assert ann.out.expect("disconnected: server received an unknown command")
        assert ann.wait() == 1
        ann.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_the_client_has_left(people, server: ServerProgram, number: int):
    ann = people("ann")
    ann.process.send_signal(number)
    server.out.expect("disconnected: ann")
    assert ann.wait() == 0
    assert not any("Traceback" in line for line in ann.err.rest())


def test_bytes_that_are_no_text_are_shown_as_such(people):
    ann, bob = people("ann"), people("bob")
    ann.process.stdin.buffer.write(b"msg 1 bob caf\xe9\n")
    ann.end_input()
    bob.out.expect("msg: ann: caf\ufffd")
    assert ann.wait() == 0


def test_a_script_whose_server_is_not_there_can_tell():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        ann = client(deaf.getsockname()[1], "ann")
        ann.type("msg 1 bob hi\n")
        ann.end_input()
        assert ann.wait() == 1
        ann.err.expect(lambda line: line.startswith("No server answered"))
        ann.close()


def test_a_python_without_the_packages_is_told_what_to_do():
    import subprocess
    import sys

    for program in ("chatgui", "chatserver"):
        code = (
            "import runpy, sys; sys.path.insert(0, '.'); sys.argv = ['x', '-p', '0']; "
            f"runpy.run_module('{program}', run_name='__main__')"
        )
        words = [sys.executable, "-I", "-S", "-c", code]
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 2
        assert "python3 run.py" in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_client_that_was_killed_has_its_name_again_at_the_second_try_at_the_latest(
    people, server: ServerProgram
):
    ann = people("ann")
    ann.process.kill()
    ann.wait()
    again = client(server.port, "ann")
    server.out.expect("disconnected: ann")
    # At the first try, if something that was sent to ann anyway has come back; else the server
    # looks, now that somebody asks, whether ann is still there.
    again.end_input()
    assert again.wait() in (0, 1)
    people("ann")
    again.close()
