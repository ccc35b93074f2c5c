"""As much of Xlib as an icon in an XEmbed tray takes, by ctypes; on a connection of its own.

Xlib ends the program when the server refuses a request, and with windows of others, which may go at
any time, that happens: so every request is made inside `refusable`.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any, Final, NamedTuple

from shared.desktop.tray.x_structures import Attributes, Event, Image, VisualInfo

BUTTON_RELEASE, ENTER, LEAVE, EXPOSE = 5, 7, 8, 12
DESTROYED, CONFIGURED, CLIENT_MESSAGE = 17, 22, 33

STRUCTURE_CHANGES: Final = 1 << 17
FOR_ICON: Final = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 15 | STRUCTURE_CHANGES
"""Buttons (a release comes only to who hears the press), the pointer, exposure."""

PARENT_RELATIVE: Final = 1
_INPUT_OUTPUT, _Z_PIXMAP, _VISUAL_BY_ID, _REPLACE = 1, 2, 1, 0
_COLORMAP, _BORDER, _OVERRIDE = 1 << 13, 1 << 3, 1 << 9
_BACK_PIXMAP, _BACK_PIXEL = 1 << 0, 1 << 1


_Handler = CFUNCTYPE(c_int, c_void_p, c_void_p)


class Visual(NamedTuple):
    """How a window's pixels are kept; None: as the screen's own."""

    pointer: int | None
    depth: int
    colormap: int


class Display:
    """OSError: there is no library or no display."""

    def __init__(self) -> None:
        self._x = _load()
        self._pointer = self._x.XOpenDisplay(None)
        if not self._pointer:
            raise OSError("no display")
        self.root: int = self._x.XDefaultRootWindow(self._pointer)
        self.descriptor: int = self._x.XConnectionNumber(self._pointer)
        self._refused = False

    def close(self) -> None:
        self._x.XCloseDisplay(self._pointer)

    @contextmanager
    def refusable(self) -> Iterator[None]:
        """OSError at its end, if the server has refused any request made inside. Nobody else may
        use Xlib meanwhile: call it in Tk's thread."""
        self._refused = False
        handler = _Handler(self._take_refusal)
        before = self._x.XSetErrorHandler(handler)
        try:
            yield
        finally:
            self._x.XSync(self._pointer, 0)
            self._x.XSetErrorHandler(before)
        if self._refused:
            raise OSError("the display refuses")

    def _take_refusal(self, display: int, error: int) -> int:
        self._refused = True
        return 0

    def events(self) -> list[Event]:
        """Those that have come; never waits."""
        found = []
        while self._x.XPending(self._pointer):
            event = Event()
            self._x.XNextEvent(self._pointer, byref(event))
            found.append(event)
        return found

    # --- requests: inside `refusable` ----------------------------------------------------------

    def atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._pointer, name.encode(), 0))

    def owner(self, selection: int) -> int:
        """0: nobody."""
        return int(self._x.XGetSelectionOwner(self._pointer, selection))

    def listen(self, window: int, mask: int) -> None:
        self._x.XSelectInput(self._pointer, window, mask)

    def read_number(self, window: int, name: str) -> int:
        """A property of one number; 0: it is not there."""
        kind, size, count, rest, data = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
        found = byref(kind), byref(size), byref(count), byref(rest), byref(data)
        self._x.XGetWindowProperty(self._pointer, window, self.atom(name), 0, 1, 0, 0, *found)
        if not data.value:
            return 0
        has_number = size.value == 32 and count.value > 0
        number = c_ulong.from_address(data.value).value if has_number else 0
        self._x.XFree(data)
        return number

    def visual(self, number: int) -> Visual:
        """The one with that id, if it is see-through; else the screen's own."""
        wanted, count = VisualInfo(visualid=number), c_int()
        found = (
            self._x.XGetVisualInfo(self._pointer, _VISUAL_BY_ID, byref(wanted), byref(count))
            if number
            else None
        )
        if not found:
            return Visual(None, 0, 0)
        visual, depth = found[0].visual, found[0].depth
        self._x.XFree(found)
        if depth != 32:
            return Visual(None, 0, 0)
        colormap = self._x.XCreateColormap(self._pointer, self.root, visual, 0)
        return Visual(visual, depth, colormap)

    def make_window(self, size: int, visual: Visual) -> int:
        """Not shown yet, and nothing for window managers; what stands behind it shines through."""
        given = Attributes(
            background_pixmap=PARENT_RELATIVE, override_redirect=1, colormap=visual.colormap
        )
        mask = _OVERRIDE | _BORDER
        mask |= _COLORMAP | _BACK_PIXEL if visual.depth else _BACK_PIXMAP
        place = (-size, -size, size, size)
        kind = visual.depth, _INPUT_OUTPUT, visual.pointer
        return int(
            self._x.XCreateWindow(self._pointer, self.root, *place, 0, *kind, mask, byref(given))
        )

    def destroy(self, window: int) -> None:
        self._x.XDestroyWindow(self._pointer, window)

    def set_numbers(self, window: int, name: str, kind: str, numbers: list[int]) -> None:
        data = (c_long * len(numbers))(*numbers)
        atoms = self.atom(name), self.atom(kind)
        self._x.XChangeProperty(self._pointer, window, *atoms, 32, _REPLACE, data, len(numbers))

    def set_text(self, window: int, name: str, kind: str, text: bytes) -> None:
        atoms = self.atom(name), self.atom(kind)
        self._x.XChangeProperty(self._pointer, window, *atoms, 8, _REPLACE, text, len(text))

    def send(self, window: int, kind: str, numbers: list[int]) -> None:
        """A client message."""
        event = Event()
        event.message.head.type, event.message.head.window = CLIENT_MESSAGE, window
        event.message.message_type, event.message.format = self.atom(kind), 32
        event.message.data[:] = numbers
        self._x.XSendEvent(self._pointer, window, 0, 0, byref(event))

    def grab_image(self, window: int, width: int, height: int) -> "ctypes._Pointer[Image] | None":
        """What stands behind that window, to be painted on; None: it is not shown. `put_image`
        frees it."""
        self._x.XClearWindow(self._pointer, window)
        box = 0, 0, width, height
        image = self._x.XGetImage(self._pointer, window, *box, ~0 & 0xFFFFFFFF, _Z_PIXMAP)
        return image or None

    def put_image(self, window: int, image: "ctypes._Pointer[Image]") -> None:
        pen = self._x.XCreateGC(self._pointer, window, 0, None)
        size = image.contents.width, image.contents.height
        self._x.XPutImage(self._pointer, window, pen, image, 0, 0, 0, 0, *size)
        self._x.XFreeGC(self._pointer, pen)
        image.contents.destroy(image)


_WINDOW = (c_void_p, c_ulong)
_BOX = (c_int, c_int, c_uint, c_uint)
_IMAGE = POINTER(Image)
_OUT = (POINTER(c_ulong), POINTER(c_int), POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p))
_FUNCTIONS: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "XOpenDisplay": (c_void_p, (c_char_p,)),
    "XCloseDisplay": (c_int, (c_void_p,)),
    "XDefaultRootWindow": (c_ulong, (c_void_p,)),
    "XConnectionNumber": (c_int, (c_void_p,)),
    "XSetErrorHandler": (c_void_p, (c_void_p,)),
    "XSync": (c_int, (c_void_p, c_int)),
    "XPending": (c_int, (c_void_p,)),
    "XNextEvent": (c_int, (c_void_p, POINTER(Event))),
    "XInternAtom": (c_ulong, (c_void_p, c_char_p, c_int)),
    "XGetSelectionOwner": (c_ulong, _WINDOW),
    "XSelectInput": (c_int, (*_WINDOW, c_long)),
    "XGetWindowProperty": (
        c_int,
        (*_WINDOW, c_ulong, c_long, c_long, c_int, c_ulong, *_OUT),
    ),
    "XFree": (c_int, (c_void_p,)),
    "XGetVisualInfo": (
        POINTER(VisualInfo),
        (c_void_p, c_long, POINTER(VisualInfo), POINTER(c_int)),
    ),
    "XCreateColormap": (c_ulong, (*_WINDOW, c_void_p, c_int)),
    "XCreateWindow": (
        c_ulong,
        (*_WINDOW, *_BOX, c_uint, c_int, c_uint, c_void_p, c_ulong, POINTER(Attributes)),
    ),
    "XDestroyWindow": (c_int, _WINDOW),
    "XChangeProperty": (
        c_int,
        (*_WINDOW, c_ulong, c_ulong, c_int, c_int, c_void_p, c_int),
    ),
    "XSendEvent": (c_int, (*_WINDOW, c_int, c_long, POINTER(Event))),
    "XClearWindow": (c_int, _WINDOW),
    "XGetImage": (_IMAGE, (*_WINDOW, *_BOX, c_ulong, c_int)),
    "XCreateGC": (c_void_p, (*_WINDOW, c_ulong, c_void_p)),
    "XFreeGC": (c_int, (c_void_p, c_void_p)),
    "XPutImage": (c_int, (*_WINDOW, c_void_p, _IMAGE, c_int, c_int, *_BOX)),
}
"""What each gives, and what it takes."""


def _load() -> Any:
    """Its pointers are wider than the int that ctypes takes them for."""
    x11 = ctypes.CDLL("libX11.so.6")
    for name, (gives, takes) in _FUNCTIONS.items():
        function = getattr(x11, name)
        function.restype, function.argtypes = gives, takes
    return x11
