"""The tray of today's Linux desktops: icon and menu on the session's bus, in a thread of its own.

The desktop's watcher is told of us; when it ends and starts again, which it does when a panel is
restarted, it is told once more. The bus itself ends with the session.
"""

import asyncio
import os
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, Final, Literal

from dbus_fast import Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

from shared.desktop.tray.bus_icon import BusIcon
from shared.desktop.tray.bus_menu import BusMenu
from shared.desktop.tray.exported import PROPERTIES
from shared.desktop.tray.view import View

WATCHER, WATCHER_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
BUS, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
RULES: Final = (
    f"type='signal',sender='{BUS}',member='NameOwnerChanged',arg0='{WATCHER}'",
    f"type='signal',sender='{WATCHER}',interface='{WATCHER}'",
)
PATIENCE_S: Final = 2.0
"""For one answer of the desktop's."""

OPEN_S: Final = 4.0
"""For all of them: a desktop that does not answer has no tray."""

_numbers = count(1)
_News = View | Literal["watcher", "host", "close"]
"""A new view; the watcher has changed; who shows its icons has; it is over."""


def open_status_item(
    view: View, chosen: Callable[[str], object], lost: Callable[[], object]
) -> "StatusItem | None":
    """None: nobody on the session's bus shows icons."""
    item = StatusItem(view, chosen, lost)
    if item.open():
        return item
    item.close()
    return None


class StatusItem:
    """A `Tray`. `chosen` and `lost` are called in its thread."""

    def __init__(
        self, view: View, chosen: Callable[[str], object], lost: Callable[[], object]
    ) -> None:
        self._view, self._chosen, self._lost = view, chosen, lost
        self._menu = BusMenu(view.items, chosen)
        self._icon = BusIcon(view, self._choose_default)
        self._name = f"org.kde.StatusNotifierItem-{os.getpid()}-{next(_numbers)}"
        self._news: queue.SimpleQueue[_News] = queue.SimpleQueue()
        self._wake: Callable[[], object] = lambda: None
        self._settled, self._over = threading.Event(), threading.Event()
        self._is_shown = self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="tray", daemon=True)

    @property
    def is_shown(self) -> bool:
        return self._is_shown

    def open(self) -> bool:
        """Whether a person can see it now."""
        self._thread.start()
        self._settled.wait(OPEN_S)
        return self._is_shown

    def show(self, view: View) -> None:
        self._put(view)

    def close(self) -> None:
        """The thread ends by itself: nobody waits for it."""
        self._is_closed = True
        self._put("close")

    def wait(self) -> Literal["closed", "lost"]:
        self._over.wait()
        return "closed" if self._is_closed else "lost"

    def _put(self, news: _News) -> None:
        self._news.put(news)
        with suppress(RuntimeError):  # its loop is over
            self._wake()

    # --- in the thread -----------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(Exception):  # buses fail in as many ways as there are
            asyncio.run(self._serve())
        self._be_shown(False)
        self._settled.set()
        self._over.set()

    async def _serve(self) -> None:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(woken.set)
        bus = MessageBus()
        try:
            await asyncio.wait_for(bus.connect(), PATIENCE_S)
            over = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
            over.add_done_callback(lambda _: self._put("close"))
            await self._begin(bus)
            self._settled.set()
            while await self._take(bus):
                await woken.wait()
                woken.clear()
        finally:
            bus.disconnect()
            with suppress(Exception):  # its socket is closed only by a turn of the loop
                await asyncio.wait_for(over, PATIENCE_S)

    async def _begin(self, bus: MessageBus) -> None:
        bus.add_message_handler(self._hear)
        await asyncio.wait_for(bus.request_name(self._name), PATIENCE_S)
        for rule in RULES:
            await _call(bus, BUS, BUS_PATH, BUS, "AddMatch", "s", [rule])
        await self._register(bus)

    async def _take(self, bus: MessageBus) -> bool:
        """What waits; False: it was the last."""
        while not self._news.empty():
            match self._news.get_nowait():
                case "close":
                    return False
                case "watcher":
                    await self._register(bus)
                case "host":
                    await self._look_for_host(bus)
                case view:
                    self._change(bus, view)
        return True

    def _change(self, bus: MessageBus, view: View) -> None:
        self._view = view
        for signal in (*self._icon.change(view), *self._menu.change(view.items)):
            bus.send(signal)

    async def _register(self, bus: MessageBus) -> None:
        """With the watcher, if there is one."""
        try:
            register = "RegisterStatusNotifierItem"
            await _call(bus, WATCHER, WATCHER_PATH, WATCHER, register, "s", [self._name])
        except (OSError, TimeoutError):
            self._be_shown(False)
        else:
            await self._look_for_host(bus)

    async def _look_for_host(self, bus: MessageBus) -> None:
        """A watcher alone only keeps a list."""
        asked = [WATCHER, "IsStatusNotifierHostRegistered"]
        try:
            answer = await _call(bus, WATCHER, WATCHER_PATH, PROPERTIES, "Get", "ss", asked)
        except (OSError, TimeoutError):
            self._be_shown(False)
        else:
            self._be_shown(answer[0].value is True)

    def _be_shown(self, is_shown: bool) -> None:
        was_shown, self._is_shown = self._is_shown, is_shown
        if was_shown and not is_shown and not self._is_closed:
            self._lost()

    def _hear(self, message: Message) -> Message | bool | None:
        if message.message_type is MessageType.METHOD_CALL:
            return self._icon.exported.answer(message) or self._menu.exported.answer(message)
        if message.message_type is MessageType.SIGNAL:
            is_owner = message.member == "NameOwnerChanged" and message.signature == "sss"
            if is_owner and message.body[0] == WATCHER:
                self._put("watcher")
            elif message.interface == WATCHER and "Host" in (message.member or ""):
                self._put("host")
        return None

    def _choose_default(self) -> None:
        for item in self._view.items:
            if item.is_default and item.is_enabled:
                self._chosen(item.name)


async def _call(
    bus: MessageBus,
    name: str,
    path: str,
    interface: str,
    member: str,
    signature: str,
    body: list[Any],
) -> list[Any]:
    """OSError: refused, or nobody is there; they are not started for this."""
    message = Message(
        name,
        path,
        interface,
        member,
        signature=signature,
        body=body,
        flags=MessageFlag.NO_AUTOSTART,
    )
    reply = await asyncio.wait_for(bus.call(message), PATIENCE_S)
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        raise OSError(f"{member}: {reply and reply.error_name}")
    return list(reply.body)
