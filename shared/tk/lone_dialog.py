"""A question of a program that has no window of its own. Takes a root for as long as it stands."""

import time
import tkinter as tk
from collections.abc import Callable

from shared.signals import catch_signals
from shared.tk import scaling
from shared.tk.dialog import Dialog
from shared.tk.mark import set_icon
from shared.tk.palette import choose_palette
from shared.tk.question import Question
from shared.tk.system_theme import Inquiry
from shared.tk.theme import Theme

PATIENCE_S = 0.5
"""For the desktop to say whether it is dark: nobody has begun to read yet."""

LOOK_MS = 100
"""Signals are heard by Python only when it has something to do."""


def ask_alone(
    title: str, question: Question, is_wanted: Callable[[], bool] = lambda: True
) -> bool | None:
    """Waits for the person. None: they have left the dialog without an answer, or it is not wanted
    any more. A question without
    a `no` has one button. TclError if there is no screen."""
    inquiry = Inquiry()
    try:
        root = tk.Tk(className="Parley")
        root.withdraw()
        try:
            return _ask(root, title, question, inquiry, is_wanted)
        finally:
            root.destroy()
    finally:
        inquiry.close()


def _ask(
    root: tk.Tk, title: str, question: Question, inquiry: Inquiry, is_wanted: Callable[[], bool]
) -> bool | None:
    scaling.scale(root)
    answers: list[bool | None] = []
    palette = choose_palette("system", False, _is_dark(inquiry))
    dialog = _make(root, Theme(root, palette), title, question, answers)
    dialog.open()
    with catch_signals(lambda: answers.append(None)):
        while not answers and is_wanted():
            tick = root.after(LOOK_MS, lambda: None)
            root.tk.dooneevent(0)
            root.after_cancel(tick)
    return answers[0] if answers else None


def _make(
    root: tk.Tk, theme: Theme, title: str, question: Question, answers: list[bool | None]
) -> Dialog:
    set_icon(theme)
    dialog = Dialog(root, theme, title, lambda: answers.append(None))
    dialog.add_text(dialog.body, question.text).pack(anchor="w")
    if question.no:
        no_is_default = question.is_grave
        dialog.add_button(question.no, lambda: answers.append(False), is_default=no_is_default)
    is_default = not (question.no and question.is_grave)
    dialog.add_button(question.yes, lambda: answers.append(True), is_default=is_default)
    return dialog


def _is_dark(inquiry: Inquiry) -> bool:
    until = time.monotonic() + PATIENCE_S
    while not inquiry.is_over and time.monotonic() < until and inquiry.answer() is None:
        time.sleep(0.01)
    return bool(inquiry.answer())
