"""Xlib's structures, as far as an icon in a tray meets them."""

from ctypes import CFUNCTYPE, POINTER, Structure, Union, c_int, c_long, c_uint, c_ulong, c_void_p


class _Any(Structure):
    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
    )


class _Pointer(Structure):
    """XButtonEvent and XCrossingEvent, as far as they are the same."""

    _anonymous_ = ("head",)
    _fields_ = (
        ("head", _Any),
        ("root", c_ulong),
        ("child", c_ulong),
        ("time", c_ulong),
        ("x", c_int),
        ("y", c_int),
        ("x_root", c_int),
        ("y_root", c_int),
        ("state", c_uint),
        ("button", c_uint),
    )


class _Structure(Structure):
    """XConfigureEvent and XDestroyWindowEvent; `head.window` is who was told."""

    _fields_ = (
        ("head", _Any),
        ("window", c_ulong),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
    )


class _Message(Structure):
    _fields_ = (
        ("head", _Any),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    )


class Event(Union):
    """XEvent: as large as the largest."""

    _fields_ = (
        ("any", _Any),
        ("pointer", _Pointer),
        ("structure", _Structure),
        ("message", _Message),
        ("pad", c_long * 24),
    )


class Image(Structure):
    pass


_Destroy = CFUNCTYPE(c_int, POINTER(Image))
_GetPixel = CFUNCTYPE(c_ulong, POINTER(Image), c_int, c_int)
_PutPixel = CFUNCTYPE(c_int, POINTER(Image), c_int, c_int, c_ulong)
Image._fields_ = (
    ("width", c_int),
    ("height", c_int),
    ("xoffset", c_int),
    ("format", c_int),
    ("data", c_void_p),
    ("byte_order", c_int),
    ("bitmap_unit", c_int),
    ("bitmap_bit_order", c_int),
    ("bitmap_pad", c_int),
    ("depth", c_int),
    ("bytes_per_line", c_int),
    ("bits_per_pixel", c_int),
    ("red_mask", c_ulong),
    ("green_mask", c_ulong),
    ("blue_mask", c_ulong),
    ("obdata", c_void_p),
    ("create", c_void_p),
    ("destroy", _Destroy),
    ("get_pixel", _GetPixel),
    ("put_pixel", _PutPixel),
)


class VisualInfo(Structure):
    _fields_ = (
        ("visual", c_void_p),
        ("visualid", c_ulong),
        ("screen", c_int),
        ("depth", c_int),
        ("kind", c_int),
        ("red_mask", c_ulong),
        ("green_mask", c_ulong),
        ("blue_mask", c_ulong),
        ("colormap_size", c_int),
        ("bits_per_rgb", c_int),
    )


class Attributes(Structure):
    """XSetWindowAttributes."""

    _fields_ = (
        ("background_pixmap", c_ulong),
        ("background_pixel", c_ulong),
        ("border_pixmap", c_ulong),
        ("border_pixel", c_ulong),
        ("bit_gravity", c_int),
        ("win_gravity", c_int),
        ("backing_store", c_int),
        ("backing_planes", c_ulong),
        ("backing_pixel", c_ulong),
        ("save_under", c_int),
        ("event_mask", c_long),
        ("do_not_propagate_mask", c_long),
        ("override_redirect", c_int),
        ("colormap", c_ulong),
        ("cursor", c_ulong),
    )
