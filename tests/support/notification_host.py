"""A session bus of the tests' own, and what a desktop has on it to show notifications."""

import asyncio
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
NO_BUS = "These tests need dbus-daemon: sudo apt install dbus-daemon"
PATIENCE_S = 60.0


@contextmanager
def notification_host(monkeypatch: pytest.MonkeyPatch) -> "Iterator[NotificationHost]":
    """On a bus that programs find for as long as this lasts."""
    bus = SessionBus()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    host = NotificationHost(bus)
    try:
        yield host
    finally:
        host.close()
        bus.close()


class SessionBus:
    """`address` is what DBUS_SESSION_BUS_ADDRESS says to programs."""

    def __init__(self) -> None:
        assert shutil.which("dbus-daemon"), NO_BUS
        self._process = subprocess.Popen(
            ("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()

    def kill(self) -> None:
        """As at the end of a session."""
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()


class NotificationHost:
    """`asked`: what each call of Notify said, its number first."""

    def __init__(self, bus: SessionBus) -> None:
        self.asked: queue.Queue[list[Any]] = queue.Queue()
        self._address = bus.address
        self._count = 0
        self._is_ready = threading.Event()
        self._over: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._bus: MessageBus
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        assert self._is_ready.wait(PATIENCE_S)

    def click(self, number: int) -> None:
        """As a person does on that notification."""
        message = Message.new_signal(PATH, NAME, "ActionInvoked", "us", [number, "default"])
        self._loop.call_soon_threadsafe(self._bus.send, message)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE_S)

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._bus = await MessageBus(self._address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name(NAME)
        self._is_ready.set()
        await self._over.wait()
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _answer(self, message: Message) -> Message | None:
        is_call = message.message_type is MessageType.METHOD_CALL
        if not is_call or message.interface != NAME or message.member != "Notify":
            return None
        self._count += 1
        self.asked.put([self._count, *message.body])
        return Message.new_method_return(message, "u", [self._count])
