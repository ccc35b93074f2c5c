"""The server's command line. All mistakes are told at once, each with its option's name."""

import argparse
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar, get_args

from shared import __version__
from shared.constants import DEFAULT_PORT
from shared.names import can_be_seen
from shared.program_names import TYPED
from shared.text import one_line

Policy = Literal["lan", "loopback", "any", "off"]
"""Whose guests are let in: of the networks this computer is on, of this computer, all, none."""

POLICIES: tuple[Policy, ...] = get_args(Policy)
NamePolicy = Literal["keep", "session"]
"""Whether a name stays with its owner while they are away, or is free when they leave."""

NAME_POLICIES: tuple[NamePolicy, ...] = get_args(NamePolicy)
Durability = Literal["crash", "power", "memory"]
"""What the messages survive: the end of the program, however sudden; that of the computer's power
too; neither."""

DURABILITIES: tuple[Durability, ...] = get_args(Durability)
Word = TypeVar("Word", bound=str)
Value = TypeVar("Value")

_EXAMPLES = f"""\
examples:
  {TYPED.server}                    listen on port 15000, let the local network in
  {TYPED.server} 12000              on another port
  {TYPED.server} --guests loopback  guests of this computer only
  {TYPED.server} --tray             an icon in the tray instead of this terminal
  {TYPED.server} ctl status         ask the server that runs; see ctl --help
  {TYPED.server} dashboard          a window on the server that runs: people, invites, bans
  {TYPED.server} names list         whose names are kept; also: names release NAME
  {TYPED.server} --self-test        try whether this program is whole, and end
In a terminal the server takes the words of ctl, and list, help and quit. What is set by them (its
name, the welcome, how many fit in, what is kept) is remembered; an option here wins for its run.
--private is remembered by itself: the server stays private until it is started with --public.
"""


class BadConfig(ValueError):
    """What is wrong with the command line, one sentence a line."""


@dataclass(frozen=True, slots=True)
class Config:
    """`addresses`: what to bind, numeric; ("0.0.0.0", "::") is every interface."""

    port: int
    addresses: tuple[str, ...]
    guests: Policy
    trust: tuple[str, ...]
    max_clients: int
    max_netcat: int
    max_classroom: int
    quiet: bool
    names: NamePolicy = "keep"
    data: Path | None = None
    server_name: str = "Parley"
    durability: Durability = "crash"
    keep_days: int = 30
    keep_mb: int = 1024
    newcomers: int = 50
    tray: bool = False
    says_link: bool = False
    """To whoever has started it in the tray."""
    asks: bool = True
    """Whether a second server is wanted on this network."""
    is_port_given: bool = True
    announce: bool = True
    is_private: bool = False
    """Nobody joins without an invite or a membership; `guests` is off then."""
    welcome: str = ""
    guests_paused: bool = False
    given: frozenset[str] = frozenset()
    """Which of the `REMEMBERED` stood on the command line."""
    words: tuple[str, ...] = ()
    """The command line, to start the server so again."""

    @property
    def every_interface(self) -> bool:
        return len(self.addresses) > 1


EVERY_INTERFACE = ("0.0.0.0", "::")

REMEMBERED: dict[str, type] = {
    "server_name": str,
    "welcome": str,
    "max_clients": int,
    "max_netcat": int,
    "max_classroom": int,
    "keep_days": int,
    "keep_mb": int,
    "newcomers": int,
    "guests_paused": bool,
    "is_private": bool,
}
"""What the owner sets, by its name here, and is kept with the data."""


def read_config(words: list[str]) -> Config:
    """BadConfig if anything is wrong; SystemExit for -h and --version."""
    options = _parser().parse_args(words, argparse.Namespace(**dict.fromkeys(REMEMBERED)))
    given = frozenset(name for name in REMEMBERED if getattr(options, name) is not None)
    for name in REMEMBERED.keys() - given:
        setattr(options, name, _parser().get_default(name))
    mistakes: list[str] = []
    if options.port is not None and options.port_word is not None:
        mistakes.append(f"Two ports, {options.port} and {options.port_word}: name one.")

    def read(reader: Callable[[str], Value], text: str, instead: Value) -> Value:
        try:
            return reader(text)
        except ValueError as mistake:
            mistakes.append(str(mistake))
            return instead

    guests = options.guests or ("off" if options.is_private else "lan")
    if options.is_private and guests in POLICIES and guests != "off":
        mistakes.append(
            f"--private lets in nobody without an invite, and guests have none: leave out --guests "
            f"{guests}, or --private."
        )
    config = Config(
        port=read(_port, options.port or options.port_word or str(DEFAULT_PORT), 0),
        addresses=EVERY_INTERFACE
        if options.address is None
        else read(_addresses, options.address, ()),
        guests=read(_one_of("--guests", POLICIES), guests, "lan"),
        trust=tuple(read(_network, text, "") for text in options.trust),
        max_clients=read(_count("--max-clients", 1), options.max_clients, 0),
        max_netcat=read(_count("--max-netcat"), options.max_netcat, 0),
        max_classroom=read(_count("--max-classroom"), options.max_classroom, 0),
        quiet=options.quiet,
        names=read(_one_of("--names", NAME_POLICIES), options.names, "keep"),
        data=None if options.data is None else read(_folder, options.data, None),
        server_name=read(_server_name, options.server_name, ""),
        durability=read(_one_of("--durability", DURABILITIES), options.durability, "crash"),
        keep_days=read(_count("--keep-days", 1), options.keep_days, 0),
        keep_mb=read(_count("--keep-mb", 1), options.keep_mb, 0),
        newcomers=read(_count("--newcomers"), options.newcomers, 0),
        tray=options.tray,
        says_link=options.say_link,
        asks=not (options.say_link or options.anyway),
        is_port_given=bool(options.port or options.port_word),
        announce=not options.no_announce,
        is_private=options.is_private,
        given=given,
        words=tuple(words),
    )
    if options.say_link and not options.tray:
        mistakes.append("--say-link goes with --tray.")
    if mistakes:
        raise BadConfig("\n".join(mistakes))
    return config


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=TYPED.server,
        description="A chat server for the local network: one UDP port for netcat, for the\n"
        "clients of the classroom protocol and for Parley's own.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_place(parser)
    _add_admission(parser.add_argument_group("who gets in"))
    _add_limits(parser.add_argument_group("how many fit"))
    _add_keeping(parser.add_argument_group("what is kept"))
    _add_manner(parser.add_argument_group("how it runs"))
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("port_word", nargs="?", metavar="PORT", help="the same as -p PORT")
    add("-p", "--port", metavar="PORT", help=f"UDP port ({DEFAULT_PORT}); 0 picks a free one")
    add("-a", "--address", metavar="ADDRESS", help="listen here only (default: every interface)")
    add("--server-name", metavar="NAME", default=socket.gethostname()[:48], help="what people see")
    add("--version", action="version", version=f"Parley {__version__}")


def _add_admission(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--guests",
        metavar="WHO",
        help="lan (default): guests of the networks this computer is on; loopback: of this "
        "computer; any: of everywhere, after a proof; off: none",
    )
    group.add_argument(
        "--trust", metavar="CIDR", action="append", default=[], help="a further trusted network"
    )
    either = group.add_mutually_exclusive_group().add_argument
    either(
        "--private",
        dest="is_private",
        action="store_true",
        help="nobody joins without an invite of yours, and guests not at all; whoever is known "
        "when it is first started so is a member. It is remembered until --public",
    )
    either(
        "--public",
        dest="is_private",
        action="store_false",
        default=False,
        help="everybody may join again who could before --private",
    )


def _add_limits(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--max-clients", metavar="N", default="20000", help="people in all (20000)")
    add("--max-netcat", metavar="N", default="64", help="guests by netcat (64)")
    add("--max-classroom", metavar="N", default="64", help="guests by classroom clients (64)")


def _add_keeping(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--data", metavar="DIR", help="where messages, names and the server's key are kept")
    add(
        "--names",
        metavar="HOW",
        default="keep",
        help="keep (default): a name stays with its owner, while they are away for 90 days, "
        "24 hours if they never said anything; session: it is free when they leave",
    )
    add(
        "--durability",
        metavar="HOW",
        default="crash",
        help="what messages survive. crash (default): the end of this program, however sudden, "
        "but of the last moments before a power cut some may be missing; power: a power cut too, "
        "each message then waits for the disk; memory: nothing, only names are kept",
    )
    add("--keep-days", metavar="N", default="30", help="days that messages are kept (30)")
    add(
        "--keep-mb",
        metavar="N",
        default="1024",
        help="megabytes of messages that are kept (1024), of one person a tenth of it; the "
        "oldest go first",
    )
    add(
        "--newcomers",
        metavar="N",
        default="50",
        help="how many of the last messages to everyone somebody new is shown (50)",
    )


def _add_manner(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--tray", action="store_true", help="an icon in the tray of the desktop, with a menu")
    add("--say-link", action="store_true", help=argparse.SUPPRESS)  # of shared.desktop.siblings
    add("--anyway", action="store_true", help=argparse.SUPPRESS)  # where it starts at login
    add("--no-announce", action="store_true", help="let nobody find this server by a search")
    add("--quiet", action="store_true", help="print warnings and errors only")


class _Parser(argparse.ArgumentParser):
    """argparse's own errors in our form: one clear line, exit code 2, the usage left to -h."""

    def error(self, message: str) -> NoReturn:
        raise BadConfig(f"{message}; see {TYPED.server} --help.")


def _port(text: str) -> int:
    if not _is_number(text) or int(text) > 65_535:
        raise ValueError(f"The port is a number from 0 to 65535, not '{text}'.")
    return int(text)


def _addresses(text: str) -> tuple[str, ...]:
    """A numeric address as it is, a host name resolved."""
    if not text:
        raise ValueError("-a is empty; leave it out to listen on every address.")
    try:
        found = socket.getaddrinfo(text, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        raise ValueError(f"-a: '{text}' is not an address of this computer.") from None
    return (str(found[0][4][0]),)


def _one_of(option: str, words: tuple[Word, ...]) -> Callable[[str], Word]:
    def choose(text: str) -> Word:
        for word in words:
            if text == word:
                return word
        raise ValueError(f"{option} is one of {', '.join(words)}, not '{text}'.")

    return choose


def _folder(text: str) -> Path:
    if not text:
        raise ValueError("--data is empty; leave it out to keep everything in your account.")
    return Path(text).absolute()


def _server_name(text: str) -> str:
    if not can_be_seen(text) or len(text) > 48:
        raise ValueError("--server-name has 1 to 48 characters, and one that can be seen.")
    return one_line(text.strip())


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise ValueError(f"--trust takes a network like 10.1.0.0/16, not '{text}'.") from None


def _count(option: str, least: int = 0) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not _is_number(text) or not least <= int(text) <= 1_000_000:
            raise ValueError(f"{option} is a number from {least} to 1000000, not '{text}'.")
        return int(text)

    return count


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
