"""Records as commands, notices as records."""

import pytest

from shared import chat
from shared.chat import Address, Notice, Present
from shared.dialects.native import records
from shared.dialects.native.vocabulary import (
    CLOSE_CODES,
    Lined,
    read_command,
    write_message,
    write_notice,
)
from shared.transport.lanes import BULK, CHAT, CONTROL
from tests.support.notices import posted

BOX = b"o" * 16
ADDRESS = Address("10.0.0.1", 5)
BOB = Present(7, "bob", "netcat", ADDRESS, False, "quiet", 5)
BOB_ROW = records.Row(7, "bob", records.NETCAT, records.QUIET, 5)


@pytest.mark.parametrize(
    ("record", "command"),
    [
        (records.Say(3, (0, 7), 1, b"x"), chat.Post(BOX, 3, (0, 7), 1, b"x")),
        (records.Rename("rob"), chat.Rename("rob")),
        (records.AskRoster(9), chat.AskRoster(9)),
        (records.AskPeople("b", "a"), chat.AskPeople("b", "a")),
        (records.Watch((7,)), chat.Watch((7,))),
        (records.Received(9), chat.Received(9)),
        (records.Read(9), chat.Read(9)),
        (records.AskReceipts((9, 8)), chat.AskReceipts((9, 8))),
        (records.AskHolders(9, 7), chat.AskHolders(9, 7)),
        (records.AskHistory(9), chat.AskHistory(9)),
    ],
    ids=repr,
)
def test_what_a_record_asks_for(record: records.ClientRecord, command: chat.Command) -> None:
    assert read_command(record, BOX) == command


def test_a_join_is_the_doors_business() -> None:
    with pytest.raises(TypeError):
        read_command(records.Join("bob"), BOX)


@pytest.mark.parametrize(
    ("notice", "lined"),
    [
        (chat.Committed(1, 5, 6), (CHAT, records.Committed(1, 5, 6))),
        (chat.PostRefused(1, "nobody", "x"), (CHAT, records.Refused(1, "nobody", "x"))),
        (chat.NotSaved(1), (CHAT, records.NotSaved(1))),
        (
            chat.NameRefused("x" * 40, "too long", "bob2"),
            (CHAT, records.NameRefused("x" * 32, "too long", "bob2")),
        ),
        (chat.RosterShown(3, True, (BOB,)), (CONTROL, records.Roster(3, True, (BOB_ROW,)))),
        (
            chat.PeopleShown("b", "a", (BOB,), True),
            (CONTROL, records.PeoplePage("b", "a", (BOB_ROW,), True)),
        ),
        (chat.Counted(9, 8), (CONTROL, records.Counts(9, 8))),
        (chat.Announced("tea"), (CONTROL, records.Notice("tea"))),
        (chat.Refused("no"), (CONTROL, records.Error("refused", "no"))),
        (
            chat.Receipted((chat.Receipt(5, 9, 4, 2, 1, 1),)),
            (CONTROL, records.Receipts((records.Receipt(5, 9, 4, 2, 1, 1),))),
        ),
    ],
    ids=repr,
)
def test_how_a_notice_is_written(notice: Notice, lined: Lined) -> None:
    assert write_notice(notice) == [lined]


@pytest.mark.parametrize(
    "notice",
    [
        chat.Joined("bob"),
        chat.Listed((), "bob"),
        chat.ListQueried("bob"),
        chat.Renamed("a", "b", own=True),
        chat.Departed("bob"),
        chat.Helped(),
        chat.Dismissed("quit"),
        chat.Welcomed(7, "bob", 1, 1, 0, 1, 1, 1),
    ],
    ids=repr,
)
def test_what_the_roster_or_the_door_says_needs_no_record(notice: Notice) -> None:
    assert write_notice(notice) == []


def test_a_message_says_who_to_whom_and_which_of_its_senders_it_is() -> None:
    message = chat.Message(7, "bob", (0, 9), 3, b"body", 6, BOX, 2)
    record = write_message(message, "rob", 5)
    assert (record.position, record.at_ms, record.entry) == (5, 6, records.MESSAGE)
    entry = records.decode_entry_untrusted(record.content)
    assert entry == records.MessageEntry(7, "rob", (0, 9), 3, b"body", BOX, 2)
    assert write_notice(chat.Posted("rob", message, 5)) == [(CHAT, record)]


def test_a_page_of_history_has_its_messages_as_they_were_posted() -> None:
    message = chat.Message(7, "bob", (0,), 3, b"body", 6, BOX, 2)
    ((lane, page),) = write_notice(chat.HistoryShown(9, ((5, message),), True))
    content = write_message(message, "bob", 5).content
    kept = records.Kept(5, 6, records.MESSAGE, content)
    assert (lane, page) == (BULK, records.HistoryPage(9, (kept,), True))


@pytest.mark.parametrize("state", ["waiting", "delivered", "read", "handed", "missed"])
def test_every_state_of_a_holder_has_its_number(state: chat.HolderState) -> None:
    shown = chat.HoldersShown(5, 4, (chat.Holder(7, "bob", state, -1),), False)
    ((lane, page),) = write_notice(shown)
    row = records.Holder(7, "bob", getattr(records, state.upper()), 0)
    assert (lane, page) == (BULK, records.HoldersPage(5, 4, (row,), False))


def test_what_a_guest_said_has_no_number() -> None:
    ((_, record),) = write_notice(posted("zoe", "hi", to_everyone=True))
    assert isinstance(record, records.Posted)
    entry = records.decode_entry_untrusted(record.content)
    assert (entry.outbox, entry.sequence, entry.to) == (b"", 0, (0,))


@pytest.mark.parametrize("presence", ["here", "quiet", "away", "gone"])
@pytest.mark.parametrize("door", ["native", "netcat", "classroom"])
def test_every_presence_and_door_has_its_number(presence: chat.Presence, door: chat.Door) -> None:
    shown = Present(7, "bob", door, ADDRESS, door == "native", presence, -5)
    ((_, record),) = write_notice(chat.RosterShown(1, False, (shown,)))
    assert isinstance(record, records.Roster)
    (row,) = record.people
    assert row.presence == getattr(records, presence.upper())
    assert row.door == getattr(records, door.upper())
    assert row.since_ms == 0
    assert records.decode_server_untrusted(records.encode(record)) == record


def test_no_count_is_less_than_nothing() -> None:
    """One such row would cost its reader all that come with it."""
    ((_, record),) = write_notice(chat.Receipted((chat.Receipt(5, -1, -2, -3, -4, -5),)))
    assert record == records.Receipts((records.Receipt(5, 0, 0, 0, 0, 0),))
    assert records.decode_server_untrusted(records.encode(record)) == record


def test_closing_codes_tell_apart_what_the_client_does_next() -> None:
    of_invites = {"uninvited", "expired", "revoked", "used up", "removed"}
    assert set(CLOSE_CODES) == {"elsewhere", "kicked", "closing", "full"} | of_invites
    assert len(set(CLOSE_CODES.values())) == 9
