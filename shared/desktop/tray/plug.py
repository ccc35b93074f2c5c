"""An icon in an XEmbed tray: a small window of ours that the tray's owner takes into its own.

Painted on what stands behind it, so that it fits light panels and dark ones. When the owner ends,
the window is gone; when one begins, which is announced to everybody, it docks again.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final, Literal, NamedTuple

from shared.desktop.tray import xlib
from shared.desktop.tray.x_structures import Event, Image
from shared.desktop.tray.xlib import Display

USUAL_SIZE: Final = 24
"""Asked for; the tray decides."""

MOST_SIZE: Final = 128

_SELECTION: Final = "_NET_SYSTEM_TRAY_S0"
_DOCK: Final = 0
_MAPPED: Final = 1
_LEAST_SIZE: Final = 1 << 4
_LEFT, _RIGHT = 1, 3

Paint = Callable[[int], bytes]
"""Rows of red, green, blue and opacity for a square of that size."""

Happening = Literal["clicked", "menu", "entered", "left", "resized", "lost"]


class News(NamedTuple):
    """`x`: of the pointer, on the screen; `top` and `bottom`: of the icon. "resized": draw again
    in a moment, when the panel has drawn itself anew."""

    what: Happening
    x: int = 0
    top: int = 0
    bottom: int = 0


class Plug:
    """Everything in one thread, Tk's. `paint`: the picture as it is now. `descriptor`: to be
    watched; `take` when it can be read. OSError: there is no display."""

    def __init__(self, title: str, paint: Paint) -> None:
        self._title, self._paint = title, paint
        self._display = Display()
        self.descriptor = self._display.descriptor
        self._window = self._owner = 0
        self._size = (0, 0)
        with self._display.refusable():
            self._selection = self._display.atom(_SELECTION)
            self._announcement = self._display.atom("MANAGER")
            self._display.listen(self._display.root, xlib.STRUCTURE_CHANGES)

    @property
    def is_docked(self) -> bool:
        return bool(self._window)

    def dock(self) -> bool:
        """False: there is no tray now."""
        try:
            with self._display.refusable():
                self._owner = self._display.owner(self._selection)
                if self._owner:
                    self._make_window()
                    self._ask_to_dock()
        except OSError:  # it has just gone
            self._leave()
        return self.is_docked

    def take(self) -> list[News]:
        """What has happened."""
        found = [self._hear(event) for event in self._display.events()]
        return [news for news in found if news is not None]

    def draw(self) -> None:
        """The picture has changed."""
        with suppress(OSError):  # the window has gone; that will be heard of
            self._draw()

    def close(self) -> None:
        self._leave()
        self._display.close()

    # --- docking -------------------------------------------------------------------------------

    def _make_window(self) -> None:
        display = self._display
        display.listen(self._owner, xlib.STRUCTURE_CHANGES)
        visual = display.visual(display.read_number(self._owner, "_NET_SYSTEM_TRAY_VISUAL"))
        self._window = window = display.make_window(USUAL_SIZE, visual)
        self._size = USUAL_SIZE, USUAL_SIZE  # a panel that gives just this says nothing
        display.listen(window, xlib.FOR_ICON)
        for name in ("_NET_WM_NAME", "WM_NAME"):
            display.set_text(window, name, "UTF8_STRING", self._title.encode())
        display.set_text(window, "WM_CLASS", "STRING", b"parley\0Parley\0")
        display.set_numbers(window, "_XEMBED_INFO", "_XEMBED_INFO", [0, _MAPPED])
        self._wish(USUAL_SIZE)

    def _wish(self, size: int) -> None:
        hints = [_LEAST_SIZE, 0, 0, 0, 0, size, size, *[0] * 11]
        self._display.set_numbers(self._window, "WM_NORMAL_HINTS", "WM_SIZE_HINTS", hints)

    def _resize(self, width: int, height: int) -> None:
        """Panels give their own height at once, and as much width as is wished for."""
        self._size = width, height
        with suppress(OSError), self._display.refusable():
            self._wish(min(max(width, height), MOST_SIZE))

    def _ask_to_dock(self) -> None:
        numbers = [0, _DOCK, self._window, 0, 0]
        self._display.send(self._owner, "_NET_SYSTEM_TRAY_OPCODE", numbers)

    def _leave(self) -> None:
        window, self._window, self._owner = self._window, 0, 0
        if window:
            with suppress(OSError), self._display.refusable():  # the owner took it along
                self._display.destroy(window)

    # --- what the display says -------------------------------------------------------------------

    def _hear(self, event: Event) -> News | None:
        kind, window = event.any.type, event.any.window
        if kind == xlib.CLIENT_MESSAGE and window == self._display.root:
            self._hear_announcement(event)
            return None
        if kind == xlib.DESTROYED and event.structure.window in (self._owner, self._window):
            return self._lose()
        if not self._window or window != self._window:
            return None
        size = event.structure.width, event.structure.height
        if kind == xlib.CONFIGURED and size != self._size:
            self._resize(*size)
            return News("resized")
        elif kind == xlib.EXPOSE:
            self.draw()
        return self._hear_pointer(event)

    def _hear_announcement(self, event: Event) -> None:
        is_tray = event.message.message_type == self._announcement
        if is_tray and event.message.data[1] == self._selection and not self.is_docked:
            self.dock()

    def _lose(self) -> News | None:
        """Another tray may be there already."""
        was_docked = self.is_docked
        self._leave()
        return News("lost") if was_docked and not self.dock() else None

    def _hear_pointer(self, event: Event) -> News | None:
        at = event.pointer
        top = at.y_root - at.y
        place = at.x_root, top, top + self._size[1]
        if at.type == xlib.BUTTON_RELEASE and at.button in (_LEFT, _RIGHT):
            return News("clicked" if at.button == _LEFT else "menu", *place)
        if at.type in (xlib.ENTER, xlib.LEAVE):
            return News("entered" if at.type == xlib.ENTER else "left", *place)
        return None

    # --- painting ------------------------------------------------------------------------------

    def _draw(self) -> None:
        width, height = self._size
        size = min(self._size)
        if not self._window or size <= 0:
            return
        with self._display.refusable():
            image = self._display.grab_image(self._window, width, height)
            if image is not None:
                left, top = (width - size) // 2, (height - size) // 2
                lay_on(image.contents, self._paint(size), size, left, top)
                self._display.put_image(self._window, image)


def lay_on(image: Image, pixels: bytes, size: int, left: int, top: int) -> None:
    """The picture on what is there; where the image knows opacity, it is weighted by that."""
    masks = [image.red_mask, image.green_mask, image.blue_mask]
    if image.depth == 32:
        masks.append(0xFFFFFFFF & ~(masks[0] | masks[1] | masks[2]))
    for number in range(size * size):
        red, green, blue, seen = pixels[4 * number : 4 * number + 4]
        if not seen:
            continue
        x, y = left + number % size, top + number // size
        below = image.get_pixel(image, x, y) if seen < 255 else 0
        value = 0
        for mask, new in zip(masks, (red, green, blue, 255), strict=False):
            step = mask & -mask
            full = mask // step
            old = (below & mask) // step
            value |= round((new * full * seen / 255 + old * (255 - seen)) / 255) * step
        image.put_pixel(image, x, y, value)
