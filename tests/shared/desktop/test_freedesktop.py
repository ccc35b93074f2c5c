"""Notifications on a bus of our own, with a desktop that shows them."""

import queue
import sys
from collections.abc import Iterator

import pytest

from shared.desktop import freedesktop
from shared.desktop.notification import Notification

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other desktops have no D-Bus")

NOTE = Notification("bob & co", 'see <a href="x">this</a> & <b>that</b>', b"talk", False)


@pytest.fixture
def clicked() -> "queue.Queue[bytes]":
    return queue.Queue()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> "Iterator[object]":
    from tests.support.notification_host import notification_host

    with notification_host(monkeypatch) as made:
        yield made


@pytest.fixture
def desktop(clicked: "queue.Queue[bytes]") -> "Iterator[freedesktop.Freedesktop]":
    made = freedesktop.Freedesktop(clicked.put)
    yield made
    made.close()


def test_title_and_body_arrive_and_the_body_is_no_markup(host, desktop) -> None:
    desktop.show(NOTE)
    _, name, replaces, _, title, body, actions, hints, _ = host.asked.get(timeout=20)
    assert (name, replaces, title) == ("Parley", 0, "bob & co")
    assert body == 'see &lt;a href="x"&gt;this&lt;/a&gt; &amp; &lt;b&gt;that&lt;/b&gt;'
    assert actions[0] == "default"
    assert hints["suppress-sound"].value is True


def test_a_click_tells_which_conversation(host, desktop, clicked) -> None:
    for talk in (b"one", b"two"):
        desktop.show(Notification("a", "b", talk, False))
    numbers = [host.asked.get(timeout=20)[0] for _ in range(2)]
    desktop.show(NOTE)
    host.asked.get(timeout=20)  # so the answers to the first two have been read
    for number in (99, numbers[1], numbers[0]):
        host.click(number)
    assert [clicked.get(timeout=20) for _ in range(2)] == [b"two", b"one"]
    assert clicked.empty()


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", ""])
def test_without_a_bus_notify_send_is_asked(desktop, monkeypatch, address: str) -> None:
    launched: queue.Queue[list[str]] = queue.Queue()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(freedesktop, "launch", launched.put)
    desktop.show(NOTE)
    words = launched.get(timeout=20)
    assert words[0] == "notify-send"
    assert words[-3:-1] == ["--", "bob & co"]
    assert "<" not in words[-1]


def test_a_desktop_that_refuses_is_no_trouble(monkeypatch, desktop) -> None:
    """A bus with nobody on it who shows anything."""
    from tests.support.notification_host import SessionBus

    bus = SessionBus()
    launched: queue.Queue[list[str]] = queue.Queue()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    monkeypatch.setattr(freedesktop, "launch", launched.put)
    desktop.show(NOTE)
    desktop.show(NOTE)
    assert [launched.get(timeout=20)[0] for _ in range(2)] == ["notify-send"] * 2
    desktop.close()
    bus.close()
