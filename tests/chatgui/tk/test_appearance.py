import sys
import tkinter as tk
from collections.abc import Callable, Iterator

import msgspec
import pytest

from chatgui.app.settings import Settings
from chatgui.tk.appearance import Appearance
from shared.tk.palette import DARK, LIGHT
from shared.tk.system_theme import Inquiry
from tests.support.windows import Wait

SAYS_DARK = ([sys.executable, "-c", "print('dark')"], lambda said: said == "dark")
Make = Callable[[Settings, Inquiry], Appearance]


@pytest.fixture
def make(root: tk.Tk) -> Iterator[Make]:
    made: list[Appearance] = []

    def begin(settings: Settings, inquiry: Inquiry) -> Appearance:
        made.append(Appearance(root, settings, inquiry))
        return made[-1]

    yield begin
    for appearance in made:
        appearance.close()


def nobody() -> Inquiry:
    return Inquiry([], {})


@pytest.mark.parametrize(
    ("theme", "palette"), [("light", LIGHT), ("dark", DARK), ("system", LIGHT)]
)
def test_it_is_what_the_person_wants(make: Make, theme: str, palette: object) -> None:
    settings = msgspec.convert({"theme": theme}, Settings)
    assert make(settings, nobody()).theme.palette is palette


def test_a_dark_desktop_s_window_gets_dark_when_that_is_known(make: Make, wait: Wait) -> None:
    appearance = make(Settings(), Inquiry([SAYS_DARK], {}))
    wait(lambda: appearance.theme.palette is DARK)


def test_who_wants_light_has_light_on_a_dark_desktop(make: Make, wait: Wait) -> None:
    inquiry = Inquiry([SAYS_DARK], {})
    appearance = make(Settings(theme="light"), inquiry)
    wait(lambda: inquiry.is_over)
    appearance.follow(Settings(theme="light"))
    assert appearance.theme.palette is LIGHT
    appearance.follow(Settings())
    assert appearance.theme.palette is DARK


def test_it_follows_the_settings(make: Make, root: tk.Tk) -> None:
    changes: list[object] = []
    appearance = make(Settings(theme="light"), nobody())
    root.update()
    root.bind("<<ThemeChanged>>", changes.append)
    appearance.follow(Settings(theme="light"))
    root.update()
    assert changes == [], "the same settings cost nothing"
    appearance.follow(Settings(theme="dark", font_points=14))
    assert appearance.theme.palette is DARK
    assert appearance.theme.fonts.points == 14
