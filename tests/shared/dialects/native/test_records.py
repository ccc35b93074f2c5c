"""Records: what is written is read, what is broken is refused, what is newer is survived."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.constants import HOLDERS_PAGE, RECEIPTS, WATCHED
from shared.dialects.native import records
from shared.dialects.native.records import (
    BODY_BYTES,
    RECIPIENTS,
    AskHistory,
    AskHolders,
    AskPeople,
    AskReceipts,
    AskRoster,
    CaughtUp,
    Committed,
    Counts,
    Error,
    Gap,
    HistoryPage,
    Holder,
    HoldersPage,
    Join,
    Kept,
    Limits,
    MessageEntry,
    NameRefused,
    Notice,
    NotSaved,
    PeoplePage,
    Posted,
    Read,
    Receipt,
    Receipts,
    Received,
    Record,
    Refused,
    Rename,
    Roster,
    Row,
    Say,
    Watch,
    Welcome,
    decode_client_untrusted,
    decode_entry_untrusted,
    decode_server_untrusted,
    encode,
)
from shared.transport.outbox import MAX_RECORD
from shared.wire import BadPacket

ROW = Row(2**64 - 1, "bob", records.NATIVE, records.HERE, 1_800_000_000_000)
CLIENT: tuple[Record, ...] = (
    Join("bob"),
    Say(1, (0,), 0, b"hi"),
    Say(2**63 - 1, (1, 2**64 - 1), 255, b""),
    Rename("rob"),
    AskRoster(0),
    AskPeople("b", "a"),
    Watch((1, 2)),
    Watch(()),
    Received(2**63 - 1),
    Read(5),
    AskReceipts((5, 7)),
    AskHolders(5, 2**64 - 1),
    AskHistory(9),
)
SERVER: tuple[Record, ...] = (
    Welcome(1, "bob", bytes(16), 5, 1, 3, Limits(500, 65536, 300), 9, 8, 7, 200, 4, 2),
    NameRefused("bob", "somebody here has it", "bob2"),
    Roster(3, True, (ROW, ROW)),
    PeoplePage("", "", (ROW,), True),
    Counts(9, 8),
    Posted(5, 6, 0, b"content"),
    Committed(1, 5, 6),
    Refused(1, "nobody", "nobody is there"),
    NotSaved(1),
    CaughtUp(5),
    Notice("tea"),
    Error("bad_record", "a record that does not parse"),
    Gap(1, 4),
    Receipts((Receipt(5, 9, 4, 2, 1, 1),)),
    HoldersPage(5, 0, (Holder(2**64 - 1, "bob", records.READ, 6),), True),
    HistoryPage(9, (Kept(5, 6, 0, b"content"),), True),
)
ENTRY = MessageEntry(1, "bob", (0,), 0, b"hi", bytes(16), 1)


def raw(*elements: Any) -> bytes:
    return msgspec.msgpack.encode(elements)


@pytest.mark.parametrize("record", CLIENT, ids=repr)
def test_what_a_client_writes_the_server_reads(record: Record) -> None:
    assert decode_client_untrusted(encode(record)) == record


@pytest.mark.parametrize("record", SERVER, ids=repr)
def test_what_the_server_writes_a_client_reads(record: Record) -> None:
    assert decode_server_untrusted(encode(record)) == record


def test_every_record_is_tried_above() -> None:
    def tags(kinds: tuple[type, ...]) -> set[int]:
        return {kind.__struct_config__.tag for kind in kinds}  # type: ignore[attr-defined]

    both = {type(record) for record in (*CLIENT, *SERVER)}
    assert both == set(Record.__subclasses__())
    assert tags(tuple({type(r) for r in CLIENT})) == set(range(1, 12))
    assert tags(tuple({type(r) for r in SERVER})) == set(range(32, 48))


def test_one_sides_records_mean_nothing_from_the_other() -> None:
    assert all(decode_server_untrusted(encode(record)) is None for record in CLIENT)
    assert all(decode_client_untrusted(encode(record)) is None for record in SERVER)


@pytest.mark.parametrize("record", [*CLIENT, *SERVER], ids=repr)
def test_elements_that_later_versions_add_are_ignored(record: Record) -> None:
    longer = raw(*msgspec.msgpack.decode(encode(record)), "new", [1, {"a": None}])
    decode = decode_client_untrusted if record in CLIENT else decode_server_untrusted
    assert decode(longer) == record


@pytest.mark.parametrize("tag", [0, 12, 31, 48, 127, 2**32, 2**64 - 1])
def test_a_tag_of_a_later_version_is_survived(tag: int) -> None:
    assert decode_client_untrusted(raw(tag, 1, "x")) is None
    assert decode_server_untrusted(raw(tag)) is None


NAMELESS = "x" * 33
BROKEN = [
    b"", b"\xc1", b"\x00", raw(), raw(-1), raw("say"), raw(1.0), raw(None), encode(CLIENT[1])[:-1],
    encode(CLIENT[1]) + b"\0", raw(1), raw(1, ""), raw(1, NAMELESS), raw(1, b"bob"),
    raw(2, 0, [0], 0, b""), raw(2, 2**63, [0], 0, b""),
    raw(2, -1, [0], 0, b""), raw(2, 1, [], 0, b""), raw(2, 1, [-1], 0, b""),
    raw(2, 1, [0], 256, b""), raw(2, 1, [0], 0, "text"), raw(2, 1, [0], 0, bytes(BODY_BYTES + 1)),
    raw(2, 1, list(range(RECIPIENTS + 1)), 0, b""), raw(2, 1, 0, 0, b""), raw(2, True, [0], 0, b""),
    raw(4, "1"), raw(5, NAMELESS, ""), raw(5, "", NAMELESS), raw(6, list(range(WATCHED + 1))),
    raw(7), raw(8, -1), raw(9, list(range(RECEIPTS + 1))), raw(9, 1), raw(10, 1), raw(11, "1"),
    b"\x92\x01\xa2\xff\xff", b"\x91" * 5000 + b"\x01", b"\xdd\xff\xff\xff\xff\x01",
]  # fmt: skip


@pytest.mark.parametrize("data", BROKEN, ids=lambda data: data[:12].hex() or "empty")
def test_a_broken_record_is_refused(data: bytes) -> None:
    with pytest.raises(BadPacket):
        decode_client_untrusted(data)


@given(st.binary(max_size=80))
def test_whatever_arrives_is_a_record_or_a_bad_packet(data: bytes) -> None:
    for decode in (decode_client_untrusted, decode_server_untrusted, decode_entry_untrusted):
        try:
            decode(data)
        except BadPacket:
            continue


@given(st.sampled_from(CLIENT), st.integers(0, 200), st.integers(0, 255))
def test_a_flipped_byte_is_a_record_or_a_bad_packet(record: Record, at: int, byte: int) -> None:
    data = bytearray(encode(record))
    data[at % len(data)] = byte
    try:
        decoded = decode_client_untrusted(bytes(data))
    except BadPacket:
        return
    if decoded is not None:
        assert decode_client_untrusted(encode(decoded)) == decoded


def test_the_largest_message_fits_a_record_both_ways() -> None:
    to = tuple(range(2**64 - RECIPIENTS, 2**64))
    say = Say(2**63 - 1, to, 255, bytes(BODY_BYTES))
    assert decode_client_untrusted(encode(say)) == say
    entry = MessageEntry(2**64 - 1, "\U00020000" * 32, to, 255, say.body, bytes(16), 2**64 - 1)
    posted = encode(Posted(2**64 - 1, 2**63, 0, encode(entry)))
    page = encode(HistoryPage(2**64 - 1, (Kept(2**64 - 1, 2**63, 0, encode(entry)),), True))
    assert max(len(encode(say)), len(posted), len(page)) <= MAX_RECORD


def test_the_largest_page_of_holders_fits_a_record() -> None:
    people = (Holder(2**64 - 1, "\U00020000" * 32, records.READ, 2**63),) * HOLDERS_PAGE
    assert len(encode(HoldersPage(2**64 - 1, 2**64 - 1, people, True))) <= MAX_RECORD


def test_an_entry_comes_out_of_what_was_posted() -> None:
    assert decode_entry_untrusted(encode(ENTRY)) == ENTRY
    longer = raw(*msgspec.msgpack.decode(encode(ENTRY)), "new")
    assert decode_entry_untrusted(longer) == ENTRY
    with pytest.raises(BadPacket):
        decode_entry_untrusted(encode(ENTRY)[:-1])


def test_a_record_on_the_wire_is_an_array_with_its_tag_first() -> None:
    assert encode(Say(1, (0,), 0, b"hi")) == bytes.fromhex("95 02 01 91 00 00 c4 02 68 69")
    assert encode(CaughtUp(300)) == bytes.fromhex("92 29 cd 01 2c")
