"""What the client's icon in the tray shows: what is unread, how the line is, and a menu."""

from typing import Final

from chatgui.app.chat import Chat
from chatgui.app.words import window as words
from shared.desktop.tray.view import Item, State, View
from shared.plural import plural

SHOW, QUIET, LOGIN, QUIT = "show", "quiet", "login", "quit"
"""Names of what can be chosen."""

TITLE: Final = "Parley"


def describe_tray(chat: Chat, starts_at_login: bool | None) -> View:
    """`starts_at_login` None: this chat cannot, because nothing of it is kept."""
    items = _items(chat, starts_at_login)
    return View(TITLE, _tooltip(chat), _state(chat), chat.unread, items)


def _state(chat: Chat) -> State:
    if chat.ended is not None or chat.is_line_lost or chat.status.trouble:
        return "trouble"
    return "busy" if chat.unread else "quiet"


def _tooltip(chat: Chat) -> str:
    lines = [chat.whose]
    if chat.unread:
        lines.append(plural(chat.unread, words.TRAY_UNREAD_ONE, words.TRAY_UNREAD_MANY))
    if chat.ended is not None:
        lines.append(words.TRAY_OVER)
    elif chat.is_line_lost:
        lines.append(words.TRAY_LOST)
    elif chat.status.trouble:
        lines.append(words.TRAY_TROUBLE)
    return "\n".join(lines)


def _items(chat: Chat, starts_at_login: bool | None) -> tuple[Item, ...]:
    return (
        Item(SHOW, words.TRAY_SHOW, is_default=True),
        Item(),
        Item(QUIET, words.TRAY_QUIET, is_checked=chat.settings.do_not_disturb),
        Item(
            LOGIN,
            words.TRAY_LOGIN,
            is_enabled=starts_at_login is not None,
            is_checked=bool(starts_at_login),
        ),
        Item(),
        Item(QUIT, words.TRAY_QUIT),
    )
