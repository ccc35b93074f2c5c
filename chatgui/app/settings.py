"""What the person has chosen, in one readable file: HOME/settings.toml."""

from typing import Literal

from msgspec import Struct

Theme = Literal["system", "light", "dark"]


class Settings(Struct, frozen=True):
    """`font_points`: of message text; everything else follows it."""

    theme: Theme = "system"
    font_points: int = 10
    enter_sends: bool = True
    notifies: bool = True
    shows_text: bool = True
    makes_sound: bool = False
    do_not_disturb: bool = False
    tells_read: bool = True
    recent: tuple[str, ...] = ()
    """Servers as typed, the last one first."""
