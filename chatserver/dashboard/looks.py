"""How the window looked when it was last closed, in the server's own folder: DATA/dashboard.toml.
No tkinter."""

from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from shared.tk.points import FONT_POINTS, NORMAL_POINTS, Points
from shared.tk.settings_file import SettingsFile


class Looks(Struct, frozen=True):
    """`place`: see `shared/tk/place.py`; empty: wherever the system puts it."""

    font_points: Points = NORMAL_POINTS
    shows_log: bool = True
    place: Annotated[str, Meta(max_length=300)] = ""


class LooksFile(SettingsFile[Looks]):
    """Where there is no such folder nothing is saved: then there is no server either."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "dashboard.toml", Looks, _HEAD, _NOTES)
        self._folder = folder

    def save(self, settings: Looks) -> str:
        return super().save(settings) if self._folder.is_dir() else ""


_HEAD: Final = "# How the dashboard looks. Change it while the dashboard is closed, or in it."
_NOTES: Final = {
    "font_points": f"{FONT_POINTS[0]} to {FONT_POINTS[1]}",
    "place": "of the window",
}
