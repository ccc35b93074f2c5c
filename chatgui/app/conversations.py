"""What has been said with whom: the list of conversations, their names, drafts, unread counts."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import structs

from chatgui.app import moments
from chatgui.app.bubbles import Also
from chatgui.app.history import History
from chatgui.app.messages import Intent, KeepDraft, Mute
from chatgui.app.people import People
from chatgui.app.rows import ConversationRow
from chatgui.app.shown import Shown, Summary
from chatgui.app.words import window as words
from chatgui.archive.items import conversation_of
from chatgui.archive.schema import WAITING
from shared import faces
from shared.names import name_key
from shared.text import one_line

LISTED: Final = 300
EVERYONE: Final = conversation_of(0, (0,))
_NAMED: Final = 4
"""People named in a title; of more than these the first three, and how many others."""

_NAMED_BRIEFLY: Final = 2
_LAST_CHARACTERS: Final = 200
_UNREAD_SHOWN: Final = 999
_ALSO: Final = 3
_FEW: Final = 16
"""Changed conversations that are read one by one; to read all takes 20 ms."""


class Conversations:
    """By the history, and what is being written. Everyone is always there."""

    def __init__(self, people: People, post: Callable[[Intent], None]) -> None:
        self._people = people
        self._post = post
        self._told: dict[bytes, Summary] = {}  # as the history has them
        self._known: dict[bytes, Summary] = {EVERYONE: _empty(EVERYONE, ())}
        # What was done here is true, also before the history knows of it.
        self._drafts: dict[bytes, tuple[tuple[int, ...], str]] = {}
        self._mutes: dict[bytes, bool] = {}
        self._unkept: set[bytes] = set()
        self.watched: bytes | None = None
        """Whose messages the person sees as they come: none of them counts as unread."""

    def reread(self, history: History, changed: frozenset[bytes] | None = None) -> None:
        """`changed`: what does not look as before; None: perhaps all of it. HistoryError, and
        nothing has changed, if it cannot be read."""
        told = None if changed is None else self._reread_some(history, changed)
        if told is None:
            told = {one.conversation: one for one in history.conversations(LISTED)}
        self._told = told
        found = dict(told)
        everyone = found.pop(EVERYONE, _empty(EVERYONE, ()))
        self._known = {EVERYONE: everyone, **found}
        for key, (members, _) in self._drafts.items():
            self._overlay(key, members)
        for key in self._mutes.keys() & self._known.keys():
            self._overlay(key, ())
        for one in self._known.values():
            self._people.name(zip(one.members, one.names, strict=True))

    def _reread_some(
        self, history: History, changed: frozenset[bytes]
    ) -> dict[bytes, Summary] | None:
        """What is newer stands above. None: who knows where it stands."""
        before = self._told
        if not 0 < len(changed) <= _FEW or not changed <= before.keys():
            return None
        found = {one.conversation: one for one in history.conversations(LISTED, tuple(changed))}
        if found.keys() != changed or any(
            one.draft != before[key].draft for key, one in found.items()
        ):
            return None
        newer = {key: one for key, one in found.items() if _is_newer(one, before[key])}
        rest = {key: found.get(key, one) for key, one in before.items() if key not in newer}
        return {**newer, **rest}

    # --- asked -----------------------------------------------------------------------------

    def find(self, conversation: bytes) -> Summary | None:
        return self._known.get(conversation)

    def is_muted(self, conversation: bytes) -> bool:
        known = self._known.get(conversation)
        return known is not None and known.is_muted

    def unread_of(self, conversation: bytes) -> int:
        known = self._known.get(conversation)
        return 0 if known is None or conversation == self.watched else known.unread

    @property
    def unread(self) -> int:
        """Of all that are not muted."""
        counted = (one for one in self._known.values() if not one.is_muted)
        return sum(self.unread_of(one.conversation) for one in counted)

    def draft(self, conversation: bytes) -> str:
        known = self._known.get(conversation)
        return known.draft if known else ""

    def title(self, members: Iterable[int]) -> str:
        """Such as "bob, carol, dave and 4 others"; no members: oneself."""
        names = sorted((self._people.name_of(person) for person in members), key=name_key)
        if not names:
            return words.YOU
        if len(names) <= _NAMED:
            return ", ".join(names)
        shown = ", ".join(names[: _NAMED - 1])
        return words.NAMES_AND_OTHERS.format(names=shown, count=len(names) - _NAMED + 1)

    def all_names(self, people: Iterable[int]) -> str:
        return ", ".join(sorted(map(self._people.name_of, people), key=name_key))

    def brief_title(self, one: Summary) -> str:
        """For a narrow list: such as "bob, carol +5"."""
        if len(one.members) <= _NAMED:
            return self.title_of(one.conversation, one.members)
        names = sorted((self._people.name_of(person) for person in one.members), key=name_key)
        shown = ", ".join(names[:_NAMED_BRIEFLY])
        return words.NAMES_AND_COUNT.format(names=shown, count=len(names) - _NAMED_BRIEFLY)

    def title_of(self, conversation: bytes, people: Iterable[int]) -> str:
        """`people`: all who are in it, or write there."""
        if conversation == EVERYONE:
            return words.EVERYONE
        return self.title({*people} - {self._people.own})

    def also(self, conversation: bytes, members: frozenset[int]) -> list[Also]:
        """Where the same people have spoken with others, the last ones."""
        if not members or conversation == EVERYONE:
            return []
        found = [
            one
            for one in self._known.values()
            if one.conversation != conversation and members < set(one.members)
        ]
        said = [(one, one.last.at_ms) for one in found if one.last is not None]
        said.sort(key=lambda pair: pair[1], reverse=True)
        return [
            Also(one.conversation, self.title(set(one.members) - members), at_ms)
            for one, at_ms in said[:_ALSO]
        ]

    def next_unread(self, current: bytes | None, step: int) -> bytes | None:
        """The next one in the list, or the one before, that has something to be read."""
        keys = list(self._known)
        if current in keys:
            at = keys.index(current)
            keys = keys[at + 1 :] + keys[:at]
        for key in keys if step > 0 else reversed(keys):
            if self.unread_of(key) and not self._known[key].is_muted:
                return key
        return None

    # --- done ------------------------------------------------------------------------------

    def mute(self, conversation: bytes, is_muted: bool) -> None:
        if conversation in self._known:
            self._mutes[conversation] = is_muted
            self._overlay(conversation, ())
            self._post(Mute(conversation, is_muted))

    def write(self, conversation: bytes, members: tuple[int, ...], draft: str) -> None:
        """It is kept at the next `keep`."""
        if self.draft(conversation) != draft:
            self._drafts[conversation] = (members, draft)
            self._unkept.add(conversation)
            self._overlay(conversation, members)

    def keep(self) -> None:
        for conversation in sorted(self._unkept):
            self._post(KeepDraft(conversation, *self._drafts[conversation]))
        self._unkept.clear()

    def _overlay(self, conversation: bytes, members: tuple[int, ...]) -> None:
        known = self._known.get(conversation) or _empty(
            conversation, members, tuple(map(self._people.name_of, members))
        )
        _, draft = self._drafts.get(conversation, ((), known.draft))
        is_muted = self._mutes.get(conversation, known.is_muted)
        self._known[conversation] = structs.replace(known, draft=draft, is_muted=is_muted)

    # --- shown -----------------------------------------------------------------------------

    def rows(self, wanted: str, opened: bytes | None, now_ms: int) -> tuple[ConversationRow, ...]:
        key = name_key(wanted.strip())
        return tuple(
            self._row(one, opened, now_ms)
            for one in self._known.values()
            if self._is_listed(one, opened) and self._matches(one, key)
        )

    def _is_listed(self, one: Summary, opened: bytes | None) -> bool:
        """Where nothing was said yet, what is being typed is no row of its own while it is open:
        with every person who is checked the list would move."""
        has_draft = one.draft and one.conversation != opened
        return bool(one.conversation == EVERYONE or one.last or has_draft)

    def _matches(self, one: Summary, key: str) -> bool:
        if not key:
            return True
        names = map(self._people.name_of, one.members or (0,))
        return any(key in name_key(name) for name in names)

    def _row(self, one: Summary, opened: bytes | None, now_ms: int) -> ConversationRow:
        is_open = one.conversation == opened
        has_draft = bool(one.draft) and not is_open
        return ConversationRow(
            conversation=one.conversation,
            title=self.brief_title(one),
            faces=self._faces(one),
            last=words.DRAFT.format(text=_cut(one.draft)) if has_draft else _last(one, one.last),
            time=moments.brief(one.last.at_ms, now_ms) if one.last else "",
            unread=_count(self.unread_of(one.conversation)),
            is_muted=one.is_muted,
            is_open=is_open,
            has_draft=has_draft,
        )

    def _faces(self, one: Summary) -> tuple[tuple[str, int], ...]:
        if one.conversation == EVERYONE:
            return ()
        shown = one.members[:2] or (self._people.own,)
        return tuple(
            (faces.initials(self._people.name_of(person)), faces.hue(person)) for person in shown
        )


def _last(one: Summary, last: Shown | None) -> str:
    if last is None:
        return ""
    text = _cut(last.text)
    if last.is_own:
        return words.FROM_YOU.format(text=text)
    if len(one.members) == 1:
        return text
    return words.FROM_OTHER.format(sender=last.sender, text=text)


def _is_newer(one: Summary, before: Summary) -> bool:
    """Something was said; or what waited has its place now, behind all others."""
    if one.last is None or before.last is None:
        return one.last is not before.last
    has_settled = before.last.state == WAITING != one.last.state
    return one.last.id != before.last.id or has_settled


def _empty(conversation: bytes, members: tuple[int, ...], names: tuple[str, ...] = ()) -> Summary:
    return Summary(conversation, members, names, None, 0, False, "")


def _cut(text: str) -> str:
    return one_line(text[:_LAST_CHARACTERS])


def _count(unread: int) -> str:
    if unread > _UNREAD_SHOWN:
        return words.UNREAD_MOST
    return str(unread) if unread else ""
