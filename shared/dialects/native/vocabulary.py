"""Native records as commands of the chat, and the chat's notices as native records."""

from collections.abc import Callable
from typing import Any

from shared import chat
from shared.dialects.native import closing, records
from shared.dialects.native.records import ClientRecord, Record
from shared.transport.lanes import BULK, CHAT, CONTROL

Lined = tuple[int, Record]
"""A record and the lane it travels on."""

_PRESENCE: dict[chat.Presence, int] = {
    "away": records.AWAY,
    "here": records.HERE,
    "quiet": records.QUIET,
    "gone": records.GONE,
}
_DOORS: dict[chat.Door, int] = {
    "native": records.NATIVE,
    "netcat": records.NETCAT,
    "classroom": records.CLASSROOM,
}
_STATES: dict[chat.HolderState, int] = {
    "waiting": records.WAITING,
    "delivered": records.DELIVERED,
    "read": records.READ,
    "handed": records.HANDED,
    "missed": records.MISSED,
}
CLOSE_CODES: dict[chat.Why, int] = {
    "elsewhere": closing.ELSEWHERE,
    "kicked": closing.KICKED,
    "closing": closing.CLOSING,
    "full": closing.FULL,
    "uninvited": closing.UNINVITED,
    "expired": closing.EXPIRED,
    "revoked": closing.REVOKED,
    "used up": closing.USED_UP,
    "removed": closing.REMOVED,
}


def read_command(record: ClientRecord, outbox: bytes) -> chat.Command:
    """What a client's record asks for; a Join needs more than the record has, see the door."""
    match record:
        case records.Say(sequence, to, kind, body):
            return chat.Post(outbox, sequence, to, kind, body)
        case records.Rename(name):
            return chat.Rename(name)
        case records.AskRoster(since):
            return chat.AskRoster(since)
        case records.AskPeople(wanted, after):
            return chat.AskPeople(wanted, after)
        case records.Watch(people):
            return chat.Watch(people)
        case records.Received(position):
            return chat.Received(position)
        case records.Read(position):
            return chat.Read(position)
        case records.AskReceipts(positions):
            return chat.AskReceipts(positions)
        case records.AskHolders(position, after):
            return chat.AskHolders(position, after)
        case records.AskHistory(before):
            return chat.AskHistory(before)
    raise TypeError(f"no command for a {type(record).__name__}")


def write_notice(notice: chat.Notice) -> list[Lined]:
    """The records that tell a native client; none for what its roster tells it anyway."""
    writer = _WRITERS.get(type(notice))
    return [writer(notice)] if writer else []


def write_message(message: chat.Message, sender: str, position: int) -> records.Posted:
    entry = records.MessageEntry(
        message.sender,
        sender,
        message.to,
        message.kind,
        message.body,
        message.outbox,
        message.sequence,
    )
    content = records.encode(entry)
    return records.Posted(position, message.at_ms, records.MESSAGE, content)


def write_history(notice: chat.HistoryShown) -> records.HistoryPage:
    posted = [write_message(m, m.sender_name, position) for position, m in notice.messages]
    entries = tuple(records.Kept(p.position, p.at_ms, p.entry, p.content) for p in posted)
    return records.HistoryPage(notice.before, entries, notice.more)


def write_holders(notice: chat.HoldersShown) -> records.HoldersPage:
    people = tuple(
        records.Holder(p.person, p.name, _STATES[p.state], max(0, p.at_ms)) for p in notice.people
    )
    return records.HoldersPage(notice.position, notice.after, people, notice.more)


def write_receipts(notice: chat.Receipted) -> records.Receipts:
    return records.Receipts(tuple(map(_receipt, notice.receipts)))


def _receipt(row: chat.Receipt) -> records.Receipt:
    """No count is less than nothing: for one such row a client drops all that come with it."""
    counts = (row.recipients, row.delivered, row.read, row.handed, row.missed)
    return records.Receipt(row.position, *(max(0, count) for count in counts))


def _row(person: chat.Present) -> records.Row:
    presence, door = _PRESENCE[person.presence], _DOORS[person.door]
    return records.Row(person.person, person.name, door, presence, max(0, person.since_ms))


def _rows(people: tuple[chat.Present, ...]) -> tuple[records.Row, ...]:
    return tuple(_row(person) for person in people)


_WRITERS: dict[type[chat.Notice], Callable[[Any], Lined]] = {
    chat.Posted: lambda n: (CHAT, write_message(n.message, n.sender, n.position)),
    chat.Committed: lambda n: (CHAT, records.Committed(n.sequence, n.position, n.at_ms)),
    chat.PostRefused: lambda n: (CHAT, records.Refused(n.sequence, n.code, n.reason)),
    chat.NotSaved: lambda n: (CHAT, records.NotSaved(n.sequence)),
    chat.NameRefused: lambda n: (
        CHAT,
        records.NameRefused(n.name[:32], n.reason, n.suggestion),
    ),
    chat.RosterShown: lambda n: (CONTROL, records.Roster(n.version, n.whole, _rows(n.people))),
    chat.PeopleShown: lambda n: (
        CONTROL,
        records.PeoplePage(n.filter, n.after, _rows(n.people), n.more),
    ),
    chat.Counted: lambda n: (CONTROL, records.Counts(n.known, n.here)),
    chat.Announced: lambda n: (CONTROL, records.Notice(n.text)),
    chat.Refused: lambda n: (CONTROL, records.Error("refused", n.reason)),
    chat.Receipted: lambda n: (CONTROL, write_receipts(n)),
    chat.HoldersShown: lambda n: (BULK, write_holders(n)),
    chat.HistoryShown: lambda n: (BULK, write_history(n)),
}
