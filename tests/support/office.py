"""A chat to try things on: a history in memory, a clock that is set, and what was posted."""

import time

from msgspec import Struct

from chatgui.app.chat import Chat, Part
from chatgui.app.messages import HistoryChanged, Intent, MessageReceived, PeopleChanged, Person
from chatgui.app.rows import MessageRow, Row
from chatgui.app.settings import Settings
from chatgui.app.shown import Shown
from shared.dialects.native.records import AWAY, HERE, NATIVE, NETCAT
from tests.support.past import ME, Past

BOB, CAROL, DAVE, GUEST = 1, 2, 3, 4
NAMES = {0: "everyone", ME: "ada", BOB: "bob", CAROL: "carol", DAVE: "dave", GUEST: "xyz"}
NOON = round(time.mktime((2026, 3, 2, 12, 0, 0, 0, 0, -1))) * 1000
"""Of a Monday, wherever the tests run."""

MINUTE = 60_000


class Desk(Struct):
    chat: Chat
    past: Past
    posted: list[Intent]
    now_ms: int = NOON

    def of(self, kind: type[Intent]) -> list[Intent]:
        return [intent for intent in self.posted if isinstance(intent, kind)]

    def pass_ms(self, ms: int) -> set[Part]:
        self.now_ms += ms
        self.chat.tick()
        return self.chat.take_changes()

    def come(self, message: Shown) -> None:
        """It has come over the line, and is in the history."""
        self.chat.hear(
            MessageReceived(
                message.sender,
                message.text,
                message.unverified,
                message.early,
                message.conversation,
                message.position,
                message.person,
                message.to_ids,
                message.at_ms,
            )
        )
        self.chat.hear(HistoryChanged((message.conversation,)))

    def settle(self) -> set[Part]:
        """Time enough passes for everything to be read."""
        changed = self.pass_ms(1000)
        while self.chat.due_ms() is not None:
            changed |= self.chat.take_changes()
        return changed

    @property
    def messages(self) -> list[MessageRow]:
        return [row for row in self.chat.rows if isinstance(row, MessageRow)]

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.messages]

    def look(self, first: Row, last: Row, is_at_end: bool = False) -> None:
        self.chat.look(first.key, last.key, is_at_end)
        self.chat.take_changes()


def person(id: int, *, presence: int = HERE, door: int = NATIVE, since_ms: int = 0) -> Person:
    return Person(id, NAMES.get(id, f"p{id:05}"), door, presence, since_ms)


def everybody() -> PeopleChanged:
    """Bob is here, carol and dave are away, and a guest is here."""
    people = (
        person(ME),
        person(BOB),
        person(CAROL, presence=AWAY, since_ms=NOON - MINUTE),
        person(DAVE, presence=AWAY),
        person(GUEST, door=NETCAT),
    )
    return PeopleChanged(people, True)


def make_desk(past: Past | None = None, settings: Settings | None = None) -> Desk:
    past = past or Past(NAMES)
    posted: list[Intent] = []
    desks: list[Desk] = []
    chat = Chat(
        "ada",
        "Front desk",
        past,
        settings or Settings(),
        posted.append,
        lambda: desks[0].now_ms if desks else NOON,
        person=ME,
    )
    desks.append(Desk(chat, past, posted))
    chat.hear(everybody())
    desks[0].settle()
    return desks[0]
