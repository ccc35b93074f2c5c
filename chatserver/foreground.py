"""The server's life in the foreground: start lines, the owner's console, signals, the end."""

import os
import signal
import sys
import threading
import time
from ipaddress import ip_address
from random import SystemRandom

from chatserver.config import Config
from chatserver.data import DataFolder, default_data
from chatserver.guests.networks import is_loopback, own_addresses
from chatserver.printer import standard_printer
from chatserver.server import Server
from chatserver.sieve import Sieve
from shared import __version__
from shared.crypto.identity import fingerprint
from shared.disk import DiskError
from shared.net.batch import batched
from shared.net.path import shown_host
from shared.net.udp import UdpSocket
from shared.server_link import Place, encode_link

JOIN_POLL_S = 0.5
"""Windows does not interrupt a waiting join for a signal; elsewhere this costs nothing."""


def serve(config: Config, sockets: list[UdpSocket]) -> int:
    try:
        folder = config.data or default_data()
        data = DataFolder(folder, sockets[0].port, SystemRandom().randbytes)
    except DiskError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    try:
        return _serve(config, sockets, data)
    except DiskError as trouble:  # what was read from the folder is damaged
        print(trouble, file=sys.stderr)
        return 2
    finally:
        data.close()


def _serve(config: Config, sockets: list[UdpSocket], data: DataFolder) -> int:
    printer = standard_printer(quiet=config.quiet)
    server = Server(config, [batched(sock) for sock in sockets], printer, data=data)
    native, tag = server.parts.native, server.parts.keys.cid_tag
    server.sieve = Sieve(
        sockets, tag, lambda: native.strangers_heard, printer.warn, time.monotonic()
    )
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP; nohup has it ignored
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: server.post("quit"))
    port = sockets[0].port
    families = " and ".join("IPv6" if s.is_ipv6 else "IPv4" for s in sockets)
    buffers = server.sieve.describe()  # before the loop, which may end at once and close them
    ended_well: list[bool] = []
    loop = threading.Thread(target=lambda: ended_well.append(server.run()), name="loop")
    loop.start()
    networks = server.parts.networks.described(time.monotonic())
    printer.inform(describe(config, port, families, networks, server.parts.keys.public))
    printer.inform(buffers)
    if sys.stdin is not None and sys.stdin.isatty():
        printer.inform("Type list, names, release NAME, kick NAME, network or quit here.")
        threading.Thread(target=_read_console, args=(server,), name="console", daemon=True).start()
    while loop.is_alive():
        loop.join(JOIN_POLL_S)
    status = 0 if ended_well else 1
    if not printer.close():
        os._exit(status)  # Python would wait for the stream that nobody reads
    return status


def describe(config: Config, port: int, families: str, networks: list[str], key: bytes) -> str:
    """Where it listens, whom it admits, how to join, and which one it is: `key` is its public one,
    whose fingerprint a client names when it finds another there than before."""
    if config.every_interface:
        where = f"on every address of this computer ({families})"
        hosts = [address for address in own_addresses() if ":" not in address][:3]
    else:
        where = f"on {config.addresses[0]} only"
        hosts = list(config.addresses)
    host = hosts[0] if hosts else "127.0.0.1"
    lines = [
        f"Parley {__version__} listens on UDP port {port}, {where}.",
        _admitted(config, networks),
    ]
    lines.append("Join from a computer here:")
    if config.guests != "off":
        lines.append(f"  nc -u {host} {port}")
    lines += [
        f"  python3 run.py chat -a {host} -p {port} -u NAME",
        "Or with this link, in Parley's window or behind -a; it names this server's key, too:",
        f"  {encode_link(Place(host, port, key))}",
        f"That key in short words, for whoever asks: {fingerprint(key)}",
    ]
    if len(hosts) > 1:
        lines.append(f"Other addresses of this computer: {', '.join(map(shown_host, hosts[1:]))}")
    return "\n".join(lines)


def _admitted(config: Config, networks: list[str]) -> str:
    if config.guests == "off":
        return "Guests are not let in (--guests off)."
    if all(is_loopback(ip_address(address)) for address in config.addresses):
        return "Guests are let in from this computer, the only one that can reach it."
    if config.guests == "loopback":
        return "Guests are let in from this computer only (--guests loopback)."
    known = ", ".join(["this computer", *networks])
    if config.guests == "any":
        return (
            f"Guests are let in from {known}, and from EVERYWHERE ELSE after a proof of their "
            "address (--guests any): whoever can reach this port can read along."
        )
    return f"Guests are let in from {known}. --trust CIDR adds a network."


def _read_console(server: Server) -> None:
    """End of input is not the end of the server: it may have been put into the background."""
    for line in sys.stdin:
        if line.strip():
            server.post(line.strip())
