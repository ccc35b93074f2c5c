"""Everything a person reads of the server in the tray."""

from typing import Final

from shared.plural import plural
from shared.program_names import TYPED

TITLE: Final = "Parley server"

BEGINS: Final = "The server begins."
DASHBOARD: Final = "Open dashboard"
COPY_ADDRESS: Final = "Copy address"
COPY_INVITE: Final = "Copy invite"
PAUSE: Final = "Pause guests"
LOGIN: Final = "Start at login"
LOGIN_LEFT: Final = (
    "What was to start at login is not there any more, and its entry was changed by hand, so it "
    "stays as it is. Turn Start at login off and on again in the tray's menu to start this program."
)
LOGIN_MENDED: Final = (
    "What was to start at login is not there any more, perhaps because Parley was moved. From now "
    "on this program starts in its place."
)
QUIT: Final = "Quit"

SILENT: Final = "The server does not answer."
ADDRESS_COPIED: Final = "Copied: {address}. Colleagues type it into Parley's window."
ADDRESS_HERE_COPIED: Final = "Copied: {address}. Only programs on this computer can join there."
LINK_COPIED: Final = "The invite is copied. Send it to whoever should join."
LINK_HERE_COPIED: Final = "The invite is copied. Only programs on this computer can join by it."
TOKEN_COPIED: Final = (
    "The invite is copied. It lets one person in, within 7 days: give it to that person alone."
)
NOT_COPIED: Final = "There is no clipboard here. This is it: {text}"
NO_DASHBOARD: Final = "The dashboard does not open. {reason}"
NO_TRAY: Final = "There is no tray here; the dashboard opens instead."
NO_SCREEN: Final = "It needs a screen, and Python's tkinter."
NOTHING_TO_SHOW: Final = "There is no tray here, and no screen: the server goes on without."
TRAY_LOST: Final = (
    "The tray is gone; the server goes on, and its icon comes back where there is a tray again. "
    "Until then start it once more to open its dashboard."
)

RUNS_ALREADY: Final = (
    f"This server runs already. Its dashboard needs a screen; '{TYPED.server} ctl' needs none."
)
OTHER_PORT: Final = "{reason} This time it is port {port}."
THIS_COMPUTER: Final = "this computer"
CLOSE: Final = "Close"

QUIT_AGAIN: Final = "{count} online. Choose Quit once more within 30 seconds to end the server."
QUIT_TEXT: Final = (
    "Quit {server}? {count} online. They are told that the server closes, and cannot write until "
    "it runs again. Nothing that was said is lost."
)
QUIT_YES: Final = "Quit"
QUIT_NO: Final = "Keep running"


OTHER: Final = "Another server is on this network: {other}. People may join the wrong one."


def count_people(count: int) -> str:
    return plural(count, "1 person is", f"{count} people are")


def summary(name: str, people: int) -> str:
    online = plural(people, "1 person online", f"{people} people online")
    return f"{name}: {online if people else 'nobody is online'}"
