"""Text to be read and copied, not to be written: the log, a report."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Any, Final

from shared.text import sanitise
from shared.tk.looks import dress_text
from shared.tk.scrolling import Scrollbar
from shared.tk.theme import Theme

AT_END: Final = 0.999


class TextView(ttk.Frame):
    """`most`: so many lines are kept, the newest. What is appended is followed, unless the person
    has scrolled back."""

    def __init__(self, parent: tk.Misc, theme: Theme, most: int = 1000, **options: Any) -> None:
        super().__init__(parent)
        self._theme, self._most = theme, most
        self._count = 0
        self.text = tk.Text(
            self,
            wrap="word",
            borderwidth=0,
            highlightthickness=0,
            font=theme.fonts.small,
            padx=theme.px(16),
            pady=theme.px(6),
            takefocus=1,
            state="disabled",
            cursor="xterm",
            **options,
        )
        self._bar = Scrollbar(self, theme, command=self.text.yview)
        self.text.configure(yscrollcommand=self._bar.set)
        self.text.pack(fill="both", expand=True)
        self._is_following = True
        self._listen()
        self._dress()

    def append(self, lines: Sequence[str]) -> None:
        """Each is one line of what is shown."""
        if not lines:
            return
        self._is_following = self._is_at_end()
        self.text.configure(state="normal")
        joined = "\n".join(lines)
        self.text.insert("end", "\n" + joined if self._count else joined)
        self._count += len(lines)
        if self._count > self._most:
            self.text.delete("1.0", f"{self._count - self._most + 1}.0")
            self._count = self._most
        self.text.configure(state="disabled")
        if self._is_following:
            self.text.see("end")

    def show(self, text: str) -> None:
        """In the place of what was there, from its beginning."""
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", sanitise(text))
        self.text.configure(state="disabled")
        self._count = text.count("\n") + 1 if text else 0
        self.text.yview_moveto(0.0)

    def get(self) -> str:
        return str(self.text.get("1.0", "end-1c"))

    def _listen(self) -> None:
        # A disabled Text takes no focus by a click, so that nothing could be copied from it.
        self.text.bind("<Button-1>", lambda _: self.text.focus_set(), add=True)
        self.text.bind("<Control-a>", self._select_all)
        for key in ("<Tab>", "<Shift-Tab>"):
            self.text.bind(key, self._leave)
        keys = {"Up": (-1, "units"), "Down": (1, "units")}
        keys |= {"Prior": (-1, "pages"), "Next": (1, "pages")}
        for name, (by, unit) in keys.items():
            self.text.bind(f"<{name}>", lambda _, by=by, unit=unit: self._scroll(by, unit))  # type: ignore[misc]
        self.text.bind("<Home>", lambda _: self._see(0.0))
        self.text.bind("<End>", lambda _: self._see(1.0))
        self.text.bind("<Configure>", lambda _: self._stay(), add=True)
        self.bind("<<ThemeChanged>>", lambda _: self._dress())

    def _is_at_end(self) -> bool:
        return not self._count or self.text.yview()[1] >= AT_END

    def _stay(self) -> None:
        """At the end, when the window grows or shrinks there."""
        if self._is_following and self._count > 1 and self._most > 1:
            self.text.see("end")

    def _scroll(self, by: int, unit: str) -> str:
        self.text.yview_scroll(by, unit)  # type: ignore[call-overload]
        self._is_following = self._is_at_end()
        return "break"

    def _see(self, part: float) -> str:
        self.text.yview_moveto(part)
        self._is_following = self._is_at_end()
        return "break"

    def _select_all(self, _: "tk.Event[Any]") -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _leave(self, event: "tk.Event[Any]") -> str:
        """Tab is no letter here."""
        is_back = bool(int(event.state) & 1)
        to = self.text.tk_focusPrev() if is_back else self.text.tk_focusNext()
        if to is not None:
            to.focus_set()
        return "break"

    def _dress(self) -> None:
        dress_text(self._theme, self.text, "pane")
