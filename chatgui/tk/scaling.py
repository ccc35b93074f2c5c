"""How large things are: the screen's pixels for one at 96 dpi."""

import sys
import tkinter as tk


def prepare() -> None:
    """Call before the first Tk(): else Windows draws small and blows the picture up."""
    if sys.platform == "win32":
        import ctypes

        try:
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
        except (AttributeError, OSError):
            return  # before Windows 8.1: blurred, and nothing else


def scale(root: tk.Tk) -> float:
    """Tell Tk how large things are on this screen; the factor for lengths given at 96 dpi."""
    factor = max(1.0, round(read_dpi(root) / 96, 2))
    root.tk.call("tk", "scaling", factor * 96 / 72)
    return factor


def read_dpi(root: tk.Tk) -> float:
    """On X11 text obeys the resource Xft.dpi where it is set, and Tk 8.6's lengths do not. The
    option database shows that resource only to an application named Xft: so be it for a moment."""
    found = ""
    if root.tk.call("tk", "windowingsystem") == "x11":
        probe = tk.Tk(className="Xft")
        found = str(probe.tk.call("option", "get", ".", "dpi", "Dpi"))
        probe.destroy()
    try:
        dpi = float(found)
    except ValueError:
        return root.winfo_fpixels("1i")
    return dpi if 48 <= dpi <= 960 else root.winfo_fpixels("1i")
