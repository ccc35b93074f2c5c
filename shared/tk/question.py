"""What is asked before something is done. No tkinter: models ask too."""

from msgspec import Struct


class Question(Struct, frozen=True):
    """To be asked before something is done: `yes` and `no` are what the buttons say. `is_grave`:
    something is lost by a yes, so Return alone means no."""

    text: str
    yes: str
    no: str
    is_grave: bool = False
