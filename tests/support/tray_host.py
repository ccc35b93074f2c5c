"""A desktop's tray on a bus of the tests' own: a StatusNotifierWatcher that is its own host.

with tray_host(monkeypatch) as host:
    icon = host.icon()                  the first that was registered; waits for it
    host.get(icon, "ToolTip")           a property
    host.menu(icon)                     what a person reads: texts by number
    host.click(icon, "Quit")            chooses an item by its text
    host.activate(icon)                 a click on the icon itself
    host.signals.get()                  names of what icons have announced
    host.restart()                      as when a panel ends and starts again
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.support.notification_host import PATIENCE_S, SessionBus

NAME, PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
ICON, ICON_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
SIGNALS = f"type='signal',interface='{ICON}'", f"type='signal',interface='{MENU}'"


@contextmanager
def tray_host(monkeypatch: pytest.MonkeyPatch) -> "Iterator[TrayHost]":
    """On a bus that programs find for as long as this lasts."""
    bus = SessionBus()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    host = TrayHost(bus)
    try:
        yield host
    finally:
        host.close()
        bus.close()


class TrayHost:
    """`has_host` False: a watcher alone, which keeps a list and shows nothing."""

    def __init__(self, bus: SessionBus, has_host: bool = True) -> None:
        self.bus = bus
        self.has_host = has_host
        self.signals: queue.Queue[str] = queue.Queue()
        self._icons: queue.Queue[str] = queue.Queue()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tray host")
        self._thread.start()
        self._link: MessageBus
        self._do(self._begin())

    # --- as a person -------------------------------------------------------------------------

    def icon(self) -> str:
        """The next one that registers: its name on the bus."""
        return self._icons.get(timeout=PATIENCE_S)

    def get(self, icon: str, name: str) -> Any:
        return self.ask(icon, ICON_PATH, PROPERTIES, "Get", "ss", [ICON, name])[0].value

    def rows(self, icon: str) -> dict[int, dict[str, Any]]:
        """What the menu has: properties by number."""
        path = self.get(icon, "Menu")
        self.ask(icon, path, MENU, "AboutToShow", "i", [0])
        _, top = self.ask(icon, path, MENU, "GetLayout", "iias", [0, -1, []])
        found = [row.value for row in top[2]]
        return {row[0]: {name: value.value for name, value in row[1].items()} for row in found}

    def menu(self, icon: str) -> list[str]:
        """Its texts; a line between others is "-"."""
        rows = self.rows(icon).values()
        return [row.get("label", "-").replace("__", "_") for row in rows]

    def click(self, icon: str, text: str) -> None:
        number = self._number(icon, text)
        body = [number, "clicked", Variant("i", 0), 0]
        self.ask(icon, self.get(icon, "Menu"), MENU, "Event", "isvu", body)

    def is_checked(self, icon: str, text: str) -> bool:
        return bool(self.rows(icon)[self._number(icon, text)]["toggle-state"])

    def activate(self, icon: str) -> None:
        self.ask(icon, ICON_PATH, ICON, "Activate", "ii", [10, 10])

    def wait_for(self, icon: str, name: str, is_so: Callable[[Any], object]) -> None:
        """Until that holds for the property: what a program shows it shows a little later."""
        end = time.monotonic() + PATIENCE_S
        while not is_so(value := self.get(icon, name)):
            assert time.monotonic() < end, f"{name} stayed {value!r}"

    def _number(self, icon: str, text: str) -> int:
        label = text.replace("_", "__")
        found = [number for number, row in self.rows(icon).items() if row.get("label") == label]
        assert found, f"no {text!r} in {self.menu(icon)}"
        return found[0]

    # --- as a panel --------------------------------------------------------------------------

    def ask(
        self, name: str, path: str, interface: str, member: str, signature: str, body: list[Any]
    ) -> list[Any]:
        """OSError: it refuses, or is not there any more."""
        message = Message(name, path, interface, member, signature=signature, body=body)
        reply = self._do(self._link.call(message))
        if reply.message_type is not MessageType.METHOD_RETURN:
            raise OSError(f"{member}: {reply.error_name} {reply.body}")
        return list(reply.body)

    def leave(self) -> None:
        self._do(self._end())

    def restart(self) -> None:
        self.leave()
        self._do(self._begin())

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    # --- in the loop -------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    async def _begin(self) -> None:
        self._link = await MessageBus(self.bus.address).connect()
        self._link.add_message_handler(self._answer)
        for rule in SIGNALS:
            bus = "org.freedesktop.DBus"
            path, body = "/org/freedesktop/DBus", [rule]
            call = Message(bus, path, bus, "AddMatch", signature="s", body=body)
            await self._link.call(call)
        await self._link.request_name(NAME)

    async def _end(self) -> None:
        if self._link.connected:
            self._link.disconnect()
            await self._link.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is MessageType.SIGNAL and message.interface in (ICON, MENU):
            self.signals.put(str(message.member))
        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return None
        if message.member == "RegisterStatusNotifierItem":
            self._icons.put(message.body[0])
            return Message.new_method_return(message)
        if message.member == "Get" and message.body[1] == "IsStatusNotifierHostRegistered":
            return Message.new_method_return(message, "v", [Variant("b", self.has_host)])
        return None
