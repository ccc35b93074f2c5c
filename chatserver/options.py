"""What can stand on the server's command line, and what --help says of it. Words are taken as they
are; what they mean is read by `chatserver.config`."""

import argparse
import socket

from shared import __version__
from shared.constants import DEFAULT_PORT
from shared.program_names import TYPED

EXAMPLES = f"""\
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


def add_options(parser: argparse.ArgumentParser) -> None:
    _add_place(parser)
    _add_admission(parser.add_argument_group("who gets in"))
    _add_limits(parser.add_argument_group("how many fit"))
    _add_keeping(parser.add_argument_group("what is kept"))
    _add_manner(parser.add_argument_group("how it runs"))


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
