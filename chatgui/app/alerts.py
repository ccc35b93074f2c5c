"""Which messages are announced, and how: noticed, and never a nuisance.

What comes right after the line was away, or the computer asleep, is one summary once it has all
come; what comes fast is summed up, too. Muted conversations and whoever does not want to be
disturbed hear nothing; of what is said to Everyone only what names the person is announced.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from chatgui.app.messages import MessageReceived
from chatgui.app.settings import Settings
from chatgui.app.words import window as words
from chatgui.archive.items import conversation_of
from shared.desktop.notification import Notification
from shared.names import name_key
from shared.plural import plural
from shared.text import one_line

GAP_MS: Final = 2_000
"""Between announcements; meanwhile they gather."""

QUIET_MS: Final = 1_500
"""A backlog has come when nothing more has for so long."""

BACKLOG_MS: Final = 30_000
"""It is announced after so long at the latest."""

ASLEEP_MS: Final = 30_000
"""Between two ticks, which are a second apart: the computer slept."""

_ONE_BY_ONE: Final = 3
_BODY_CHARACTERS: Final = 300
_EVERYONE: Final = conversation_of(0, (0,))
_WORD: Final = re.compile(r"[\w.-]+")


class _Gathered(Struct, frozen=True):
    """What waits of one conversation: a backlog may be long, so only the newest are kept."""

    count: int
    newest: tuple[MessageReceived, ...]
    is_early: bool


class Alerts:
    """`hear` what may be announced; `take` what is. Times in milliseconds since 1970."""

    def __init__(self, title_of: Callable[[MessageReceived], str]) -> None:
        """`title_of` the conversation that the message is of."""
        self._title_of = title_of
        self._waiting: dict[bytes, _Gathered] = {}
        self._announced_ms = 0
        self._ticked_ms: int | None = None
        self._backlog_ms: int | None = None  # since when one comes
        self._heard_ms = 0

    def expect_backlog(self, now_ms: int) -> None:
        """The line is back: what was said meanwhile comes now."""
        self._backlog_ms = self._heard_ms = now_ms

    def tick(self, now_ms: int) -> None:
        last, self._ticked_ms = self._ticked_ms, now_ms
        if last is not None and now_ms - last > ASLEEP_MS:
            self.expect_backlog(now_ms)
        elif not self._waiting and now_ms - self._heard_ms >= QUIET_MS:
            self._backlog_ms = None  # there was none

    def hear(self, message: MessageReceived, name: str, now_ms: int) -> None:
        """`name`: the person's own, which calls them out of Everyone."""
        self._heard_ms = now_ms
        key = message.conversation
        if key == _EVERYONE and not is_named(message.text, name):
            return
        before = self._waiting.pop(key, _Gathered(0, (), False))
        newest = (*before.newest, message)[-_ONE_BY_ONE:]
        self._waiting[key] = _Gathered(before.count + 1, newest, before.is_early or message.early)

    def forget(self, conversation: bytes) -> None:
        """The person looks at it."""
        self._waiting.pop(conversation, None)

    def take(self, settings: Settings, now_ms: int) -> list[Notification]:
        if not settings.notifies or settings.do_not_disturb:
            self._waiting.clear()
        if not self._waiting or self._is_held(now_ms):
            return []
        waiting, self._waiting = list(self._waiting.values()), {}
        self._announced_ms = now_ms
        count = sum(one.count for one in waiting)
        if count > _ONE_BY_ONE or (count > 1 and any(one.is_early for one in waiting)):
            return [self._summary(waiting, settings)]
        return [self._announce(message, settings) for one in waiting for message in one.newest]

    def _is_held(self, now_ms: int) -> bool:
        if self._backlog_ms is not None:
            is_coming = now_ms - self._heard_ms < QUIET_MS
            if is_coming and now_ms - self._backlog_ms < BACKLOG_MS:
                return True
            self._backlog_ms = None
        return 0 <= now_ms - self._announced_ms < GAP_MS

    def _announce(self, message: MessageReceived, settings: Settings) -> Notification:
        title = self._title_of(message)
        sender = _sender(message)
        if title != message.sender:
            sender = words.NOTIFY_GROUP.format(sender=sender, title=title)
        body = one_line(message.text[:_BODY_CHARACTERS])
        return Notification(
            sender,
            body if settings.shows_text else words.NOTIFY_HIDDEN,
            message.conversation,
            settings.makes_sound,
        )

    def _summary(self, waiting: Sequence[_Gathered], settings: Settings) -> Notification:
        newest = waiting[-1].newest[-1]
        return Notification(
            _counts(waiting),
            words.NOTIFY_SUMMARY_BODY.format(sender=_sender(newest)),
            newest.conversation,
            settings.makes_sound,
        )


def is_named(text: str, name: str) -> bool:
    """Whether the name stands in the text as a word."""
    wanted = name_key(name)
    return wanted in name_key(text) and any(
        name_key(candidate) == wanted
        for word in _WORD.findall(text)
        for candidate in (word, word.strip(".-_"))
    )


def sample_notification(settings: Settings) -> Notification:
    """Shows the person what an announcement is like."""
    return Notification(
        words.NOTIFY_TEST_TITLE, words.NOTIFY_TEST_BODY, _EVERYONE, settings.makes_sound
    )


def _sender(message: MessageReceived) -> str:
    if message.unverified:
        return words.NOTIFY_GUEST.format(sender=message.sender)
    return message.sender


def _counts(waiting: Sequence[_Gathered]) -> str:
    count = sum(one.count for one in waiting)
    return words.NOTIFY_SUMMARY.format(
        messages=plural(count, words.NOTIFY_MESSAGES_ONE, words.NOTIFY_MESSAGES_MANY),
        conversations=plural(
            len(waiting), words.NOTIFY_CONVERSATIONS_ONE, words.NOTIFY_CONVERSATIONS_MANY
        ),
    )
