"""Classroom messages as commands of the chat, and the chat's notices as classroom messages."""

from collections.abc import Callable
from typing import Any, NamedTuple

from shared.chat import (
    Address,
    Announced,
    Command,
    Dismissed,
    Join,
    Leave,
    Listed,
    ListPeople,
    Notice,
    Posted,
    Present,
    Say,
    Why,
)
from shared.dialects.classroom.message import (
    ANSWERS,
    ClassroomMessage,
    decode_names_untrusted,
    encode_message,
    encode_names,
)
from shared.text import cut_characters, sanitise
from shared.wire import BadPacket

TEXT_CHARACTERS = 8_000
LIST_BYTES = 1_400
"""A list is one packet, so that part 1 clients can have it."""

SERVER_NAME = "server"
"""Whose words the server's own are; reserved, so nobody else's can be."""

_ERRORS: dict[Why, str] = {
    "full": "err_server_full",
    "name": "err_username_unavailable",
    "unknown": "err_unknown_message",
    "kicked": "err_server_full",
}
_LAST_WORDS: dict[Why, str] = {
    "kicked": "you have been disconnected by the server",
    "closing": "the server is closing",
}


class Reply(NamedTuple):
    kind: str
    body: str = ""

    def encode(self, *, upper: bool) -> str:
        return encode_message(self.kind, self.body, upper=upper)


def read_command_untrusted(message: ClassroomMessage, address: Address) -> Command | None:
    """The command of a client's message; None for what only servers say (answering that could go
    on for ever). BadPacket for everything else."""
    if message.kind in ANSWERS:
        return None
    reader = _READERS.get(message.kind)
    if reader is None:
        raise BadPacket("an unknown kind of message")
    return reader(sanitise(message.body), address)


def write_notice(notice: Notice) -> list[Reply]:
    """The messages that tell a classroom client; none for what its protocol cannot say."""
    writer = _WRITERS.get(type(notice))
    return writer(notice) if writer else []


def announcement(text: str) -> Reply:
    return Reply("forward_message", encode_names([SERVER_NAME], text))


def _join(body: str, address: Address) -> Command:
    # A name with a blank, or none, is refused as a name: `-` is never a valid one.
    return Join(body.strip() or "-", "classroom", address)


def _say(body: str, _: Address) -> Command:
    names, text = decode_names_untrusted(body)
    return Say(tuple(names), text)


_READERS: dict[str, Callable[[str, Address], Command]] = {
    "join": _join,
    "request_users_list": lambda *_: ListPeople(),
    "send_message": _say,
    "disconnect": lambda *_: Leave(),
}


def _posted(notice: Posted) -> list[Reply]:
    text = cut_characters(sanitise(notice.text), TEXT_CHARACTERS, " [+{n} characters]")
    return [Reply("forward_message", encode_names([notice.sender], text))]


def _listed(notice: Listed) -> list[Reply]:
    """The asker, guests, then others while they fit one packet; ascending."""
    first = sorted(notice.people, key=lambda person: _rank(person, notice.asker))
    names: list[str] = []
    size = 0
    for person in first:
        size += len(person.name.encode()) + 1
        if size > LIST_BYTES - len("response_users_list 9999 9999 "):
            break
        names.append(person.name)
    return [Reply("response_users_list", encode_names(sorted(names)))]


def _rank(person: Present, asker: str) -> int:
    return 0 if person.name == asker else 1 if not person.verified else 2


def _dismissed(notice: Dismissed) -> list[Reply]:
    replies = []
    if notice.why in _LAST_WORDS:
        replies.append(announcement(_LAST_WORDS[notice.why]))
    if notice.why in _ERRORS:
        replies.append(Reply(_ERRORS[notice.why]))
    return replies


_WRITERS: dict[type[Notice], Callable[[Any], list[Reply]]] = {
    Posted: _posted,
    Listed: _listed,
    Announced: lambda notice: [announcement(notice.text)],
    Dismissed: _dismissed,
}
