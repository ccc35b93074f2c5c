"""Where the person writes: one to six lines that grow with what is in them.

A Text and no Entry, which in Tk 8.6 cannot hold all characters safely (see `fields.py`).
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from chatgui.app.words import pane as words
from shared.constants import TEXT_BYTES
from shared.text import sanitise
from shared.tk.looks import dress_text
from shared.tk.theme import Theme

MOST_LINES = 6
MOST_SHARE = 0.25
"""Of the window's height: what it is about are the messages."""
MOST_PASTED = 2 * TEXT_BYTES
"""Characters. What is longer cannot be sent, and Tk would be busy with it for long."""
MOST_UNDO = 200
CONTROL, SHIFT = 0x4, 0x1


class Composer(ttk.Frame):
    """`on_edit` is told the text whenever the person has changed it; `on_send`, that they want to
    send it; `recall` is their last text, for Up where nothing is written yet."""

    def __init__(
        self,
        master: tk.Misc,
        theme: Theme,
        on_edit: Callable[[str], None],
        on_send: Callable[[], None],
        recall: Callable[[], str | None],
    ) -> None:
        super().__init__(master, style="Field.TFrame")
        self._theme, self._on_edit, self._on_send, self._recall = theme, on_edit, on_send, recall
        self.enter_sends = True
        self._said = ""
        self.text = tk.Text(
            self, height=1, width=1, wrap="word", undo=True, maxundo=MOST_UNDO, borderwidth=0,
            highlightthickness=0, padx=0, pady=0, font=theme.fonts.body,
        )  # fmt: skip
        self._hint = tk.Label(self.text, borderwidth=0, padx=0, pady=0, cursor="xterm")
        self._trouble = ttk.Label(self, style="Field.TLabel")
        self._arrange()
        self._listen()
        self._dress()

    def get(self) -> str:
        return self.text.get("1.0", "end-1c")

    def set(self, text: str) -> None:
        """Another draft; nobody is told, and undoing does not go back behind it."""
        if text != self.get():
            self.text.delete("1.0", "end")
            self.text.insert("1.0", sanitise(text))
            self.text.edit_reset()
            self.text.mark_set("insert", "end-1c")
            self.text.see("insert")
        self._said = self.get()
        self.fit()

    def take(self) -> None:
        """What was typed is told now. Tk does so behind the keys and clicks that wait already, and
        on a busy computer these send it, or leave it for another conversation."""
        if self.text.edit_modified():
            self._changed()

    def show_hint(self, text: str) -> None:
        """What stands in the empty entry."""
        self._hint.configure(text=text)
        self.fit()

    def is_too_long(self) -> bool:
        return len(self._said.encode("utf-8", "replace")) > TEXT_BYTES

    def focus_set(self) -> None:
        self.text.focus_set()

    def fit(self) -> None:
        """The height for what is written, the hint where that is nothing, a word if too much. Call
        it when the window has another height."""
        if self._said:
            self._hint.place_forget()
        else:
            self._hint.place(x=1, y=self._theme.px(1))
        lines = self._count_lines()
        if int(self.text.cget("height")) != lines:
            self.text.configure(height=lines)
            self.text.see("insert")
        self._say_too_much(len(self._said.encode("utf-8", "replace")) - TEXT_BYTES)

    # --- inside --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        px = self._theme.px
        self.text.pack(fill="both", expand=True, padx=px(12), pady=px(8))
        self._hint.configure(font=self._theme.fonts.body)
        self._hint.bind("<Button-1>", lambda _: self.text.focus_set())

    def _listen(self) -> None:
        text = self.text
        text.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        text.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        text.bind("<<Modified>>", lambda _: self._changed())
        text.bind("<Configure>", lambda _: self.fit())
        text.bind("<<Paste>>", lambda _: self._paste("CLIPBOARD"))
        text.bind("<<PasteSelection>>", self._paste_selection)
        for key in ("<Return>", "<KP_Enter>"):
            text.bind(key, self._enter)
        text.bind("<Up>", lambda _: self._bring_back())
        text.bind("<Alt-Up>", lambda _: None)  # the window's
        text.bind("<Tab>", lambda _: self._leave(text.tk_focusNext()))
        text.bind("<Control-a>", lambda _: self._select_all())
        for back in ("<Shift-Tab>", "<<PrevWindow>>"):
            text.bind(back, lambda _: self._leave(text.tk_focusPrev()))
        self.bind("<<ThemeChanged>>", lambda _: self._dress())

    def _dress(self) -> None:
        palette = self._theme.palette
        dress_text(self._theme, self.text, "field")
        px = self._theme.px
        self.text.configure(insertwidth=px(1.5), spacing1=px(1), spacing3=px(2))
        self._hint.configure(background=palette.field, foreground=palette.sub)
        self._trouble.configure(foreground=palette.warn, font=self._theme.fonts.small)
        self.fit()

    def _changed(self) -> None:
        """Tk tells so whenever the flag turns over, so also when we put it back."""
        self.text.edit_modified(False)
        now = self.get()
        if now != self._said:
            self._said = now
            self.fit()
            self._on_edit(now)

    def _say_too_much(self, over: int) -> None:
        if over > 0:
            self._trouble.configure(text=words.TOO_LONG.format(count=f"{over:,}"))
            self._trouble.pack(anchor="w", padx=self._theme.px(12), pady=(0, self._theme.px(6)))
        else:
            self._trouble.pack_forget()

    def _count_lines(self) -> int:
        """Lines as they are drawn. Tk counts only as many as matter."""
        room = self.winfo_toplevel().winfo_height() * MOST_SHARE
        most = max(1, min(MOST_LINES, int(room / self._theme.fonts.body.metrics("linespace"))))
        if self._said.count("\n") >= most or len(self._said) > 4000:
            return most
        counted: Any = self.text.count("1.0", "end", "displaylines")
        number = counted[0] if isinstance(counted, tuple) else counted
        return max(1, min(most, int(number or 1)))

    def _enter(self, event: "tk.Event[Any]") -> str:
        """Shift+Enter breaks the line always, Ctrl+Enter sends always."""
        self.take()
        state = int(event.state)
        sends = bool(state & CONTROL) or (self.enter_sends and not state & SHIFT)
        if not sends:
            self._insert("\n")
        elif not self.is_too_long():
            self._on_send()
        return "break"

    def _insert(self, text: str) -> None:
        if self.text.tag_ranges("sel"):
            self.text.delete("sel.first", "sel.last")
        self.text.insert("insert", text)
        self.text.see("insert")

    def _paste(self, selection: str) -> str:
        """Any text, without what could not be shown or sent."""
        try:
            pasted = str(self.tk.call("selection", "get", "-selection", selection))
        except tk.TclError:  # nothing there, or no text
            return "break"
        self.text.edit_separator()
        self._insert(sanitise(pasted[:MOST_PASTED]))
        self.text.edit_separator()
        return "break"

    def _paste_selection(self, event: "tk.Event[Any]") -> str:
        self.text.tag_remove("sel", "1.0", "end")
        self.text.mark_set("insert", f"@{event.x},{event.y}")
        self.text.focus_set()
        return self._paste("PRIMARY")

    def _bring_back(self) -> str | None:
        self.take()
        if self._said:
            return None
        last = self._recall()
        if last:
            self._insert(last)
        return "break"

    def _select_all(self) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _leave(self, to: tk.Misc | None) -> str:
        """A Text would take the key as text."""
        if to is not None:
            to.focus_set()
        return "break"
