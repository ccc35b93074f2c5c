"""What all our dialogs have in common: where they stand, how they are left, what small screens do.

dialog = Dialog(parent, theme, title)
... widgets into dialog.body ...
dialog.add_button(text, command); dialog.add_button(text, command, is_default=True)
dialog.open(first_field)
"""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import ttk
from typing import Any

from shared.tk.question import Question
from shared.tk.scrolling import Scrollbar, bind_wheel
from shared.tk.theme import Theme

MARGIN = 24
NOTCH = 60
TEXT_WIDTH = 380
SCREEN_SHARE = 0.9


class Dialog(tk.Toplevel):
    """Esc leaves it, Return presses the default button, the focus goes back to where it was. It is
    as large as what is in it, and scrolls where the screen is too small. `cancelled` is called
    when it is left without a button. It keeps other windows of ours from input, nothing else."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        title: str,
        cancelled: Callable[[], object] | None = None,
        is_modal: bool = True,
    ) -> None:
        super().__init__(parent)
        self.withdraw()
        self.title(title)
        self.theme, self._parent, self._cancelled = theme, parent.winfo_toplevel(), cancelled
        self._is_modal = is_modal
        self._size = (0, 0, 0)
        self._default: ttk.Button | None = None
        self._focus_before = self._parent.focus_lastfor()
        self._first: tk.Misc | None = None
        margin = theme.px(MARGIN)
        half = theme.px(MARGIN / 2)
        self.foot = ttk.Frame(self, padding=(margin, half, margin, margin))
        self.foot.pack(side="bottom", fill="x")
        self._canvas = tk.Canvas(self, borderwidth=0, highlightthickness=0)
        self._canvas.pack(side="top", fill="both", expand=True)
        self.body = ttk.Frame(self._canvas, padding=(margin, margin, margin, half))
        self._item = self._canvas.create_window(0, 0, anchor="nw", window=self.body)
        self._bar = Scrollbar(self, theme, command=self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._bar.set)
        self._listen()

    def add_button(
        self, text: str, command: Callable[[], object], is_default: bool = False
    ) -> ttk.Button:
        """From left to right. The dialog stays open: `command` closes it if it should."""
        style = "Primary.TButton" if is_default else "TButton"
        button = ttk.Button(self.foot, text=text, style=style, command=command)
        if self.foot.winfo_children()[0] is button:
            self.foot.columnconfigure(0, weight=1)
        column = len(self.foot.winfo_children())
        button.grid(row=0, column=column, padx=(self.theme.px(8), 0))
        if is_default:
            self._default = button
        return button

    def add_text(
        self, master: tk.Misc, text: str, width: int = TEXT_WIDTH, style: str = "TLabel"
    ) -> ttk.Label:
        """A label whose lines break at that width, which grows with the text."""
        label = ttk.Label(master, text=text, style=style)

        def wrap(_: object = None) -> None:
            label.configure(wraplength=self.theme.tall(width))

        label.bind("<<ThemeChanged>>", wrap)
        wrap()
        return label

    def open(self, first: tk.Misc | None = None) -> None:
        """Show it over the middle of its parent, with the focus on `first`."""
        self._first = first or self._default
        if self._parent.winfo_viewable():
            self.transient(self._parent)
        self._fit()
        self.update_idletasks()
        self._centre()
        self.deiconify()

    def come_up(self) -> None:
        """Before the others again, with the focus."""
        self.deiconify()
        self.lift()
        if self._first is not None:
            self._first.focus_set()

    def draw(self) -> None:
        """For dialogs of which something may change while they are open."""

    def close(self) -> None:
        """The focus goes back to where it was before."""
        self.destroy()
        if self._focus_before is not None and self._focus_before.winfo_exists():
            self._focus_before.focus_set()

    def cancel(self) -> None:
        self.close()
        if self._cancelled is not None:
            self._cancelled()

    # --- its size ----------------------------------------------------------------------------

    def _fit(self) -> None:
        """As large as the content, as far as the screen allows."""
        width, height = self.body.winfo_reqwidth(), self.body.winfo_reqheight()
        room = round(self.winfo_screenheight() * SCREEN_SHARE) - self.foot.winfo_reqheight()
        wide = min(width, round(self.winfo_screenwidth() * SCREEN_SHARE))
        wide = max(wide, self.foot.winfo_reqwidth())
        size = wide, min(height, room), height
        if size != self._size:
            self._size = size
            self._canvas.configure(width=wide, height=size[1], scrollregion=(0, 0, wide, height))

    def _stretch(self) -> None:
        """What is in it fills the width, and the height where there is more than it needs."""
        height = max(self._canvas.winfo_height(), self.body.winfo_reqheight())
        self._canvas.itemconfigure(self._item, width=self._canvas.winfo_width(), height=height)

    def _centre(self) -> None:
        parent, width, height = self._parent, self.winfo_reqwidth(), self.winfo_reqheight()
        x = (self.winfo_screenwidth() - width) // 2
        y = (self.winfo_screenheight() - height) // 3
        if parent.winfo_viewable():
            x = parent.winfo_rootx() + (parent.winfo_width() - width) // 2
            y = parent.winfo_rooty() + (parent.winfo_height() - height) // 3
        x = min(max(0, x), max(0, self.winfo_screenwidth() - width))
        y = min(max(0, y), max(0, self.winfo_screenheight() - height - self.theme.px(40)))
        self.geometry(f"+{x}+{y}")

    # --- what happens ------------------------------------------------------------------------

    def _listen(self) -> None:
        self.protocol("WM_DELETE_WINDOW", self.cancel)
        self.bind("<Escape>", lambda _: self.cancel())
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, self._press_default)
        self.bind("<Map>", self._shown)
        self.bind("<FocusIn>", self._see)
        self.bind("<<ThemeChanged>>", lambda _: self._dress())
        self.bind("<Configure>", lambda _: self._fit())  # of anything in it
        self._canvas.bind("<Configure>", lambda _: self._stretch())
        bind_wheel(self, self._scroll)
        for key, pages in (("<Prior>", -1), ("<Next>", 1)):
            self.bind(key, lambda _, pages=pages: self._turn_pages(pages))  # type: ignore[misc]
        self._dress()

    def _dress(self) -> None:
        ground = self.theme.palette.pane
        self.configure(background=ground)
        self._canvas.configure(background=ground)

    def _shown(self, event: "tk.Event[Any]") -> None:
        if event.widget is not self:
            return
        if self._is_modal:
            self.grab_set()
        if self._first is not None:
            self._first.focus_set()

    def _press_default(self, event: "tk.Event[Any]") -> None:
        """A button presses itself, and a Text breaks the line."""
        if event.widget.winfo_class() not in ("TButton", "Text") and self._default is not None:
            self._default.invoke()

    def _scroll(self, notches: float) -> None:
        if self._canvas.yview() != (0.0, 1.0):
            room = max(1, self.body.winfo_height())
            step = notches * self.theme.px(NOTCH) / room
            self._canvas.yview_moveto(self._canvas.yview()[0] + step)

    def _turn_pages(self, pages: int) -> None:
        """What stands beside the fields is to be read without a mouse too."""
        self._scroll(pages * self._canvas.winfo_height() / self.theme.px(NOTCH) * 0.9)

    def _see(self, event: "tk.Event[Any]") -> None:
        """Scroll so that what got the focus is in view."""
        widget = event.widget
        if not str(widget).startswith(str(self.body) + "."):
            return
        margin = self.theme.px(MARGIN / 2)
        top = widget.winfo_rooty() - self.body.winfo_rooty() - margin
        bottom = top + widget.winfo_height() + 2 * margin
        height, seen = max(1, self.body.winfo_height()), self._canvas.winfo_height()
        first = self._canvas.canvasy(0)
        if top < first:
            self._canvas.yview_moveto(top / height)
        elif bottom > first + seen:
            self._canvas.yview_moveto((bottom - seen) / height)


def ask(
    parent: tk.Misc, theme: Theme, question: Question, answer: Callable[[bool], object]
) -> Dialog:
    """`answer` is called with what the person chose, once; leaving is a no."""
    choices = {question.no: lambda: answer(False), question.yes: lambda: answer(True)}
    usual = question.no if question.is_grave else question.yes
    return ask_which(parent, theme, question.text, choices, usual, lambda: answer(False))


def ask_which(
    parent: tk.Misc,
    theme: Theme,
    text: str,
    choices: Mapping[str, Callable[[], object]],
    usual: str,
    cancelled: Callable[[], object] | None = None,
) -> Dialog:
    """`choices`: what the buttons say, from left to right, and what is done then; `usual`: the
    default one."""
    dialog = Dialog(parent, theme, parent.winfo_toplevel().title(), cancelled)

    def choose(act: Callable[[], object]) -> None:
        dialog.close()
        act()

    dialog.add_text(dialog.body, text).pack(anchor="w")
    for said, act in choices.items():
        dialog.add_button(said, partial(choose, act), is_default=said == usual)
    dialog.open()
    return dialog
