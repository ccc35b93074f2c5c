"""What the person has chosen, in one readable file: HOME/settings.toml."""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from chatgui.app.words import dialogs as words
from shared.disk import make_folder, replace_file
from shared.text import one_line
from shared.tk.palette import Theme

FONT_POINTS: Final = (6, 32)
RECENT: Final = 8

Points = Annotated[int, Meta(ge=FONT_POINTS[0], le=FONT_POINTS[1])]
Typed = Annotated[str, Meta(max_length=300)]


class Settings(Struct, frozen=True):
    """`font_points`: of message text; everything else follows it."""

    theme: Theme = "system"
    high_contrast: bool = False
    font_points: Points = 10
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


class SettingsFile:
    """`load` once, then `save` at each change. `warning`: a sentence for the person, or empty."""

    def __init__(self, home: Path) -> None:
        self._path = home / "settings.toml"
        self._is_foreign = False  # it cannot be read, and is not ours to write over
        self.warning = ""

    def load(self) -> Settings:
        """The usual ones where nothing is kept, or nothing that can be read."""
        self.warning = ""
        try:
            return self._read(tomllib.loads(self._path.read_bytes().decode()))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._give_up(error)
        except (ValueError, RecursionError):  # not TOML, not UTF-8
            self._set_aside()
        return Settings()

    def save(self, settings: Settings) -> str:
        """Why they are not kept, as a sentence; empty: they are."""
        if self._is_foreign:
            return self.warning
        try:
            make_folder(self._path.parent)
            replace_file(self._path, _write(settings).encode())
        except OSError as error:
            return words.SETTINGS_NOT_SAVED.format(path=self._path, reason=_reason(error))
        return ""

    def _read(self, content: dict[str, Any]) -> Settings:
        """Each by itself: what one does not understand costs that one only."""
        known: dict[str, Any] = {}
        left_out = []
        types = {field.name: field.type for field in msgspec.structs.fields(Settings)}
        for name, value in content.items():
            try:
                known[name] = msgspec.convert(value, types[name])
            except (KeyError, msgspec.ValidationError):
                left_out.append(one_line(name))
        if left_out:
            names = ", ".join(left_out)
            self.warning = words.SETTINGS_IGNORED.format(path=self._path, names=names)
        return Settings(**known)

    def _set_aside(self) -> None:
        aside = self._path.with_name("settings.damaged")
        number = 1
        while aside.exists():
            number += 1
            aside = self._path.with_name(f"settings.damaged-{number}")
        try:
            self._path.rename(aside)
        except OSError as error:
            self._give_up(error)
        else:
            self.warning = words.SETTINGS_DAMAGED.format(path=aside)

    def _give_up(self, error: OSError) -> None:
        self._is_foreign = True
        self.warning = words.SETTINGS_NOT_MOVED.format(path=self._path, reason=_reason(error))


def _write(settings: Settings) -> str:
    lines = [_HEAD]
    for name, value in msgspec.structs.asdict(settings).items():
        note = f"  # {_NOTES[name]}" if name in _NOTES else ""
        lines.append(f"{name} = {_value(value)}{note}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """JSON's spelling of words, numbers and lists is TOML's, too."""
    return json.dumps(value, ensure_ascii=False)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


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
