"""How the window asks to be looked at: its button in the task bar flashes or is marked. The focus
stays where it is.

On X11 the window manager is asked as EWMH has it (_NET_WM_STATE_DEMANDS_ATTENTION). Tk cannot say
that, so it is said with the library that Tk itself uses, on a connection of its own.
"""

import ctypes
import sys
import tkinter as tk
from contextlib import suppress
from ctypes import POINTER, Structure, Union, byref, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any, Final

_CLIENT_MESSAGE: Final = 33
_TO_WINDOW_MANAGER: Final = 1 << 19 | 1 << 20
"""SubstructureNotifyMask and SubstructureRedirectMask, as EWMH wants it."""

_ADD: Final = 1
_FLASH_UNTIL_LOOKED_AT: Final = 0x2 | 0xC
"""FLASHW_TRAY and FLASHW_TIMERNOFG."""


def demand_attention(root: tk.Tk) -> None:
    """Where that is not possible nothing happens."""
    system = root.tk.call("tk", "windowingsystem")
    with suppress(OSError, AttributeError):  # the library is not there, or another one
        if system == "x11":
            _ask_window_manager(root.winfo_id())
        elif system == "win32":
            _flash(int(root.wm_frame(), 16))


class _Message(Structure):
    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    )


class _Event(Union):
    """XEvent: as large as the largest."""

    _fields_ = (("message", _Message), ("pad", c_long * 24))


def _ask_window_manager(window: int) -> None:
    x11 = _load_x11()
    display = x11.XOpenDisplay(None)
    if not display:
        return
    state = x11.XInternAtom(display, b"_NET_WM_STATE", 0)
    wanted = x11.XInternAtom(display, b"_NET_WM_STATE_DEMANDS_ATTENTION", 0)
    root, wrapper = _find_wrapper(x11, display, window)
    event = _Event()
    event.message.type, event.message.format = _CLIENT_MESSAGE, 32
    event.message.window, event.message.message_type = wrapper, state
    event.message.data[0], event.message.data[1], event.message.data[3] = _ADD, wanted, 1
    x11.XSendEvent(display, root, 0, _TO_WINDOW_MANAGER, byref(event))
    x11.XCloseDisplay(display)


def _find_wrapper(x11: Any, display: int, window: int) -> tuple[int, int]:
    """The screen's root, and what Tk puts around its window: the manager knows that one."""
    root, parent, children, count = c_ulong(), c_ulong(), c_void_p(), c_uint()
    x11.XQueryTree(display, window, byref(root), byref(parent), byref(children), byref(count))
    if children:
        x11.XFree(children)
    return root.value, parent.value


def _load_x11() -> Any:
    """Its pointers are wider than the int that ctypes takes them for."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = c_void_p, (ctypes.c_char_p,)
    x11.XInternAtom.restype = c_ulong
    x11.XInternAtom.argtypes = (c_void_p, ctypes.c_char_p, c_int)
    ids = POINTER(c_ulong)
    x11.XQueryTree.argtypes = (c_void_p, c_ulong, ids, ids, POINTER(c_void_p), POINTER(c_uint))
    x11.XFree.argtypes = x11.XCloseDisplay.argtypes = (c_void_p,)
    x11.XSendEvent.argtypes = (c_void_p, c_ulong, c_int, c_long, POINTER(_Event))
    return x11


class _FlashInfo(Structure):
    _fields_ = (
        ("size", c_uint),
        ("window", c_void_p),
        ("flags", c_uint),
        ("count", c_uint),
        ("timeout_ms", c_uint),
    )


def _flash(window: int) -> None:
    if sys.platform == "win32":
        info = _FlashInfo(ctypes.sizeof(_FlashInfo), window, _FLASH_UNTIL_LOOKED_AT, 0, 0)
        ctypes.windll.user32.FlashWindowEx(byref(info))
