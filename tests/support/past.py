"""A history in memory, for the model: what was said is a list, every question a loop over it."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from chatgui.app.history import History, HistoryError
from chatgui.app.shown import Counts, Shown, Summary
from chatgui.archive.items import conversation_of
from chatgui.archive.schema import COMMITTED, WAITING

ME = 7


class Past(History):
    """`say` and `own` add messages, oldest first; `trouble` makes every question fail."""

    def __init__(self, names: dict[int, str]) -> None:
        super().__init__(lambda: None, lambda: None, ME)
        self.names = names
        self.said: list[Shown] = []
        self.seen: dict[bytes, int] = {}
        self.drafts: dict[bytes, tuple[tuple[int, ...], str]] = {}
        self.mutes: set[bytes] = set()
        self.trouble = ""
        self.reads = 0

    def another(self) -> "Past":
        return self

    def say(
        self,
        sender: int,
        text: str,
        to: Iterable[int] = (ME,),
        at_ms: int = 0,
        *,
        early: bool = False,
        unverified: bool = False,
    ) -> Shown:
        return self._add(sender, text, tuple(to), at_ms, None, early=early, unverified=unverified)

    def own(
        self,
        text: str,
        to: Iterable[int],
        at_ms: int = 0,
        state: int = COMMITTED,
        counts: Counts | None = None,
    ) -> Shown:
        message = self._add(ME, text, tuple(to), at_ms, state)
        return self.change(message.id, counts=counts)

    def change(self, id: int, **fields: object) -> Shown:
        at = next(i for i, message in enumerate(self.said) if message.id == id)
        self.said[at] = structs.replace(self.said[at], **fields)
        return self.said[at]

    def insert(self, place: int, message: Shown) -> None:
        """It stands there instead: what is older may come later."""
        self.said.remove(message)
        self.said.insert(place, message)

    def _add(
        self,
        sender: int,
        text: str,
        to: tuple[int, ...],
        at_ms: int,
        state: int | None,
        *,
        early: bool = False,
        unverified: bool = False,
    ) -> Shown:
        number = len(self.said) + 1
        message = Shown(
            id=number,
            conversation=conversation_of(sender, to),
            position=0 if state == WAITING else number,
            at_ms=at_ms,
            sender=self.names.get(sender, "somebody"),
            to=tuple(self.names.get(person, "somebody") for person in to),
            text=text,
            early=early,
            unverified=unverified,
            state=state,
            reason="",
            counts=None,
            person=sender,
            to_ids=to,
        )
        self.said.append(message)
        return message

    # --- as the history ------------------------------------------------------------------------

    def newest(self, count: int, conversation: bytes | None = None) -> list[Shown]:
        return self._of(conversation)[-count:]

    def before(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        return [m for m in self._of(conversation, stop=id) if m.id != id][-count:]

    def after(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        before = {m.id for m in self._of(conversation, stop=id)} | {id}
        return [m for m in self._of(conversation) if m.id not in before][:count]

    def find(self, id: int) -> Shown | None:
        return next((m for m in self._of(None) if m.id == id), None)

    def around(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        found = self.find(id)
        above, below = self.before(id, count, conversation), self.after(id, count, conversation)
        return [*above, *([] if found is None else [found]), *below]

    def search(self, typed: str, count: int) -> list[Shown]:
        words = typed.lower().split()
        found = [m for m in self._of(None) if all(word in m.text.lower() for word in words)]
        return found[-count:] if words else []

    def acquaintances(self, limit: int) -> list[tuple[int, str]]:
        spoke = {m.person: m.sender for m in self._of(None) if not m.unverified}
        return [(person, name) for person, name in spoke.items() if person != ME][:limit]

    def all(self) -> Iterator[Shown]:
        return iter(self._of(None))

    def last_own(self, conversation: bytes) -> Shown | None:
        return next((m for m in reversed(self._of(conversation)) if m.is_own), None)

    def first_unread(self, conversation: bytes) -> int | None:
        found = self._unread(conversation)
        return found[0].id if found else None

    def count_after(self, id: int, conversation: bytes) -> int:
        return len(self.after(id, len(self.said), conversation))

    def conversations(self, limit: int, only: Sequence[bytes] = ()) -> list[Summary]:
        newest_first = [m.conversation for m in reversed(self._of(None))]
        keys = dict.fromkeys((*self.drafts, *newest_first, *self.mutes))
        wanted = [key for key in keys if not only or key in only]
        return [self._summary(key) for key in wanted][:limit]

    def _summary(self, conversation: bytes) -> Summary:
        said = self._of(conversation)
        drafted, draft = self.drafts.get(conversation, ((), ""))
        people = {*drafted, *(p for m in said[-1:] for p in (m.person, *m.to_ids))} - {ME, 0}
        members = tuple(sorted(people)) if conversation else ()
        return Summary(
            conversation,
            members,
            tuple(self.names.get(person, "somebody") for person in members),
            said[-1] if said else None,
            len(self._unread(conversation)),
            conversation in self.mutes,
            draft,
        )

    def _unread(self, conversation: bytes) -> list[Shown]:
        mark = self.seen.get(conversation, 0)
        return [
            m
            for m in self._of(conversation)
            if m.state is None and not m.early and m.position > mark
        ]

    def _of(self, conversation: bytes | None, stop: int = 0) -> list[Shown]:
        """Up to that message."""
        self.reads += 1
        if self.trouble:
            raise HistoryError(self.trouble)
        places = [at for at, message in enumerate(self.said) if message.id == stop]
        said = self.said[: places[0]] if places else ([] if stop else self.said)
        return [m for m in said if conversation is None or m.conversation == conversation]
