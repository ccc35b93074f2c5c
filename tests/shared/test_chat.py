import msgspec
import pytest

from shared import chat
from shared.chat import Address, Command, Entered, Entry, Exited, Message, Notice, Rejected


def all_below(kind: type) -> list[type]:
    records = [record for record in vars(chat).values() if isinstance(record, type)]
    return [record for record in records if record is not kind and issubclass(record, kind)]


@pytest.mark.parametrize("kind", [Command, Notice, Entry])
def test_every_record_is_a_value(kind: type) -> None:
    for record in all_below(kind):
        assert record.__struct_config__.frozen, record
        assert record.__struct_config__.eq, record


def test_only_messages_and_refusals_are_kept() -> None:
    assert [entry for entry in all_below(Entry) if entry.kept] == [Message, Rejected]


@pytest.mark.parametrize(
    "entry",
    [
        Entered(1, 2, "bob", True, "netcat", Address("::1", 5)),
        Message(2, "bob", (0,), 0, "hällo\nyou".encode(), 0),
        Rejected(2, bytes(16), 1, bytes(16), "nobody", "nobody is there"),
        Exited(2, "quiet"),
    ],
    ids=["entered", "message", "rejected", "exited"],
)
def test_an_entry_can_be_stored_and_read_again(entry: Entry) -> None:
    assert msgspec.json.decode(msgspec.json.encode(entry), type=type(entry)) == entry
