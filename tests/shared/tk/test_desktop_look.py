from shared.tk.desktop_look import DesktopLook
from shared.tk.palette import DARK, LIGHT
from shared.tk.system_theme import Inquiry


class Desktop(Inquiry):
    """Says it when it is ready."""

    def __init__(self) -> None:
        self.said: bool | None = None
        self.is_ready = self.is_closed = False

    def answer(self) -> bool | None:
        return self.said if self.is_ready else None

    @property
    def is_over(self) -> bool:
        return self.is_ready

    def close(self) -> None:
        self.is_closed = True


def test_it_follows_the_desktop_and_waits_for_nothing() -> None:
    asked: list[Desktop] = []

    def inquire() -> Desktop:
        asked.append(Desktop())
        return asked[-1]

    look = DesktopLook(inquire)
    assert look.palette() is LIGHT
    asked[0].said, asked[0].is_ready = True, True
    assert look.palette() is DARK
    look.ask()
    look.ask()
    assert len(asked) == 2, "one after the other"
    assert look.palette() is DARK
    asked[1].said, asked[1].is_ready = False, True
    assert look.palette() is LIGHT
    look.ask()
    asked[2].is_ready = True  # a desktop that does not know
    assert look.palette() is LIGHT
    look.close()
    assert asked[2].is_closed
