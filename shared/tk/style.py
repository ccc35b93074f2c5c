"""The ttk theme: clam's behaviour with our looks. What the names mean to callers:

    TButton, Primary.TButton, Quiet.TButton, Icon.TButton (an icon alone), Link.TButton
    TLabel, Title.TLabel, Bold., Sub., Caption., Warning., Link., and Chip., Warn. on their grounds
    TFrame, Field.TFrame, Chip.TFrame, Warn.TFrame (rounded), Line.TFrame (a hairline)
    TEntry, Bare.TEntry (inside a Field.TFrame), TCombobox, TSpinbox
    TCheckbutton, TRadiobutton, Vertical.TScrollbar
    Side.X, Box.X, WarnBar.X: the same X on the left column's ground, in a field, on a warning's

Parts are nine-slice images that change colour in place; everything else that changes with palette
and text size stands in `looks.py`.
"""

from tkinter import ttk
from typing import TYPE_CHECKING, Any

from shared.tk.images import Layer, Round

if TYPE_CHECKING:
    from shared.tk.theme import Theme

NAME = "parley"
RADIUS = 8
MIDDLE = (150, 14)
"""Between the corners of an image: Tk lays it out in tiles, and small tiles are slow."""
GROUNDS = {"": "pane", "Side.": "side", "Box.": "field", "WarnBar.": "warn_soft"}
Look = tuple[str, str, float]  # fill, edge, width of the edge

BUTTON_LOOKS: dict[str, tuple[Any, ...]] = {
    "quiet": (
        ("", "", 0),
        ("disabled", ("", "", 0)),
        ("pressed", ("press", "", 0)),
        ("active", "focus", ("hover", "ring", 2)),
        ("active", ("hover", "", 0)),
        ("selected", "focus", ("select", "ring", 2)),
        ("selected", ("select", "", 0)),
        ("focus", ("", "ring", 2)),
    ),
    "outline": (
        ("field", "edge", 1),
        ("disabled", ("press", "press", 1)),
        ("pressed", ("press", "edge", 1)),
        ("active", "focus", ("hover", "ring", 2)),
        ("active", ("hover", "edge", 1)),
        ("focus", ("field", "ring", 2)),
    ),
    "primary": (
        ("accent", "accent", 1),
        ("disabled", ("press", "press", 1)),
        ("pressed", ("accent_press", "accent_press", 1)),
        ("active", "focus", ("accent_hover", "text", 2)),
        ("active", ("accent_hover", "accent_hover", 1)),
        ("focus", ("accent", "text", 2)),
    ),
}
"""How each looks at rest, then in a state; the first that is true is shown."""


def build(theme: "Theme") -> None:
    """Make the theme's parts; once for a root."""
    ttk_style = ttk.Style(theme.root)
    ttk_style.theme_create(NAME, parent="clam")
    ttk_style.theme_use(NAME)
    _build_buttons(theme, ttk_style)
    _build_fields(theme, ttk_style)
    _build_checks(theme, ttk_style)
    _build_scrollbar(theme, ttk_style)
    # The last to hear of it: what a button does may be the end of its window, and what is bound
    # there is gone then.
    theme.root.bind_class("TButton", "<Return>", "%W invoke; break")


def _part(theme: "Theme", ttk_style: ttk.Style, name: str, base: Look, *states: Any) -> None:
    """An image element; each state is ("state", ..., look)."""
    radius = theme.px(RADIUS)

    def draw(look: Look) -> Any:
        fill, edge, rim = look
        width, height = 2 * radius + theme.px(MIDDLE[0]), 2 * radius + theme.px(MIDDLE[1])
        return theme.images.rounded(width, height, radius, fill, edge, rim)

    looks = [(*state[:-1], draw(state[-1])) for state in states]
    fit: Any = {"border": radius, "width": 2 * radius, "height": 2 * radius, "sticky": "nswe"}
    fit["padding"] = 0  # else the border is padding too
    ttk_style.element_create(name, "image", draw(base), *looks, **fit)


def _build_buttons(theme: "Theme", ttk_style: ttk.Style) -> None:
    for name, (base, *states) in BUTTON_LOOKS.items():
        _part(theme, ttk_style, name, base, *states)
    inner: Any = [("Button.padding", {"children": [("Button.label", {"sticky": "nswe"})]})]
    parts = {"TButton": "outline", "Primary.TButton": "primary"}
    parts |= {f"{kind}.TButton": "quiet" for kind in ("Quiet", "Icon", "Link")}
    for name, part in parts.items():
        ttk_style.layout(name, [(part, {"sticky": "nswe", "children": inner})])


def _build_fields(theme: "Theme", ttk_style: ttk.Style) -> None:
    looks = ("disabled", ("press", "edge", 1)), ("invalid", ("field", "warn", 2))
    focused = "focus", ("field", "ring", 2)
    _part(theme, ttk_style, "field", ("field", "edge", 1), *looks, focused)
    for name, fill in (("chip", "select"), ("warn", "warn_soft")):
        radius = theme.px(14)
        image = theme.images.rounded(2 * radius + 2, 2 * radius, radius, fill)
        ttk_style.element_create(name, "image", image, border=radius - 1, sticky="nswe")
    for name in ("field", "chip", "warn"):
        for prefix in GROUNDS:
            ttk_style.layout(f"{prefix}{name.title()}.TFrame", [(name, {"sticky": "nswe"})])
    for name, icon in (("open", "chevron"), ("more", "chevron_up"), ("less", "chevron")):
        beside = _blank(theme, 32, 16)
        arrow = theme.images.icon_layer(icon, 16, "sub", x=theme.px(8))
        ttk_style.element_create(name, "image", theme.images.layers(beside, arrow), sticky="")
    text: Any = ("padding", {"sticky": "nswe", "children": [("textarea", {"sticky": "nswe"})]})
    _layout_fields(ttk_style, text)


def _blank(theme: "Theme", width: int, height: int) -> Round:
    """Room in an image, so that it grows with the text as what is drawn into it does."""
    return Round(theme.px(width), theme.px(height), (0, 0, 0, 0), "", grows=True)


def _layout_fields(ttk_style: ttk.Style, text: Any) -> None:
    def inside(kind: str, *others: Any) -> Any:
        name, options = text
        area = [(f"{kind}.{inner}", what) for inner, what in options["children"]]
        return [*others, (f"{kind}.{name}", {"sticky": "nswe", "children": area})]

    arrows = [("more", {"side": "top"}), ("less", {"side": "bottom"})]
    stack: Any = ("null", {"side": "right", "sticky": "", "children": arrows})
    opener: Any = ("open", {"side": "right", "sticky": ""})
    for name, kind, others in (
        ("TEntry", "Entry", ()),
        ("TCombobox", "Combobox", (opener,)),
        ("TSpinbox", "Spinbox", (stack,)),
    ):
        children = inside(kind, *others)
        ttk_style.layout(name, [("field", {"sticky": "nswe", "children": children})])
    ttk_style.layout("Bare.TEntry", inside("Entry"))


def _build_checks(theme: "Theme", ttk_style: ttk.Style) -> None:
    beside = _blank(theme, 26, 18)
    for name, layers in (("tick", _check), ("dot", _dot)):

        def mark(*how: Any, layers: Any = layers) -> Any:
            return theme.images.layers(beside, *layers(theme, *how))

        looks: Any = [
            ("disabled", "selected", mark(True, "", True)),
            ("disabled", mark(False, "", True)),
            ("selected", "focus", mark(True, "text")),
            ("selected", mark(True)),
            ("focus", mark(False, "ring")),
        ]
        fit: Any = {"sticky": "w", "padding": 0}
        ttk_style.element_create(name, "image", mark(False), *looks, **fit)
    for kind, name in (("Checkbutton", "tick"), ("Radiobutton", "dot")):
        inner: Any = [(name, {"side": "left"}), (f"{kind}.label", {"side": "left"})]
        ttk_style.layout("T" + kind, [(f"{kind}.padding", {"sticky": "nswe", "children": inner})])


def check_image(theme: "Theme", is_checked: bool, edge: str = "") -> Any:
    """A check box, 18 pixels at 96 dpi beside text of the usual size; `edge`: of one with the
    focus."""
    return theme.images.layers(*_check(theme, is_checked, edge))


def dot_image(theme: "Theme", is_chosen: bool, edge: str = "") -> Any:
    """A radio button, as large."""
    return theme.images.layers(*_dot(theme, is_chosen, edge))


def _check(
    theme: "Theme", is_checked: bool, edge: str = "", is_disabled: bool = False
) -> list[Layer]:
    size, images = theme.px(18), theme.images
    corner = float(theme.px(5))
    radii = (corner, corner, corner, corner)
    fill = "press" if is_disabled else "accent" if is_checked else "field"
    rim = images.edge(edge or ("accent" if is_checked and not is_disabled else "sub"), 1.5)
    base = Round(size, size, radii, fill, *rim, grows=True)
    if not is_checked:
        return [base]
    colour = "sub" if is_disabled else "on_accent"
    return [base, images.icon_layer("check", 18, colour)._replace(weight=2.2)]


def _dot(theme: "Theme", is_chosen: bool, edge: str = "", is_disabled: bool = False) -> list[Layer]:
    size, images = theme.px(18), theme.images
    half = size / 2
    fill = "press" if is_disabled else "accent" if is_chosen else "field"
    rim = images.edge(edge or ("accent" if is_chosen and not is_disabled else "sub"), 1.5)
    base = Round(size, size, (half, half, half, half), fill, *rim, grows=True)
    if not is_chosen:
        return [base]
    inner = size - 2 * round(size * 0.32)
    quarter, at = inner / 2, (size - inner) // 2
    colour = "sub" if is_disabled else "on_accent"
    radii = quarter, quarter, quarter, quarter
    return [base, Round(inner, inner, radii, colour, x=at, y=at, grows=True)]


def _build_scrollbar(theme: "Theme", ttk_style: ttk.Style) -> None:
    width, half = theme.px(6), theme.px(3)

    def thumb(colour: str) -> Any:
        return theme.images.rounded(width, theme.px(24), half, colour)

    looks = (("pressed", thumb("sub")), ("active", thumb("sub")))
    border = (0, theme.px(4))
    ttk_style.element_create("thumb", "image", thumb("thumb"), *looks, border=border, sticky="ns")
    inner: Any = [("thumb", {"sticky": "nswe", "unit": "1"})]
    trough: Any = ("Vertical.Scrollbar.trough", {"sticky": "ns", "children": inner})
    ttk_style.layout("Vertical.TScrollbar", [trough])
