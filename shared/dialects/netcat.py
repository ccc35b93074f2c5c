"""The netcat dialect: lines of text, PROTOCOL section 1. Pure: bytes to commands, notices to bytes.

The words of /nick, /list, /quit and the echo are exact; people and scripts know them.
"""

from collections.abc import Callable
from typing import Any

from shared.chat import (
    Announced,
    Command,
    Departed,
    Dismissed,
    Help,
    Helped,
    Leave,
    Listed,
    ListPeople,
    ListQueried,
    Mistake,
    Notice,
    Posted,
    Present,
    Refused,
    Rename,
    Renamed,
    Say,
    Stay,
    Why,
)
from shared.names import EVERYONE
from shared.net.path import shown_host
from shared.text import cut_bytes, decode_untrusted, one_line

LINES_PER_DATAGRAM = 20
"""Piped input comes as datagrams of hundreds of lines; a person types one."""

LINE_BYTES = 1400
"""What fits a datagram on every LAN."""

OUT_LINE_BYTES = 1200
"""With a prefix and a newline still one unfragmented datagram, IPv6 and a tunnel included."""

OUT_LINES = 20
LISTED = 40

PROBE = b"X"
"""`nc -uv` sends this by itself to see whether the port answers; nobody typed it."""

HELP = """\
/nick NAME            change your name
/list                 show who is here
/msg NAME[,NAME] TEXT write to these people only
/quit                 leave
/help                 show this
anything else         goes to everybody
"""

_DISMISSED: dict[Why, str] = {
    "quit": "you have been disconnected.",
    "gone": "you have been disconnected.",
    "quiet": "you have been disconnected.",
    "kicked": "you have been disconnected by the server.",
    "full": "error - server full",
    "name": "error - username not available",
    "unknown": "you have been disconnected.",
    "closing": "the server is closing. you have been disconnected.",
}


def split_lines(datagram: bytes) -> tuple[list[bytes], int]:
    """The lines of a datagram, without their ends, and how many there were too many."""
    lines = datagram.split(b"\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines[:LINES_PER_DATAGRAM], max(0, len(lines) - LINES_PER_DATAGRAM)


def parse_line(line: bytes) -> Command:
    """One line as a command; what is none is a Mistake, which says so in its turn."""
    if len(line) > LINE_BYTES:
        return Mistake(f"line too long, {LINE_BYTES} bytes at most")
    text = decode_untrusted(line.rstrip(b"\r"))
    if not text.strip():
        return Stay()
    if not text.startswith("/"):
        return Say((EVERYONE,), text)
    word, _, rest = text.partition(" ")
    if word not in _COMMANDS:
        return Mistake(f"unknown command {word[:40]}, try /help")
    return _COMMANDS[word](rest.strip())


def is_error(line: bytes) -> bool:
    """A line of the kind we answer mistakes with; answering it could go on for ever."""
    return line.startswith(b"error - ")


def _nick(rest: str) -> Command:
    if not rest:
        return Mistake("no nickname provided")
    return Rename(rest.split()[0])


def _msg(rest: str) -> Command:
    word, _, text = rest.partition(" ")
    names = tuple(name for name in word.split(",") if name)
    if not names or not text.strip():
        return Mistake("write /msg NAME[,NAME] TEXT")
    return Say(names, text)


_COMMANDS: dict[str, Callable[[str], Command]] = {
    "/nick": _nick,
    "/list": lambda _: ListPeople(),
    "/quit": lambda _: Leave(),
    "/msg": _msg,
    "/help": lambda _: Help(),
}


def format_notice(notice: Notice) -> list[bytes]:
    """The notice as lines for a netcat peer, each with its newline; none if it says nothing."""
    writer = _WRITERS.get(type(notice))
    return [line.encode() + b"\n" for line in writer(notice)] if writer else []


def error_line(reason: str) -> bytes:
    return f"error - {one_line(reason)}\n".encode()


def _posted(notice: Posted) -> list[str]:
    """One prefixed line for each line of the text, so that nobody can fake another's."""
    prefix = f"{notice.sender}: " if notice.to_everyone else f"{notice.sender} -> you: "
    lines = notice.text.split("\n")
    shown = [_cut(prefix + one_line(line)) for line in lines[:OUT_LINES]]
    if len(lines) > OUT_LINES:
        shown.append(f"{prefix}[+{len(lines) - OUT_LINES} lines]")
    return shown


def _cut(line: str) -> str:
    return cut_bytes(line, OUT_LINE_BYTES, " [+{n} characters]")


def _listed(notice: Listed) -> list[str]:
    shown = ", ".join(_present(person) for person in notice.people[:LISTED])
    more = len(notice.people) - LISTED
    return [f"showing connected clients: {shown}" + (f" and {more} more" if more > 0 else "")]


def _present(person: Present) -> str:
    if person.door == "native":
        return f"native:0:{person.name}"
    return f"{shown_host(person.address.host)}:{person.address.port}:{person.name}"


def _renamed(notice: Renamed) -> list[str]:
    if notice.own:
        return [f"new nickname set {notice.old}->{notice.new}"]
    return [f"{notice.old} changed their nickname to {notice.new}"]


_WRITERS: dict[type[Notice], Callable[[Any], list[str]]] = {
    Posted: _posted,
    Listed: _listed,
    ListQueried: lambda notice: [f"{notice.name} queried connected client list"],
    Renamed: _renamed,
    Departed: lambda notice: [f"{notice.name} has disconnected."],
    Announced: lambda notice: [_cut(one_line(notice.text))],
    Helped: lambda _: HELP.splitlines(),
    Refused: lambda notice: [f"error - {one_line(notice.reason)}"],
    Dismissed: lambda notice: [_DISMISSED[notice.why]],
}
