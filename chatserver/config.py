"""The server's command line. All mistakes are told at once, each with its option's name."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NoReturn, TypeVar, get_args

from chatserver.option_values import (
    number_reader,
    read_addresses,
    read_folder,
    read_network,
    read_port,
    read_server_name,
    word_reader,
)
from chatserver.options import EXAMPLES, add_options
from shared.constants import DEFAULT_PORT
from shared.program_names import TYPED

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
Value = TypeVar("Value")


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
    options, given = _parse(words)
    mistakes = _contradictions(options)
    config = _read(options, mistakes)
    if mistakes:
        raise BadConfig("\n".join(mistakes))
    return replace(config, given=given, words=tuple(words))


class _Parser(argparse.ArgumentParser):
    """argparse's own errors in our form: one clear line, exit code 2, the usage left to -h."""

    def error(self, message: str) -> NoReturn:
        raise BadConfig(f"{message}; see {TYPED.server} --help.")


def _parse(words: list[str]) -> tuple[argparse.Namespace, frozenset[str]]:
    """And which of the `REMEMBERED` were given: what is None is not, whatever its default."""
    parser = _Parser(
        prog=TYPED.server,
        description="A chat server for the local network: one UDP port for netcat, for the\n"
        "clients of the classroom protocol and for Parley's own.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    options = parser.parse_args(words, argparse.Namespace(**dict.fromkeys(REMEMBERED)))
    given = frozenset(name for name in REMEMBERED if getattr(options, name) is not None)
    for name in REMEMBERED.keys() - given:
        setattr(options, name, parser.get_default(name))
    return options, given


def _contradictions(options: argparse.Namespace) -> list[str]:
    """Options of which each alone would do."""
    found = []
    if options.port is not None and options.port_word is not None:
        found.append(f"Two ports, {options.port} and {options.port_word}: name one.")
    if options.is_private and options.guests in POLICIES and options.guests != "off":
        found.append(
            f"--private lets in nobody without an invite, and guests have none: leave out --guests "
            f"{options.guests}, or --private."
        )
    if options.say_link and not options.tray:
        found.append("--say-link goes with --tray.")
    return found


def _read(options: argparse.Namespace, mistakes: list[str]) -> Config:
    """What cannot be read is noted, and stands for anything."""

    def read(reader: Callable[[str], Value], text: str, instead: Value) -> Value:
        try:
            return reader(text)
        except ValueError as mistake:
            mistakes.append(str(mistake))
            return instead

    guests = options.guests or ("off" if options.is_private else "lan")
    return Config(
        port=read(read_port, options.port or options.port_word or str(DEFAULT_PORT), 0),
        addresses=EVERY_INTERFACE
        if options.address is None
        else read(read_addresses, options.address, ()),
        guests=read(word_reader("--guests", POLICIES), guests, "lan"),
        trust=tuple(read(read_network, text, "") for text in options.trust),
        max_clients=read(number_reader("--max-clients", 1), options.max_clients, 0),
        max_netcat=read(number_reader("--max-netcat"), options.max_netcat, 0),
        max_classroom=read(number_reader("--max-classroom"), options.max_classroom, 0),
        quiet=options.quiet,
        names=read(word_reader("--names", NAME_POLICIES), options.names, "keep"),
        data=None if options.data is None else read(read_folder, options.data, None),
        server_name=read(read_server_name, options.server_name, ""),
        durability=read(word_reader("--durability", DURABILITIES), options.durability, "crash"),
        keep_days=read(number_reader("--keep-days", 1), options.keep_days, 0),
        keep_mb=read(number_reader("--keep-mb", 1), options.keep_mb, 0),
        newcomers=read(number_reader("--newcomers"), options.newcomers, 0),
        tray=options.tray,
        says_link=options.say_link,
        asks=not (options.say_link or options.anyway),
        is_port_given=bool(options.port or options.port_word),
        announce=not options.no_announce,
        is_private=options.is_private,
    )
