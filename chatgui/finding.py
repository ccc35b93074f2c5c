"""Searches for whoever sits at a terminal: `--find`, and a server for who has named none."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from chatgui.app.words import finding as words
from chatgui.bookmarks import Used, used_servers
from chatgui.choosing import choose, is_last, keys_of, known_as, rows_of, where_of
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


class Meant(NamedTuple):
    """`options`: with the address that a server is known by, to which whatever waits for it
    belongs. `at`: where it is now."""

    options: Options
    at: tuple[str, int]


def find_meant(options: Options, home: Path, ask: Callable[[str], str] | None) -> Meant:
    """The server that is meant, where none was named: the one on this computer, the one joined
    last, the only one, or the one that the person chooses. `ask` puts a question to the person;
    None: nobody sits there. A script goes to no other server than its last one by itself; where it
    had none, BadArgument says how to choose."""
    if options.typed or options.door != "native" or answers(*HERE):
        return Meant(options, (options.host, options.port))
    used = used_servers(home)
    found = _search(used, until_last=True)
    chosen = choose(found, used)
    if chosen is not None:
        form = words.JOINING_LAST if is_last(chosen, used) else words.JOINING
        _say(form.format(name=chosen.name, where=where_of(chosen)), is_alone=len(found) == 1)
    elif found and ask is not None:
        chosen = _ask(found, used, ask)
    elif found and not used:
        raise BadArgument(_ways(found))
    else:
        return _stay(options, used, is_alone=not found)
    known = known_as(chosen, used)
    options = _at(options, Place(known.host, known.port, known.key))
    options = msgspec.structs.replace(options, server_id=chosen.id)
    return Meant(options, (chosen.host, chosen.port))


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


def _stay(options: Options, used: list[Used], *, is_alone: bool) -> Meant:
    """Where we were last, or here: what is said waits for that server, and goes to no other."""
    if used:
        options = _at(options, Place(*used[0]))
    form = words.LAST_NOT_HERE if used else words.NOBODY_YET
    _say(form.format(where=options.where), is_alone=is_alone)
    return Meant(options, (options.host, options.port))


def _ways(found: list[FoundServer]) -> str:
    """For a script: how to say which one is meant."""
    ways = [f"  -a {bracketed(one.host)} -p {one.port}" for one in found]
    width = max(map(len, ways))
    lines = [
        f"{way.ljust(width)}  {row}" for way, row in zip(ways, rows_of(found, {}), strict=True)
    ]
    return "\n".join([words.SAY_WHICH.format(count=len(found)), *lines])


def _ask(found: list[FoundServer], used: list[Used], ask: Callable[[str], str]) -> FoundServer:
    rows = rows_of(found, keys_of(used))
    numbered = [f"  {number}  {row}" for number, row in enumerate(rows, 1)]
    head = words.ANOTHER if len(found) == 1 else words.SEVERAL.format(count=len(found))
    print_lines(sys.stderr, [head, *numbered])
    while True:
        typed = ask(words.WHICH).strip()
        if typed.isascii() and typed.isdigit() and len(typed) < 4 and 0 < int(typed) <= len(found):
            return found[int(typed) - 1]
        _say(words.NO_NUMBER.format(count=len(found)))


def _at(options: Options, place: Place) -> Options:
    return msgspec.structs.replace(
        options, host=place.host, port=place.port, server_key=options.server_key or place.key
    )


def _say(text: str, *, is_alone: bool = True) -> None:
    print_lines(sys.stderr, [text if is_alone else f"{text} {words.MORE}"])
