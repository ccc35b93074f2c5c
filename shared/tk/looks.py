"""Colours, fonts and lengths of the ttk styles, as palette and text size have them now."""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Any

from shared.tk import style

if TYPE_CHECKING:
    from shared.tk.theme import Theme

GROUNDED = (
    *("TFrame", "Field.TFrame", "Chip.TFrame", "Warn.TFrame", "TLabel", "TButton"),
    *("TCheckbutton", "TRadiobutton", "Vertical.TScrollbar", "TEntry", "TCombobox", "TSpinbox"),
)


def apply(theme: "Theme") -> None:
    """Colours and lengths, as they are now. All widgets get <<ThemeChanged>>."""
    ttk_style, colours, fonts = ttk.Style(theme.root), theme.palette, theme.fonts
    ttk_style.configure(
        ".",
        background=colours.pane,
        foreground=colours.text,
        font=fonts.body,
        troughcolor=colours.pane,
        bordercolor=colours.pane,
        lightcolor=colours.pane,
        darkcolor=colours.pane,
        insertcolor=colours.text,
        selectbackground=colours.accent,
        selectforeground=colours.on_accent,
    )
    for prefix, ground in style.GROUNDS.items():
        _configure_ground(theme, ttk_style, prefix, theme.colour(ground))
    _configure_grounds_of_their_own(theme, ttk_style)
    _configure_fields(theme, ttk_style)
    ttk_style.theme_use(style.NAME)


def dress_text(theme: "Theme", text: tk.Text, ground: str) -> None:
    """Colours of a widget that has no style; again at each <<ThemeChanged>>. `ground`: a token."""
    colours = theme.palette
    text.configure(
        background=theme.colour(ground),
        foreground=colours.text,
        insertbackground=colours.text,
        selectbackground=colours.accent,
        selectforeground=colours.on_accent,
        inactiveselectbackground=colours.accent,  # Tk has no other foreground for it
    )


def _configure_ground(theme: "Theme", ttk_style: ttk.Style, prefix: str, ground: str) -> None:
    for kind in GROUNDED:
        ttk_style.configure(prefix + kind, background=ground, troughcolor=ground)
    ttk_style.layout(prefix + "TLabel", [("Label.label", {"sticky": "nswe"})])
    for kind, look in (_labels(theme) | _buttons(theme)).items():
        ttk_style.configure(prefix + kind, background=ground, **look)
    for kind in ("TButton", "Primary.TButton", "Quiet.TButton", "TCheckbutton", "TRadiobutton"):
        active = [("active", theme.palette.text)] if kind == "Quiet.TButton" else []
        foreground = [("disabled", theme.palette.sub), *active]
        ttk_style.map(prefix + kind, foreground=foreground, background=[("active", ground)])


def _labels(theme: "Theme") -> dict[str, dict[str, Any]]:
    colours, fonts = theme.palette, theme.fonts
    return {
        "Title.TLabel": {"font": fonts.title},
        "Bold.TLabel": {"font": fonts.bold},
        "Sub.TLabel": {"font": fonts.small, "foreground": colours.sub},
        "Caption.TLabel": {"font": fonts.small_bold, "foreground": colours.sub},
        "Warning.TLabel": {"font": fonts.small, "foreground": colours.warn},
        "Link.TLabel": {"foreground": colours.link},
    }


def _buttons(theme: "Theme") -> dict[str, dict[str, Any]]:
    colours, px = theme.palette, theme.px
    padding = px(12), px(6)
    primary = {"foreground": colours.on_accent, "font": theme.fonts.bold}
    return {
        "TButton": {"padding": padding, "anchor": "center"},
        "Primary.TButton": {**primary, "padding": (px(16), px(6))},
        "Quiet.TButton": {"foreground": colours.sub},
        "Link.TButton": {"foreground": colours.link},
        "Icon.TButton": {"padding": px(6)},
        "TCheckbutton": {"padding": px(2)},
        "TRadiobutton": {"padding": px(2)},
        "Vertical.TScrollbar": {"arrowsize": px(6), "width": px(6)},
    }


def _configure_grounds_of_their_own(theme: "Theme", ttk_style: ttk.Style) -> None:
    colours, small_bold = theme.palette, theme.fonts.small_bold
    for kind, ground in (("Chip", colours.select), ("Warn", colours.warn_soft)):
        ttk_style.configure(f"{kind}.TLabel", background=ground, font=small_bold)
    ttk_style.configure("Warn.TLabel", foreground=colours.warn)
    ttk_style.configure("Line.TFrame", background=colours.line)
    ttk_style.configure("Field.TLabel", background=colours.field, foreground=colours.sub)


def _configure_fields(theme: "Theme", ttk_style: ttk.Style) -> None:
    colours, px = theme.palette, theme.px
    for kind in ("TEntry", "TCombobox", "TSpinbox", "Bare.TEntry"):
        ttk_style.configure(
            kind,
            padding=(px(12), px(7)) if kind != "Bare.TEntry" else 0,
            fieldbackground=colours.field,
            foreground=colours.text,
        )
        ttk_style.map(kind, foreground=[("disabled", colours.sub)])
    ttk_style.configure("Bare.TEntry", background=colours.field)
    root = theme.root
    for option, value in (
        ("background", colours.field),
        ("foreground", colours.text),
        ("selectBackground", colours.select),
        ("selectForeground", colours.text),
        ("font", str(theme.fonts.body)),
    ):
        root.option_add(f"*TCombobox*Listbox.{option}", value)
