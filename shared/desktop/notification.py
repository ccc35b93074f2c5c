"""What desktops are told to announce."""

from msgspec import Struct


class Notification(Struct, frozen=True):
    """To be announced without taking the focus. `conversation`: what a click on it opens."""

    title: str
    body: str
    conversation: bytes
    makes_sound: bool
    open_word: str = "Open"
    """What a button that does so says, where the desktop shows one."""
