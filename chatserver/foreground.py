"""The server's life in the foreground: start lines, the owner's console, signals, the end."""

import os
import sys
import threading

from chatserver.config import Config
from chatserver.console import HINT, obey_line
from chatserver.printer import Printer, standard_printer
from chatserver.running import running
from chatserver.server import Server
from shared.disk import DiskError
from shared.net.udp import UdpSocket


def serve(config: Config, sockets: list[UdpSocket]) -> int:
    printer = standard_printer(quiet=config.quiet)
    try:
        with running(config, sockets, printer, by_signals=True) as server:
            for text in server.lines:
                printer.inform(text)
            if sys.stdin is not None and sys.stdin.isatty():
                printer.inform(f"{HINT.removesuffix('.')} here.")
                listen_to_console(server.server, printer)
            status = server.wait()
    except DiskError as trouble:  # also where what was read from the folder is damaged
        printer.warn(str(trouble))
        status = 2
    if not printer.close():
        os._exit(status)  # Python would wait for the stream that nobody reads
    return status


def listen_to_console(server: Server, printer: Printer) -> None:
    words = (server, printer)
    threading.Thread(target=_read_console, args=words, name="console", daemon=True).start()


def _read_console(server: Server, printer: Printer) -> None:
    """End of input is not the end of the server: it may have been put into the background."""
    for line in sys.stdin:
        if line.strip():
            obey_line(line, server.ask, printer.answer)
