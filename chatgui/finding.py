"""Searches for whoever sits at a terminal: `--find`, and a server for who has named none."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from chatgui.app.words import finding as words
from chatgui.bookmarks import Used, used_servers
from chatgui.choosing import choose, is_last, keys_of, rows_of, where_of
from chatgui.options import BadArgument, Options
from shared.console import print_lines
from shared.discovery.finder import Finder
from shared.discovery.found import FoundServer
from shared.discovery.search import HERE
from shared.net.path import bracketed
from shared.server_link import Place
from shared.wire import packets

HERE_S: Final = 0.2
"""On loopback an answer takes a millisecond, and a closed port says so at once."""


def find_in_terminal(home: Path) -> int:
    """Shows who is there; exit code 1 if nobody is."""
    used = used_servers(home)
    found = _search(used)
    print_lines(sys.stdout, rows_of(found, keys_of(used)))
    if not found:
        print_lines(sys.stderr, [words.NOBODY])
    return 0 if found else 1


def with_server(options: Options, home: Path, ask: Callable[[str], str] | None) -> Options:
    """With the server that is meant, where none was named: the one on this computer, the one joined
    last, the only one, or the one that the person chooses. `ask` puts a question to the person;
    None: nobody sits there. BadArgument where it cannot be known."""
    if options.typed or options.door != "native" or answers(*HERE):
        return options
    used = used_servers(home)
    found = _search(used, until_last=True)
    if not found:
        return _stay(options, used)
    chosen = choose(found, used)
    if chosen is None:
        chosen = _ask(found, used, ask)
    else:
        form = words.JOINING_LAST if is_last(chosen, used) else words.JOINING
        said = [form.format(name=chosen.name, where=where_of(chosen))]
        _say(" ".join([*said, *([words.MORE] if len(found) > 1 else [])]))
    known = keys_of(used).get(chosen.id, b"")
    options = _at(options, Place(chosen.host, chosen.port, known))
    return msgspec.structs.replace(options, server_id=chosen.id)


def answers(host: str, port: int) -> bool:
    """Whether a server is there, also one that wants nobody to find it. Nothing stays of it."""
    hello = packets.Hello(int.from_bytes(os.urandom(8), "big"), packets.Mode.OPEN, os.urandom(32))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(HERE_S)
        try:
            sock.connect((host, port))
            sock.send(hello.encode())
            return sock.recv(packets.MAX_DATAGRAM_SIZE)[:1] == bytes([packets.RETRY])
        except OSError:
            return False


def _search(used: list[Used], *, until_last: bool = False) -> list[FoundServer]:
    """`until_last`: no longer than until the one that was joined last has answered."""

    def note(found: FoundServer) -> None:
        if until_last and found.by == "probe" and is_last(found, used):
            finder.close()

    finder = Finder([(one.host, one.port) for one in used], note)
    return finder.search()


def _stay(options: Options, used: list[Used]) -> Options:
    """Where we were last, or here: what is said waits for that server."""
    if used:
        options = _at(options, Place(*used[0]))
    _say(words.NOBODY_YET.format(where=options.where))
    return options


def _ask(
    found: list[FoundServer], used: list[Used], ask: Callable[[str], str] | None
) -> FoundServer:
    rows = rows_of(found, keys_of(used))
    if ask is None:
        ways = [f"  -a {bracketed(one.host)} -p {one.port}" for one in found]
        width = max(map(len, ways))
        lines = [f"{way.ljust(width)}  {row}" for way, row in zip(ways, rows, strict=True)]
        raise BadArgument("\n".join([words.SAY_WHICH.format(count=len(found)), *lines]))
    numbered = [f"  {number}  {row}" for number, row in enumerate(rows, 1)]
    print_lines(sys.stderr, [words.SEVERAL.format(count=len(found)), *numbered])
    while True:
        typed = ask(words.WHICH).strip()
        if typed.isascii() and typed.isdigit() and len(typed) < 4 and 0 < int(typed) <= len(found):
            return found[int(typed) - 1]
        _say(words.NO_NUMBER.format(count=len(found)))


def _at(options: Options, place: Place) -> Options:
    return msgspec.structs.replace(
        options, host=place.host, port=place.port, server_key=options.server_key or place.key
    )


def _say(text: str) -> None:
    print_lines(sys.stderr, [text])
