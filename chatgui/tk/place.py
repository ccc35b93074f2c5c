"""Where the window is on the screen, kept from one run to the next."""

import re
import tkinter as tk

_GEOMETRY = re.compile(r"(\d{2,5})x(\d{2,5})\+(-?\d{1,5})\+(-?\d{1,5})")
VISIBLE = 100
"""So much of it must be on the screen that it can be got hold of: screens come and go."""


def describe_place(root: tk.Tk) -> str:
    """For `restore_place`; "zoomed" before it: it filled the screen."""
    geometry = root.wm_geometry()
    if geometry.endswith("+0+0"):
        # So says Tk on X11 too where the window manager chose; then this is right but for a title.
        geometry = f"{geometry.removesuffix('+0+0')}+{root.winfo_x()}+{root.winfo_y()}"
    return f"{'zoomed ' if _is_zoomed(root) else ''}{geometry}"


def restore_place(root: tk.Tk, place: str, usual: tuple[int, int]) -> None:
    """What `describe_place` said; the usual size where that makes no sense here."""
    zoomed, _, geometry = place.rpartition(" ")
    found = _GEOMETRY.fullmatch(geometry)
    if found is None or not _is_visible(root, *map(int, found.groups())):
        width = min(usual[0], round(root.winfo_screenwidth() * 0.95))
        height = min(usual[1], round(root.winfo_screenheight() * 0.9))
        root.wm_geometry(f"{width}x{height}")
        return
    root.wm_geometry(geometry)
    if zoomed:
        _zoom(root)


def _is_visible(root: tk.Tk, width: int, height: int, x: int, y: int) -> bool:
    left, top = root.winfo_vrootx(), root.winfo_vrooty()
    right, bottom = left + root.winfo_vrootwidth(), top + root.winfo_vrootheight()
    across = min(right, x + width) - max(left, x)
    return across >= min(VISIBLE, width) and top <= y <= bottom - VISIBLE


def _is_zoomed(root: tk.Tk) -> bool:
    if root.tk.call("tk", "windowingsystem") == "x11":
        return bool(int(root.wm_attributes("-zoomed")))
    return root.wm_state() == "zoomed"


def _zoom(root: tk.Tk) -> None:
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.wm_attributes("-zoomed", True)
    else:
        root.wm_state("zoomed")
