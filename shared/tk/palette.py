"""The window's colours, light and dark, as data. What they must be to each other, the tests say."""

from typing import Literal

from msgspec import Struct, structs

Theme = Literal["system", "light", "dark"]
"""As the person wants it; "system": as the desktop looks."""


class Palette(Struct, frozen=True):
    """All "#rrggbb". Grounds first, then what stands on them. `avatars`: fills behind white
    initials; `names`: the same eight hues as text on `theirs`."""

    is_dark: bool
    pane: str  # messages, header, dialogs
    side: str  # left column, status bar
    field: str  # entries, outline buttons
    hover: str
    press: str  # pressed, muted pill, disabled
    select: str  # open conversation, chips
    theirs: str
    mine: str
    warn_soft: str
    text: str
    sub: str
    link: str
    warn: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    ring: str  # around what has the focus
    line: str  # quiet on purpose, like `edge`: fields are known by their label too
    edge: str
    thumb: str
    here: str
    away: str
    avatars: tuple[str, ...]
    names: tuple[str, ...]


_AVATARS = (
    "#b83a2e",
    "#9a5310",
    "#666a00",
    "#1f753d",
    "#0f6f8a",
    "#2b63bd",
    "#7446c2",
    "#ac2f78",
)

LIGHT = Palette(
    is_dark=False,
    pane="#ffffff",
    side="#f5f6f9",
    field="#ffffff",
    hover="#ebedf3",
    press="#dfe3ec",
    select="#e1e7fd",
    theirs="#f0f2f6",
    mine="#dde5fd",
    warn_soft="#fdf0d5",
    text="#191c23",
    sub="#5a6170",
    link="#2f49b8",
    warn="#7a4a00",
    accent="#3f5bd9",
    accent_hover="#3550c8",
    accent_press="#2c44af",
    on_accent="#ffffff",
    ring="#3f5bd9",
    line="#e6e8ee",
    edge="#cfd4de",
    thumb="#c9ced8",
    here="#1f9d57",
    away="#b7791f",
    avatars=_AVATARS,
    names=_AVATARS,
)

DARK = Palette(
    is_dark=True,
    pane="#1b1d23",
    side="#15171c",
    field="#22252d",
    hover="#23262e",
    press="#2d313b",
    select="#2a3360",
    theirs="#292c35",
    mine="#2f3a74",
    warn_soft="#3a3020",
    text="#e9ebf0",
    sub="#a8afbd",
    link="#b3c1ff",
    warn="#f2c572",
    accent="#4d67dc",
    accent_hover="#526bdd",
    accent_press="#4058c6",
    on_accent="#ffffff",
    ring="#8ea2ff",
    line="#2a2d36",
    edge="#444956",
    thumb="#454a57",
    here="#3fc47c",
    away="#e0aa4e",
    avatars=_AVATARS,
    names=(
        "#ff9c90",
        "#f0aa6a",
        "#cbce62",
        "#82d49c",
        "#6bcfe2",
        "#8db9ff",
        "#c6a8ff",
        "#f7a0d2",
    ),
)

# For who needs it: text at 7 to 1, and edges that are not quiet.
HIGH_LIGHT = structs.replace(
    LIGHT,
    side="#ffffff",
    theirs="#eef0f4",
    text="#000000",
    sub="#333a47",
    link="#1c2f86",
    warn="#5a3600",
    accent="#263f9e",
    accent_hover="#1f3587",
    accent_press="#182a6d",
    ring="#000000",
    line="#5a6170",
    edge="#5a6170",
    thumb="#5a6170",
    here="#0e6b38",
    away="#8a5200",
    names=(
        "#8a2219",
        "#6e3a08",
        "#474a00",
        "#0f5227",
        "#084d61",
        "#1a4288",
        "#512c94",
        "#801d56",
    ),
)

HIGH_DARK = structs.replace(
    DARK,
    pane="#000000",
    side="#000000",
    field="#000000",
    select="#1d2a66",
    theirs="#17191e",
    mine="#1d2a66",
    warn_soft="#2c2413",
    text="#ffffff",
    sub="#d3d8e2",
    link="#d0d9ff",
    warn="#ffd88a",
    accent="#3247b0",
    accent_hover="#2c40a2",
    accent_press="#243690",
    ring="#ffffff",
    line="#a8afbd",
    edge="#a8afbd",
    thumb="#a8afbd",
    here="#5fe39b",
    away="#ffc766",
    names=(
        "#ffb3aa",
        "#ffc491",
        "#dfe27a",
        "#9be8b3",
        "#86e0f0",
        "#abcbff",
        "#d6c1ff",
        "#ffb8e0",
    ),
)


def choose_palette(theme: Theme, is_high: bool, is_system_dark: bool) -> Palette:
    """As the person wants it, or as the desktop looks."""
    is_dark = is_system_dark if theme == "system" else theme == "dark"
    if is_high:
        return HIGH_DARK if is_dark else HIGH_LIGHT
    return DARK if is_dark else LIGHT
