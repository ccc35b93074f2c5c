"""The pictures in the lines of the pane: corners of bubbles, icons, rules, and faces."""

import tkinter as tk

from chatgui.tk.pane import geometry
from chatgui.tk.pane.geometry import Picture
from chatgui.tk.pane.styles import NEAR_RADIUS, RADIUS, SIDES
from shared.tk.theme import Theme

FACE, FACE_CLASS = "face", "ParleyFace"
WHITE = "#ffffff"
CORNERS = {
    ("top", "left"): 0,
    ("top", "right"): 1,
    ("bottom", "right"): 2,
    ("bottom", "left"): 3,
}
"""As the images count them."""


class Pictures:
    def __init__(self, text: tk.Text, theme: Theme) -> None:
        self._text, self._theme = text, theme
        self._maker = text.register(self._make_face)
        self._numbers: dict[tuple[str, ...], int] = {}  # scripts are no place for names
        self._faces = 0
        self._pass_wheel_on()

    def insert(self, picture: Picture, index: str) -> None:
        """Put it into the Text, there."""
        if picture.kind == "avatar":
            # Tk makes a face when it comes into view; text on a picture takes a window of its own.
            number = self._numbers.setdefault(picture.what, len(self._numbers))
            self._text.window_create(index, create=f"{self._maker} {number}", align="center")
        else:
            self._text.image_create(index, image=self._image(picture), align="center")

    def refresh(self) -> None:
        """Other colours: images have changed by themselves."""
        for child in self._text.tk.splitlist(self._text.tk.call("winfo", "children", self._text)):
            if str(child).startswith(f"{self._text}.{FACE}"):
                self._text.tk.call(child, "configure", "-background", self._theme.palette.pane)

    def _image(self, picture: Picture) -> tk.PhotoImage:
        images, px, what = self._theme.images, self._theme.px, picture.what
        if picture.kind == "cap":
            return self._corner(*what)
        if picture.kind == "head":
            return self._head(*what)
        if picture.kind == "icon":
            return images.icon(what[0], geometry.ICON, what[1])
        if picture.kind == "rule":
            return images.rounded(int(what[0]), px(1), 0.0, "accent")
        return images.blank(int(what[0]))

    def _corner(self, side: str, above: str, hand: str, near: str) -> tk.PhotoImage:
        size = self._theme.px(RADIUS)
        radius = float(self._theme.px(NEAR_RADIUS if near == "near" else RADIUS))
        corner = CORNERS[above, hand]
        return self._theme.images.rounded(
            size, size, _only(corner, radius), SIDES[side], back="pane"
        )

    def _head(self, side: str, hand: str) -> tk.PhotoImage:
        px = self._theme.px
        tall = max(
            self._theme.tall(geometry.AVATAR), self._theme.fonts.bold.metrics("linespace") + px(4)
        )
        radius = float(px(NEAR_RADIUS if hand == "left" else RADIUS))
        corner = CORNERS["top", hand]
        return self._theme.images.rounded(
            px(geometry.PADDING), tall, _only(corner, radius), SIDES[side], back="pane"
        )

    def _make_face(self, number: str) -> str:
        """A label, made past tkinter: it goes with the text it stands in, and tkinter, which is not
        told of that, would keep it for ever."""
        theme = self._theme
        initials, hue = list(self._numbers)[int(number)]
        self._faces += 1
        path = f"{self._text}.{FACE}{self._faces}"
        image = theme.images.disc(theme.tall(geometry.AVATAR), f"avatars.{hue}")
        looks = {
            "image": image,
            "text": initials,
            "compound": "center",
            "font": theme.fonts.small_bold,
            "foreground": WHITE,
            "background": theme.palette.pane,
            "borderwidth": 0,
            "padx": 0,
            "pady": 0,
        }
        call = self._text.tk.call
        call("label", path, *(part for name, look in looks.items() for part in (f"-{name}", look)))
        call("bindtags", path, (FACE_CLASS,))
        return path

    def _pass_wheel_on(self) -> None:
        for wheel in ("<Button-4>", "<Button-5>"):
            self._text.bind_class(
                FACE_CLASS, wheel, lambda _, wheel=wheel: self._text.event_generate(wheel)
            )
        self._text.bind_class(
            FACE_CLASS,
            "<MouseWheel>",
            lambda event: self._text.event_generate("<MouseWheel>", delta=event.delta),
        )


def _only(corner: int, radius: float) -> tuple[float, float, float, float]:
    """That corner round, the others square."""
    first, second, third, fourth = (radius if corner == at else 0.0 for at in range(4))
    return first, second, third, fourth
