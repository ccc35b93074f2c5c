"""Searches for whoever sits at a terminal: `--find`, and a server for who has named none."""

import sys
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import msgspec

from chatgui.app.words import finding as words
from chatgui.bookmarks import Used, used_servers
from chatgui.choosing import choose, is_last, keys_of, known_as, rows_of, where_of
from chatgui.options import BadArgument, Options
from chatgui.proof import HERE_S, prove
from shared.console import print_lines
from shared.crypto.identity import server_id
from shared.discovery.finder import Finder
from shared.discovery.found import FoundServer
from shared.discovery.search import HERE
from shared.net.path import bracketed
from shared.server_link import Place


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
    """The server that is meant, where none was named. `ask` puts a question to the person; None: a
    script, and nobody sits there.

    Who has been somewhere: the server joined last, where it was or wherever it is found now, and
    only if it proves its key. Where it does not answer, nobody is sent to another one: a script
    waits for it where it was; a person may choose to, or choose among all others, this computer's
    included. With `--trust-new-key`: whichever server is at the last address.

    Who has been nowhere: the server on this computer, else the only one on the network, else the
    one that the person chooses. Anybody may have put a server on the network: a script joins none
    there that was not named. Where nobody is it cannot begin: what is typed would be kept for an
    address that never was a server's.

    BadArgument says what to name."""
    if options.typed or options.door != "native":
        return _at_once(options)
    used = used_servers(home)
    if used and options.trust_new_key:
        return _at_once(_at(options, Place(used[0].host, used[0].port)))
    return _join_known(options, used, ask) if used else _join_first(options, ask)


def _join_known(options: Options, used: list[Used], ask: Callable[[str], str] | None) -> Meant:
    proof = prove(used[0].host, used[0].port)
    if proof is not None and proof.key == used[0].key:
        return _at_once(_at(options, Place(*used[0])))
    found = _search(used, until_last=True)
    chosen = choose(found, used)
    if chosen is not None:
        text = words.JOINING_LAST.format(name=chosen.name, where=where_of(chosen))
        _say(text, is_alone=len(found) == 1)
        return _go(options, chosen, used)
    if ask is not None and (others := _with_own(found)):
        last = _silent(used[0])
        head = words.LAST_OR_ANOTHER.format(where=where_of(last))
        chosen = _ask([last, *others], used, ask, head)
        if chosen is not last:
            return _go(options, chosen, used)
    return _stay(options, used, is_alone=ask is not None or not found)


def _join_first(options: Options, ask: Callable[[str], str] | None) -> Meant:
    own = prove(*HERE, HERE_S)
    if own is not None:
        _say(words.JOINING_HERE.format(name=own.name, where=options.where))
        return _at_once(options)
    found = _search([])
    if not found:
        raise BadArgument(words.NOBODY)
    chosen = choose(found, [])
    if chosen is not None and (ask is not None or ip_address(chosen.host).is_loopback):
        _say(words.JOINING.format(name=chosen.name, where=where_of(chosen)))
        return _go(options, chosen, [])
    if ask is None:
        raise BadArgument(_ways(found))
    head = words.SEVERAL.format(count=len(found))
    return _go(options, _ask(found, [], ask, head), [])


def _at_once(options: Options) -> Meant:
    return Meant(options, (options.host, options.port))


def _go(options: Options, chosen: FoundServer, used: list[Used]) -> Meant:
    known = known_as(chosen, used)
    options = _at(options, Place(known.host, known.port, known.key))
    options = msgspec.structs.replace(options, server_id=chosen.id)
    return Meant(options, (chosen.host, chosen.port))


def _with_own(found: list[FoundServer]) -> list[FoundServer]:
    """And the one on this computer, if it wants nobody to find it."""
    own = prove(*HERE, HERE_S)
    if own is None or any(one.id == server_id(own.key) for one in found):
        return found
    return [FoundServer(server_id(own.key), own.name, *HERE, None, own.is_private), *found]


def _silent(last: Used) -> FoundServer:
    """The one that was joined last, as the list has it: nobody has asked it for its name."""
    return FoundServer(
        server_id(last.key), words.LAST, last.host, last.port, None, False, by="memory"
    )


def _search(used: list[Used], *, until_last: bool = False) -> list[FoundServer]:
    """`until_last`: no longer than until the one that was joined last has answered."""

    def note(found: FoundServer) -> None:
        if until_last and found.by == "probe" and is_last(found, used):
            finder.close()

    finder = Finder([(one.host, one.port) for one in used], note)
    return finder.search()


def _stay(options: Options, used: list[Used], *, is_alone: bool) -> Meant:
    """Where we were last: what is said waits for that server, and goes to no other."""
    options = _at(options, Place(*used[0]))
    _say(words.LAST_NOT_HERE.format(where=options.where), is_alone=is_alone)
    return _at_once(options)


def _ways(found: list[FoundServer]) -> str:
    """For a script: how to say which one is meant."""
    ways = [f"  -a {bracketed(one.host)} -p {one.port}" for one in found]
    width = max(map(len, ways))
    head = words.SAY_IT if len(found) == 1 else words.SAY_WHICH.format(count=len(found))
    lines = [
        f"{way.ljust(width)}  {row}" for way, row in zip(ways, rows_of(found, {}), strict=True)
    ]
    return "\n".join([head, *lines])


def _ask(
    found: list[FoundServer], used: list[Used], ask: Callable[[str], str], head: str
) -> FoundServer:
    rows = rows_of(found, keys_of(used))
    numbered = [f"  {number}  {row}" for number, row in enumerate(rows, 1)]
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
