import queue
import socket
from collections.abc import Iterator

import pytest

from chatgui.app.messages import Ended, Event, MessageReceived, Quit, Seen, Send
from chatgui.classroom import ClassroomSession
from chatgui.link import MOST_UNTOLD, Link
from chatgui.uplink import look_up, open_socket
from tests.support.house import packets, single


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(30)
        yield sock


def connected(server: socket.socket) -> socket.socket:
    return open_socket(look_up("127.0.0.1", server.getsockname()[1]))


def test_intents_go_out_and_events_come_back_in_order(server: socket.socket) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    session = ClassroomSession("bob", 1, lambda: 500, 0.0)
    link = Link(
        session, open_socket(look_up("127.0.0.1", server.getsockname()[1])), events, lambda: 0.0
    )
    link.start()
    data, client = server.recvfrom(2000)
    assert packets([data])[0].body == "join 3 bob"
    link.post(Send(("eva",), "hi"))
    assert packets([server.recv(2000)])[0].body == "send_message 8 1 eva hi"
    server.sendto(b"rubbish", client)
    server.sendto(single("forward_message 8 1 eva ho"), client)
    assert events.get(timeout=30) == MessageReceived("eva", "ho")
    link.post(Quit())
    assert packets([server.recv(2000)])[0].body == "disconnect 3 bob"
    assert events.get(timeout=30) == Ended("quit")
    link.join(30)


class Slow(queue.SimpleQueue[Event]):
    """A view that takes nothing, and then all."""

    count = MOST_UNTOLD

    def qsize(self) -> int:
        return self.count


class Held(ClassroomSession):
    def hold(self, is_held: bool) -> None:
        if is_held != self.__dict__.get("was_held"):
            self.__dict__["was_held"] = is_held
            self._events.append(MessageReceived("held", str(is_held)))


def test_a_session_is_held_while_the_view_is_behind(server: socket.socket) -> None:
    events = Slow()
    link = Link(Held("bob", 1, lambda: 500, 0.0), connected(server), events, lambda: 0.0)
    link.start()
    assert events.get(timeout=30) == MessageReceived("held", "False")
    events.count += 1
    link.post(Seen(b"", 0))
    assert events.get(timeout=30) == MessageReceived("held", "True")
    events.count -= 1
    assert events.get(timeout=30) == MessageReceived("held", "False")
    link.post(Quit())
    link.join(30)


def test_a_refusal_ends_the_thread_and_the_last_ack_goes_out(server: socket.socket) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    session = ClassroomSession("bob", 2, lambda: 500, 0.0)
    link = Link(
        session, open_socket(look_up("127.0.0.1", server.getsockname()[1])), events, lambda: 0.0
    )
    link.start()
    _, client = server.recvfrom(2000)
    server.sendto(single("err_username_unavailable 0"), client)
    assert events.get(timeout=30) == Ended("name")
    link.join(30)


def test_a_host_that_does_not_exist_is_an_os_error() -> None:
    with pytest.raises(OSError, match=r"."):
        look_up("256.256.256.256", 15_000)


def test_ipv4_is_preferred(monkeypatch: pytest.MonkeyPatch, server: socket.socket) -> None:
    port = server.getsockname()[1]
    found = [
        (socket.AF_INET6, socket.SOCK_DGRAM, 0, "", ("::1", port, 0, 0)),
        (socket.AF_INET, socket.SOCK_DGRAM, 0, "", ("127.0.0.1", port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with open_socket(look_up("box", port)) as sock:
        assert sock.family == socket.AF_INET
