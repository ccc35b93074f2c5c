"""How large things are: the screen's pixels for one at 96 dpi."""

import re
import sys
import tkinter as tk

_RESOURCE = re.compile(rb"^Xft\.dpi:\s*(\d{1,5}(?:\.\d{1,5})?)\s*$", re.MULTILINE)


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
    """On X11 text obeys the resource Xft.dpi where it is set, and Tk 8.6's lengths do not."""
    is_x11 = root.tk.call("tk", "windowingsystem") == "x11"
    found = _RESOURCE.search(_read_resources()) if is_x11 else None
    dpi = float(found[1]) if found else 0.0
    return dpi if 48 <= dpi <= 960 else root.winfo_fpixels("1i")


def _read_resources() -> bytes:
    """The desktop's, of Xlib itself: Tk shows that one only to a program named Xft, and to start
    another Tk takes forty milliseconds."""
    import ctypes

    try:
        xlib = ctypes.CDLL("libX11.so.6")  # the one that Tk has loaded
    except OSError:
        return b""
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XResourceManagerString.restype = ctypes.c_char_p
    display = ctypes.c_void_p(xlib.XOpenDisplay(None))
    if not display:
        return b""
    found: bytes | None = xlib.XResourceManagerString(display)
    xlib.XCloseDisplay(display)
    return found or b""
