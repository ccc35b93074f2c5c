"""What the person has chosen, in one readable file: HOME/settings.toml."""

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from shared.text import one_line
from shared.tk import settings_file
from shared.tk.palette import Theme
from shared.tk.points import FONT_POINTS, NORMAL_POINTS, Points

RECENT: Final = 8

Typed = Annotated[str, Meta(max_length=300)]


class Settings(Struct, frozen=True):
    """`font_points`: of message text; everything else follows it."""

    theme: Theme = "system"
    high_contrast: bool = False
    font_points: Points = NORMAL_POINTS
    enter_sends: bool = True
    notifies: bool = True
    shows_text: bool = True
    makes_sound: bool = False
    do_not_disturb: bool = False
    tells_read: bool = True
    closes_to_tray: bool = True
    knows_tray: bool = False
    """It was said that closing the window does not end the program."""
    recent: tuple[Typed, ...] = ()
    """Servers as typed, the last one first."""
    place: Typed = ""
    """Of the window on the screen; empty: wherever the system puts it."""


def remember_server(settings: Settings, typed: str) -> Settings:
    """It is the last one now."""
    recent = dict.fromkeys((one_line(typed), *settings.recent))
    return msgspec.structs.replace(settings, recent=tuple(recent)[:RECENT])


class SettingsFile(settings_file.SettingsFile[Settings]):
    def __init__(self, home: Path) -> None:
        super().__init__(home / "settings.toml", Settings, _HEAD, _NOTES)


_HEAD: Final = "# Parley's settings. Change them while Parley does not run, or in its window."

_NOTES: Final = {
    "theme": "system, light, dark",
    "font_points": f"{FONT_POINTS[0]} to {FONT_POINTS[1]}",
    "enter_sends": "false: Enter breaks the line",
    "notifies": "announce new messages",
    "shows_text": "and what they say",
    "tells_read": "others see what was read",
    "closes_to_tray": "closing the window keeps Parley running, where there is a tray",
    "knows_tray": "and that was said once",
    "recent": "servers, the last one first",
    "place": "of the window",
}
