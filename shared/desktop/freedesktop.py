"""Notifications as Linux desktops have them: `org.freedesktop.Notifications` on the session's bus.

A thread of its own speaks to the bus, begun with the first notification: importing dbus-fast takes
a while, and a desktop that does not answer must hold nobody up. Where there is no bus, notify-send
is tried; where there is none either, nothing is shown.
"""

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any, Final

from shared.desktop.notification import Notification
from shared.desktop.programs import launch

if TYPE_CHECKING:  # imported in the thread
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
APPLICATION: Final = "Parley"
PATIENCE_S: Final = 5.0
"""For an answer of the desktop's."""

REMEMBERED: Final = 50
"""So many notifications can be clicked on; desktops keep about as many."""


class Freedesktop:
    """`clicked(conversation)` is called in the thread of this."""

    def __init__(self, clicked: Callable[[bytes], object]) -> None:
        self._clicked = clicked
        self._waiting: queue.SimpleQueue[Notification | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._wake: Callable[[], object] = lambda: None
        self._bus: MessageBus | None = None
        self._shown: OrderedDict[int, bytes] = OrderedDict()

    def show(self, notification: Notification) -> None:
        self._put(notification)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """The thread ends by itself: nobody waits for it."""
        self._put(None)

    def _put(self, notification: Notification | None) -> None:
        self._waiting.put(notification)
        with suppress(RuntimeError):  # its loop is over
            self._wake()

    # --- in the thread -----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            import asyncio

            import dbus_fast.aio  # noqa: F401 - whether there is one
        except Exception:  # not there, or not made for this computer
            self._run_without_bus()
        else:
            asyncio.run(self._serve())

    def _run_without_bus(self) -> None:
        while (notification := self._waiting.get()) is not None:
            _send(notification)

    async def _serve(self) -> None:
        import asyncio

        loop, is_woken = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(is_woken.set)
        while await self._show_all():
            await is_woken.wait()
            is_woken.clear()
        await self._let_go()

    async def _show_all(self) -> bool:
        """What waits; False: it was the last."""
        while True:
            try:
                notification = self._waiting.get_nowait()
            except queue.Empty:
                return True
            if notification is None:
                return False
            await self._show(notification)

    async def _show(self, notification: Notification) -> None:
        """Buses and desktops fail in as many ways as there are; none of them is the person's."""
        try:
            await self._notify(notification)
        except Exception:
            await self._let_go()
            _send(notification)

    async def _let_go(self) -> None:
        """Of the bus, if there is one: its socket is closed only by a turn of the loop."""
        import asyncio

        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            with suppress(Exception):
                over = bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
                await asyncio.wait_for(over, PATIENCE_S)

    async def _notify(self, notification: Notification) -> None:
        if self._bus is None or not self._bus.connected:
            await self._let_go()
            await self._connect()
        assert self._bus is not None
        self._remember(await _notify(self._bus, notification), notification)

    def _remember(self, number: int, notification: Notification) -> None:
        self._shown[number] = notification.conversation
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _connect(self) -> None:
        import asyncio

        from dbus_fast.aio import MessageBus

        bus = self._bus = await asyncio.wait_for(MessageBus().connect(), PATIENCE_S)
        bus.add_message_handler(self._hear)
        rule = f"type='signal',sender='{NAME}',interface='{NAME}'"
        await _call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "AddMatch", "s", [rule])

    def _hear(self, message: "Message") -> None:
        is_click = message.interface == NAME and message.member == "ActionInvoked"
        if is_click and message.signature == "us" and message.body[0] in self._shown:
            self._clicked(self._shown[message.body[0]])


async def _notify(bus: "MessageBus", notification: Notification) -> int:
    """Its number, by which clicks on it are told."""
    from dbus_fast import Variant

    hints = {
        "category": Variant("s", "im.received"),
        "desktop-entry": Variant("s", APPLICATION.lower()),
        "urgency": Variant("y", 1),
        "suppress-sound": Variant("b", True),  # the window rings, or is not to
    }
    actions = ["default", notification.open_word]  # a click anywhere on it
    title, body = notification.title, escape(notification.body, quote=False)
    given = [APPLICATION, 0, "", title, body, actions, hints, -1]
    return int((await _call(bus, NAME, PATH, "Notify", "susssasa{sv}i", given))[0])


async def _call(
    bus: "MessageBus", name: str, path: str, member: str, signature: str, body: list[Any]
) -> list[Any]:
    import asyncio

    from dbus_fast import Message, MessageType

    interface = name  # of both that are called here
    message = Message(name, path, interface, member, signature=signature, body=body)
    reply = await asyncio.wait_for(bus.call(message), PATIENCE_S)
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        raise OSError(f"{member}: {reply and reply.error_name}")
    return list(reply.body)


def _send(notification: Notification) -> None:
    """By notify-send, which says no clicks; its body is markup too."""
    body = escape(notification.body, quote=False)
    launch(["notify-send", f"--app-name={APPLICATION}", "--", notification.title, body])
