"""What the person hears of messages as they come: those of others, and their own from elsewhere."""

from chatgui.app import words
from chatgui.app.messages import Event, MessageReceived, OwnReceived
from chatgui.archive.archive import Archive
from chatgui.archive.items import Item, conversation_of
from chatgui.incoming import News
from shared.chat import EVERYONE_ID
from shared.dialects.native.records import TEXT
from shared.text import decode_untrusted, one_line


class Telling:
    """`server` of each call: whose people and messages these are."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._is_roster_due = False
        self._nameless: list[Item] = []  # own ones, told when the roster has come

    def restart(self, is_roster_due: bool) -> None:
        """Of another session. `is_roster_due`: a roster comes, and ends in `meet`."""
        self._is_roster_due = is_roster_due

    def tell(self, server: bytes, news: News) -> list[Event]:
        """One's own only where it was said elsewhere; and in order, which may be later: a name is
        waited for that the roster may have."""
        item, own = news.item, self._archive.own
        self._archive.name_people(server, {item.sender: one_line(item.sender_name)})
        if item.sender != own or own in item.to:
            return [_received(item)]
        return [] if news.is_ours else self._tell_own(server, item)

    def meet(self, server: bytes) -> list[Event]:
        """The roster has come: whoever has no name now has none."""
        self._is_roster_due = False
        nameless, self._nameless = self._nameless, []
        return [event for item in nameless for event in self._tell_own(server, item)]

    def _tell_own(self, server: bytes, item: Item) -> list[Event]:
        names = self._names_of(server, item.to)
        if self._nameless or (self._is_roster_due and words.SOMEBODY in names):
            self._nameless.append(item)
            return []
        return [OwnReceived(names, _text(item))]

    def _names_of(self, server: bytes, people: tuple[int, ...]) -> tuple[str, ...]:
        names = self._archive.names(server)
        return tuple(
            words.EVERYONE if person == EVERYONE_ID else names.get(person, words.SOMEBODY)
            for person in people
        )


def _received(item: Item) -> MessageReceived:
    return MessageReceived(
        one_line(item.sender_name),
        _text(item),
        unverified=not item.outbox,  # guests number nothing
        early=item.early,
        conversation=conversation_of(item.sender, item.to),
        position=item.position,
        person=item.sender,
        to=item.to,
        at_ms=item.at_ms,
    )


def _text(item: Item) -> str:
    return decode_untrusted(item.body) if item.kind == TEXT else words.NEEDS_NEWER
