"""The client's command line, read and checked."""

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, NoReturn

from msgspec import Struct

from chatgui.app import words
from chatgui.app.words import dialogs
from chatgui.secret_line import read_secret_line
from shared import __version__
from shared.constants import DEFAULT_PORT
from shared.names import BadName, check_name, fit_name
from shared.net.path import bracketed
from shared.program_names import TYPED
from shared.server_link import (
    LONGEST,
    Place,
    Token,
    has_link,
    hide_token,
    is_link,
    read_link_untrusted,
    read_place_untrusted,
    unwrap,
)
from shared.text import cut_characters
from shared.wire import BadPacket

BY_INPUT: Final = "-"
_SHOWN: Final = (60, "...")
"""So much of what is no address, in the sentence that says so."""


class BadArgument(ValueError):
    """What is wrong with the command line, as a sentence."""


class Options(Struct, frozen=True):
    """`part` of the classroom protocol; `home` None for the usual folder. `name` empty: a window
    is to ask, and begins with what was `typed` for the server. `server_key`: by a link; empty: not
    known. `token`: of an invite, by a link as well."""

    name: str
    host: str
    port: int
    door: Literal["native", "classroom"]
    part: int
    home: Path | None
    terminal: bool
    takeover: bool
    trust_new_key: bool
    tells_read: bool
    export_to: Path | None
    import_from: Path | None
    server_key: bytes = b""
    token: Token = Token()
    typed: str = ""
    is_once: bool = False
    """Nothing of this chat is left on the disk."""
    server_id: bytes = b""
    """Of the server that was found and chosen, as the search told it; no other is believed."""
    doctor: bool = False
    """Nobody is to join: the way to the server is examined."""

    is_self_test: bool = False
    is_hidden: bool = False
    """The window stays in the tray, where there is one, until somebody asks for it."""
    finds: bool = False
    """Nobody is to join: the servers on the network are shown."""

    def __repr__(self) -> str:
        """Without what was typed: that may be an invite."""
        return f"Options({self.name!r}, {self.where!r}, {self.token})"

    @property
    def where(self) -> str:
        """The server's address, for a person."""
        return f"{bracketed(self.host)}:{self.port}"


def read_options(
    arguments: list[str] | None, read_line: Callable[[], str] = read_secret_line
) -> Options:
    """BadArgument for a value that makes no sense; argparse itself exits for unknown words.
    `read_line`: of the address, where it does not stand here."""
    found = _parser().parse_args(arguments)
    if found.part is not None and found.door == "native":
        raise BadArgument(words.ONE_DOOR)
    has_window = not (found.terminal or found.export_identity or found.import_identity)
    asks = found.user is None and (has_window or found.self_test)
    name = "" if asks else _read_name(found.user)
    port = _read_port(found.port or str(DEFAULT_PORT))
    address = _read_address(found.address, found.link, read_line)  # the last: it may ask for it
    place = _read_server(address or "127.0.0.1", port)
    return Options(
        name=name,
        host=place.host,
        port=place.port,
        server_key=place.key,
        token=place.token,
        typed=_typed(address, found.port, place),
        door=found.door or ("native" if found.part is None else "classroom"),
        part=found.part or 2,
        home=found.home,
        terminal=found.terminal,
        takeover=found.takeover,
        trust_new_key=found.trust_new_key,
        tells_read=not found.no_read_receipts,
        export_to=found.export_identity,
        import_from=found.import_identity,
        is_self_test=found.self_test,
        doctor=found.doctor,
        is_hidden=found.hidden,
        finds=found.find,
    )


class _Parser(argparse.ArgumentParser):
    """argparse's own errors in our form: one clear line, the usage left to -h."""

    def error(self, message: str) -> NoReturn:
        raise BadArgument(f"{hide_token(message)}; see {TYPED.client} --help.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=TYPED.client,
        description="Chat with the people on your network.",
        epilog="In the terminal: " + "; ".join(words.HELP),
    )
    add = parser.add_argument
    add("link", nargs="?", metavar="LINK", help="a parley:// link, as the desktop passes it on")
    add("--terminal", action="store_true", help="chat in this terminal")
    add("--find", action="store_true", help="show the servers on this network")
    add("-p", "--port", help=f"the server's port ({DEFAULT_PORT})")
    add("-a", "--address", help="the server's computer, or a parley:// link; -: asks")
    add("-u", "--user", metavar="NAME", help="your name; a window asks for it")
    add("--door", choices=("native", "classroom"), help="how to speak with the server (native)")
    add("--part", type=int, choices=(1, 2), help="of the classroom protocol (2)")
    add("-w", "--window", metavar="N", help="accepted for old scripts, and ignored")
    add(
        "--home",
        type=Path,
        metavar="DIR",
        help="where your identity, history and known servers are",
    )
    add("--hidden", action="store_true", help="begin in the tray, without a window (-u NAME)")
    add("--takeover", action="store_true", help="come here from another computer you are on")
    add("--trust-new-key", action="store_true", help="accept another server at this address, once")
    add("--doctor", action="store_true", help="say what is wrong between here and the server")
    add("--no-read-receipts", action="store_true", help="let nobody know what you have read")
    add("--self-test", action="store_true", help="try whether this program is whole, and end")
    add("--version", action="version", version=f"Parley {__version__}")
    files = parser.add_mutually_exclusive_group()
    add = files.add_argument
    add("--export-identity", type=Path, metavar="FILE", help="write -u NAME's identity to a file")
    add("--import-identity", type=Path, metavar="FILE", help="make -u NAME who is in that file")
    return parser


def _read_name(text: str | None) -> str:
    if text is None:
        raise BadArgument(words.NO_NAME)
    try:
        return check_name(text)
    except BadName as reason:
        raise BadArgument(
            words.BAD_NAME.format(name=text, reason=reason, fitting=fit_name(text))
        ) from None


def _read_address(
    address: str | None, link: str | None, read_line: Callable[[], str]
) -> str | None:
    if address == BY_INPUT and link is None:
        address = read_line()
        if not unwrap(address):
            raise BadArgument(words.NO_LINE)
    if link is None:
        return address and _unwrap(address)
    if not has_link(link):
        raise BadArgument(words.NO_OPTION.format(word=cut_characters(link, *_SHOWN)))
    if address is not None:
        raise BadArgument(words.TWO_SERVERS)
    return unwrap(link)


def _unwrap(address: str) -> str:
    """Who has typed nothing but brackets has named no server, but meant one."""
    bare = unwrap(address)
    if not bare:
        raise BadArgument(words.BAD_ADDRESS.format(address=cut_characters(address, *_SHOWN)))
    return bare


def _read_server(address: str, port: int) -> Place:
    """What stands in a link, or behind an address, is more exact than -p."""
    if not has_link(address):
        if len(address) > LONGEST:
            raise BadArgument(words.BAD_ADDRESS.format(address=cut_characters(address, *_SHOWN)))
        with suppress(BadPacket):
            return read_place_untrusted(address, port)
        return Place(address, port)  # looking it up will tell
    try:
        return read_link_untrusted(address)
    except BadPacket:
        raise BadArgument(dialogs.LINK_UNFIT) from None


def _typed(address: str | None, port: str | None, place: Place) -> str:
    if address is None or port is None or is_link(address):
        return address or (f"127.0.0.1:{port}" if port else "")
    return f"{bracketed(place.host)}:{place.port}"


def _read_port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) <= 65_535:
        return int(text)
    raise BadArgument(words.BAD_PORT.format(port=text))
