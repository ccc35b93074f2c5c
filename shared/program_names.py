"""What a person types for Parley's programs. Who has packaged ones has no Python and no run.py."""

import sys
from typing import Final, NamedTuple

IS_PACKAGED: Final = bool(getattr(sys, "frozen", False))

INCOMPLETE: Final = "This copy of Parley is incomplete: '{name}' is missing. Unpack it again."
LACKING: Final = (
    "This Python lacks '{name}', which Parley needs. Use python3 run.py, which makes an "
    "environment that has it, or .venv/bin/python once that is made."
)


class ProgramNames(NamedTuple):
    """`terminal`: the client in a terminal; `start`: what gives one a server."""

    server: str
    client: str
    terminal: str
    start: str


def names_of(is_packaged: bool, platform: str) -> ProgramNames:
    if not is_packaged:
        return ProgramNames(
            "python -m chatserver", "chatgui", "python3 run.py chat", "python3 run.py"
        )
    twin = "-console" if platform == "win32" else ""  # which can write to a console there
    server, client = f"parley-server{twin}", f"parley{twin}"
    return ProgramNames(server, client, f"{client} --terminal", "parley-server")


TYPED: Final = names_of(IS_PACKAGED, sys.platform)
