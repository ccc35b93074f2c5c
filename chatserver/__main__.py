"""`python -m chatserver -p PORT`: the server in the foreground of a terminal, or without one.

The port is bound before the heavy parts are imported: scripts start a server and write to it
0.2 s later, and what comes in between waits in the socket.
"""

import sys
from pathlib import Path

from chatserver.config import BadConfig, Config, read_config
from shared.console import say_missing
from shared.crash import folder_of, guard
from shared.net.udp import UdpSocket, bind_udp


def main(words: list[str] | None = None) -> int:
    """Exit code 0 after a clean end, 2 if it cannot start, 70 after a fault of its own."""
    given = sys.argv[1:] if words is None else words
    return guard(lambda: _start(given), folder_of(given, "--data", _usual_data))


def _usual_data() -> Path:
    from chatserver.data import default_data

    return default_data()


def _start(words: list[str]) -> int:
    if words[:1] and words[0] in ("names", "ctl", "dashboard", "look", "aside", "--self-test"):
        return _command(words[0], words[1:])
    try:
        config = read_config(words)
        if config.tray:
            return _serve_in_tray(config, words)
        sockets = bind(config)
    except (BadConfig, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    try:
        from chatserver.foreground import serve
    except ModuleNotFoundError as missing:
        return say_missing(missing)
    return serve(config, sockets)


def _serve_in_tray(config: Config, words: list[str]) -> int:
    try:
        from chatserver.tray.program import run_in_tray
    except ModuleNotFoundError as missing:
        return say_missing(missing)
    return run_in_tray(config, tuple(words), bind)


def _command(word: str, words: list[str]) -> int:
    """What is done beside a server: no port is bound."""
    try:
        if word == "names":
            from chatserver.names_command import run_names as run
        elif word == "ctl":
            from chatserver.control.command import run_control as run
        elif word == "dashboard":
            from chatserver.dashboard.opening import open_dashboard as run
        elif word == "look":
            from chatserver.first_look import run_look as run
        elif word == "--self-test":
            from chatserver.self_test import run_self_test as run
        else:
            from chatserver.aside import run_aside as run
    except ModuleNotFoundError as missing:
        return say_missing(missing)
    try:
        return run(words)
    except BadConfig as trouble:
        print(trouble, file=sys.stderr)
        return 2


def bind(config: Config) -> list[UdpSocket]:
    """One socket for each address; a wildcard one for IPv6 only where the kernel has it."""
    sockets: list[UdpSocket] = []
    port = config.port
    for address in config.addresses:
        try:
            sockets.append(bind_udp(address, port, any_address=address in ("0.0.0.0", "::")))
        except OSError as error:
            if sockets and config.every_interface and not _is_taken(error):
                continue  # no IPv6 in this kernel: IPv4 alone
            raise OSError(_explain(error, address, port)) from None
        port = sockets[0].port
    return sockets


def _is_taken(error: OSError) -> bool:
    import errno

    return error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))


def _explain(error: OSError, address: str, port: int) -> str:
    if _is_taken(error):
        return (
            f"UDP port {port} is already in use on this computer, perhaps by another server. "
            f"Choose another one with -p, or end the program that has it."
        )
    if isinstance(error, PermissionError):
        return f"This account may not use port {port}; ports from 1024 up need no permission."
    return f"{address} is not an address of this computer; -a takes one of its own."


if __name__ == "__main__":
    sys.exit(main())
