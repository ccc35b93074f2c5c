"""Announces the server on its networks, in a thread of its own that nothing waits for: one that
cannot be announced is a server all the same.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv4Interface
from typing import Final, NamedTuple, Protocol

from chatserver.discovery.about import About
from shared.discovery.interfaces import Interface, own_interfaces
from shared.text import one_line

LOOK_S: Final = 5.0
"""How long a network that comes, goes or changes is not noticed; looking takes 0.4 ms."""

AGAIN_S: Final = 60.0
"""After a failure."""

GOODBYE_S: Final = 0.15
"""How long an ending server waits for it; it is sent twice in that time."""


class Announcement(NamedTuple):
    """What is told, and where: on the networks of these addresses of ours."""

    name: str
    is_private: bool
    addresses: tuple[IPv4Interface, ...]


class Crier(Protocol):
    """Whoever makes it known; `chatserver.discovery.crier.MdnsCrier` does. Both take a second or
    two, and may fail in any way."""

    def announce(self, announcement: Announcement) -> None:
        """This and nothing else from now on."""

    def withdraw(self) -> None: ...


class Announcer:
    """`start` once the server listens, `close` in the end. `listens_on`: what is bound; `warn`
    takes a line for the server's owner."""

    def __init__(
        self,
        about: About,
        listens_on: tuple[str, ...],
        make_crier: Callable[[], Crier],
        warn: Callable[[str], None],
        look_up: Callable[[], list[Interface]] = own_interfaces,
    ) -> None:
        self._about = about
        self._listens_on = listens_on
        self._make_crier = make_crier
        self._warn = warn
        self._look_up = look_up
        self._told: Announcement | None = None
        self._failure = ""
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Say goodbye. One that takes long is cut off: what is known of us fades by itself."""
        self._is_over.set()
        if self._thread.ident is not None:
            self._thread.join(GOODBYE_S)

    def _run(self) -> None:
        crier = None
        while not self._is_over.is_set():
            try:
                crier = crier or self._make_crier()  # imports what it needs
                self._tell(crier)
            except Exception as error:  # of any kind: it comes from a library and the system
                self._fail(error)
            self._is_over.wait(AGAIN_S if self._failure else LOOK_S)
        if crier is not None:
            with suppress(Exception):
                crier.withdraw()

    def _tell(self, crier: Crier) -> None:
        addresses = announced_addresses(self._listens_on, self._look_up())
        wanted = Announcement(self._about.name, self._about.is_private, addresses)
        if wanted != self._told:
            self._told = None
            crier.announce(wanted)
        self._told, self._failure = wanted, ""

    def _fail(self, error: Exception) -> None:
        """Once for each kind of failure, until it is over."""
        failure = f"{type(error).__name__} {error}".strip()
        if failure != self._failure:
            self._failure = failure
            self._warn(
                f"This server is not announced on the network ({one_line(failure)}). Whoever knows "
                "its address gets in all the same; --no-announce ends the tries."
            )


def announced_addresses(
    listens_on: tuple[str, ...], now: list[Interface]
) -> tuple[IPv4Interface, ...]:
    """The addresses of ours under which the server can be reached; sorted. With their networks,
    because one may change its size under the same address."""
    is_everywhere = "0.0.0.0" in listens_on
    own = {
        IPv4Interface(f"{one.address}/{one.prefix}")
        for one in now
        if one.address and (is_everywhere or one.address in listens_on)
    }
    return tuple(sorted(own))
