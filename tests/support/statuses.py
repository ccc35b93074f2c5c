"""How a server is, for tests of what shows it."""

from typing import Any

from msgspec.structs import replace

from chatserver.control.answers import ServerStatus

QUIET = ServerStatus(
    name="Front desk",
    version="0",
    pid=1,
    port=15000,
    addresses=("192.168.7.20", "10.0.0.7"),
    link="parley://192.168.7.20:15000/key",
    fingerprint="rxxa-yo2k",
    is_private=False,
    guests="lan",
    guests_paused=False,
    welcome="",
    people=0,
    guests_here=0,
    known=0,
    places=(20_000, 64, 64),
    keeps=(30, 1024, 50),
    at_s=0.0,
    started_ms=0,
    messages=0,
    received=0,
    sent=0,
    cpu_s=0.0,
    memory=0,
)
"""Nobody is online, and all is well."""


def status(**changes: Any) -> ServerStatus:
    return replace(QUIET, **changes)
