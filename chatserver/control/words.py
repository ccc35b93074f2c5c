"""What the owner types, as operations: for `ctl` and for the server's own console."""

import argparse
from collections.abc import Callable
from typing import Any, Final, NoReturn

from chatserver.control import operations as ops
from chatserver.control.operations import AnyOperation

MOST: Final = 1_000_000


class BadWords(ValueError):
    """What is wrong with what was typed, as a sentence."""


class Parser(argparse.ArgumentParser):
    """argparse's own errors as one sentence; what to do about them is in --help."""

    def error(self, message: str) -> NoReturn:
        hint = f"; see {self.prog} --help" if self.add_help else ""
        raise BadWords(f"{message[:1].upper()}{message[1:]}{hint}.")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """All are known here: what is too much behind an operation is for the help of that one,
        where argparse would leave it to the whole command."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown


def add_operations(
    parser: argparse.ArgumentParser,
    *,
    add_help: bool = True,
    also: Callable[["Parser"], object] = lambda parser: None,
) -> dict[str, str]:
    """One subcommand for each operation; `operation_of` reads what was chosen. `also`: adds options
    that all of them have. Returns what each is for."""
    parsers = parser.add_subparsers(metavar="OPERATION", required=True, parser_class=Parser)
    known: dict[str, str] = {}

    def add(word: str, make: Callable[[argparse.Namespace], AnyOperation], text: str) -> Parser:
        known[word] = text
        added: Parser = parsers.add_parser(
            word, help=text, description=_sentence(text), add_help=add_help
        )
        also(added)
        added.set_defaults(make=make)
        return added

    _add_looking(add)
    _add_people(add)
    _add_settings(add)
    _add_invites(add)
    add("show", lambda o: ops.ShowDashboard(), "of a server in the tray: bring its dashboard up")
    add("stop", lambda o: ops.Stop(), "end the server; everybody is told")
    return known


def operation_of(options: argparse.Namespace) -> AnyOperation:
    """BadWords if the words do not fit together."""
    operation: AnyOperation = options.make(options)
    return operation


Add = Callable[[str, Callable[[argparse.Namespace], AnyOperation], str], Parser]


def _add_looking(add: Add) -> None:
    add("status", lambda o: ops.AskStatus(), "how the server is: people, load, troubles")
    people = add(
        "people",
        lambda o: ops.AskPeople(o.first, o.count, " ".join(o.part)),
        "who is here, by name",
    )
    people.add_argument("part", nargs="*", metavar="PART", help="only names that hold this")
    people.add_argument("--first", type=_number, default=0, metavar="N", help="skip so many")
    people.add_argument("--count", type=_number, default=100, metavar="N", help="at most (100)")
    log = add("log", lambda o: ops.AskLog(o.after), "the last lines that the server has said")
    log.add_argument("--after", type=_number, default=0, metavar="N", help="those behind line N")
    log.add_argument("-f", "--follow", action="store_true", help="go on as lines come")
    add("doctor", lambda o: ops.Diagnose(), "what is likely wrong, and what to do")


def _add_people(add: Add) -> None:
    kick = add("kick", lambda o: ops.Kick(o.name), "send somebody away; they may come back")
    kick.add_argument("name", metavar="NAME")
    ban = add("ban", lambda o: ops.Ban(o.who), "send somebody away for good, until `unban`")
    ban.add_argument(
        "who",
        metavar="WHO",
        help="a name (of who came by Parley's own client the identity is banned, and under another "
        "name they are somebody new; of a guest the address), an id as `members` shows it, an "
        "address, or a network like 10.1.2.0/24: nobody behind it is heard",
    )
    unban = add("unban", lambda o: ops.Unban(o.who), "let somebody come back")
    unban.add_argument("who", metavar="WHO", help="as `bans` shows it: the name or the left column")
    add("bans", lambda o: ops.AskBans(), "who is banned")
    add("names", lambda o: ops.AskNames(), "whose names are kept")
    release = add("release", lambda o: ops.ReleaseName(o.name), "free a name whose owner is away")
    release.add_argument("name", metavar="NAME")


def _add_settings(add: Add) -> None:
    rename = add("rename", lambda o: ops.RenameServer(" ".join(o.name)), "name the server")
    rename.add_argument("name", nargs="+", metavar="NAME", help="1 to 48 characters")
    welcome = add("welcome", _welcome, "what everybody reads who comes in")
    welcome.add_argument("text", nargs="*", metavar="TEXT", help="'': nothing is said")
    limits = add("limits", _limits, "how many fit in")
    limits.add_argument("--clients", type=_number, metavar="N", help="people in all")
    limits.add_argument("--netcat", type=_number, metavar="N", help="guests by netcat")
    limits.add_argument("--classroom", type=_number, metavar="N", help="guests of the classroom")
    keep = add("keep", _retention, "how long messages are kept, and how many")
    keep.add_argument("--days", type=_number, metavar="N", help="messages, so many days")
    keep.add_argument("--mb", type=_number, metavar="N", help="messages, so many megabytes")
    keep.add_argument("--newcomers", type=_number, metavar="N", help="of them newcomers see")
    add("pause", lambda o: ops.PauseGuests(True), "let no new guests in; who is here stays")
    add("resume", lambda o: ops.PauseGuests(False), "let guests in again")


def _add_invites(add: Add) -> None:
    invite = add("invite", _invite, "make a link that lets people in")
    invite.add_argument("label", nargs="*", metavar="LABEL", help="whom it is for")
    invite.add_argument("--uses", type=_number, default=1, metavar="N", help="people (1); 0: any")
    invite.add_argument("--days", type=_number, default=7, metavar="N", help="valid (7); 0: ever")
    add("invites", lambda o: ops.AskInvites(), "the invites there are")
    revoke = add("revoke", lambda o: ops.RevokeInvite(o.id), "end an invite; who came by it stays")
    revoke.add_argument("id", metavar="ID", help="as `invites` shows it")
    add("members", lambda o: ops.AskMembers(), "who may come in without an invite")
    remove = add(
        "remove", lambda o: ops.RemoveMember(o.name), "end a membership, and send them away"
    )
    remove.add_argument("name", metavar="NAME", help="or the id, as `members` shows it")


def _welcome(options: argparse.Namespace) -> ops.SetWelcome:
    """A bare word is no wish to lose the text. Not every shell takes quotes off, and none is in
    between on the server's console."""
    if not options.text:
        raise BadWords("Say the text, or '' for none; `status` shows the present one.")
    text = " ".join(options.text).strip()
    return ops.SetWelcome("" if text in ("''", '""') else text)


def _limits(options: argparse.Namespace) -> ops.SetLimits:
    limits = ops.SetLimits(options.clients, options.netcat, options.classroom)
    if limits == ops.SetLimits():
        raise BadWords("Say which: --clients N, --netcat N or --classroom N; `status` shows all.")
    return limits


def _retention(options: argparse.Namespace) -> ops.SetRetention:
    retention = ops.SetRetention(options.days, options.mb, options.newcomers)
    if retention == ops.SetRetention():
        raise BadWords("Say what: --days N, --mb N or --newcomers N; `status` shows all.")
    return retention


def _invite(options: argparse.Namespace) -> ops.MakeInvite:
    return ops.MakeInvite(" ".join(options.label), options.uses, options.days)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 0 to {MOST}")
    return int(text)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
