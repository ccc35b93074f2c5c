"""The colours of what belongs to no window of ours, as long as it lives: light or dark as the
desktop is now."""

from collections.abc import Callable

from shared.tk.palette import Palette, choose_palette
from shared.tk.system_theme import Inquiry


class DesktopLook:
    """`ask` when colours will be needed soon; `palette` never waits. `close` in the end."""

    def __init__(self, inquire: Callable[[], Inquiry] = Inquiry) -> None:
        self._inquire = inquire
        self._inquiry = inquire()
        self._is_dark = False

    def ask(self) -> None:
        """Once more; what was known counts until there is an answer."""
        self._note()
        if self._inquiry.is_over:
            self._inquiry = self._inquire()

    def palette(self) -> Palette:
        self._note()
        return choose_palette("system", is_high=False, is_system_dark=self._is_dark)

    def close(self) -> None:
        self._inquiry.close()

    def _note(self) -> None:
        answer = self._inquiry.answer()
        if answer is not None:
            self._is_dark = answer
