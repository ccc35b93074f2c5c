"""The client on a real terminal: incoming lines do not garble what is being typed."""

import sys

import pytest

from tests.support.peers import LinePeer
from tests.support.processes import ServerProgram

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")


@pytest.fixture
def ann(server: ServerProgram):
    from tests.support.console import Console

    words = ("-m", "chatgui", "--terminal", "-p", str(server.port), "-u", "ann")
    with Console(sys.executable, *words, "--door", "classroom") as console:
        console.read_until("ann>")
        server.out.expect("join: ann")
        yield console


def test_a_line_arrives_while_another_is_being_typed(ann, server: ServerProgram):
    with LinePeer(server.port) as other:
        ann.type("msg 1 everyone half")
        ann.read_until("half")
        other.register()
        ann.read_until(": hello")
        ann.read_until("half")  # the prompt is drawn again below the line
        ann.enter(" and half")
        assert other.line() == "ann: half and half"
        ann.type("\x1b[A")  # arrow up: the line from history
        ann.read_until("half and half")
        ann.type("\x15\x04")  # Ctrl-U empties it, Ctrl-D quits
        ann.read_until("quitting")
    assert ann.wait() == 0
    assert ann.restored()


def test_the_server_ends_it_in_the_middle_of_a_line(ann, server: ServerProgram):
    with LinePeer(server.port) as other:
        other.register()
        ann.read_until(": hello")
        ann.type("msg 1 nobody half a li")
        ann.read_until("half a li")
        server.process.kill()
        ann.type("ne\r")
        assert ann.read_until("no longer answers")
    assert ann.wait() == 1
    assert ann.restored()
