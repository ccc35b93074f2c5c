"""What the icon shows of how the server is."""

from chatserver.control.answers import ServerStatus
from chatserver.tray import words
from shared.desktop.tray.view import Item, State, View
from shared.text import one_line

LONGEST_LINE = 90
"""Menus are as wide as their longest line."""

LINE = Item()


def make_view(status: ServerStatus | None, starts_at_login: bool | None, note: str = "") -> View:
    """`status`: None: not known. `starts_at_login`: None: cannot be chosen here. `note`: what was
    done last, for the tooltip."""
    if status is None:
        return View(
            words.TITLE, note or words.BEGINS, "quiet", 0, _items(None, starts_at_login), True
        )
    warnings = worries(status)
    lines = [words.summary(status.name, status.people), *warnings[:1]]
    return View(
        title=words.TITLE,
        tooltip="\n".join([*lines, note] if note else lines),
        state=_state(status, warnings),
        badge=status.people,
        items=_items(status, starts_at_login),
        is_server=True,
    )


def worries(status: ServerStatus) -> list[str]:
    """What somebody has to look after, the gravest first."""
    others = [words.OTHER.format(other=other) for other in status.others[:1]]
    return [*status.troubles, *(other for other in others if other not in status.troubles)]


def _state(status: ServerStatus, warnings: list[str]) -> State:
    if warnings:
        return "trouble"
    return "busy" if status.people else "quiet"


def _items(status: ServerStatus | None, starts_at_login: bool | None) -> tuple[Item, ...]:
    items = [*_head(status), Item("dashboard", words.DASHBOARD, is_default=True), LINE]
    items += [
        Item("address", words.COPY_ADDRESS, is_enabled=status is not None),
        Item("invite", words.COPY_INVITE, is_enabled=status is not None),
        LINE,
        Item(
            "pause",
            words.PAUSE,
            is_enabled=status is not None and status.guests != "off",
            is_checked=status is not None and status.guests_paused,
        ),
    ]
    if starts_at_login is not None:
        items.append(Item("login", words.LOGIN, is_checked=starts_at_login))
    return (*items, LINE, Item("quit", words.QUIT))


def _head(status: ServerStatus | None) -> list[Item]:
    """Many desktops show no tooltips, so the menu says it, too. A worry leads to the dashboard."""
    if status is None:
        return []
    head = [Item("state", words.summary(status.name, status.people), is_enabled=False)]
    head += [Item("worry", _short(worry)) for worry in worries(status)[:1]]
    return [*head, LINE]


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
