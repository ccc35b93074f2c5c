"""Where the window is on the screen, kept from one run to the next."""

import re
import tkinter as tk

from shared.tk.theme import Theme

_GEOMETRY = re.compile(r"(\d{2,5})x(\d{2,5})\+(-?\d{1,5})\+(-?\d{1,5})")
VISIBLE = 100
"""So much of it must be on the screen that it can be got hold of: screens come and go."""


def describe_place(root: tk.Tk, factor: float) -> str:
    """For `restore_place`; "zoomed" before it: it filled the screen. In pixels at 96 dpi, because
    the next screen may be another one."""
    geometry = root.wm_geometry()
    if geometry.endswith("+0+0"):
        # So says Tk on X11 too where the window manager chose; then this is right but for a title.
        geometry = f"{geometry.removesuffix('+0+0')}+{root.winfo_x()}+{root.winfo_y()}"
    found = _GEOMETRY.fullmatch(geometry)
    if found is None:
        return ""
    width, height, x, y = (round(int(length) / factor) for length in found.groups())
    return f"{'zoomed ' if _is_zoomed(root) else ''}{width}x{height}+{x}+{y}"


def restore_place(root: tk.Tk, place: str, usual: tuple[int, int], factor: float) -> None:
    """What `describe_place` said; the usual size, in the screen's pixels, where that makes no
    sense here. It is never larger than the screen."""
    zoomed, _, geometry = place.rpartition(" ")
    found = _GEOMETRY.fullmatch(geometry)
    if found is not None:
        width, height, x, y = (round(int(length) * factor) for length in found.groups())
    if found is None or not _is_visible(root, width, height, x, y):
        root.wm_geometry("{}x{}".format(*fit_screen(root, *usual)))
        return
    fitting = fit_screen(root, width, height)
    x, y = (x if fitting[0] == width else 0), (y if fitting[1] == height else 0)
    root.wm_geometry("{}x{}+{}+{}".format(*fitting, x, y))
    if zoomed:
        _zoom(root)


def fit_screen(root: tk.Tk, width: int, height: int) -> tuple[int, int]:
    """So large, or what there is room for beside a task bar and under a title."""
    across, down = root.winfo_vrootwidth() * 0.95, root.winfo_vrootheight() * 0.9
    return min(width, round(across)), min(height, round(down))


def set_least_size(root: tk.Tk, theme: Theme, width: int, height: int) -> None:
    """In pixels at 96 dpi with usual text. Text twice as large does with half as much room again:
    lines break. A window that is too small now grows."""
    least = ((theme.px(length) + theme.tall(length)) // 2 for length in (width, height))
    root.wm_minsize(*fit_screen(root, *least))


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
